# Translations elsewhere: Chinese that somebody made outside the repository

elsewhere-title = Translated elsewhere
elsewhere-noted = Noted
elsewhere-not-noted = None noted
elsewhere-is = Translated at{" "}
elsewhere-add = Note a translation
elsewhere-lead = Have you seen this one in Chinese, on a media account, in a column or on somebody’s own site? Note it, so that whoever begins looks there first.
elsewhere-address = Address
elsewhere-word = A word on it, if you like, such as whether it may be reused
elsewhere-go = Note this translation
elsewhere-remove = Take away
elsewhere-remove-this = Take away the translation at { $host }

row-elsewhere = translated at { $host }
row-elsewhere-several = translated at { $host } and elsewhere ({ $count })

story-elsewhere-noted = noted a translation elsewhere
story-elsewhere-reworded = said something else of a translation elsewhere
story-elsewhere-removed = took away a translation elsewhere

notice-elsewhere-noted = Noted. Whoever begins sees it first.
notice-elsewhere-removed = That translation is no longer listed.

problem-no-web-address-title = This address leads nowhere
problem-no-web-address-what = Only addresses that begin with http:// or https:// and that everybody can open are noted.
problem-no-web-address-next = Please copy the whole address from your browser, and note it again.

problem-too-many-elsewhere-title = That is enough
problem-too-many-elsewhere-what = A post can have { $limit } translations elsewhere at most.
problem-too-many-elsewhere-next = Is one of them gone? Take it away, then note this one.
