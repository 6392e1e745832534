# Picking and keeping filters on the board; votes, notes, priority, exclusion and talk on the page of a post

board-picks = Pick one
board-kinds = What to do
board-ages = Published
board-series = Series

pick-wanted = Wanted first
pick-first = Good first post
pick-asked = Asked for

age-month = Within a month
age-year = Within a year
age-older = Earlier

sort-new = Newest first
sort-asked = Most asked for first

views-title = Kept by me
view-keep = Keep these filters
view-keep-go = Keep
view-name = Name them
view-remove = Forget “{ $name }”

claim-this = Claim “{ $title }”

row-wanted = wanted first
row-can-wait = can wait
row-asked = { $count ->
    [one] 1 person asks for it
   *[other] { $count } people ask for it
}
row-good-first = good first post
row-stale-banners = { $count ->
    [one] 1 notice added upstream
   *[other] { $count } notices added upstream
}
row-stale-and-banners = Changed upstream: { $work }, and { $count ->
    [one] 1 notice added
   *[other] { $count } notices added
}

live-changed = { $count } posts have just changed.
live-reload = Show them

seal-excluded = Left out
state-excluded = Left out
standing-excluded = The maintainers leave this post out.

problem-excluded-title = This post is left out
problem-excluded-what = The maintainers decided not to have it translated: { $reason }
problem-excluded-next = There are more posts waiting on the board. If you think it should be translated, say so on its page.

ask = I would like this in Chinese
asking = You ask for this
ask-update = Please bring this up to date
asking-update = You asked for an update

note-title = Before you begin
note-write = Write a note
note-change = Change the note
note-label = What should a translator know before they begin? Empty takes the note away.
note-go = Save the note

steer-title = Arrange
priority-title = Priority
priority-high = Wanted first
priority-normal = As usual
priority-low = Can wait
priority-go = Change
exclude = Leave this out
exclude-label = Why? Everybody can read it.
exclude-go = Leave out
include = Offer it again

talk-title = Discussion
talk-empty = Nobody has said anything yet. What do you think about this post?
talk-quiet = Nobody has said anything yet.
talk-sign-in = Sign in to say something
talk-label = Say something
talk-go = Send

related-title = See also
kin-series = same series
kin-author = same author
kin-tags = similar tags

story-older = { $count ->
    [one] 1 earlier line
   *[other] { $count } earlier lines
}
story-raised = wants this first
story-lowered = says this can wait
story-evened = wants this as usual
story-noted = wrote a note
story-note-removed = took the note away
story-excluded = left this out
story-included = offered this again
story-asked = asks for this
story-unasked = no longer asks for this
story-remarked = said something

notice-asked = Noted. Translators see that somebody asks for this one.
notice-unasked = Fine, you are no longer counted.
notice-prioritised = The priority was changed.
notice-noted = The note was updated.
notice-excluded = This post is left out now.
notice-included = This post is on the board again.
notice-said = Said.
notice-view-saved = These filters are kept, beside the board.
notice-view-removed = Forgotten.

mine-returned = Returned to me
mine-tally-published = { $count ->
    [one] So far 1 translation of yours ({ $words } of English) has been published.
   *[other] So far { $count } translations of yours ({ $words } of English) have been published.
}
mine-tally-proofread = { $count ->
    [one] So far 1 translation you proofread has been published.
   *[other] So far { $count } translations you proofread have been published.
}
mine-tally-both = { $published ->
    [one] So far 1 translation of yours ({ $words } of English) and { $proofread } you proofread have been published.
   *[other] So far { $published } translations of yours ({ $words } of English) and { $proofread } you proofread have been published.
}
mine-more = { $count } more
