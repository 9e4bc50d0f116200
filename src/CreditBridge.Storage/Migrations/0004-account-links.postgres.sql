-- Which database this is, so that a plan that was made on one is not applied to another.
INSERT INTO engine_values (name, value) VALUES ('installation', md5(random()::text || clock_timestamp()::text)) ON CONFLICT (name) DO NOTHING;

-- Who says that an account is a customer: the account itself (named), the link file (linked), or both.
ALTER TABLE claims ADD COLUMN named boolean NOT NULL DEFAULT TRUE;
ALTER TABLE claims ADD COLUMN linked boolean NOT NULL DEFAULT FALSE;
UPDATE claims SET named = FALSE WHERE carried_from IS NOT NULL;
CREATE INDEX claims_linked ON claims (account_key, customer_key) WHERE linked;
