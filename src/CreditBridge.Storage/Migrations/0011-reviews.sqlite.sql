-- Work for people in credit. The content is the whole review, compressed; the columns beside it are what is asked for.
CREATE TABLE reviews (
    key             TEXT    NOT NULL PRIMARY KEY,
    account_key     TEXT    NOT NULL,
    opportunity_key TEXT,
    state           INTEGER NOT NULL,
    opened_at       TEXT    NOT NULL,
    -- When an open one is due, the year 9999 while its clock stands still; when any other was closed.
    queue_at        TEXT    NOT NULL,
    analyst         TEXT,
    team            TEXT,
    crm_key         TEXT,
    effort_minutes  INTEGER NOT NULL,
    content         BLOB    NOT NULL
) WITHOUT ROWID;
CREATE INDEX reviews_account ON reviews (account_key, opened_at);
CREATE INDEX reviews_queue ON reviews (state, queue_at, key);
-- Open work by analyst.
CREATE INDEX reviews_analyst ON reviews (analyst) WHERE state = 0 AND analyst IS NOT NULL;
