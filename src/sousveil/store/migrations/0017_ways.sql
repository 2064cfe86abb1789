-- Version 17: what a page shows first is read from an index, and not picked out of a whole list.

-- Whoever speaks is found by the name, without a look at each claim in which that buys or sells.
CREATE INDEX claim_name_speaker ON claim_name (key, ref) WHERE role = 'speaker';

-- Trade flows in the order of the list; of one that several files give, the newest file's comes last.
CREATE INDEX flow_order ON flow (code, period, reporter, partner, flow, edition, import_seq);

-- Claims of a finding that go back to an origin that is only cited, by the name of that.
CREATE TABLE resting (
    name    TEXT NOT NULL,
    finding TEXT NOT NULL,
    claim   TEXT NOT NULL,
    PRIMARY KEY (name, finding, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX resting_finding ON resting (finding);
-- The echoes to an origin that is only cited, by the name that they give it.
CREATE INDEX echo_cited_name ON echo (json_extract(record, '$.cited.name')) WHERE cited_ref IS NOT NULL;
CREATE VIEW finding_resting AS
    SELECT o.value ->> '$.cited' AS name, f.id AS finding, c.value AS claim
    FROM finding f, json_each(f.record, '$.origins.named') o, json_each(o.value, '$.claims') c
    WHERE o.value ->> '$.cited' IS NOT NULL;
INSERT OR IGNORE INTO resting SELECT name, finding, claim FROM finding_resting;
CREATE TRIGGER resting_of_finding AFTER INSERT ON finding BEGIN
    INSERT OR IGNORE INTO resting SELECT name, finding, claim FROM finding_resting WHERE finding = new.id;
END;
CREATE TRIGGER resting_of_no_finding AFTER DELETE ON finding BEGIN
    DELETE FROM resting WHERE finding = old.id;
END;

-- Addresses that captures were taken from, in the form in which they are compared (`trace/addresses.py`; where that
-- changes, they must be worked out again).
CREATE TABLE captured_address (
    address TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
