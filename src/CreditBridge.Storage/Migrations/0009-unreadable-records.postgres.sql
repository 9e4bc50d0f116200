-- Whose record it is that could not be read: what this customer owes is not known while it stands. Null when that could not be read either.
ALTER TABLE rejections ADD COLUMN customer_key text;
CREATE INDEX rejections_customer ON rejections (customer_key) WHERE customer_key IS NOT NULL;

-- Whether the record is there and counts, and this is another row that says exactly the same.
ALTER TABLE rejections ADD COLUMN repetition boolean NOT NULL DEFAULT FALSE;
