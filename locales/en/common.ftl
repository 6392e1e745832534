# Shared by all pages

name = Yiqi
tagline = translating good writing into Chinese, together.
skip-to-content = Skip to content
nav-label = Main
nav-mine = Mine
nav-dashboard = Overview
nav-people = People
sign-in = Sign in
sign-out = Sign out
demo-note = This is a demo; everything stays on this computer.
sync-broken-before = The last sync failed. What you see was synced{ " " }
sync-broken-after = .
sync-broken-first = The first sync has not succeeded yet.
sync-broken-next = It is tried again by itself; you can go on translating.
sync-broken-next-first = It is tried again by itself; posts appear here once it works.

role-volunteer = Translator
role-proofreader = Proofreader
role-maintainer = Maintainer

seal-missing = Untranslated
seal-stale = Behind
seal-cosmetic = Details differ
seal-translating = Being translated
seal-awaiting-review = Awaiting proofreading
seal-in-review = Being proofread
seal-changes-requested = Changes requested
seal-approved = Approved
seal-pull-request = Submitted
seal-published = Published
seal-orphan = Source missing

severity-none = None
severity-cosmetic = Details
severity-minor = Minor
severity-major = Major

kind-translate = New
kind-update = Update

claim = Claim
