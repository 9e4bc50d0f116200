-- Work for people in credit. The content is the whole review, compressed; the columns beside it are what is asked for.
CREATE TABLE reviews (
    key             text COLLATE "C" NOT NULL PRIMARY KEY,
    account_key     text COLLATE "C" NOT NULL,
    opportunity_key text COLLATE "C",
    state           smallint NOT NULL,
    opened_at       timestamptz NOT NULL,
    -- When an open one is due, the year 9999 while its clock stands still; when any other was closed.
    queue_at        timestamptz NOT NULL,
    analyst         text COLLATE "C",
    team            text COLLATE "C",
    crm_key         text COLLATE "C",
    effort_minutes  integer NOT NULL,
    content         bytea NOT NULL
);
CREATE INDEX reviews_account ON reviews (account_key, opened_at);
CREATE INDEX reviews_queue ON reviews (state, queue_at, key);
-- Open work by analyst.
CREATE INDEX reviews_analyst ON reviews (analyst) WHERE state = 0 AND analyst IS NOT NULL;
