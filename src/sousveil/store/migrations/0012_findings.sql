-- Version 12: findings are listed by what they have, searched by their words, and followed as they change.

-- A finding in the lists: its number, by which sets of findings are written, and what lists are sorted by.
CREATE TABLE finding_listed (
    seq        INTEGER PRIMARY KEY,
    finding_id TEXT NOT NULL UNIQUE,
    origins    INTEGER NOT NULL,    -- the most origins first, then the most that are known, then the most sources
    reported   TEXT NOT NULL,       -- when it was last reported, empty where nobody tells
    place      TEXT NOT NULL,       -- country and name
    technology TEXT NOT NULL,
    changed    INTEGER NOT NULL,    -- the number in the log with which it last changed; 0 before version 12
    sources    INTEGER NOT NULL,    -- how many print a claim of it
    alone      INTEGER NOT NULL,    -- 1 where it stands on one origin at most
    listed     TEXT NOT NULL        -- the values that it is listed under, by field
) STRICT;
CREATE INDEX finding_by_origins ON finding_listed (origins, finding_id);
CREATE INDEX finding_by_reported ON finding_listed (reported, finding_id);
CREATE INDEX finding_by_place ON finding_listed (place, finding_id);
CREATE INDEX finding_by_technology ON finding_listed (technology, finding_id);
CREATE INDEX finding_by_changed ON finding_listed (changed, finding_id);
CREATE INDEX finding_alone ON finding_listed (sources, finding_id) WHERE alone;

-- Which findings have a value, as numbers of `finding_listed`, 65,536 in a row (store/findings/finding_sets.py).
CREATE TABLE finding_set (
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    chunk INTEGER NOT NULL,
    bits  BLOB NOT NULL,
    PRIMARY KEY (field, value, chunk)
) STRICT;

-- What a place that findings are listed under is called.
CREATE TABLE finding_place (
    key    TEXT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE finding_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);

-- What each weighing changed: one row a weighing that changed a finding, `log` the number of its entry in the log and
-- `since` that of the weighing before; and one row a finding that it changed, as it was and as it is.
CREATE TABLE finding_weighing (
    log    INTEGER PRIMARY KEY,
    since  INTEGER NOT NULL,
    at     TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX finding_weighing_at ON finding_weighing (at);
CREATE TABLE finding_change (
    seq        INTEGER PRIMARY KEY,
    log        INTEGER NOT NULL,
    finding_id TEXT NOT NULL,
    before     TEXT,
    after      TEXT
) STRICT;
CREATE INDEX finding_change_log ON finding_change (log, seq);
CREATE INDEX finding_change_finding ON finding_change (finding_id, seq);
CREATE TRIGGER finding_change_is_kept BEFORE DELETE ON finding_change
BEGIN SELECT RAISE(ABORT, 'what findings were is never deleted'); END;
CREATE TRIGGER finding_change_stands BEFORE UPDATE ON finding_change
BEGIN SELECT RAISE(ABORT, 'what findings were is never changed'); END;

-- Findings that were taken away to make all of them again, as they were: what comes back the same has not changed.
CREATE TABLE finding_cleared (
    finding_id TEXT PRIMARY KEY,
    changed    INTEGER NOT NULL,
    summary    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A case of before has findings whose past nobody recorded: it begins here.
INSERT INTO finding_weighing
    SELECT coalesce((SELECT max(seq) FROM log), 0), 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), '{"unknown":true}'
    WHERE EXISTS (SELECT 1 FROM finding);
