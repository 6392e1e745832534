-- The commits of a task's branch, in the order Yiqi made or met them: its own, and those others pushed.
CREATE TABLE publishings (
    id INTEGER PRIMARY KEY NOT NULL,
    task INTEGER NOT NULL REFERENCES tasks (id),
    commit_id TEXT NOT NULL CHECK (length(commit_id) = 40),
    -- The revision whose text it carries, or that took its text in.
    revision INTEGER NOT NULL,
    -- SHA-256 of the translation in it; NULL where that is not known.
    text_hash TEXT CHECK (length(text_hash) = 64),
    at INTEGER NOT NULL,
    UNIQUE (task, commit_id)
) STRICT;

-- The pull requests Yiqi opened. A task that came back to its translator still has its own.
CREATE TABLE own_pulls (
    project TEXT NOT NULL,
    number INTEGER NOT NULL,
    task INTEGER NOT NULL REFERENCES tasks (id),
    branch TEXT NOT NULL,
    url TEXT,
    -- Who approved what it holds, for when it is merged while the translator works on.
    reviewer INTEGER NOT NULL REFERENCES people (id),
    -- Whether the draft went back because it was closed.
    closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
    -- What was told of it last, so that it is told once.
    told TEXT,
    -- GitHub's number of the newest request for changes that was followed.
    verdict INTEGER NOT NULL,
    PRIMARY KEY (project, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX own_pulls_by_task ON own_pulls (task);

INSERT INTO own_pulls (project, number, task, branch, url, reviewer, closed, told, verdict)
SELECT project, pull_request, max(id), branch, pull_request_url, reviewer, 0, NULL, 0
FROM tasks WHERE pull_request IS NOT NULL GROUP BY project, pull_request;

INSERT INTO publishings (task, commit_id, revision, text_hash, at)
SELECT id, published_commit, revision, NULL, stage_at
FROM tasks WHERE published_commit IS NOT NULL;
