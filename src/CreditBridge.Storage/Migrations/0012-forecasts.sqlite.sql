-- Forecasts of credit reviews and what replays of them came to: kept, so that a forecast can be compared with what came of it.
CREATE TABLE forecasts (
    kind    INTEGER NOT NULL,
    as_of   TEXT    NOT NULL,
    made_at TEXT    NOT NULL,
    payload BLOB    NOT NULL,
    PRIMARY KEY (kind, as_of)
) WITHOUT ROWID;
