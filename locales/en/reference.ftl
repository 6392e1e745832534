# The description of the API

reference-title = The API
reference-what = Whatever pages show and you may do, programs may do too. They come with a personal token, or with the cookie of your browser; what you may not do here, you may not do there.
reference-tokens = Personal tokens
reference-json = The description as OpenAPI 3.1
reference-public = no sign-in needed
reference-scope = token: { $scope }
reference-takes = Takes
reference-gives = Answers
reference-shapes = Shapes
reference-failures = Whatever fails is answered as application/problem+json: title, detail (what happened) and next (what to do), in your language.
