-- Keys are compared and sorted byte by byte (COLLATE "C"): the same order on every database, and faster.

CREATE TABLE records (
    connection   text COLLATE "C" NOT NULL,
    kind         smallint         NOT NULL,
    key          text COLLATE "C" NOT NULL,
    subject_kind smallint         NOT NULL,
    subject_key  text COLLATE "C" NOT NULL,
    hash         bytea            NOT NULL,
    payload      bytea            NOT NULL,
    changed_at   timestamptz,
    search_name  text COLLATE "C",
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
    account_key  text COLLATE "C" NOT NULL,
    customer_key text COLLATE "C" NOT NULL,
    PRIMARY KEY (account_key, customer_key)
);
CREATE INDEX claims_customer ON claims (customer_key, account_key);

-- Rows of this table and of crm_records change often: room on their pages lets a change stay there without touching the indexes.
CREATE TABLE account_states (
    account_key    text COLLATE "C" NOT NULL PRIMARY KEY,
    mark           bigint           NOT NULL,
    evaluated_mark bigint           NOT NULL,
    due_at         timestamptz,
    lease_until    timestamptz,
    lease_holder   text,
    lease          bigint           NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX account_states_due ON account_states (due_at, account_key) WHERE due_at IS NOT NULL;

CREATE TABLE crm_records (
    connection   text COLLATE "C" NOT NULL,
    key          text COLLATE "C" NOT NULL,
    kind         smallint         NOT NULL,
    parent_key   text COLLATE "C" NOT NULL,
    acknowledged text,
    pending      text,
    version      bigint           NOT NULL,
    priority     integer          NOT NULL,
    state        smallint         NOT NULL,
    attempts     integer          NOT NULL,
    not_before   timestamptz,
    lease_until  timestamptz,
    lease_holder text,
    failure_kind smallint,
    failure      text,
    PRIMARY KEY (connection, key, kind)
) WITH (fillfactor = 70);
-- What is sent next; what is parked.
CREATE INDEX crm_records_pending ON crm_records (connection, state, priority, parent_key, key, kind) WHERE pending IS NOT NULL;
CREATE INDEX crm_records_parent ON crm_records (parent_key, connection);

CREATE TABLE decisions (
    sequence       bigint           NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id             text COLLATE "C" NOT NULL,
    account_key    text COLLATE "C" NOT NULL,
    decided_at     timestamptz      NOT NULL,
    policy_version text COLLATE "C" NOT NULL,
    content_hash   text COLLATE "C" NOT NULL,
    content        bytea            NOT NULL,
    file           bytea            NOT NULL,
    previous_hash  text COLLATE "C" NOT NULL,
    chain_hash     text COLLATE "C" NOT NULL
);
-- An account's decisions form one chain: no decision has two successors.
CREATE UNIQUE INDEX decisions_chain ON decisions (account_key, previous_hash);
CREATE INDEX decisions_account ON decisions (account_key, sequence);
CREATE INDEX decisions_id ON decisions (id);

CREATE TABLE checkpoints (
    connection text COLLATE "C" NOT NULL,
    kind       smallint         NOT NULL,
    value      text             NOT NULL,
    read_at    timestamptz      NOT NULL,
    PRIMARY KEY (connection, kind)
);

CREATE TABLE receipts (
    connection text COLLATE "C" NOT NULL,
    kind       smallint         NOT NULL,
    id         text COLLATE "C" NOT NULL,
    name       text             NOT NULL,
    records    bigint           NOT NULL,
    rejected   bigint           NOT NULL,
    read_at    timestamptz      NOT NULL,
    PRIMARY KEY (connection, kind, id)
);

CREATE TABLE rejections (
    connection text COLLATE "C" NOT NULL,
    kind       smallint         NOT NULL,
    place      text COLLATE "C" NOT NULL,
    record_key text COLLATE "C",
    reason     text             NOT NULL,
    raw        text,
    seen_at    timestamptz      NOT NULL,
    set_id     text COLLATE "C",
    PRIMARY KEY (connection, kind, place)
);
CREATE INDEX rejections_record ON rejections (record_key) WHERE record_key IS NOT NULL;
CREATE INDEX rejections_seen ON rejections (seen_at);

CREATE TABLE listed_keys (
    connection text COLLATE "C" NOT NULL,
    kind       smallint         NOT NULL,
    set_id     text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    is_new     boolean          NOT NULL,
    PRIMARY KEY (connection, kind, set_id, key)
);

CREATE TABLE engine_values (
    name  text COLLATE "C" NOT NULL PRIMARY KEY,
    value text             NOT NULL
);

CREATE TABLE leases (
    name   text COLLATE "C" NOT NULL PRIMARY KEY,
    holder text             NOT NULL,
    until  timestamptz      NOT NULL
);
