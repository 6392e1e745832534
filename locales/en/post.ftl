# The page of a post

post-source = Source
post-target = Translation
post-published-on = published { $date }
post-next = Next
post-meta-words = { $words } in English
post-authors = Authors
post-translators = Translators

standing-missing = Nobody has translated this yet: { $words }.
standing-stale = { $count ->
    [one] The translation is behind: 1 change is missing, { $words }.
   *[other] The translation is behind: { $count } changes are missing, { $words }.
}
standing-stale-blocks = { $count ->
    [one] The translation is behind: 1 change is missing.
   *[other] The translation is behind: { $count } changes are missing.
}
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

changes-title = What changed in the source
changes-waiting = { $count ->
    [one] 1 change is missing
   *[other] { $count } changes are missing
}
changes-settled = { $count ->
    [one] 1 change is carried already or needs nothing
   *[other] { $count } changes are carried already or need nothing
}
change-added = Added
change-removed = Removed
change-modified = Changed
change-source-lines = source lines { $lines }
change-target-lines = translation lines { $lines }
change-target-place = belongs near translation lines { $lines }
change-cut = more below
dismiss = Nothing to change
dismiss-reason = Reason
dismiss-reason-hint = For example: no counterpart in Chinese
dismiss-go = Confirm
dismiss-note = Holds for this version of the source only; another change asks again.

reason-added-missing = The translation does not have “{ $what }” yet.
reason-removed-present = The translation still has “{ $what }”, which the source dropped.
reason-edited-after = This passage was revised after the change ({ $commit }) and should have it.
reason-carried = The translation has this change.
reason-no-counterpart = Nothing in the translation corresponds to this passage.
reason-nothing-to-translate = This change does not concern the Chinese.
reason-wording-only = The wording changed; the translation has not been touched since. Worth a look.
reason-turned = This turns what is said (“{ $what }”); the translation has not been touched since.
reason-level-changed = The heading has another level now ({ $what }); the translation still has the old one.
reason-dismissed = Somebody looked: nothing to change.

base-title = Translated from
base-pinned = confirmed by a maintainer
base-recorded = recorded when it was published
base-inferred = inferred from the content, { $percent }% sure
base-confirm = Confirm this version
base-none = No translation yet.

story-title = Story
story-empty = No story yet. The first line is yours.
story-source-changed = source changed
story-translation-changed = translation changed
story-claimed = claimed
story-released = given back
story-expired = ran out, back on the board
story-assigned = assigned a translator
story-assigned-to = gave this to { $person }
story-submitted = sent to proofreading
story-withdrawn = draft taken back
story-review-started = began proofreading
story-review-left = proofreading put back
story-changes-requested = asked for changes
story-approved = approved
story-published = published
story-publish-failed = publishing failed
story-merged = merged upstream
story-closed = ended
story-pinned = confirmed the base
story-dismissed = noted a change that needs nothing

warnings-title = Warnings
