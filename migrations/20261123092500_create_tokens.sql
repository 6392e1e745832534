-- Personal tokens for scripts. Only the hash of a secret is kept, so that a copy of the database opens nothing.
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    name TEXT NOT NULL CHECK (name <> ''),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX tokens_by_person ON tokens (person);
