# The maintainer's overview

dashboard-title = Overview
dashboard-coverage = { $working ->
    [0] { $translated } of { $total } posts have a translation{ $missing ->
        [0] .
        [one] ; one has never been translated.
       *[other] ; { $missing } have never been translated.
    }
   *[other] { $translated } of { $total } posts have a translation; { $working ->
        [one] one is being translated for the first time
       *[other] { $working } are being translated for the first time
    }{ $missing ->
        [0] .
        [one] , and one has never been translated.
       *[other] , and { $missing } have never been translated.
    }
}
dashboard-behind = { $behind ->
    [one] One translation is behind its source, with { $words } to mend
   *[other] { $behind } translations are behind their source, with { $words } to mend
}{ $updating ->
    [0] .
    [one] ; one of them is being worked on.
   *[other] ; { $updating } of them are being worked on.
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
} and changes to { $changed ->
    [one] one
   *[other] { $changed }
}; { $translated ->
    [0] none was translated
    [one] one was translated
   *[other] { $translated } were translated
} and { $updated ->
    [0] no translation
    [one] one translation
   *[other] { $updated } translations
} updated.
dashboard-quiet-month = Last month brought no new posts, and nothing was translated or updated.
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
dashboard-take-away = Download all posts as
dashboard-over-time = Over time
dashboard-over-time-note = Posts that are being worked on are counted by what is published of them.
dashboard-over-time-empty = The chart begins once there are two dates to compare.
dashboard-unmade = { $count ->
    [one] One earlier date is still being worked out.
   *[other] { $count } earlier dates are still being worked out.
}
dashboard-in-step = In step
dashboard-in-step-short = In step
dashboard-behind-short = Behind
dashboard-missing-short = Untranslated
dashboard-words-behind = Words to be mended
dashboard-numbers = Show the numbers
dashboard-month = Month
dashboard-week = Until
dashboard-now = Now
dashboard-activity = Month by month
dashboard-activity-empty = No post came or changed and no translation was made or updated in the past year.
dashboard-new-posts = New posts
dashboard-changed-posts = Changed posts
dashboard-new-translations = New translations
dashboard-changed-translations = Updated translations
dashboard-stale = Behind their source
dashboard-in-hand = Being worked on
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
dashboard-sync-none = none yet
dashboard-sync-error = It failed:
dashboard-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
dashboard-failures = Needs a look
dashboard-failures-none = Nothing needs you now.
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

# Oddities of the repository
oddity-no-file = { $a } lists { $b }, which has no file
oddity-not-listed = { $a } is not listed in { $b }, so it is no published post
oddity-unreadable = { $a }: no version of it can be read, so every source counts as a post
oddity-older-used = An index cannot be read, so its last readable version is used instead: { $a }
oddity-twice = { $a } lists { $b } twice
oddity-copy = { $a } looks like a copy of { $b } and is not read; remove it
oddity-extension = { $a } has no .md extension, so it is no post; rename it
oddity-case = { $a } differ only in case, so that some computers keep only one of them; remove one
