-- Accounts that are watched because they get worse, or because they are good risks with room to sell into.
CREATE TABLE watch_entries (
    account_key text COLLATE "C" NOT NULL,
    side        smallint NOT NULL,
    is_listed   boolean NOT NULL,
    content     bytea NOT NULL,
    PRIMARY KEY (account_key, side)
);
CREATE INDEX watch_entries_listed ON watch_entries (side, account_key) WHERE is_listed;

-- Conditions that people are told of, each from its beginning to its end.
CREATE TABLE alerts (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    key         text COLLATE "C" NOT NULL,
    kind        smallint NOT NULL,
    account_key text COLLATE "C",
    content     bytea NOT NULL,
    is_silent   boolean NOT NULL,
    raised_at   timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE INDEX alerts_key ON alerts (key, raised_at);
CREATE INDEX alerts_lasting ON alerts (kind, key) WHERE ended_at IS NULL;
CREATE INDEX alerts_raised ON alerts (raised_at);

-- What has become of telling an alert on a channel.
CREATE TABLE alert_deliveries (
    alert_id     text COLLATE "C" NOT NULL,
    channel      text COLLATE "C" NOT NULL,
    state        smallint NOT NULL,
    not_before   timestamptz NOT NULL,
    message      text COLLATE "C",
    attempts     integer NOT NULL,
    last_failure text,
    told_at      timestamptz,
    PRIMARY KEY (alert_id, channel)
);
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (channel, alert_id) WHERE state = 0;
