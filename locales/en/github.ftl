# What others do at GitHub

row-outside = Someone is on it: #{ $number } (@{ $author })
standing-outside = Somebody translates this post at GitHub already.
outside-work = Someone is on it: #{ $number }
outside-despite = Claim it all the same

problem-on-it-title = Someone is on it: #{ $number }
problem-on-it-what = @{ $author } has a pull request open for this post: { $url }
problem-on-it-next = You can help there, or take another post from the board. A maintainer can give it out all the same.

story-pushed = pushed to the branch; taken into the draft
story-reopened = The pull request is open again
story-pull-request-news = News of the pull request

rehearsal-title = Rehearsal
rehearsal-lead = This is everything that publishing would send to GitHub. Nothing has been sent.
rehearsal-task = Draft
rehearsal-another = Upstream has a translation that this one was not written from: nothing would be sent.
rehearsal-nothing = Upstream has all of this already: nothing would be sent.
rehearsal-pull-request = Pull request
rehearsal-pr-title = Title
rehearsal-branch = Branch
rehearsal-base = On top of
rehearsal-author = Author
rehearsal-commit = Commit message
rehearsal-new-file = new file
rehearsal-requests = Requests, in order

dashboard-delivery = Delivery
dashboard-run-again = Run again
dashboard-ignored = Events that came and are not handled:
notice-running-again = The delivery will be run again at once.
notice-welcomed = Welcome! You can change this in your profile at any time.
notice-signed-out-everywhere = You are signed out on every device.

welcome-title = Your first visit
welcome-greeting = Welcome to Yiqi, { $name }
welcome-lead = Two things to begin with, and you are ready.
welcome-go = Done, let me in
welcome-stored = What is stored
welcome-stored-account = Your GitHub number, login and name. No permission of your GitHub account is asked for, and the token of the sign-in is thrown away once it is used.
welcome-stored-work = What you claim, write, proofread and remark, and a log of these steps. Every version of a draft is kept; only long after a post is out do the autosaves in between go.
welcome-stored-session = One record per device you are signed in on; it ends after thirty days without use, and you can end them all from your profile.
welcome-stored-public = When a translation is published, your name stands in the post, the commit and the pull request as translator or proofreader.

profile-sessions = Signing in
profile-sessions-note = If you forgot to sign out elsewhere, or somebody may be using your session, end them all at once.
profile-sign-out-everywhere = Sign out on every device
rehearsal-link = See what publishing would send

told-changes-requested = @{ $by } asks for changes in pull request #{ $number }: { $said } { $url }
told-quoted = “{ $words }”
told-line-by-line = See the remarks on single lines there.
told-request-withdrawn = @{ $by } took the request for changes back; pull request #{ $number } goes on as it was: { $url }
told-request-withdrawn-late = @{ $by } took back the request for changes in pull request #{ $number }: { $url }. You have begun to write; once that is proofread and approved, it goes there.
told-closed = Pull request #{ $number } was closed without being merged: { $url }. Your text is all here; please look at what was said there, mend it and submit it again.
told-closed-meanwhile = Pull request #{ $number } was closed without being merged: { $url }. Your text is all here; once it is proofread and approved, a new pull request is opened.
told-reopened = Pull request #{ $number } is open again: { $url }
told-reopened-meanwhile = Pull request #{ $number } is open again: { $url }. Once your text is proofread and approved, it goes there.
told-retargeted = Somebody changed the base of pull request #{ $number } from { $ours } to { $theirs }: { $url }. The post is done once the translation is in { $ours }.
told-merged-elsewhere = Pull request #{ $number } was merged into { $theirs } and not { $ours }: { $url }. The post is done once the translation is in { $ours }.
told-merged-meanwhile = Pull request #{ $number } is merged: { $url }. What was changed since goes out as a new pull request once it is proofread and approved.
told-thanks = Thank you, { $translator }, for translating!
told-thanks-both = Thank you, { $translator }, for translating, and { $reviewer }, for proofreading!
told-pushed = { $by } pushed changes to the branch, and they are merged into your text. Please have a look; if all is well, submit it again.
told-pushed-against = { $by } pushed changes to the branch, and { $count ->
    [one] one block was
   *[other] { $count } blocks were
} changed on both sides: your text keeps its own wording, theirs is in the discussion. Please choose block by block, then submit it again.
told-another-translation = The repository has another translation of { $path } by now, so this one was not published. Your text is all here; please compare the two and submit what is worth keeping as an update.
told-translation-changed = Somebody changed { $path } after you claimed it. So as not to undo their work, this one was not published. Your text is all here: please release the claim, claim the post again, and bring your changes over to the newest translation.
told-block-rewritten =
    changed this block on the branch to what stands below; the draft keeps its own wording, please choose.

    { $theirs }
told-block-removed = removed this block on the branch; it is still in the draft, please choose.
told-repository-empty = The repository at GitHub is empty, without a single commit, so nothing can be published. The draft is safe; a maintainer has to push a first commit, then publish again.
told-fork-diverged = Branch { $branch } of the fork { $fork } has commits of its own and cannot be brought in step with its upstream, so nothing can be published. The draft is safe; a maintainer has to move those commits to another branch and set { $branch } back to where upstream has it, then publish again.
