# The maintainer's overview

dashboard-title = Overview
dashboard-coverage = { $working ->
    [0] Of { $total } posts, { $translated } are translated and { $missing } have never been.
   *[other] Of { $total } posts, { $translated } are translated, { $working } are being translated for the first time and { $missing } have never been.
}
dashboard-behind = { $behind ->
    [one] One of them is behind its source, { $words } in all.
   *[other] { $behind } of them are behind their source, { $words } in all.
}
dashboard-none-behind = All translations are in step with their source.
dashboard-waiting = { $count ->
    [one] One draft waits for a proofreader.
   *[other] { $count } drafts wait for a proofreader.
}
dashboard-waiting-since = { $count ->
    [one] One draft waits for a proofreader
   *[other] { $count } drafts wait for a proofreader
}, { $days ->
    [one] the oldest for a day.
   *[other] the oldest for { $days } days.
}
dashboard-none-waiting = No draft waits for a proofreader.
dashboard-last-month = Last month brought { $posts ->
    [one] one new post
   *[other] { $posts } new posts
} and changes to { $changed }; { $translated } were translated and { $updated } translations updated.
dashboard-quiet-month = Last month brought nothing new, neither posts nor translations.
dashboard-no-history = The history of the repository has not been read yet.
dashboard-current-share = { $percent }% are in step with their source
dashboard-pipeline = Pipeline
dashboard-pipeline-empty = Nothing is in progress.
dashboard-stage = Stage
dashboard-post = Post
dashboard-person = Who
dashboard-since = Since
dashboard-lease = Deadline
dashboard-median = Median age
dashboard-oldest-short = Oldest
dashboard-expiring = About to expire
dashboard-each = Post by post ({ $count })
dashboard-ways = Related pages
dashboard-bulk = Many at once
dashboard-audit = Log
dashboard-report = Monthly report
dashboard-take-away = All posts as
dashboard-over-time = Over time
dashboard-over-time-empty = As soon as there are two points in time, progress is drawn here.
dashboard-unmade = { $count ->
    [one] One point of the past is still being worked out.
   *[other] { $count } points of the past are still being worked out.
}
dashboard-in-step = In step
dashboard-behind-short = Behind
dashboard-missing-short = Not translated
dashboard-words-behind = Words to be mended
dashboard-numbers = Show the numbers
dashboard-month = Month
dashboard-week = Until
dashboard-now = Now
dashboard-activity = Month by month
dashboard-activity-empty = Nothing happened in the past year.
dashboard-new-posts = New posts
dashboard-changed-posts = Changed posts
dashboard-new-translations = New translations
dashboard-changed-translations = Updated translations
dashboard-stale = Behind their source
dashboard-severity = Severity
dashboard-posts = Posts
dashboard-words = Words
dashboard-sync = Sync
dashboard-webhook = Last webhook
dashboard-webhook-waiting = { $count } waiting
dashboard-webhook-failing = { $count } failing
dashboard-sync-now = Sync now
dashboard-sync-head = Source version
dashboard-sync-success = Last success
dashboard-sync-attempt = Last attempt
dashboard-sync-never = never
dashboard-sync-error = It failed:
dashboard-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
dashboard-failures = Needs a look
dashboard-failures-none = No failed publication or delivery.
dashboard-retry = Try again
dashboard-people = People
dashboard-active = In hand
dashboard-merged = Merged
dashboard-reviewed = Proofread
dashboard-manage-people = Manage roles
dashboard-bearers = { $people ->
    [one] Half of the { $texts } translations of the past year are the work of one person, of { $all } who took part.
   *[other] Half of the { $texts } translations of the past year are the work of { $people } people, of { $all } who took part.
}
dashboard-bearers-none = Nothing was newly translated in the past year.
dashboard-bearers-rule = The fewest people who together made at least half; what several made counts in equal parts. Bylines decide, and where there is none, tasks.
dashboard-bearers-uncredited = { $count ->
    [one] One more has no known translator and is left out.
   *[other] { $count } more have no known translator and are left out.
}
dashboard-recent = Recent
dashboard-recent-empty = Nothing has happened yet.
