-- From when on people may have to be told of an open review: at risk, or escalated before; NULL while its clock stands still, and of any other.
ALTER TABLE reviews ADD COLUMN pressing_at timestamptz;
-- When it becomes one that is at risk is known when it is stored again; that it is late is known now.
UPDATE reviews SET pressing_at = queue_at WHERE state = 0 AND queue_at < '9999-01-01 00:00:00Z';
CREATE INDEX reviews_pressing ON reviews (state, pressing_at, key);
