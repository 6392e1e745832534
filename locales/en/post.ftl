# The page of a post

post-source = Read the original
post-target = Read the translation
post-published-on = published { $date }
post-next = Next
post-meta-words = { $words } in English
post-authors = Authors
post-translators = Translators

standing-missing = Nobody has translated this yet: { $words }.
standing-missing-elsewhere = Not translated here yet. There is a translation elsewhere; look at it first.
standing-stale = { $count ->
    [one] 1 change to bring over ({ $work }).
   *[other] { $count } changes to bring over ({ $work }).
}
standing-described = { $word }: { $standing }
standing-cosmetic = The translation is in step; only wording or markup differs, and nothing needs doing.
standing-translating = { $name } is translating this.
standing-awaiting-review = { $name }’s draft is waiting for a proofreader.
standing-in-review = { $reviewer } is proofreading { $name }’s draft.
standing-changes-requested = The proofreader asked { $name } for changes.
standing-approved = Approved, and about to be published.
standing-pull-request = Submitted, and waiting to be merged upstream.
standing-published = The translation is in step with its source.
standing-orphan = This translation has lost its source.
standing-suggestion = Its source is most likely:

inherited-draft = Somebody translated part of this before; you can go on from there.
next-sign-in = Sign in to claim
next-claim-new = Claim and translate
next-claim-update = Claim and update
next-continue = Continue translating
next-read = Read the draft
next-start-review = Start proofreading
next-continue-review = Continue proofreading
next-publish = Publish
next-outside = See the pull request
release = Give back
withdraw = Take back the draft
assign-title = Assign
assign = Assign
assign-pick = Choose a translator
branch-note = on branch { $branch }

story-title = Story
story-empty = No story yet. The first line is yours.
story-source-published = source published
story-source-changed = source changed
story-translation-published = translation published
story-translation-changed = translation changed
story-claimed = claimed it
story-released = gave it back
story-expired = ran out, back on the board
story-assigned = assigned a translator
story-assigned-to = gave this to { $person }
story-submitted = sent it for proofreading
story-withdrawn = draft taken back
story-review-started = began proofreading
story-review-left = proofreading put back
story-changes-requested = asked for changes
story-approved = approved it
story-published = published
story-publish-failed = publishing failed
story-merged = merged upstream
story-closed = ended
story-pinned = confirmed the base
story-dismissed = noted a change that needs nothing

warnings-title = Warnings
