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
