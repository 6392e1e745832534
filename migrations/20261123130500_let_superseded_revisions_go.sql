-- A long evening at the desk leaves a revision every few seconds. Once the work is merged, those between
-- may go; what stays is the first and the newest, the last of each person's turn and day (Chinese time),
-- whatever was sent, reviewed, looked at, spoken of, published or carried over, and the last before anything
-- that happened. The schema holds the rule; how long after the merge it applies is the program's.
CREATE VIEW superseded_revisions AS
SELECT revisions.task, revisions.number, tasks.stage_at AS merged_at
FROM revisions
JOIN tasks ON tasks.id = revisions.task
JOIN revisions AS next ON next.task = revisions.task AND next.number = (
    SELECT min(later.number) FROM revisions AS later
    WHERE later.task = revisions.task AND later.number > revisions.number
)
WHERE tasks.stage = 'merged'
AND revisions.number > 1
AND revisions.number <> tasks.revision
AND next.saved_by = revisions.saved_by
AND (next.saved_at + 28800000) / 86400000 = (revisions.saved_at + 28800000) / 86400000
AND NOT EXISTS (
    SELECT 1 FROM events
    WHERE events.project = tasks.project AND events.slug = tasks.slug AND events.task = tasks.id
    AND (events.happened_at BETWEEN revisions.saved_at AND next.saved_at
         OR json_extract(events.data, '$.revision') = revisions.number)
)
AND NOT EXISTS (SELECT 1 FROM threads
                WHERE threads.task = revisions.task AND threads.revision = revisions.number)
AND NOT EXISTS (SELECT 1 FROM looks
                WHERE looks.task = revisions.task AND looks.revision = revisions.number)
AND NOT EXISTS (SELECT 1 FROM publishings
                WHERE publishings.task = revisions.task AND publishings.revision = revisions.number)
AND NOT EXISTS (SELECT 1 FROM carries
                WHERE carries.task = revisions.task AND carries.revision = revisions.number);

DROP TRIGGER revisions_never_go;

CREATE TRIGGER revisions_never_go BEFORE DELETE ON revisions
WHEN NOT EXISTS (SELECT 1 FROM superseded_revisions
                 WHERE superseded_revisions.task = OLD.task AND superseded_revisions.number = OLD.number)
BEGIN
    SELECT raise(ABORT, 'revisions are append-only');
END;
