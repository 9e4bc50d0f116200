-- What a complete listing showed: a row per page with hashes of its keys, eight bytes each, instead of a row per key. A listing of a million records without news then
-- writes some hundred rows. A listing that was under way begins anew: how far it had come is forgotten.
DELETE FROM checkpoints WHERE EXISTS (SELECT 1 FROM listed_keys l WHERE l.connection = checkpoints.connection AND l.kind = checkpoints.kind);
DROP TABLE listed_keys;
CREATE TABLE listed_pages (
    connection text COLLATE "C" NOT NULL,
    kind       smallint         NOT NULL,
    set_id     text COLLATE "C" NOT NULL,
    page       text COLLATE "C" NOT NULL,
    keys       bytea            NOT NULL,
    added      integer          NOT NULL,
    PRIMARY KEY (connection, kind, set_id, page)
);
