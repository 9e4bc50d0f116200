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

-- Accounts that were merged into others: to which, and which account stands at the end of the chain now.
CREATE TABLE account_merges (
    loser_key   TEXT NOT NULL PRIMARY KEY,
    merged_into TEXT NOT NULL,
    winner_key  TEXT NOT NULL,
    seen_at     TEXT NOT NULL,
    handed_on   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX account_merges_winner ON account_merges (winner_key, loser_key);
-- A claim that no account makes itself: it was that of an account that was merged into this one.
ALTER TABLE claims ADD COLUMN carried_from TEXT;
CREATE INDEX claims_carried ON claims (customer_key, account_key) WHERE carried_from IS NOT NULL;
