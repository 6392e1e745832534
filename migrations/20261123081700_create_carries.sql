-- What a draft still has to follow of its source: noted when an update begins, and each time a draft is
-- carried over to another version of the source. The newest of a task counts.
CREATE TABLE carries (
    task INTEGER NOT NULL REFERENCES tasks (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    -- The newest revision then.
    revision INTEGER NOT NULL,
    -- The source version the draft follows from then on.
    source_commit TEXT NOT NULL CHECK (length(source_commit) = 40),
    -- The text whose lines the changes speak of; a change is open while its place is as it is here.
    ground TEXT NOT NULL,
    changes TEXT NOT NULL CHECK (json_valid(changes)),
    carried_by INTEGER NOT NULL REFERENCES people (id),
    carried_at INTEGER NOT NULL,
    PRIMARY KEY (task, number),
    FOREIGN KEY (task, revision) REFERENCES revisions (task, number)
) STRICT;

-- Changes somebody says need nothing in this draft.
CREATE TABLE settled_changes (
    task INTEGER NOT NULL REFERENCES tasks (id),
    change_key TEXT NOT NULL,
    settled_by INTEGER NOT NULL REFERENCES people (id),
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (task, change_key)
) STRICT, WITHOUT ROWID;
