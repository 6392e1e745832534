-- The log of everything people and the worker did.
CREATE TABLE events (
    id INTEGER PRIMARY KEY NOT NULL,
    happened_at INTEGER NOT NULL,
    -- NULL for the worker.
    actor INTEGER REFERENCES people (id),
    project TEXT,
    slug TEXT,
    task INTEGER REFERENCES tasks (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    data TEXT NOT NULL CHECK (json_valid(data))
) STRICT;

CREATE INDEX events_by_post ON events (project, slug, id);
CREATE INDEX events_by_project ON events (project, id);

CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN
    SELECT raise(ABORT, 'events are append-only');
END;

CREATE TRIGGER events_never_go BEFORE DELETE ON events
BEGIN
    SELECT raise(ABORT, 'events are append-only');
END;

-- What people said about the judgement; not derived from Git, so never rebuilt.
CREATE TABLE pins (
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    base TEXT NOT NULL CHECK (length(base) = 40),
    set_by INTEGER NOT NULL REFERENCES people (id),
    set_at INTEGER NOT NULL,
    PRIMARY KEY (project, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE dismissals (
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    change_key TEXT NOT NULL,
    reason TEXT NOT NULL,
    dismissed_by INTEGER NOT NULL REFERENCES people (id),
    dismissed_at INTEGER NOT NULL,
    PRIMARY KEY (project, slug, change_key)
) STRICT, WITHOUT ROWID;
