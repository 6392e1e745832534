-- Moments are whole milliseconds since 1970, everywhere in this database.

CREATE TABLE people (
    id INTEGER PRIMARY KEY NOT NULL,
    login TEXT NOT NULL CHECK (login <> ''),
    -- NULL for people who signed in locally.
    github_id INTEGER UNIQUE,
    name TEXT NOT NULL,
    hf_user TEXT,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'proofreader', 'maintainer')),
    language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
    blocked INTEGER NOT NULL CHECK (blocked IN (0, 1)),
    joined_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX one_local_person_per_login ON people (login) WHERE github_id IS NULL;

CREATE TABLE sessions (
    key TEXT PRIMARY KEY NOT NULL,
    record BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_expiry ON sessions (expires_at);
