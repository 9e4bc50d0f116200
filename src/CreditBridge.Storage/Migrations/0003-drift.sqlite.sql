-- Of which moment the acknowledged values tell, in the CRM's time: what it showed before then tells nothing about drift.
ALTER TABLE crm_records ADD COLUMN written_at TEXT;
UPDATE crm_records SET written_at = strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z' WHERE acknowledged IS NOT NULL;
-- Which of an entry's versions was handed over last: only that one can have arrived.
ALTER TABLE crm_records ADD COLUMN sent_version INTEGER;

-- Credit fields in which the CRM showed something else than what was written.
CREATE TABLE drift (
    connection TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    key        TEXT    NOT NULL,
    field      TEXT    NOT NULL,
    ours       TEXT    NOT NULL,
    theirs     TEXT    NOT NULL,
    changed_by TEXT,
    changed_at TEXT,
    seen_at    TEXT    NOT NULL,
    state      INTEGER NOT NULL,
    since      TEXT    NOT NULL,
    times      INTEGER NOT NULL,
    ended_at   TEXT,
    PRIMARY KEY (connection, kind, key, field)
) WITHOUT ROWID;
-- What was over long ago, to let it go.
CREATE INDEX drift_ended ON drift (ended_at) WHERE ended_at IS NOT NULL;
