# Tools of the desk, uploads, conflicts

# Two drafts, chosen block by block

conflict-choose = These are the blocks in which the two differ; choose which to keep. All others are the same.
conflict-only-mine = Only I changed this
conflict-only-theirs = Only { $by } changed this
conflict-both-changed = Both changed this; choose one
conflict-both = Keep both and mend it later
conflict-keep-chosen = Save these choices
conflict-whole = My full text
conflict-nothing = (no such block here)

# One's own editor

upload-title = Upload the draft
upload-what = Translate in your own editor and upload the whole file. It is checked, and conflicts are settled, as if it were written on the page.
upload-file = Choose a .md file
upload-paste = Or paste the whole file:
upload-base = Which revision it started from
upload-base-note = If the draft changed after that revision, you choose block by block; nothing is overwritten.
upload-go = Save as a new revision
upload-not-text = This is no text in UTF-8; it was not read.
desk-upload = Upload or paste a whole .md

# Revisions

history-now = What going back to this revision would change
history-now-same = This revision is the same as the draft now.
history-restore = Go back to this revision
history-restore-note = It is saved as a new revision; the draft as it is now stays among the revisions.
notice-restored = The earlier revision is back, saved as a new one.
notice-look-again = The draft has just been saved again; please look once more.

# Tools of the desk

desk-added = New in the source
desk-lock = Lock
desk-unlock = Unlock
desk-locked = Copied from the source, locked
desk-keep-english = Stays English
desk-kept = This block stays in English
desk-translate-after-all = Translate after all
desk-tokens = Insert
desk-state-untranslated = untranslated
desk-state-changed = to see to
desk-state-edited = edited
desk-state-findings = has findings
desk-next-untranslated = Next to translate
desk-search = Find and replace
desk-keys = Keyboard
desk-close = Close
desk-help-finding = Next finding
desk-help-changed = Next change of the source
desk-help-token = Insert code, links, tags of the source
desk-help-missing-token = Insert the next of these that is missing
desk-help-unlock = Unlock or lock this block
desk-help-search = Find and replace
desk-help-modes = Blocks or the whole
desk-help-this = This list
search-find = Find
search-replace = Replace with
search-next = Next
search-previous = Previous
search-one = Replace
search-all = Replace all
search-undo = Undo the replacements
search-none = Nothing found
search-count = { $done } of { $total }
search-done = { $done } replaced
search-locked = { $done } replaced; { $total } more stand in locked blocks and were left alone
carry-fate-refreshed = Not translated yet: takes the new English
