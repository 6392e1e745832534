-- A cache of what Git says. Everything here may be dropped and made again from the mirror.
CREATE TABLE catalogues (
    project TEXT PRIMARY KEY NOT NULL,
    -- The version of the judgement that made it.
    engine TEXT NOT NULL,
    head TEXT NOT NULL CHECK (length(head) = 40),
    head_time INTEGER NOT NULL,
    commits INTEGER NOT NULL CHECK (commits >= 0),
    -- Tracked paths that existed once and do not at head.
    former TEXT NOT NULL CHECK (json_valid(former)),
    warnings TEXT NOT NULL CHECK (json_valid(warnings))
) STRICT;

-- The versions of one path, and one judged post, each as one JSON value: they are read and written
-- whole, and a thousand small rows cost three times as much to read.
CREATE TABLE catalogue_files (
    project TEXT NOT NULL REFERENCES catalogues (project) ON DELETE CASCADE,
    path TEXT NOT NULL,
    versions TEXT NOT NULL CHECK (json_valid(versions)),
    PRIMARY KEY (project, path)
) STRICT;

CREATE TABLE catalogue_posts (
    project TEXT NOT NULL REFERENCES catalogues (project) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    post TEXT NOT NULL CHECK (json_valid(post)),
    PRIMARY KEY (project, slug)
) STRICT;
