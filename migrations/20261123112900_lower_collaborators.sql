-- The role somebody had before they were raised because they may write to the repository; NULL where they
-- were maintainers anyway, or a maintainer decided since. It is what they go back to once they may not.
ALTER TABLE collaborators ADD COLUMN raised_from TEXT
    CHECK (raised_from IN ('volunteer', 'proofreader'));
-- Whether they may not write any more, and their role has yet to follow.
ALTER TABLE collaborators ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
