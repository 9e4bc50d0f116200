-- What was decided about a deal, also while it belonged to another account.
CREATE INDEX reviews_decided_deals ON reviews (opportunity_key) WHERE state = 1 AND opportunity_key IS NOT NULL;
