# The source moves while somebody translates

desk-removed = The source removed this block
desk-settle = Mark as needing nothing
desk-unsettle = Mark as needing work
desk-settled = Marked as needing nothing
desk-remove = Delete here too
desk-keep = Keep it
carry-title = Carry over to the newest source
carry-go = Carry over
carry-look = See what changes
carry-later = Not now
carry-back = Draft
carry-promise = The Chinese of unchanged blocks stays as it is; the draft from before stays among the revisions.
carry-changes = Blocks to see to
carry-text = What is put into the draft
carry-fate-added = New: put in untranslated
carry-fate-modified = Changed: marked, the Chinese stays
carry-fate-removed = Removed: the Chinese stays until you delete it
carry-fresh = The source has changed since you claimed it. Nothing is translated yet, so the new original can simply take its place.
carry-what = The source has changed since you claimed it: { $parts }.
carry-and = ,{ " " }
carry-modified = { $count ->
    [one] 1 block changed
   *[other] { $count } blocks changed
}
carry-added = { $count ->
    [one] 1 block added
   *[other] { $count } blocks added
}
carry-removed = { $count ->
    [one] 1 block removed
   *[other] { $count } blocks removed
}
carry-refreshed = { $count ->
    [one] 1 untranslated block reworded
   *[other] { $count } untranslated blocks reworded
}
carry-nothing = The source has changed since you claimed it, but nothing in the Chinese has to.
carry-who-submitted = The draft waits for a proofreader: it can be carried over once the translator takes it back or a proofreader begins.
carry-who-in-review = The draft is being proofread; the proofreader decides whether to carry it over now or to update it after it is published.
carry-who-translator = The translator can carry it over.
carry-too-late = The source has changed since the text was approved. This version is published as it is; the post will then be listed as behind.
carry-gone = The source was removed from its repository. The draft is safe; ask a maintainer whether to go on.
story-carried = carried over to a newer original
notice-carried = Carried over to the newest original. The blocks to see to are marked.
notice-carry-again = The draft has just been saved again; please look once more.
