-- Instants are text in UTC with microseconds (2026-01-31T09:30:00.000000Z): readable, and sorted like the instants themselves.

CREATE TABLE records (
    connection   TEXT    NOT NULL,
    kind         INTEGER NOT NULL,
    key          TEXT    NOT NULL,
    subject_kind INTEGER NOT NULL,
    subject_key  TEXT    NOT NULL,
    hash         BLOB    NOT NULL,
    payload      BLOB    NOT NULL,
    changed_at   TEXT,
    search_name  TEXT,
    PRIMARY KEY (connection, kind, key)
);
-- All records about an account, its own included; about a customer; about everybody (reference data).
CREATE INDEX records_subject ON records (subject_key, subject_kind, kind);
-- A deal by its key alone, for a person who asks.
CREATE INDEX records_deal ON records (key) WHERE kind = 2;
-- ERP customers in order, to find those that no account claims.
CREATE INDEX records_customer ON records (key) WHERE kind = 6;
-- A search by name reads this instead of the table.
CREATE INDEX records_name ON records (search_name, key) WHERE kind = 1;

CREATE TABLE claims (
    account_key  TEXT    NOT NULL,
    customer_key TEXT    NOT NULL,
    PRIMARY KEY (account_key, customer_key)
) WITHOUT ROWID;
CREATE INDEX claims_customer ON claims (customer_key, account_key);

CREATE TABLE account_states (
    account_key    TEXT    NOT NULL PRIMARY KEY,
    mark           INTEGER NOT NULL,
    evaluated_mark INTEGER NOT NULL,
    due_at         TEXT,
    lease_until    TEXT,
    lease_holder   TEXT,
    lease          INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX account_states_due ON account_states (due_at, account_key) WHERE due_at IS NOT NULL;

CREATE TABLE crm_records (
    connection   TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    kind         INTEGER NOT NULL,
    parent_key   TEXT    NOT NULL,
    acknowledged TEXT,
    pending      TEXT,
    version      INTEGER NOT NULL,
    priority     INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    not_before   TEXT,
    lease_until  TEXT,
    lease_holder TEXT,
    failure_kind INTEGER,
    failure      TEXT,
    PRIMARY KEY (connection, key, kind)
);
-- What is sent next; what is parked.
CREATE INDEX crm_records_pending ON crm_records (connection, state, priority, parent_key, key, kind) WHERE pending IS NOT NULL;
CREATE INDEX crm_records_parent ON crm_records (parent_key, connection);

CREATE TABLE decisions (
    sequence       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id             TEXT    NOT NULL,
    account_key    TEXT    NOT NULL,
    decided_at     TEXT    NOT NULL,
    policy_version TEXT    NOT NULL,
    content_hash   TEXT    NOT NULL,
    content        BLOB    NOT NULL,
    file           BLOB    NOT NULL,
    previous_hash  TEXT    NOT NULL,
    chain_hash     TEXT    NOT NULL
);
-- An account's decisions form one chain: no decision has two successors.
CREATE UNIQUE INDEX decisions_chain ON decisions (account_key, previous_hash);
CREATE INDEX decisions_account ON decisions (account_key, sequence);
CREATE INDEX decisions_id ON decisions (id);

CREATE TABLE checkpoints (
    connection TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    value      TEXT    NOT NULL,
    read_at    TEXT    NOT NULL,
    PRIMARY KEY (connection, kind)
) WITHOUT ROWID;

CREATE TABLE receipts (
    connection TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    id         TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    records    INTEGER NOT NULL,
    rejected   INTEGER NOT NULL,
    read_at    TEXT    NOT NULL,
    PRIMARY KEY (connection, kind, id)
) WITHOUT ROWID;

CREATE TABLE rejections (
    connection TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    place      TEXT    NOT NULL,
    record_key TEXT,
    reason     TEXT    NOT NULL,
    raw        TEXT,
    seen_at    TEXT    NOT NULL,
    set_id     TEXT,
    PRIMARY KEY (connection, kind, place)
);
CREATE INDEX rejections_record ON rejections (record_key) WHERE record_key IS NOT NULL;
CREATE INDEX rejections_seen ON rejections (seen_at);

CREATE TABLE listed_keys (
    connection TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    set_id     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    is_new     INTEGER NOT NULL,
    PRIMARY KEY (connection, kind, set_id, key)
) WITHOUT ROWID;

CREATE TABLE engine_values (
    name  TEXT    NOT NULL PRIMARY KEY,
    value TEXT    NOT NULL
) WITHOUT ROWID;

CREATE TABLE leases (
    name   TEXT    NOT NULL PRIMARY KEY,
    holder TEXT    NOT NULL,
    until  TEXT    NOT NULL
) WITHOUT ROWID;
