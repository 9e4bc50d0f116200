-- A customer that was lost stays with the account that claimed it, whatever key the account names instead, until an ERP delivers that key.
ALTER TABLE claims ADD COLUMN kept boolean NOT NULL DEFAULT FALSE;
ALTER TABLE claims ADD COLUMN begun_at timestamptz;
CREATE INDEX claims_kept ON claims (customer_key, account_key) WHERE kept;

-- What accounts show whose keys no ERP delivers was decided without knowing that: they are evaluated again.
UPDATE account_states SET mark = mark + 1, due_at = TIMESTAMPTZ '1970-01-01 00:00:00Z' WHERE account_key IN (
    SELECT c.account_key FROM claims c
    WHERE NOT EXISTS (SELECT 1 FROM records r WHERE r.kind = 6 AND r.key = c.customer_key)
    AND NOT EXISTS (SELECT 1 FROM lost_customers l WHERE l.customer_key = c.customer_key AND l.ended_at IS NULL));
