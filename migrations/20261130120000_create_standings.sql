-- What people say of a post itself, whether or not somebody translates it. None of it is derived from Git.

-- Readers ask for a post: one voice each.
CREATE TABLE votes (
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    voted_at INTEGER NOT NULL,
    PRIMARY KEY (project, slug, person)
) STRICT, WITHOUT ROWID;

-- What maintainers decided. The value of a priority is high or low, that of a note its text, that of an
-- exclusion the reason.
CREATE TABLE post_marks (
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('priority', 'note', 'excluded')),
    value TEXT NOT NULL CHECK (value <> ''),
    set_by INTEGER NOT NULL REFERENCES people (id),
    set_at INTEGER NOT NULL,
    PRIMARY KEY (project, slug, kind),
    CHECK (kind <> 'priority' OR value IN ('high', 'low'))
) STRICT, WITHOUT ROWID;

-- What people say to each other about a post; nothing said is changed or removed.
CREATE TABLE post_remarks (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    written_by INTEGER NOT NULL REFERENCES people (id),
    written_at INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (body <> '')
) STRICT;

CREATE INDEX post_remarks_by_post ON post_remarks (project, slug, id);

CREATE TRIGGER post_remarks_never_change BEFORE UPDATE ON post_remarks
BEGIN
    SELECT raise(ABORT, 'what was said is append-only');
END;

CREATE TRIGGER post_remarks_never_go BEFORE DELETE ON post_remarks
BEGIN
    SELECT raise(ABORT, 'what was said is append-only');
END;

-- Filters of a board that somebody keeps under a name, as they stand in its address.
CREATE TABLE saved_views (
    person INTEGER NOT NULL REFERENCES people (id),
    project TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    query TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (person, project, name)
) STRICT, WITHOUT ROWID;
