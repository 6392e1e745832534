-- When a delivery that failed is tried again; NULL with an error: parked until a maintainer asks.
ALTER TABLE deliveries ADD COLUMN next_attempt INTEGER;
UPDATE deliveries SET next_attempt = received_at WHERE error IS NOT NULL AND done_at IS NULL;

CREATE INDEX deliveries_by_end ON deliveries (done_at) WHERE done_at IS NOT NULL;

-- Events nobody handles: their payloads are worth nothing, that they come is.
CREATE TABLE ignored_events (
    event TEXT PRIMARY KEY NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0),
    last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
