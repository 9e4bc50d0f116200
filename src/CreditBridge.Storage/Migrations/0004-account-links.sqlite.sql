-- Which database this is, so that a plan that was made on one is not applied to another.
INSERT INTO engine_values (name, value) VALUES ('installation', lower(hex(randomblob(16)))) ON CONFLICT (name) DO NOTHING;

-- Who says that an account is a customer: the account itself (named), the link file (linked), or both.
ALTER TABLE claims ADD COLUMN named INTEGER NOT NULL DEFAULT 1;
ALTER TABLE claims ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
UPDATE claims SET named = 0 WHERE carried_from IS NOT NULL;
CREATE INDEX claims_linked ON claims (account_key, customer_key) WHERE linked;
