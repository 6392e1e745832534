# Workspace, proofreading, revisions

desk-source = Source
desk-translation = Translation
desk-mode = View
desk-mode-blocks = Blocks
desk-mode-whole = Whole
desk-mode-preview = Preview
desk-save = Save
desk-submit = Send to proofreading
desk-submit-hint = Somebody else will proofread it
desk-more = More
desk-download = Download draft .md
desk-history = Revisions
desk-post = Post page
desk-read-only = This draft is read-only for now.
desk-with-proofreader = The draft is waiting for a proofreader and cannot be edited. Take it back to go on working.
desk-saved = Saved { $time }
desk-saved-label = Saved
desk-added-beside = The source has something new here; what stands beside it may translate something else. Please compare.
desk-saving = Saving…
desk-unsaved = Not saved yet
desk-offline = No network; the text is kept on this computer and saved when you are back
desk-failed = Could not save; the text is kept on this computer
desk-signed-out = You are signed out; the text is kept on this computer. Sign in in a new tab, then save
desk-restored = Restored text that had not been saved
desk-merged = { $by } changed other paragraphs meanwhile; both are in now
desk-missing = The translation does not have this block yet
desk-fill = Add this block
desk-hint = Not translated yet; write here
desk-copy = Copy source
desk-progress = { $done } / { $total } words
desk-returned = The proofreader asks you to look again:
desk-release = Give back
desk-release-note = Your draft is kept for whoever takes it next.
desk-changed = Source changed
desk-slight = Details only
desk-details = { $count ->
    [one] 1 differs in details only
   *[other] { $count } differ in details only
}
desk-changes-done = { $done } of { $total } source changes
desk-changes = { $count ->
    [one] 1 change in the source
   *[other] { $count } changes in the source
}
desk-help = Keyboard
desk-help-save = Save
desk-help-next = Next block
desk-help-previous = Previous block
desk-help-untranslated = Next to translate
desk-help-copy = Copy source
desk-help-preview = Preview
preview-empty = Nothing to preview yet.

findings-title = Checks
findings-none = Nothing found.
findings-count = { $count ->
    [one] 1 finding
   *[other] { $count } findings
}
level-error = Must be mended
level-warning = Please look
level-info = For information
finding-line = line { $line }

conflict-title = The draft was changed elsewhere
conflict-what = { $by } saved it after you opened it. Both texts are below; nothing was overwritten.
conflict-mine = Mine (not saved yet)
conflict-theirs = Saved ({ $by })
conflict-keep-theirs = Drop mine and use the saved one
conflict-keep-theirs-note = ; what I wrote is then not kept.


review-title = Proofreading
review-start = Start proofreading
review-verdict = Done reading
review-to-verdict = Done reading: decide
review-standing-draft = { $name }’s draft
review-standing-own = You are proofreading { $name }’s draft
review-begun-before = started{ " " }
review-begun-after = { "" }
review-approve = Approve
review-approve-note = It is then published by itself, crediting the translator and you.
review-return = Return for changes
review-leave = Stop for now
review-return-reason = What should the translator change?
review-return-hint = One clear sentence is enough; details can go beside the blocks
review-comment-hint = A word to the translator
review-comments = Comments
review-against = Compared with the published translation
review-untranslated = Untranslated
review-omitted = The translation does not have this block
review-extra = The source does not have this block
review-fold = { $count ->
    [one] 1 unchanged line
   *[other] { $count } unchanged lines
}
review-fold-heading = { $count } unchanged lines, up to “{ $heading }”

history-title = Revisions
history-lead = Every save is kept; open one to see what it changed.
history-empty = Nothing saved yet.
history-revision = Revision { $number }
history-by = saved by { $name }
history-first = This is the first revision; here is the whole text.
history-changes = Compared with the revision before
history-same = No difference to the revision before.
history-full = The whole text of this revision
history-older = Older
history-back = Back to the draft
