-- Accounts that are watched because they get worse, or because they are good risks with room to sell into.
CREATE TABLE watch_entries (
    account_key TEXT    NOT NULL,
    side        INTEGER NOT NULL,
    is_listed   INTEGER NOT NULL,
    content     BLOB    NOT NULL,
    PRIMARY KEY (account_key, side)
) WITHOUT ROWID;
CREATE INDEX watch_entries_listed ON watch_entries (side, account_key) WHERE is_listed;

-- Conditions that people are told of, each from its beginning to its end.
CREATE TABLE alerts (
    id          TEXT    NOT NULL PRIMARY KEY,
    key         TEXT    NOT NULL,
    kind        INTEGER NOT NULL,
    account_key TEXT,
    content     BLOB    NOT NULL,
    is_silent   INTEGER NOT NULL,
    raised_at   TEXT    NOT NULL,
    ended_at    TEXT
) WITHOUT ROWID;
CREATE INDEX alerts_key ON alerts (key, raised_at);
CREATE INDEX alerts_lasting ON alerts (kind, key) WHERE ended_at IS NULL;
CREATE INDEX alerts_raised ON alerts (raised_at);

-- What has become of telling an alert on a channel.
CREATE TABLE alert_deliveries (
    alert_id     TEXT    NOT NULL,
    channel      TEXT    NOT NULL,
    state        INTEGER NOT NULL,
    not_before   TEXT    NOT NULL,
    message      TEXT,
    attempts     INTEGER NOT NULL,
    last_failure TEXT,
    told_at      TEXT,
    PRIMARY KEY (alert_id, channel)
) WITHOUT ROWID;
CREATE INDEX alert_deliveries_waiting ON alert_deliveries (channel, alert_id) WHERE state = 0;
