# Proofreading: threads, rounds, changes

thread-say = Comment
thread-say-hint = What about this block?
thread-say-whole = A word about all of it
thread-send = Send
thread-cancel = Never mind
thread-reply = Reply
thread-reply-hint = Reply…
thread-resolve = Mark as settled
thread-reopen = Open again
thread-entry-resolved = { $name } settled this
thread-entry-reopened = { $name } opened this again
thread-settled = Settled
thread-changed = This passage has changed since. It read:
thread-gone = This passage is gone. It read:
thread-was-missing = This block was not translated then
thread-go = Go to the block
thread-github = from GitHub
thread-none = No comments yet.
thread-failed = Not sent. The text is kept on this computer; try again when you are online
thread-signed-out = You are signed out. The text is kept on this computer; sign in in another tab, then try again
thread-restored = Found what you had not sent last time
thread-key = Comment on the block
thread-open-count = { $count ->
    [one] 1 open comment
   *[other] { $count } open comments
}

review-ask-open = { $count ->
    [one] 1 comment is still open; approve all the same
   *[other] { $count } comments are still open; approve all the same
}
review-own = This is your own translation. The project allows that you proofread it; the log and the pull request will say so.
review-own-start = Proofread it yourself
review-since = { $count ->
    [one] 1 block changed since you last looked
   *[other] { $count } blocks changed since you last looked
}
review-since-none = Nothing changed since you last looked
review-since-all = Show the whole text
review-since-only = Show changes only
review-since-mark = Changed since
review-corrected = Corrected
review-gone = Removed here
review-fold-blocks = { $count ->
    [one] 1 unchanged block
   *[other] { $count } unchanged blocks
}
review-fold-blocks-heading = { $count ->
    [one] 1 unchanged block, up to “{ $heading }”
   *[other] { $count } unchanged blocks, up to “{ $heading }”
}
review-mend = Edit this block
review-mend-save = Save this block
review-edit-whole = Open the editor

review-whole = About the whole text
review-whole-none = Nothing has been said about the whole text yet.
review-first-open = { $count ->
    [one] One comment beside the text is still open; go to it
   *[other] { $count } comments beside the text are still open; go to the first
}
rounds-title = Back and forth
round-number = Round { $number }
round-waiting = waiting for a proofreader
round-under-review = { $name } is proofreading
round-withdrawn = taken back by the translator
round-returned = returned by { $name }
round-returned-outside = returned from upstream
round-approved = approved by { $name }
round-self-approved = proofread and approved by { $name }, its translator
round-corrections = { $count ->
    [one] 1 block corrected
   *[other] { $count } blocks corrected
}
round-threads = { $count ->
    [one] 1 comment thread
   *[other] { $count } comment threads
}
round-came = Added
round-gone = Removed
round-corrections-title = What was corrected
desk-corrections = { $count ->
    [one] The proofreader corrected 1 block; before and after are shown beside it.
   *[other] The proofreader corrected { $count } blocks; before and after are shown beside them.
}

story-self-approved = proofread and approved their own translation

notice-block-mended = The block is saved. Its translator will see before and after.

problem-open-threads-title = Some comments are still open
problem-open-threads-what = { $count ->
    [one] 1 comment is open, so nothing was approved. The draft is as it was.
   *[other] { $count } comments are open, so nothing was approved. The draft is as it was.
}
problem-open-threads-next = Go back and look; if you know them all, tick “approve all the same” and try again.
