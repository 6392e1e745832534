# Progress, credits, people's own pages, and the badges and feeds that go elsewhere

progress-title = Progress
progress-lead = { $posts ->
    [0] No posts have been read from the source repository yet.
    [one] One post, { $translated } translated into Chinese: { $percent }%.
   *[other] { $posts } posts, { $translated } of them translated into Chinese: { $percent }%.
}
progress-behind = { $count ->
    [0] Every translation keeps up with its original.
    [one] One translation is behind its original; about { $words } words to change.
   *[other] { $count } translations are behind their originals; about { $words } words to change.
}
progress-missing = { $count ->
    [0] No post lacks a translation.
    [one] One post has no translation yet: about { $words } words.
   *[other] { $count } posts have no translation yet: about { $words } words.
}
progress-in-hand = { $count ->
    [one] One is in progress.
   *[other] { $count } are in progress.
}
progress-join = Choose a post to translate
progress-who = See who translated them
progress-tags = By tag
progress-tag = Tag
progress-posts = Posts
progress-translated = Translated
progress-behind-short = Behind
progress-share = Progress
progress-more-tags = { $count ->
    [one] One more tag
   *[other] { $count } more tags
}
progress-feeds = Follow along
progress-feeds-lead = For any feed reader; whatever is new shows up there.
feed-new = New posts to translate
feed-published = Translations that came out
feed-stale = Translations behind their original
progress-embed = Use it elsewhere
progress-embed-lead = Badges, data and the note need no sign-in and may stand in a README, a site or a blog.
embed-badge = Progress badge
embed-badge-note = `?language=en` makes it English; without, it is Chinese. With `?tag=…` it counts the posts of that tag alone; both are joined by `&`.
embed-people = Everybody’s seals
embed-json = Data
embed-json-note = The first is the whole state, the second the form shields.io reads.
embed-behind = A “behind the original” note on the blog
embed-behind-note = Goes into the page of a translation, with the slug of the post as `data-post`. Nothing appears while the translation keeps up.
embed-behind-image = Without a script, a picture that changes does it too:
embed-example-post = slug-of-the-post
copy = Copy
copied = Copied

badge-label = Chinese translation
badge-label-tag = Chinese translation · { $tag }
badge-person = { $translated ->
    [0] { $proofread ->
        [0] translates with Yiqi
        [one] proofread once
       *[other] proofread { $proofread } times
    }
    [one] { $proofread ->
        [0] 1 translation
       *[other] 1 translation · { $proofread } proofread
    }
   *[other] { $proofread ->
        [0] { $translated } translations
       *[other] { $translated } translations · { $proofread } proofread
    }
}
badge-current = up to date with the original
badge-behind = { $count ->
    [0] behind the original
    [one] behind the original in 1 place
   *[other] behind the original in { $count } places
}
badge-untranslated = not translated yet
people-image-label = { $project }: { $count } people who translate together
people-image-more = and { $count } more

credits-title = Credits
credits-lead = { $count ->
    [0] Nobody has left a name yet. The first translation that comes out will.
    [one] The Chinese translations of { $project }, by one person.
   *[other] The Chinese translations of { $project }, by these { $count } people, in the order they came, whether they did much or little.
}
credits-unlisted-alone = { $count ->
    [one] One person helped and would rather not be named.
   *[other] { $count } people helped and would rather not be named.
}
credits-unlisted = { $count ->
    [one] One more person helped and would rather not be named.
   *[other] { $count } more people helped and would rather not be named.
}
credits-translated = { $count ->
    [one] 1 post translated
   *[other] { $count } posts translated
}
credits-updated = { $count ->
    [one] 1 update
   *[other] { $count } updates
}
credits-proofread = { $count ->
    [one] proofread once
   *[other] proofread { $count } times
}
credits-since = since { $month }
credits-thanks = A thank-you for your release notes
credits-thanks-lead = Choose a span of time and get Markdown: who had a part in the translations that came out in it.
credits-from = From
credits-until = To
credits-make = Write it
credits-thanks-none = No translation came out in that time.
credits-thanks-text = The thanks
credits-thanks-wrong = It ends before it begins; please swap the days.

thanks-heading = ### Thanks

    Thanks to everybody who had a part in these translations:
thanks-line = { $name }: { $parts }
thanks-between = ,{ " " }
thanks-translated = { $count ->
    [one] translated 1 post
   *[other] translated { $count } posts
}
thanks-updated = { $count ->
    [one] updated 1 post
   *[other] updated { $count } posts
}
thanks-proofread = { $count ->
    [one] proofread once
   *[other] proofread { $count } times
}
thanks-unnamed = { $count ->
    [one] and one person who would rather not be named
   *[other] and { $count } people who would rather not be named
}

person-summary = { $translated ->
    [0] { $proofread ->
        [0] New here.
        [one] Proofread once.
       *[other] Proofread { $proofread } times.
    }
    [one] { $proofread ->
        [0] Translated one post, about { $words } words.
       *[other] Translated one post, about { $words } words; proofread { $proofread }.
    }
   *[other] { $proofread ->
        [0] Translated { $translated } posts, about { $words } words.
       *[other] Translated { $translated } posts, about { $words } words; proofread { $proofread }.
    }
}
person-updated = { $count ->
    [one] Brought a translation back in step once.
   *[other] Brought translations back in step { $count } times.
}
person-months = { $count ->
    [0] { "" }
    [1] Joined in { $first }.
   *[other] Active in { $count } months, from { $first } to { $last }.
}
person-hub = { $name } on Hugging Face
person-github = { $name } on GitHub
person-only-you = Only you see this page.
person-settings = Open it to everybody
person-milestones = Moments worth remembering
milestone-first-translations = First translation
milestone-translations = { $count }th translation
milestone-words = { $count } words translated
milestone-first-updates = First translation brought back in step
milestone-updates = { $count }th update
milestone-first-proofreadings = First time proofreading
milestone-proofreadings = { $count }th proofreading
milestone-months = { $count } months with a translation
person-works = What they did
person-works-own = What you did
person-works-more = { $count ->
    [one] 1 more
   *[other] { $count } more
}
person-works-older = { $count ->
    [one] And an earlier one.
   *[other] And { $count } earlier ones.
}
person-works-none = Nothing has come out yet. The first translation that does will stand here.
part-translated = translated
part-updated = updated
part-proofread = proofread
person-calendar = Months at work
person-share = Byline and badge
person-share-byline = Byline
person-byline = The byline of a translation
person-byline-note = Yiqi writes the byline into the post when it publishes a translation; whoever sends one in by hand can copy it.
person-byline-proofreader = As a proofreader
person-badge = A badge of one’s own
person-badge-alt = { $name } on Yiqi

profile-page = A page of your own
profile-page-note = It lists what you translated and proofread. Without it the credits and thanks do not name you either; bylines that stand in translations stay.
profile-page-listed = Let everybody see my page
profile-page-save = Save
profile-page-see = See my page
notice-page-listed = Saved. Everybody can see your page now.
notice-page-unlisted = Saved. Only you see your page now.

feed-title = { $project }: { $what }
feed-summary-new = About { $words } words, not translated yet.
feed-summary-published = The translation is out.
feed-summary-stale = { $changes ->
    [0] The original has changed: about { $words } words to follow.
    [one] The original has changed in one place: about { $words } words to follow.
   *[other] The original has changed in { $changes } places: about { $words } words to follow.
}
og-progress = { $project } in Chinese: { $translated } of { $posts } posts translated ({ $percent }%). Good writing, put into Chinese together.
og-credits = { $project } in Chinese, by { $count } people together.
