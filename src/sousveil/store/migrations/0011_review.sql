-- Version 11: claims that people corrected or wrote, decisions by two people, and what is put before a person next.

-- `record` is the claim as it stands. `proposed` is the record as the machine proposed it, where that is another one.
ALTER TABLE claim ADD COLUMN proposed TEXT;
ALTER TABLE claim ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;  -- 1: somebody wrote it
-- Whose decisions settle nothing yet, where two people have to decide: a JSON array; empty for nobody's.
ALTER TABLE claim ADD COLUMN deciders TEXT NOT NULL DEFAULT '';

ALTER TABLE judgement ADD COLUMN who TEXT GENERATED ALWAYS AS (record ->> '$.who') VIRTUAL;
ALTER TABLE judgement ADD COLUMN action TEXT GENERATED ALWAYS AS (record ->> '$.action') VIRTUAL;
ALTER TABLE judgement ADD COLUMN written_in TEXT GENERATED ALWAYS AS (record ->> '$.value.evidence.source') VIRTUAL;
CREATE INDEX judgement_who ON judgement (who, seq);
CREATE INDEX judgement_action ON judgement (action) WHERE action IS NOT NULL;
CREATE INDEX judgement_written ON judgement (written_in) WHERE written_in IS NOT NULL;

-- Every proposed claim once for each finding that it is in, in the order in which it is put before people
-- (store/claims/queue.py says what `level` and `turn` are). The columns behind `finding_id` are the claim's, so that a filter
-- reads nothing else.
CREATE TABLE queue (
    deciders   TEXT NOT NULL,
    level      INTEGER NOT NULL,
    turn       INTEGER NOT NULL,
    source_seq INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    claim_id   TEXT NOT NULL,
    finding_id TEXT NOT NULL,   -- empty while it is in none
    kind       TEXT NOT NULL,
    act        TEXT NOT NULL,
    polarity   TEXT NOT NULL,
    certainty  TEXT NOT NULL,
    country    TEXT,
    lang       TEXT NOT NULL,
    PRIMARY KEY (deciders, level, turn, source_seq, start, claim_id, finding_id)
) STRICT, WITHOUT ROWID;

INSERT INTO queue
WITH
    part (finding_id, claim_id, turn, size) AS (
        SELECT f.id, c.value, min(c.key, 15), json_array_length(f.record, '$.claims')
        FROM finding f, json_each(f.record, '$.claims') c
    ),
    disputed (finding_id, claim_id) AS (
        SELECT DISTINCT f.id, c.value
        FROM finding f, json_each(f.record, '$.disputes') d, json_each(d.value, '$.claims') c WHERE f.disputed
    ),
    sole (finding_id, claim_id) AS (
        SELECT DISTINCT f.id, o.value ->> '$.claims[0]'
        FROM finding f, json_each(f.record, '$.origins.named') o WHERE json_array_length(o.value, '$.claims') = 1
    ),
    used (claim_id, finding_id, turn, level) AS (
        SELECT p.claim_id, p.finding_id, p.turn,
            CASE WHEN d.claim_id IS NOT NULL THEN 0 WHEN p.size = 1 THEN 2 WHEN s.claim_id IS NOT NULL THEN 1 ELSE 3 END
        FROM part p LEFT JOIN disputed d USING (finding_id, claim_id) LEFT JOIN sole s USING (finding_id, claim_id)
    )
SELECT '', coalesce(u.level, 4), coalesce(u.turn, 0), c.source_seq, c.start, c.id, coalesce(u.finding_id, ''),
    c.kind, c.act, c.polarity, c.certainty, c.country, c.lang
FROM claim c LEFT JOIN used u ON u.claim_id = c.id WHERE c.state = 'proposed';
CREATE INDEX queue_claim ON queue (claim_id, finding_id);

-- How many proposed claims have each value, beside the counts of all claims.
DELETE FROM facet WHERE field >= 'waiting.' AND field < 'waiting/';
INSERT INTO facet SELECT 'waiting.kind', kind, count(*) FROM claim WHERE state = 'proposed' GROUP BY 2;
INSERT INTO facet SELECT 'waiting.country', country, count(*) FROM claim
    WHERE state = 'proposed' AND country IS NOT NULL GROUP BY 2;
INSERT INTO facet SELECT 'waiting.lang', lang, count(*) FROM claim WHERE state = 'proposed' GROUP BY 2;
INSERT INTO facet SELECT 'waiting.technology', v.value, count(*) FROM claim_value v JOIN claim c ON c.id = v.claim_id
    WHERE v.field = 'technology' AND c.state = 'proposed' GROUP BY 2;

-- What the people of a case agreed on. Each change is one more row.
CREATE TABLE setting (
    seq   INTEGER PRIMARY KEY,
    at    TEXT NOT NULL,
    who   TEXT NOT NULL,
    name  TEXT NOT NULL,        -- `coders`, `guidelines`
    value TEXT NOT NULL
) STRICT;
CREATE INDEX setting_name ON setting (name, seq);
CREATE TRIGGER setting_is_kept BEFORE DELETE ON setting
BEGIN SELECT RAISE(ABORT, 'settings are never deleted'); END;
CREATE TRIGGER setting_stands BEFORE UPDATE ON setting
BEGIN SELECT RAISE(ABORT, 'settings are never changed'); END;

-- The log is read by who did it, what was done and when (store/log/history.py); decisions of two people as they came.
CREATE INDEX log_at ON log (at);
CREATE INDEX log_who ON log (who, at);
CREATE INDEX log_doing ON log (action, at);
CREATE INDEX log_who_doing ON log (who, action, at);
CREATE INDEX judgement_double ON judgement (seq, subject) WHERE record ->> '$.needs' = 2;

-- What was left out is counted by stage and reason on a page.
CREATE INDEX dropped_counts ON dropped (stage, reason, count);
