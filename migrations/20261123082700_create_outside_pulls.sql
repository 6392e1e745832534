-- Open pull requests of other people that add or change a translation. Asked anew from GitHub, and kept
-- so that a start knows them at once and their files are asked for once per head.
CREATE TABLE outside_pulls (
    project TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- The head whose files are known; NULL: not looked at yet.
    looked_at TEXT CHECK (length(looked_at) = 40),
    author TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    -- Slugs of the translations it adds or changes, a JSON list.
    slugs TEXT NOT NULL CHECK (json_valid(slugs)),
    PRIMARY KEY (project, number)
) STRICT, WITHOUT ROWID;
