-- Tokens for proofreaders' and maintainers' work as well. SQLite changes no constraint in place.
CREATE TABLE wider_tokens (
    id INTEGER PRIMARY KEY NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    name TEXT NOT NULL CHECK (name <> ''),
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'review', 'manage')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

INSERT INTO wider_tokens
SELECT id, person, name, hash, scope, created_at, expires_at, last_used_at, revoked_at FROM tokens;

DROP TABLE tokens;

ALTER TABLE wider_tokens RENAME TO tokens;

CREATE INDEX tokens_by_person ON tokens (person);
