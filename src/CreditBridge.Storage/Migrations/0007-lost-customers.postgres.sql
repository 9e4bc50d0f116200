-- Customers that an account claimed when they went away from their ERP: what was last known of them counts until they are back or a person says what became of them.
CREATE TABLE lost_customers (
    customer_key text COLLATE "C" NOT NULL,
    lost_at      timestamptz      NOT NULL,
    seen_at      timestamptz      NOT NULL,
    connection   text COLLATE "C" NOT NULL,
    ended_at     timestamptz,
    settled_at   timestamptz,
    PRIMARY KEY (customer_key, lost_at)
);
CREATE INDEX lost_customers_open ON lost_customers (customer_key) WHERE ended_at IS NULL AND settled_at IS NULL;
