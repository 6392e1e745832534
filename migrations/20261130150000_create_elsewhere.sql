-- Chinese translations of a post that somebody found outside the repository: a hint for whoever is about to
-- begin, and no lock. Nothing is fetched from these addresses.
CREATE TABLE elsewhere (
    id INTEGER PRIMARY KEY NOT NULL,
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    address TEXT NOT NULL CHECK (address LIKE 'http://%' OR address LIKE 'https://%'),
    -- What is to be known of it, such as whether it may be used again; empty where nothing was said.
    word TEXT NOT NULL,
    noted_by INTEGER NOT NULL REFERENCES people (id),
    noted_at INTEGER NOT NULL,
    UNIQUE (project, slug, address)
) STRICT;
