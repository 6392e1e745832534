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
dashboard-oldest = { $count ->
    [one] The oldest has waited for a day.
   *[other] The oldest has waited for { $count } days.
}
dashboard-none-waiting = No draft waits for a proofreader.
dashboard-current-share = { $percent }% are in step with their source
dashboard-pipeline = Pipeline
dashboard-pipeline-empty = Nothing is in progress.
dashboard-stage = Stage
dashboard-post = Post
dashboard-person = Who
dashboard-since = Since
dashboard-lease = Deadline
dashboard-stale = Behind their source
dashboard-severity = Severity
dashboard-posts = Posts
dashboard-words = Words
dashboard-sync = Sync
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
dashboard-recent = Recent
dashboard-recent-empty = Nothing has happened yet.
