-- Of which moment the acknowledged values tell, in the CRM's time: what it showed before then tells nothing about drift.
ALTER TABLE crm_records ADD COLUMN written_at timestamptz;
UPDATE crm_records SET written_at = now() WHERE acknowledged IS NOT NULL;
-- Which of an entry's versions was handed over last: only that one can have arrived.
ALTER TABLE crm_records ADD COLUMN sent_version bigint;

-- Credit fields in which the CRM showed something else than what was written.
CREATE TABLE drift (
    connection text COLLATE "C" NOT NULL,
    kind       smallint NOT NULL,
    key        text COLLATE "C" NOT NULL,
    field      text COLLATE "C" NOT NULL,
    ours       text NOT NULL,
    theirs     text NOT NULL,
    changed_by text COLLATE "C",
    changed_at timestamptz,
    seen_at    timestamptz NOT NULL,
    state      smallint NOT NULL,
    since      timestamptz NOT NULL,
    times      integer NOT NULL,
    ended_at   timestamptz,
    PRIMARY KEY (connection, kind, key, field)
);
-- What was over long ago, to let it go.
CREATE INDEX drift_ended ON drift (ended_at) WHERE ended_at IS NOT NULL;

-- Accounts that were merged into others: to which, and which account stands at the end of the chain now.
CREATE TABLE account_merges (
    loser_key   text COLLATE "C" NOT NULL PRIMARY KEY,
    merged_into text COLLATE "C" NOT NULL,
    winner_key  text COLLATE "C" NOT NULL,
    seen_at     timestamptz NOT NULL,
    handed_on   boolean NOT NULL
);
CREATE INDEX account_merges_winner ON account_merges (winner_key, loser_key);
-- A claim that no account makes itself: it was that of an account that was merged into this one.
ALTER TABLE claims ADD COLUMN carried_from text COLLATE "C";
CREATE INDEX claims_carried ON claims (customer_key, account_key) WHERE carried_from IS NOT NULL;
