# One sentence after something was done

notice-signed-in = Welcome back.
notice-signed-out = You are signed out. See you soon.
notice-claimed = This post is yours. Take your time: every save extends the deadline.
notice-released = Back on the board. Your draft is kept for whoever takes it next.
notice-assigned = Assigned.
notice-draft-saved = Draft saved.
notice-submitted = Sent to proofreading. You will find the answer under “Mine”.
notice-withdrawn = Taken back. You can keep editing.
notice-review-started = You are proofreading this post.
notice-review-left = You put the text back; somebody else can proofread it now.
notice-approved = Approved. It will be published automatically.
notice-returned = Returned to the translator with your note.
notice-publishing = Publishing. Reload in a moment to see the result.
notice-comment-added = Comment added.
notice-comment-resolved = Comment resolved.
notice-comment-reopened = Comment reopened.
notice-pinned = The base of this translation is confirmed.
notice-dismissed = Noted: this change needs nothing in Chinese.
notice-syncing = Sync started.
notice-profile-saved = Profile saved.
notice-role-changed = Role changed.
notice-blocked = This account is blocked.
notice-unblocked = This account is active again.
