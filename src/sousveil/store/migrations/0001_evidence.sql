-- Version 1: captures, texts, claims, echoes, findings, drops, judgements and the log.
-- Records travel as JSON or MessagePack; the columns beside them are what is searched and sorted by.

CREATE TABLE capture (
    seq            INTEGER PRIMARY KEY,
    sha256         TEXT NOT NULL UNIQUE,
    source_id      TEXT NOT NULL UNIQUE,
    record         TEXT NOT NULL,
    archive_file   INTEGER NOT NULL,
    archive_offset INTEGER NOT NULL,
    archive_length INTEGER NOT NULL
) STRICT;

-- Every time and place that the same bytes were met.
CREATE TABLE sighting (
    sha256    TEXT NOT NULL REFERENCES capture (sha256),
    locator   TEXT NOT NULL,
    url       TEXT,
    retrieved TEXT NOT NULL,
    UNIQUE (sha256, locator, retrieved)
) STRICT;
CREATE INDEX sighting_locator ON sighting (locator);

CREATE TABLE reading (
    seq           INTEGER PRIMARY KEY,          -- the capture's
    source_id     TEXT NOT NULL UNIQUE,
    text_sha256   TEXT NOT NULL,
    extractor     TEXT NOT NULL,
    lang          TEXT NOT NULL,
    published     TEXT,
    outlet        TEXT,
    media_type    TEXT NOT NULL,
    content       TEXT NOT NULL,
    record        BLOB NOT NULL
) STRICT;
CREATE INDEX reading_published ON reading (published, seq);

-- What was tried for a capture with which version of a room, whatever came of it: a resumed build goes on from here.
CREATE TABLE attempt (
    sha256  TEXT NOT NULL,
    stage   TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (sha256, stage)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    id         TEXT PRIMARY KEY,
    source_id  TEXT NOT NULL,
    source_seq INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    act        TEXT NOT NULL,
    polarity   TEXT NOT NULL,
    certainty  TEXT NOT NULL,
    country    TEXT,
    supplier   TEXT,
    operator   TEXT,
    lang       TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'proposed',
    record     TEXT NOT NULL
) STRICT;
CREATE INDEX claim_order ON claim (source_seq, start, id);
CREATE INDEX claim_source ON claim (source_id, start, id);
CREATE INDEX claim_kind ON claim (kind, source_seq, start, id);
CREATE INDEX claim_country ON claim (country, source_seq, start, id);

-- One row a value of a field that may have several: technology, site_type.
CREATE TABLE claim_value (
    claim_id TEXT NOT NULL,
    field    TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (field, value, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_value_claim ON claim_value (claim_id);

CREATE TABLE echo (
    id          TEXT PRIMARY KEY,
    from_source TEXT NOT NULL,
    to_source   TEXT,
    cited_ref   TEXT,
    type        TEXT NOT NULL,
    score       REAL NOT NULL,
    state       TEXT NOT NULL DEFAULT 'proposed',
    record      TEXT NOT NULL
) STRICT;
CREATE INDEX echo_from ON echo (from_source);
CREATE INDEX echo_to ON echo (to_source);

CREATE TABLE finding (
    id       TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    country  TEXT,
    supplier TEXT,
    status   TEXT NOT NULL,
    origins_min INTEGER NOT NULL,
    origins_max INTEGER NOT NULL,
    disputed INTEGER NOT NULL,
    record   TEXT NOT NULL
) STRICT;
CREATE INDEX finding_order ON finding (position);
CREATE TABLE finding_claim (
    finding_id TEXT NOT NULL,
    claim_id   TEXT NOT NULL,
    PRIMARY KEY (finding_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_claim_claim ON finding_claim (claim_id);

CREATE TABLE dropped (
    seq            INTEGER PRIMARY KEY,
    stage          TEXT NOT NULL,
    reason         TEXT NOT NULL,
    locator        TEXT NOT NULL,
    detail         TEXT NOT NULL,
    capture_sha256 TEXT,
    UNIQUE (stage, reason, locator, detail)
) STRICT;

-- What a person decided. Appended, never overwritten; the state is a pure function of these rows.
CREATE TABLE judgement (
    seq     INTEGER PRIMARY KEY,
    subject TEXT NOT NULL,
    record  TEXT NOT NULL
) STRICT;
CREATE INDEX judgement_subject ON judgement (subject, seq);
CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are never deleted'); END;
CREATE TRIGGER judgement_stands BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are never changed'); END;

-- Everything done, each entry hashed with the one before it.
CREATE TABLE log (
    seq     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    who     TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail  TEXT NOT NULL,
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT;
CREATE INDEX log_action ON log (action, subject);
CREATE TRIGGER log_is_kept BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the log is never shortened'); END;
CREATE TRIGGER log_stands BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;

-- Full text; rows have the capture's seq. The content is stored once, in reading; see search.py for the form.
CREATE VIRTUAL TABLE reading_words USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
