# The log, many posts at once, the monthly report

span-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
span-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}

audit-title = Log
audit-lead = Who did what and when, without a gap. Lines are only ever added.
audit-person = Who
audit-anybody = Anybody
audit-worker = The program
audit-kind = What
audit-anything = Anything
audit-post = Post
audit-slug = Post (name in its address)
audit-from = From (UTC)
audit-until = Until (UTC)
audit-go = Filter
audit-take-away = Download these lines as
audit-empty = There is no such line
audit-when = When
audit-more = More
audit-older = Older
audit-newest = Back to the newest
audit-end = Nothing older
audit-thread-opened = Opened a thread
audit-thread-answered = Answered in a thread
audit-thread-resolved = Settled a thread
audit-thread-reopened = Reopened a thread
audit-term-added = Added a term
audit-term-changed = Changed a term
audit-term-removed = Removed a term
audit-term-proposed = Proposed a term
audit-term-accepted = Accepted a proposed term
audit-term-declined = Declined a proposed term
audit-channel-added = Added a channel
audit-channel-removed = Removed a channel
audit-signed-in = Signed in for the first time
audit-met-at-github = Met in a commit at GitHub
audit-profile-changed = Changed the profile
audit-role-changed = Role changed
audit-blocked = Shut out
audit-unblocked = Let in again
audit-token-created = Made a token
audit-token-revoked = Revoked a token

bulk-title = Many at once
bulk-lead = Tick some posts and deal with them in one go. Each is logged on its own. If one cannot be done you are told why, and the others go on.
bulk-all = Tick all { $count }
bulk-none = Tick none
bulk-shown = These are the first { $count }.
bulk-ticked = Ticked: { $count }
bulk-to-acts = Choose what to do
bulk-left-out = { $count ->
    [one] One more is not shown; come back when these are done.
   *[other] { $count } more are not shown; come back when these are done.
}
bulk-assign = Assign to this person
bulk-dismiss-title = Changes that are only cosmetic
bulk-reason = Reason (may be left out)
bulk-dismiss = Mark as needing no change
bulk-order-title = Priority
bulk-order = Set priority
bulk-exclude-title = Not to be translated
bulk-why = Reason (everybody reads it)
bulk-exclude = Leave out
bulk-include = Offer again
bulk-marked = Noted
bulk-left-out-before = Left out: { $reason }
bulk-result = What was done
bulk-done = { $count ->
    [one] One done
   *[other] { $count } done
}
bulk-not-done = { $count ->
    [one] One left as it was
   *[other] { $count } left as they were
}
bulk-what = Result
bulk-assigned = Handed to the person you chose
bulk-dismissed = { $count ->
    [one] One minor change marked as needing no change
   *[other] { $count } minor changes marked as needing no change
}
bulk-nothing = Nothing had to be done
bulk-taken = { $name } claimed it first
bulk-elsewhere = { $author } already has pull request #{ $number } open
bulk-no-source = The source is gone
bulk-no-post = There is no such post
bulk-wrong-stage = The draft has gone too far to change hands
bulk-again = Deal with more

report-title = { $project }: report for { $month }
report-title-span = { $project }: report for { $from } to { $until }
report-heading = Report for { $month }
report-heading-span = Report for { $from } to { $until }
report-sum = { $published ->
    [0] { $updated ->
        [0] Nothing was translated or brought up to date.
        [one] No post was newly translated; one translation was brought up to date{ $people ->
            [0] .
            [one] { "" } by one person.
           *[other] { "" } by { $people } people.
        }
       *[other] No post was newly translated; { $updated } translations were brought up to date{ $people ->
            [0] .
            [one] { "" } by one person.
           *[other] { "" } by { $people } people.
        }
    }
    [one] One post was translated ({ $words }){ $updated ->
        [0] { "" }
        [one] { "" } and one translation brought up to date
       *[other] { "" } and { $updated } translations brought up to date
    }{ $people ->
        [0] .
        [one] , by one person.
       *[other] , by { $people } people.
    }
   *[other] { $published } posts were translated ({ $words }){ $updated ->
        [0] { "" }
        [one] { "" } and one translation brought up to date
       *[other] { "" } and { $updated } translations brought up to date
    }{ $people ->
        [0] .
        [one] , by one person.
       *[other] , by { $people } people.
    }
}
report-standing = At the beginning { $translated } were translated, { $behind } of them behind their source; at the end { $later } of { $posts }, with { $lag } behind.
report-standing-after = At the end { $translated } were translated, { $behind } of them behind their source.
report-waits = { $count ->
    [one] One draft was taken in hand by a proofreader
   *[other] { $count } drafts were taken in hand by a proofreader
}, after a median wait of { $median }; the longest was { $longest }.
report-whole = { $count ->
    [one] One draft
   *[other] { $count } drafts
} took a median of { $median } from claim to merge; the longest { $longest }.
report-not-over = The last month is not over, so that the numbers may still change.
report-from = From
report-until = To
report-go = Show these months
report-take-away = Download as
report-before = Report for { $month }
report-by-month = Month by month
report-published-short = Translated
report-updated-short = Updated
report-published = { $count ->
    [one] One translated
   *[other] { $count } translated
}
report-updated = { $count ->
    [one] One brought up to date
   *[other] { $count } brought up to date
}
report-by = Translated by
report-proofread-by = Proofread by
report-people = Thanks to
report-part-translated = { $count } translated
report-part-updated = { $count } updated
report-part-proofread = { $count } proofread
report-unnamed = { $count ->
    [one] One more who wishes not to be named.
   *[other] { $count } more who wish not to be named.
}
report-sources = Posts and words are from the history in Git, names from bylines and tasks, waits from the log; months are those of UTC.
