-- What people say to each other about a draft: threads, each on a block or on the whole. Nothing said is
-- changed or removed; a thread is settled by an entry that says so, and opened again by any later one.
CREATE TABLE threads (
    id INTEGER PRIMARY KEY NOT NULL,
    task INTEGER NOT NULL REFERENCES tasks (id),
    -- The revision it was said of.
    revision INTEGER NOT NULL,
    -- First line of the block in that revision, and the place of the block among the pairs. NULL for the
    -- whole; the line is also NULL where the translation had no such block.
    line INTEGER CHECK (line >= 1),
    block INTEGER CHECK (block >= 1),
    -- The block as it was then, in the translation and in the source. Both NULL of a block on a line: look
    -- into the revision.
    target_text TEXT,
    source_text TEXT,
    FOREIGN KEY (task, revision) REFERENCES revisions (task, number)
) STRICT;

CREATE INDEX threads_by_task ON threads (task);

CREATE TABLE thread_entries (
    id INTEGER PRIMARY KEY NOT NULL,
    thread INTEGER NOT NULL REFERENCES threads (id),
    kind TEXT NOT NULL CHECK (kind IN ('said', 'resolved', 'reopened')),
    written_by INTEGER REFERENCES people (id),
    -- Somebody who is not here: their name, where it was said, and its id there.
    outside_name TEXT CHECK (outside_name <> ''),
    outside_url TEXT,
    outside_id TEXT,
    written_at INTEGER NOT NULL,
    body TEXT CHECK (body <> ''),
    CHECK ((kind = 'said') = (body IS NOT NULL)),
    CHECK ((written_by IS NULL) = (outside_name IS NOT NULL)),
    CHECK ((outside_id IS NULL) = (outside_name IS NULL))
) STRICT;

CREATE INDEX thread_entries_by_thread ON thread_entries (thread, id);
CREATE UNIQUE INDEX thread_entries_by_outside_id ON thread_entries (outside_id) WHERE outside_id IS NOT NULL;

-- Comments were flat and on a line: each becomes a thread.
INSERT INTO threads (id, task, revision, line, block)
SELECT id, task, revision, line, line FROM comments;

INSERT INTO thread_entries (thread, kind, written_by, written_at, body)
SELECT id, 'said', written_by, written_at, body FROM comments ORDER BY id;

INSERT INTO thread_entries (thread, kind, written_by, written_at)
SELECT id, 'resolved', written_by, written_at FROM comments WHERE resolved = 1 ORDER BY id;

DROP TABLE comments;

CREATE TRIGGER threads_never_change BEFORE UPDATE ON threads
BEGIN
    SELECT raise(ABORT, 'threads are append-only');
END;

CREATE TRIGGER threads_never_go BEFORE DELETE ON threads
BEGIN
    SELECT raise(ABORT, 'threads are append-only');
END;

CREATE TRIGGER thread_entries_never_change BEFORE UPDATE ON thread_entries
BEGIN
    SELECT raise(ABORT, 'what was said is append-only');
END;

CREATE TRIGGER thread_entries_never_go BEFORE DELETE ON thread_entries
BEGIN
    SELECT raise(ABORT, 'what was said is append-only');
END;

-- Which revisions a proofreader has had before their eyes.
CREATE TABLE looks (
    task INTEGER NOT NULL REFERENCES tasks (id),
    person INTEGER NOT NULL REFERENCES people (id),
    revision INTEGER NOT NULL,
    looked_at INTEGER NOT NULL,
    PRIMARY KEY (task, person, revision),
    FOREIGN KEY (task, revision) REFERENCES revisions (task, number)
) STRICT, WITHOUT ROWID;
