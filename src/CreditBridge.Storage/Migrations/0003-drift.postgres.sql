-- When the CRM last acknowledged a write, in its own time: what it showed before then tells nothing about drift.
ALTER TABLE crm_records ADD COLUMN written_at timestamptz;

-- Credit fields in which the CRM shows something else than what was written.
CREATE TABLE drift (
    connection text COLLATE "C" NOT NULL,
    kind       smallint NOT NULL,
    key        text COLLATE "C" NOT NULL,
    field      text COLLATE "C" NOT NULL,
    ours       text NOT NULL,
    theirs     text NOT NULL,
    changed_by text COLLATE "C",
    seen_at    timestamptz NOT NULL,
    reasserted boolean NOT NULL,
    PRIMARY KEY (connection, kind, key, field)
);
