-- What people say of findings: that one is none, with a reason, or (without one) that it stands after all.
-- Nothing changes or goes; the newest word on a finding of a post counts. A finding is known by what it is
-- about, so that a word holds from one task of a post to the next.
CREATE TABLE finding_words (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    finding TEXT NOT NULL,
    task INTEGER NOT NULL REFERENCES tasks (id),
    reason TEXT CHECK (reason <> ''),
    said_by INTEGER NOT NULL REFERENCES people (id),
    said_at INTEGER NOT NULL
) STRICT;

CREATE INDEX finding_words_by_post ON finding_words (project, slug, finding);

CREATE TRIGGER finding_words_never_change BEFORE UPDATE ON finding_words
BEGIN
    SELECT raise(ABORT, 'what people said of findings is append-only');
END;

CREATE TRIGGER finding_words_never_go BEFORE DELETE ON finding_words
BEGIN
    SELECT raise(ABORT, 'what people said of findings is append-only');
END;
