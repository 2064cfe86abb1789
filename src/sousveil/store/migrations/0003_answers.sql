-- Version 3: what a model answered about a passage, so that the same case gives the same claims on another day.
-- The key is a digest of model, prompt and passage. An answer is checked against the text each time it is used.

CREATE TABLE answer (
    key  TEXT PRIMARY KEY,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
