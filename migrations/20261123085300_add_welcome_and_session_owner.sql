-- When somebody was asked for their name on the Hub and told what is stored; NULL: not yet.
ALTER TABLE people ADD COLUMN welcomed_at INTEGER;
UPDATE people SET welcomed_at = joined_at;

-- Whose session it is, so that somebody can end all of theirs; NULL for visitors.
ALTER TABLE sessions ADD COLUMN person INTEGER REFERENCES people (id);
UPDATE sessions SET person = json_extract(CAST(record AS TEXT), '$.data.person')
WHERE json_valid(CAST(record AS TEXT))
AND json_extract(CAST(record AS TEXT), '$.data.person') IN (SELECT id FROM people);

CREATE INDEX sessions_by_person ON sessions (person) WHERE person IS NOT NULL;
