-- How each project stood at the ends of past weeks and months. A cache of what Git says, and of what people
-- had said by then; may be dropped and made again.
CREATE TABLE coverage_points (
    project TEXT NOT NULL,
    -- The moment a point speaks of, in seconds since 1970.
    at INTEGER NOT NULL,
    -- The version of the judgement that made it.
    engine TEXT NOT NULL,
    -- The head of the branch at that moment.
    commit_id TEXT NOT NULL CHECK (length(commit_id) = 40),
    standing TEXT NOT NULL CHECK (json_valid(standing)),
    PRIMARY KEY (project, at)
) STRICT, WITHOUT ROWID;
