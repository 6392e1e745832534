-- Blocks a machine drafted, by the digest of their text: whoever edits one makes another text, and
-- whoever finds it right as it is confirms it.
CREATE TABLE machine_drafts (
    task INTEGER NOT NULL REFERENCES tasks (id),
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    model TEXT NOT NULL,
    drafted_by INTEGER NOT NULL REFERENCES people (id),
    drafted_at INTEGER NOT NULL,
    confirmed_by INTEGER REFERENCES people (id),
    confirmed_at INTEGER,
    PRIMARY KEY (task, digest),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT, WITHOUT ROWID;
