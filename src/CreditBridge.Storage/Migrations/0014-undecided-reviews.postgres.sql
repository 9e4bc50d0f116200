-- Reviews that were withdrawn although nobody decided: joined to another one, or asked for by a person about a deal that was closed. They are read as long as a decision can still come.
ALTER TABLE reviews ADD COLUMN is_undecided boolean NOT NULL DEFAULT FALSE;
