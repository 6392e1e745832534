CREATE TABLE tasks (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('translate', 'update')),
    translator INTEGER NOT NULL REFERENCES people (id),
    claimed_at INTEGER NOT NULL,
    source_commit TEXT NOT NULL CHECK (length(source_commit) = 40),
    source_blob TEXT NOT NULL CHECK (length(source_blob) = 40),
    stage TEXT NOT NULL CHECK (stage IN (
        'claimed', 'submitted', 'in_review', 'changes_requested', 'approved',
        'pr_open', 'merged', 'released', 'expired', 'closed'
    )),
    -- When the stage began; a claim begins at claimed_at.
    stage_at INTEGER,
    lease_until INTEGER,
    revision INTEGER,
    reviewer INTEGER REFERENCES people (id),
    released_by INTEGER REFERENCES people (id),
    reason TEXT,
    branch TEXT,
    published_commit TEXT CHECK (length(published_commit) = 40),
    pull_request INTEGER,
    pull_request_url TEXT,
    -- Each stage carries exactly its data.
    CHECK ((stage = 'claimed') = (stage_at IS NULL)),
    CHECK ((stage IN ('claimed', 'in_review', 'changes_requested')) = (lease_until IS NOT NULL)),
    CHECK ((stage IN ('submitted', 'in_review', 'approved', 'pr_open', 'merged')) = (revision IS NOT NULL)),
    CHECK ((stage IN ('in_review', 'changes_requested', 'approved', 'pr_open', 'merged')) = (reviewer IS NOT NULL)),
    CHECK ((stage = 'released') = (released_by IS NOT NULL)),
    CHECK ((stage IN ('changes_requested', 'closed')) = (reason IS NOT NULL)),
    CHECK (stage <> 'pr_open' OR branch IS NOT NULL),
    CHECK (stage IN ('pr_open', 'merged') OR branch IS NULL),
    CHECK ((branch IS NULL) = (published_commit IS NULL)),
    CHECK (branch IS NOT NULL OR (pull_request IS NULL AND pull_request_url IS NULL))
) STRICT;

-- What decides a claim: one active task per post.
CREATE UNIQUE INDEX one_active_task_per_post ON tasks (project, slug)
WHERE stage NOT IN ('merged', 'released', 'expired', 'closed');

CREATE INDEX tasks_by_post ON tasks (project, slug);
CREATE INDEX tasks_by_translator ON tasks (translator);
CREATE INDEX tasks_by_reviewer ON tasks (reviewer) WHERE reviewer IS NOT NULL;
CREATE INDEX tasks_by_lease ON tasks (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX tasks_by_pull_request ON tasks (project, pull_request) WHERE pull_request IS NOT NULL;

-- Drafts. What a volunteer typed is never changed and never removed.
CREATE TABLE revisions (
    task INTEGER NOT NULL REFERENCES tasks (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    saved_by INTEGER NOT NULL REFERENCES people (id),
    saved_at INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (task, number)
) STRICT;

CREATE TRIGGER revisions_are_numbered_without_gaps BEFORE INSERT ON revisions
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM revisions WHERE task = NEW.task)
BEGIN
    SELECT raise(ABORT, 'a revision follows the newest one of its task');
END;

CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions
BEGIN
    SELECT raise(ABORT, 'revisions are append-only');
END;

CREATE TRIGGER revisions_never_go BEFORE DELETE ON revisions
BEGIN
    SELECT raise(ABORT, 'revisions are append-only');
END;

CREATE TABLE comments (
    id INTEGER PRIMARY KEY NOT NULL,
    task INTEGER NOT NULL REFERENCES tasks (id),
    revision INTEGER NOT NULL,
    -- 1-based line of that revision; NULL for the whole.
    line INTEGER CHECK (line >= 1),
    written_by INTEGER NOT NULL REFERENCES people (id),
    written_at INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (body <> ''),
    resolved INTEGER NOT NULL CHECK (resolved IN (0, 1)),
    FOREIGN KEY (task, revision) REFERENCES revisions (task, number)
) STRICT;

CREATE INDEX comments_by_task ON comments (task);

-- Tries to publish an approved task.
CREATE TABLE publications (
    task INTEGER PRIMARY KEY NOT NULL REFERENCES tasks (id),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    last_error TEXT,
    last_attempt INTEGER,
    -- NULL: parked until a person asks.
    next_attempt INTEGER
) STRICT;
