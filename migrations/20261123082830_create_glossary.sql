-- What a project calls things; kept by maintainers, not derived from Git, so never rebuilt.
CREATE TABLE glossary_terms (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    -- Its folded words: the same for every spelling of one term.
    key TEXT NOT NULL CHECK (key <> ''),
    term TEXT NOT NULL CHECK (term <> ''),
    preferred TEXT CHECK (preferred <> ''),
    accepted TEXT NOT NULL CHECK (json_valid(accepted)),
    keep INTEGER NOT NULL CHECK (keep IN (0, 1)),
    note TEXT NOT NULL,
    changed_by INTEGER NOT NULL REFERENCES people (id),
    changed_at INTEGER NOT NULL,
    CHECK (preferred IS NOT NULL OR keep = 1)
) STRICT;

CREATE UNIQUE INDEX one_term_per_key ON glossary_terms (project, key);

-- What volunteers would add or change. A decided one stays, with the answer.
CREATE TABLE glossary_proposals (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    term TEXT NOT NULL CHECK (term <> ''),
    preferred TEXT CHECK (preferred <> ''),
    accepted TEXT NOT NULL CHECK (json_valid(accepted)),
    keep INTEGER NOT NULL CHECK (keep IN (0, 1)),
    note TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by INTEGER NOT NULL REFERENCES people (id),
    proposed_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined')),
    decided_by INTEGER REFERENCES people (id),
    decided_at INTEGER,
    answer TEXT,
    CHECK ((state = 'open') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
) STRICT;

CREATE INDEX glossary_proposals_by_project ON glossary_proposals (project, state);
