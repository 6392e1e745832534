# Notices

nav-notices = Notices
notices-title = Notices
notices-unread = unread
notices-lead = { $count ->
    [0] All read.
    [one] One is unread.
   *[other] { $count } are unread.
}
notices-empty-title = Nothing yet
notices-empty = Answers to your drafts, claims about to run out and sources that changed are written here.
notices-read-all = Mark all read

choices-title = Notice settings
choices-lead = You decide what you hear, and where.
choices-kind = What
choices-here = Here
choices-quiet = Quiet hours
choices-quiet-note = Nothing is sent out in these hours; what came is sent as one message when they end. Notices here go on.
choices-from = From
choices-until = Until
choices-zone = Time zone
choices-ways = Elsewhere
choices-no-ways = Nothing is sent elsewhere yet.
choices-add-mail = Add a mail address
choices-add-webhook = Add a bot of your own (webhook)

channels-title = Group messages
channels-lead = Brings the project’s news to your groups. Addresses and secrets are not shown again once saved.
channels-none = No group is connected yet.
channels-add = Connect a group
channel-feishu = Feishu
channel-wecom = WeCom
channel-dingtalk = DingTalk
channel-slack = Slack
channel-json = Generic JSON
channel-email = Mail
channel-form = Sent to
channel-name = A name for it
channel-address = Webhook address of the bot
channel-secret = Signing secret (optional)
channel-secret-note = Feishu, DingTalk and generic JSON can be signed; WeCom and Slack have their key in the address.
channel-mail-address = Mail address
channel-mail-note = A code is sent there; it counts once you enter it here.
channel-add = Add
channel-test = Send a test
channel-remove = Remove
channel-code = Code from the mail
channel-confirm = Confirm
channel-signed = signed
channel-unconfirmed = Waits for its code.
channel-parked = Stopped; somebody has to look. A test that works sets it going again.
channel-failing = The last try failed; it is tried again.
channel-well = Works.
channel-unused = Not used yet.
channel-last-sent = Last:
channel-waiting = { $count ->
    [one] One waits.
   *[other] { $count } wait.
}
notice-channel-added = Added. Send a test to see whether it works.
notice-channel-confirmed = The address is confirmed.
notice-channel-removed = Removed.
notice-channel-tested = It was sent; have a look there.
notice-choice-saved = Your settings are saved.

problem-no-messages-title = Messages cannot be sent from here
problem-no-messages-what = This process does not send messages.
problem-no-messages-next = Please do it on the site that yiqi serve runs.
problem-not-sent-title = It was not sent
problem-not-sent-what = The receiver did not take it: { $reason }.
problem-not-sent-next = Check address and secret, then try again.

news-somebody = Somebody
news-quoted = “{ $title }”
news-between = , {""}
news-one = Yiqi: { $head }
news-many = Yiqi: { $count } pieces of news
news-foot = Change what is sent to you:
news-test = a test
news-test-body = If you can read this, it works.
news-code-title = your code
news-code = Your code is { $code }. If you did not ask for it, ignore this mail.
news-expiring = “{ $title }” runs out soon; saving once prolongs it
news-expired = “{ $title }” has run out; the draft is kept and can be claimed again
news-assigned = { $actor } gave you “{ $title }”
news-review-wanted = { $actor } finished “{ $title }”; it waits for a proofreader
news-changes-requested = “{ $title }” came back; please see what to change
news-approved = { $actor } approved “{ $title }”
news-comment = { $actor } spoke of “{ $title }”
news-merged = “{ $title }” is published. Thank you!
news-source-changed = The source of “{ $title }”, which you are translating, has changed
news-behind = “{ $title }”, which you translated, is behind its source
news-trouble = “{ $title }” needs a maintainer
news-digest = The week of { $title }
news-digest-mine = In your hands ({ $count }): { $titles }
news-digest-to-review = Waiting for a proofreader: { $count }
news-digest-behind = Yours that are behind ({ $count }): { $titles }
news-digest-finished = Published this week ({ $count }): { $titles }
news-digest-missing = Waiting for a translator: { $count }
news-kind-expiring = A claim is about to run out
news-kind-expired = A claim has run out
news-kind-assigned = A post was given to somebody
news-kind-review-wanted = A draft waits for a proofreader
news-kind-changes-requested = A draft was returned for changes
news-kind-approved = A draft was approved
news-kind-comment = Somebody commented
news-kind-merged = A translation was published
news-kind-source-changed = The source of a draft changed
news-kind-behind = A translation fell behind
news-kind-trouble = Sync or publishing trouble
news-kind-digest = Weekly digest

choices-kind-expiring = A claim of mine is about to run out
choices-kind-expired = A claim of mine has run out
choices-kind-assigned = A post was given to me
choices-kind-review-wanted = A draft waits for a proofreader
choices-kind-changes-requested = My draft was returned for changes
choices-kind-approved = My draft was approved
choices-kind-comment = Somebody commented on my draft
choices-kind-merged = A translation of mine was published
choices-kind-source-changed = The source of my draft changed
choices-kind-behind = A post I translated fell behind
