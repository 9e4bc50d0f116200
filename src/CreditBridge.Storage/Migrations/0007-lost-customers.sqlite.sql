-- Customers that an account claimed when they went away from their ERP: what was last known of them counts until they are back or a person says what became of them.
CREATE TABLE lost_customers (
    customer_key TEXT    NOT NULL,
    lost_at      TEXT    NOT NULL,
    seen_at      TEXT    NOT NULL,
    connection   TEXT    NOT NULL,
    ended_at     TEXT,
    settled_at   TEXT,
    PRIMARY KEY (customer_key, lost_at)
) WITHOUT ROWID;
CREATE INDEX lost_customers_open ON lost_customers (customer_key) WHERE ended_at IS NULL AND settled_at IS NULL;
