-- What a complete listing showed: a row per page with hashes of its keys, eight bytes each, instead of a row per key. A listing of a million records without news then
-- writes some hundred rows. A listing that was under way begins anew: how far it had come is forgotten.
DELETE FROM checkpoints WHERE EXISTS (SELECT 1 FROM listed_keys l WHERE l.connection = checkpoints.connection AND l.kind = checkpoints.kind);
DROP TABLE listed_keys;
CREATE TABLE listed_pages (
    connection TEXT    NOT NULL,
    kind       INTEGER NOT NULL,
    set_id     TEXT    NOT NULL,
    page       TEXT    NOT NULL,
    keys       BLOB    NOT NULL,
    added      INTEGER NOT NULL,
    PRIMARY KEY (connection, kind, set_id, page)
) WITHOUT ROWID;
