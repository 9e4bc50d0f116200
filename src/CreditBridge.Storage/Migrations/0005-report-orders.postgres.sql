-- Orders of bureau reports: what was asked, for what money, and what came of it. They stay on record.
CREATE TABLE report_orders (
    key         text COLLATE "C" NOT NULL PRIMARY KEY,
    account_key text COLLATE "C" NOT NULL,
    connection  text COLLATE "C" NOT NULL,
    provider    text COLLATE "C" NOT NULL,
    ordered_on  text COLLATE "C" NOT NULL,
    ordered_at  timestamptz NOT NULL,
    amount      text NOT NULL,
    currency    text NOT NULL,
    state       smallint NOT NULL,
    why         text NOT NULL,
    decision_id text COLLATE "C",
    result      text,
    settled_at  timestamptz,
    answer      bytea
);
-- The orders of a month, which the budget is about.
CREATE INDEX report_orders_day ON report_orders (ordered_on, key);
CREATE INDEX report_orders_account ON report_orders (account_key, ordered_on);
-- What is under way, or answered and not stored.
CREATE INDEX report_orders_open ON report_orders (ordered_at) WHERE state <= 1;
