# The board

board-summary = { $translated ->
    [0] No translations yet; { $missing } posts wait for their first translator.
   *[other] { $behind ->
        [0] { $translated } posts are translated and in step; { $missing } have never been translated.
       *[other] { $translated } posts are translated, { $behind } of them behind their source; { $missing } have never been translated.
    }
}
board-bar = Posts by state
board-filters = Filters
board-more-filters = More filters
board-search = Search titles
board-search-hint = Chinese or English
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
board-pages = Pages
board-page = Page { $page } of { $pages }
board-earlier = Previous
board-later = Next
board-empty-title = Nothing here for now
board-empty-filtered = No post matches these filters. Loosen them a little?
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

row-published-before = published{ " " }
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
row-approved = Approved, about to be published
row-pull-request = Submitted, waiting for upstream
row-updating = Following the source · { $words }
row-translating = New translation · { $words }
row-me-translating = I am translating
row-me-proofreading = I am proofreading
row-translating-now = { $name } is translating
row-translated-by = by { $name }
row-mine = by me
row-proofread-by = { $name } is proofreading
