## What the checks found, and what people say of it

finding-fix = Fix
finding-offer = Take this
finding-old = was there
finding-old-hint = The published translation has it already; it does not keep this from being sent
finding-dismiss = Needs nothing
finding-dismiss-label = Why does it need nothing?
finding-dismiss-hint = The proofreader sees this, and so does the pull request
finding-dismiss-go = Note it
finding-restore = Take back
finding-dismissed-by = { $name } says it needs nothing: { $reason }
findings-quiet = { $count ->
    [one] 1 small remark
   *[other] { $count } small remarks
}
findings-aside = { $count ->
    [one] 1 is said to need nothing
   *[other] { $count } are said to need nothing
}
findings-fix-all = { $count ->
    [one] Fix 1 that is safe
   *[other] Fix { $count } that are safe
}
findings-fix-all-hint = Touches sure cases only; the text before stays in the history
findings-working = Working …
findings-failed = That did not work; the draft is as it was. Try again later.
findings-stale = The draft changed just now; press again.
notice-finding-mended = Fixed and saved.
notice-finding-dismissed = Noted why it needs nothing.
notice-finding-restored = Taken back; it is listed again.
