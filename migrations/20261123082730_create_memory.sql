-- The translation memory, a cache of what Git says like the catalogue: it may be dropped and made again.

-- What the units of a post were made of, so that a sync touches changed posts alone.
CREATE TABLE memory_posts (
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    source_blob TEXT NOT NULL CHECK (length(source_blob) = 40),
    target_blob TEXT NOT NULL CHECK (length(target_blob) = 40),
    -- The version of the program that cut them.
    engine TEXT NOT NULL,
    PRIMARY KEY (project, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE memory_units (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    is_sentence INTEGER NOT NULL CHECK (is_sentence IN (0, 1)),
    is_leaf INTEGER NOT NULL CHECK (is_leaf IN (0, 1)),
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    line INTEGER NOT NULL CHECK (line >= 1),
    -- Shared by texts that differ in numbers, code and addresses at most.
    identity INTEGER NOT NULL,
    words INTEGER NOT NULL CHECK (words >= 0),
    FOREIGN KEY (project, slug) REFERENCES memory_posts (project, slug) ON DELETE CASCADE
) STRICT;

CREATE INDEX memory_units_by_post ON memory_units (project, slug);
CREATE INDEX memory_units_by_identity ON memory_units (project, identity);

-- Folded words with a blank between; Chinese as overlapping pairs of characters, since neither unicode61
-- (which takes a whole clause for a word) nor trigram (which finds no word of two characters) can find
-- what most terms are.
CREATE VIRTUAL TABLE memory_index USING fts5 (source, target, tokenize = 'unicode61 remove_diacritics 0');

-- In how many units a word is, for choosing the telling ones of a text.
CREATE VIRTUAL TABLE memory_words USING fts5vocab (memory_index, row);
