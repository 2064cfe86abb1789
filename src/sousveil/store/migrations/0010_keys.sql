-- Keys with which programs ask in the name of an account. The key itself is nowhere: `digest` is its SHA-256.
CREATE TABLE account_key (
    id     TEXT PRIMARY KEY,
    folded TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    made   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_key_folded ON account_key (folded);
