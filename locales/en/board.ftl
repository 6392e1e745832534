# The board

board-summary = { $translated ->
    [0] No translations yet; { $missing ->
        [one] one post waits
       *[other] { $missing } posts wait
    } for a first translator.
   *[other] { $translated ->
        [one] One post is translated
       *[other] { $translated } posts are translated
    }{ $behind ->
        [0] { " " }and in step
       *[other] , { $behind } of them behind { $behind ->
            [one] its
           *[other] their
        } source{ $updating ->
            [0] { "" }
           *[other] { " " }({ $updating } being worked on)
        }
    }; { $missing ->
        [one] one has
       *[other] { $missing } have
    } never been translated.
}
board-invitation = Here volunteers translate the English posts of { $project } into Chinese. Sign in to claim one.
board-begin = Sign in and translate
board-first-steps = See what is good for a first time
board-bar = Posts by state
board-filters = Filters
board-more-filters = More filters
board-search = Search titles
board-search-hint = Either language
board-search-go = Go
board-clear = Clear filters
board-states = State
board-lengths = Length
board-severities = How far behind
board-tags = Tags
board-mine = In my hands
board-rest = Waiting for someone
board-found = { $count ->
    [one] 1 post found
   *[other] { $count } posts found
}
board-count = { $count ->
    [one] 1 post
   *[other] { $count } posts
}
board-others = { $count ->
    [one] 1 other post
   *[other] { $count } other posts
}
board-pages = Pages
board-page = Page { $page } of { $pages }
board-earlier = Previous
board-later = Next
board-empty-title = Nothing here for now
board-empty-filtered = No post matches these filters. Loosen them a little?
board-empty-search = No title has “{ $words }” in it
board-empty-other-words = Try another word, or
board-see-all = see all posts
board-empty-all = Everything is translated and in step. Have a cup of tea.
board-empty-new = No posts have been read from the source repository yet. They appear after the first sync.
board-synced-before = Synced with the source{ " " }
board-synced-after = { "" }
board-never-synced = Never synced

state-todo = To do
state-behind = Behind
state-missing = Untranslated
state-in-progress = In progress
state-review = Awaiting proofreading
state-cosmetic = Details differ
state-published = Published
state-orphan = Source missing
state-all = All

length-short = Short, under 800 words
length-medium = Medium, 800–2,000
length-long = Long, over 2,000

row-published-before = Published{ " " }
row-published-after = { "" }
row-stale = Changed upstream: { $work }
row-stale-unknown = Changed upstream
row-blocks = { $count ->
    [one] 1 block
   *[other] { $count } blocks
}
row-cosmetic = Only wording or markup; nothing needs doing
row-orphan = The source was renamed or removed
row-published = In step with the source
row-approved = About to be published
row-pull-request = Waiting for upstream to merge it
row-updating = Following the source · { $words }
row-translating = New translation · { $words }
row-me-translating = I am translating
row-me-proofreading = I am proofreading
row-translating-now = { $name } is translating
row-translated-by = by { $name }
row-mine = Mine
row-proofread-by = { $name } is proofreading
