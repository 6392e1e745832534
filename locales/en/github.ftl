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
rehearsal-lead = Everything publishing would send to GitHub. Nothing has been sent.
rehearsal-task = Draft
rehearsal-another = Upstream has a translation that this one was not written from: nothing would be sent.
rehearsal-nothing = Upstream has all of this already: nothing would be sent.
rehearsal-pull-request = Pull request
rehearsal-pr-title = Title
rehearsal-branch = Branch
rehearsal-base = On top of
rehearsal-author = Author
rehearsal-commit = Commit message
rehearsal-requests = Requests, in order

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
welcome-stored-work = What you claim, write, proofread and remark, and a log of these steps. Every saved version of a draft is kept.
welcome-stored-session = One record per device you are signed in on; it ends after thirty days without use, and your profile ends all of them at once.
welcome-stored-public = When a translation is published, your name stands in the post, the commit and the pull request as translator or proofreader.

profile-sessions = Signing in
profile-sessions-note = If you forgot to sign out elsewhere, or somebody may be using your session, end them all at once.
profile-sign-out-everywhere = Sign out on every device
rehearsal-link = See what publishing would send
