# Glossary, translation memory and drafting aid

problem-term-empty-title = There is no term
problem-term-empty-what = The English needs at least one letter or digit.
problem-term-empty-next = Please fill it in and send it again.

problem-term-no-form-title = There is no translation
problem-term-no-form-what = A term has a Chinese form, or stays English.
problem-term-no-form-next = Please fill in the preferred form, or tick that it may stay English.

problem-term-long-title = That is too long
problem-term-long-what = Terms and forms have at most 100 characters, notes 1000.
problem-term-long-next = Please shorten it and send it again.

problem-term-many-title = Too many forms
problem-term-many-what = A term has at most 20 forms.
problem-term-many-next = Please keep those that are really used.

problem-term-taken-title = It is in the glossary already
problem-term-taken-what = There is an entry for “{ $term }”; number and hyphens make no other term.
problem-term-taken-next = Please change the one that is there.

problem-glossary-file-title = This file cannot be read
problem-glossary-file-what = It is no glossary that can be read: { $reason }.
problem-glossary-file-next = Please use CSV (first line term,preferred,accepted,keep,note) or TBX. The glossary has not changed.

problem-decided-already-title = This proposal has been decided
problem-decided-already-what = Another maintainer has just done it.
problem-decided-already-next = The glossary shows what came of it.

problem-no-aid-title = There is no drafting aid
problem-no-aid-what = No drafting aid is configured here.
problem-no-aid-next = The draft is as it was; please translate it yourself. Maintainers can set up [aid] in config.toml.

problem-aid-busy-title = The drafting aid is busy
problem-aid-busy-what = Too many people are drafting at once.
problem-aid-busy-next = The draft is as it was; please try again in a moment.

problem-not-draftable-title = No machine drafts this block
problem-not-draftable-what = Code, tables and pictures are not given to a machine.
problem-not-draftable-next = The draft is as it was; please translate this block yourself.

nav-glossary = Glossary
nav-memory = Concordance

notice-term-saved = The term is saved.
notice-term-removed = The term is removed.
notice-term-proposed = Your proposal is with the maintainers.
notice-proposal-accepted = The proposal is in the glossary now.
notice-proposal-declined = The proposal is declined; whoever made it sees your answer.

glossary-title = Glossary
glossary-lead = What we agreed to call things. Terms are marked in the source, and a translation that uses none of the forms is warned about.
glossary-proposals = Proposals to decide
glossary-instead = today
glossary-look = How it was translated
glossary-answer = Answer (optional)
glossary-accept = Accept
glossary-decline = Decline
glossary-edit = Edit
glossary-propose-change = Propose a change
glossary-save = Save
glossary-send = Send proposal
glossary-cancel = Cancel
glossary-remove = Remove this term
glossary-search = Look in the glossary
glossary-find = Find
glossary-count = { $count ->
    [one] { $count } term
   *[other] { $count } terms
}
glossary-empty = The glossary is empty
glossary-nothing = No such term
glossary-nothing-hint = Try another word, or see in the concordance how it was translated.
glossary-empty-propose = Propose a term below, or look in the concordance how a word was translated before.
glossary-empty-sign-in = Once signed in you can propose a term; the concordance shows how a word was translated before.
glossary-empty-hint = Add the first term below, or look in the concordance how a word was translated before.
glossary-term = English
glossary-forms = Chinese
glossary-preferred = Preferred form
glossary-accepted-forms = Also accepted
glossary-accepted-hint = (divided by ;)
glossary-keep = May stay in English
glossary-note = Note
glossary-reason = Why
glossary-add = Add a term
glossary-add-go = Add
glossary-propose = Propose a term
glossary-propose-note = It is in the glossary once a maintainer accepts it.
glossary-import = Import
glossary-import-note = CSV or TBX. A term that is there already is replaced; nothing is removed.
glossary-file = Choose a file
glossary-paste = or paste it
glossary-import-go = Import
glossary-imported = { $added } added, { $changed } changed, { $unchanged } unchanged, { $skipped } left out.
glossary-decided = Decided lately
glossary-accepted = accepted
glossary-declined = declined

memory-title = Concordance
memory-lead = See how published posts translated a word or a phrase. Search in English or in Chinese.
memory-size = { $posts } translations, { $units } pairs.
memory-growing = { $posts } of { $all } posts have been read so far.
memory-search = A word or a sentence, in either language
memory-find = Search
memory-try = Try:
memory-found = { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
}
memory-found-cut = These are the closest { $count } pairs. Add a word to narrow them down.
memory-nothing = Nothing was found
memory-nothing-hint = Try other words, or end one with * to find all its forms, as in quantiz*.
memory-nothing-yet = It is not in the posts read so far; please try again in a while.

helper-terms = Terms of this block
helper-memory = Translated before
helper-insert = Insert at the cursor
helper-replace = Replace this block with it (Alt+M)
helper-adapted = numbers, code or links adapted
helper-sentence = one sentence
desk-help-memory = Insert what was translated before; again for the next
desk-help-aid = Have a machine draft the block

review-machine = Drafted by a machine; nobody has edited or confirmed it
aid-title = Drafting aid
aid-note = A machine’s draft stays marked until you edit or confirm it.
aid-all = Draft all untranslated blocks
aid-stop = Stop
aid-draft = Draft this block by machine
aid-confirm = I checked it; it is right
aid-drafting = Drafting…
aid-progress = Drafting block { $done } of { $total }…
aid-done = Drafted; please check each block.
aid-stopped = Stopped; what was drafted stays.
aid-safe = The draft is as it was.
aid-changed = You changed this block meanwhile; the machine’s draft was not put in.
aid-failed = Nothing was drafted.
aid-unreachable = The drafting aid cannot be reached.
aid-too-slow = The drafting aid did not answer in time.
aid-busy = The drafting aid is busy; please try again in a moment.
aid-misconfigured = The drafting aid is not set up right; please tell a maintainer.
aid-refused = The machine’s answer is of no use (code or links were lost, or it is no translation of this block).
