-- Webhook deliveries, each once under GitHub's id.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY NOT NULL,
    event TEXT NOT NULL,
    payload BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    error TEXT,
    done_at INTEGER
) STRICT;

CREATE INDEX deliveries_that_wait ON deliveries (received_at) WHERE done_at IS NULL;

CREATE TABLE sync_states (
    project TEXT PRIMARY KEY NOT NULL,
    last_success INTEGER,
    last_attempt INTEGER,
    error TEXT
) STRICT;
