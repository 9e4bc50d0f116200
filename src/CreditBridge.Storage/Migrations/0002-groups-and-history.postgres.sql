-- Accounts that belong together: those that have a parent or are one. An account that stands alone has no row.
CREATE TABLE account_groups (
    account_key text COLLATE "C" NOT NULL PRIMARY KEY,
    parent_key  text COLLATE "C",
    top_key     text COLLATE "C" NOT NULL
);
CREATE INDEX account_groups_top ON account_groups (top_key, account_key);

INSERT INTO account_groups (account_key, parent_key, top_key)
WITH RECURSIVE
    -- Read by pattern, not as JSON: a quotation mark inside a text is never written as one, so nothing else can look like this.
    parents AS MATERIALIZED (
        SELECT key, substring(convert_from(payload, 'UTF8') FROM '"parentKey":"([^"]*)"') AS parent
        FROM records WHERE kind = 1 AND position('"parentKey":"'::bytea IN payload) > 0),
    walk (key, at) AS (
        SELECT key, parent FROM parents
        UNION SELECT w.key, p.parent FROM walk w JOIN parents p ON p.key = w.at),
    -- The end of the walk; where it goes in a circle, the smallest key of the circle.
    tops AS (
        SELECT w.key, coalesce(
            min(w.at) FILTER (WHERE NOT EXISTS (SELECT 1 FROM parents p WHERE p.key = w.at)),
            min(w.at) FILTER (WHERE EXISTS (SELECT 1 FROM walk c WHERE c.key = w.at AND c.at = w.at))) AS top
        FROM walk w GROUP BY w.key)
SELECT DISTINCT ON (p.key) p.key, p.parent, t.top FROM parents p JOIN tops t ON t.key = p.key;
INSERT INTO account_groups (account_key, parent_key, top_key)
SELECT DISTINCT g.top_key, NULL::text, g.top_key FROM account_groups g WHERE NOT EXISTS (SELECT 1 FROM account_groups h WHERE h.account_key = g.top_key);

-- From when on a record has been known as it is; null: since before history was kept. Adding it touches no row.
ALTER TABLE records ADD COLUMN known_from timestamptz;

-- What records said before they were changed or removed.
CREATE TABLE record_history (
    connection   text COLLATE "C" NOT NULL,
    kind         smallint         NOT NULL,
    key          text COLLATE "C" NOT NULL,
    known_to     timestamptz      NOT NULL,
    known_from   timestamptz,
    subject_kind smallint         NOT NULL,
    subject_key  text COLLATE "C" NOT NULL,
    payload      bytea            NOT NULL,
    PRIMARY KEY (connection, kind, key, known_to)
);
CREATE INDEX record_history_subject ON record_history (subject_key, subject_kind, known_to);
-- The oldest first, to let them go.
CREATE INDEX record_history_known_to ON record_history (known_to);
-- Accounts that are gone by now, in order.
CREATE INDEX record_history_account ON record_history (key) WHERE kind = 1;

-- From when on the history of a source is complete.
CREATE TABLE history_starts (
    connection text COLLATE "C" NOT NULL,
    kind       smallint         NOT NULL,
    since      timestamptz      NOT NULL,
    PRIMARY KEY (connection, kind)
);
INSERT INTO history_starts (connection, kind, since) SELECT DISTINCT connection, kind, now() FROM checkpoints;
