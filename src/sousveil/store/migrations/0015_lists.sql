-- Version 15: lists are read in their order from an index, whatever they are filtered by, and totals are kept. Behind the
-- columns that give the order stand those that filters ask for, so that a claim's record is read only where it is shown.

DROP INDEX claim_order;
DROP INDEX claim_kind;
DROP INDEX claim_country;
CREATE INDEX claim_order ON claim (
    source_seq, start, id, kind, act, polarity, certainty, country, lang, state, by_hand
);
CREATE INDEX claim_kind ON claim (kind, source_seq, start, id, act, polarity, certainty, country, lang, state, by_hand);
CREATE INDEX claim_country ON claim (
    country, source_seq, start, id, kind, act, polarity, certainty, lang, state, by_hand
);
CREATE INDEX claim_lang ON claim (lang, source_seq, start, id, kind, act, polarity, certainty, country, state, by_hand);
-- These are few.
CREATE INDEX claim_decided ON claim (
    state, source_seq, start, id, kind, act, polarity, certainty, country, lang, by_hand
) WHERE state <> 'proposed';
CREATE INDEX claim_of_model ON claim (source_seq, start, id) WHERE json_extract(record, '$.extractor') GLOB 'model/*';

CREATE INDEX reading_outlet ON reading (outlet, seq);
CREATE INDEX reading_lang ON reading (lang, seq);
CREATE INDEX reading_media_type ON reading (media_type, seq);

-- Gaps that are findings, those that most sources print first.
CREATE INDEX finding_by_sources ON finding_listed (sources, finding_id, reported);

-- How many rows tables have that pages tell of.
CREATE TABLE total (
    name  TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO total
    SELECT 'capture', count(*) FROM capture UNION ALL SELECT 'sighting', count(*) FROM sighting
    UNION ALL SELECT 'reading', count(*) FROM reading UNION ALL SELECT 'claim', count(*) FROM claim
    UNION ALL SELECT 'echo', count(*) FROM echo UNION ALL SELECT 'finding', count(*) FROM finding
    UNION ALL SELECT 'entity', count(*) FROM entity;
CREATE TRIGGER total_capture AFTER INSERT ON capture
BEGIN UPDATE total SET count = count + 1 WHERE name = 'capture'; END;
CREATE TRIGGER total_no_capture AFTER DELETE ON capture
BEGIN UPDATE total SET count = count - 1 WHERE name = 'capture'; END;
CREATE TRIGGER total_sighting AFTER INSERT ON sighting
BEGIN UPDATE total SET count = count + 1 WHERE name = 'sighting'; END;
CREATE TRIGGER total_no_sighting AFTER DELETE ON sighting
BEGIN UPDATE total SET count = count - 1 WHERE name = 'sighting'; END;
CREATE TRIGGER total_reading AFTER INSERT ON reading
BEGIN UPDATE total SET count = count + 1 WHERE name = 'reading'; END;
CREATE TRIGGER total_no_reading AFTER DELETE ON reading
BEGIN UPDATE total SET count = count - 1 WHERE name = 'reading'; END;
CREATE TRIGGER total_claim AFTER INSERT ON claim
BEGIN UPDATE total SET count = count + 1 WHERE name = 'claim'; END;
CREATE TRIGGER total_no_claim AFTER DELETE ON claim
BEGIN UPDATE total SET count = count - 1 WHERE name = 'claim'; END;
CREATE TRIGGER total_echo AFTER INSERT ON echo
BEGIN UPDATE total SET count = count + 1 WHERE name = 'echo'; END;
CREATE TRIGGER total_no_echo AFTER DELETE ON echo
BEGIN UPDATE total SET count = count - 1 WHERE name = 'echo'; END;
CREATE TRIGGER total_finding AFTER INSERT ON finding
BEGIN UPDATE total SET count = count + 1 WHERE name = 'finding'; END;
CREATE TRIGGER total_no_finding AFTER DELETE ON finding
BEGIN UPDATE total SET count = count - 1 WHERE name = 'finding'; END;
CREATE TRIGGER total_entity AFTER INSERT ON entity
BEGIN UPDATE total SET count = count + 1 WHERE name = 'entity'; END;
CREATE TRIGGER total_no_entity AFTER DELETE ON entity
BEGIN UPDATE total SET count = count - 1 WHERE name = 'entity'; END;
