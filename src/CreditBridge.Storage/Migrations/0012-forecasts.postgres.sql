-- Forecasts of credit reviews and what replays of them came to: kept, so that a forecast can be compared with what came of it.
CREATE TABLE forecasts (
    kind    smallint NOT NULL,
    as_of   text COLLATE "C" NOT NULL,
    made_at timestamptz NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (kind, as_of)
);
