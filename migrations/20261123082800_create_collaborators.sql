-- Who may write to a project's repository at GitHub, and whether that made them a maintainer here already:
-- it does once, so that what a maintainer decides afterwards stands.
CREATE TABLE collaborators (
    project TEXT NOT NULL,
    github_id INTEGER NOT NULL,
    applied INTEGER NOT NULL CHECK (applied IN (0, 1)),
    PRIMARY KEY (project, github_id)
) STRICT, WITHOUT ROWID;
