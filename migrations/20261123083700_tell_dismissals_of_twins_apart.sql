-- A post may have the same change several times. A dismissal of before they had keys of their own speaks
-- of all of them, and goes on to.
ALTER TABLE dismissals ADD COLUMN of_all INTEGER NOT NULL DEFAULT 1 CHECK (of_all IN (0, 1));
