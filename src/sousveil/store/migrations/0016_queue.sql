-- Version 16: the queue is narrowed from its indexes alone, whatever it is narrowed by.

-- What claims that waited say, each combination once. A claim's place is not in it, so that these are some thousands.
CREATE TABLE queue_said (
    number     INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL,
    act        TEXT NOT NULL,
    polarity   TEXT NOT NULL,
    certainty  TEXT NOT NULL,
    lang       TEXT NOT NULL,
    technology TEXT NOT NULL,   -- a JSON array, as the claim has it
    site_type  TEXT NOT NULL,   -- the same
    UNIQUE (kind, act, polarity, certainty, lang, technology, site_type)
) STRICT;

CREATE TEMP TABLE waits AS
    SELECT id, kind, act, polarity, certainty, lang, record -> '$.technology' AS technology,
        coalesce(record -> '$.site_types', '[]') AS site_type
    FROM claim WHERE state = 'proposed';
INSERT INTO queue_said (kind, act, polarity, certainty, lang, technology, site_type)
    SELECT kind, act, polarity, certainty, lang, technology, site_type FROM waits GROUP BY 1, 2, 3, 4, 5, 6, 7;
CREATE TEMP TABLE waits_said (id TEXT PRIMARY KEY, said INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO waits_said
    SELECT w.id, s.number FROM waits w CROSS JOIN queue_said s
        USING (kind, act, polarity, certainty, lang, technology, site_type)
    ORDER BY w.id;
DROP TABLE waits;

ALTER TABLE queue RENAME TO queue_before;
DROP INDEX queue_claim;
-- Every proposed claim once for each finding that it is in, in the order in which it is put before people
-- (store/claims/queue.py says what `level` and `turn` are).
CREATE TABLE queue (
    deciders   TEXT NOT NULL,
    level      INTEGER NOT NULL,
    turn       INTEGER NOT NULL,
    source_seq INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    claim_id   TEXT NOT NULL,
    finding_id TEXT NOT NULL,   -- empty while it is in none
    said       INTEGER NOT NULL,
    country    TEXT,
    PRIMARY KEY (deciders, level, turn, source_seq, start, claim_id, finding_id)
) STRICT, WITHOUT ROWID;
INSERT INTO queue
    SELECT q.deciders, q.level, q.turn, q.source_seq, q.start, q.claim_id, q.finding_id, w.said, q.country
    FROM queue_before q CROSS JOIN waits_said w ON w.id = q.claim_id
    ORDER BY 1, 2, 3, 4, 5, 6, 7;
DROP TABLE queue_before;
DROP TABLE waits_said;

CREATE INDEX queue_claim ON queue (claim_id, finding_id, said, country);
CREATE INDEX queue_finding ON queue (finding_id, claim_id, said, country);
CREATE INDEX queue_by_said ON queue (said, deciders, level, turn, source_seq, start, claim_id, finding_id, country);
CREATE INDEX queue_by_country ON queue (
    country, deciders, level, turn, source_seq, start, claim_id, finding_id, said
) WHERE country IS NOT NULL;

-- Where the words of each claim begin and end, for claims whose words overlap.
CREATE INDEX claim_span ON claim (source_seq, start, id, json_extract(record, '$.evidence.end'));
