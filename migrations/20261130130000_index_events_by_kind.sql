-- Reports ask for what happened to drafts in a span of time, and for nothing else of the log.
CREATE INDEX events_by_kind ON events (project, kind, happened_at);
