-- When the CRM last acknowledged a write, in its own time: what it showed before then tells nothing about drift.
ALTER TABLE crm_records ADD COLUMN written_at TEXT;

-- Credit fields in which the CRM shows something else than what was written.
CREATE TABLE drift (
    connection TEXT NOT NULL,
    kind       INTEGER NOT NULL,
    key        TEXT NOT NULL,
    field      TEXT NOT NULL,
    ours       TEXT NOT NULL,
    theirs     TEXT NOT NULL,
    changed_by TEXT,
    seen_at    TEXT NOT NULL,
    reasserted INTEGER NOT NULL,
    PRIMARY KEY (connection, kind, key, field)
);
