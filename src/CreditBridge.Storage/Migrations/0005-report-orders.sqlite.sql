-- Orders of bureau reports: what was asked, for what money, and what came of it. They stay on record.
CREATE TABLE report_orders (
    key         TEXT    NOT NULL PRIMARY KEY,
    account_key TEXT    NOT NULL,
    connection  TEXT    NOT NULL,
    provider    TEXT    NOT NULL,
    ordered_on  TEXT    NOT NULL,
    ordered_at  TEXT    NOT NULL,
    amount      TEXT    NOT NULL,
    currency    TEXT    NOT NULL,
    state       INTEGER NOT NULL,
    why         TEXT    NOT NULL,
    decision_id TEXT,
    result      TEXT,
    settled_at  TEXT,
    answer      BLOB
) WITHOUT ROWID;
-- The orders of a month, which the budget is about.
CREATE INDEX report_orders_day ON report_orders (ordered_on, key);
CREATE INDEX report_orders_account ON report_orders (account_key, ordered_on);
-- What is under way, or answered and not stored.
CREATE INDEX report_orders_open ON report_orders (ordered_at) WHERE state <= 1;
