-- Ways out of the site: of a person, or of a project for a group.
CREATE TABLE channels (
    id INTEGER PRIMARY KEY NOT NULL,
    owner INTEGER REFERENCES people (id),
    project TEXT,
    form TEXT NOT NULL CHECK (form IN ('feishu', 'wecom', 'dingtalk', 'slack', 'json', 'email')),
    name TEXT NOT NULL CHECK (name <> ''),
    -- A webhook's address holds its key; neither is shown again.
    address TEXT NOT NULL CHECK (address <> ''),
    secret TEXT,
    kinds TEXT NOT NULL CHECK (json_valid(kinds)),
    language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
    made_by INTEGER NOT NULL REFERENCES people (id),
    made_at INTEGER NOT NULL,
    -- An address for mail counts once somebody has read the code that was sent there.
    confirmed_at INTEGER,
    code_hash TEXT,
    code_tries INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    next_attempt INTEGER,
    -- Waits for a person.
    parked_at INTEGER,
    last_error TEXT,
    last_sent INTEGER,
    CHECK ((owner IS NULL) <> (project IS NULL))
) STRICT;

-- What people and groups are told, each once: the key names the cause.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY NOT NULL,
    person INTEGER REFERENCES people (id),
    channel INTEGER REFERENCES channels (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause <> ''),
    told_at INTEGER NOT NULL,
    project TEXT,
    slug TEXT,
    task INTEGER REFERENCES tasks (id),
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    in_app INTEGER NOT NULL CHECK (in_app IN (0, 1)),
    read_at INTEGER,
    CHECK ((person IS NULL) <> (channel IS NULL))
) STRICT;

CREATE UNIQUE INDEX one_notice_per_person_and_cause ON notices (person, kind, cause) WHERE person IS NOT NULL;
CREATE UNIQUE INDEX one_notice_per_channel_and_cause ON notices (channel, kind, cause) WHERE channel IS NOT NULL;
CREATE INDEX notices_by_person ON notices (person, id) WHERE person IS NOT NULL;
CREATE INDEX unread_notices ON notices (person) WHERE read_at IS NULL AND in_app = 1;

-- What is yet to leave, and what has left.
CREATE TABLE sendings (
    notice INTEGER NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
    channel INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    not_before INTEGER NOT NULL,
    -- The message it leaves in, decided before it is sent and the same at every try.
    letter TEXT,
    sent_at INTEGER,
    dropped_at INTEGER,
    PRIMARY KEY (notice, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX sendings_waiting ON sendings (channel, not_before) WHERE sent_at IS NULL AND dropped_at IS NULL;

-- How far readers of the log have come. What happened before there were notices is no news.
CREATE TABLE cursors (
    name TEXT PRIMARY KEY NOT NULL,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO cursors (name, position) SELECT 'notices', coalesce(max(id), 0) FROM events;

-- The version of each translated source that its people know of.
CREATE TABLE source_marks (
    project TEXT NOT NULL,
    slug TEXT NOT NULL,
    blob TEXT NOT NULL,
    PRIMARY KEY (project, slug)
) STRICT, WITHOUT ROWID;

-- What people chose for themselves.
CREATE TABLE wishes (
    person INTEGER PRIMARY KEY NOT NULL REFERENCES people (id),
    -- Kinds that are not shown on the site.
    silent TEXT NOT NULL CHECK (json_valid(silent)),
    zone TEXT NOT NULL,
    quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 1439),
    -- No page of their own; the byline stays.
    unlisted INTEGER NOT NULL CHECK (unlisted IN (0, 1)),
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
) STRICT;
