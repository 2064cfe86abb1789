-- Version 6: what tracing keeps of each text, so that a build compares new texts with all others without reading those
-- again. Everything here follows from the rest of the case: it may be deleted and comes back with the next build.

CREATE TABLE sketch (
    source_id TEXT PRIMARY KEY,
    version   TEXT NOT NULL,
    record    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What a source was last traced with: its sketch, its candidates and what it cites as one number, 0 where that has to
-- be done again; and what came of comparing it.
CREATE TABLE traced (
    source_id TEXT PRIMARY KEY,
    signature INTEGER NOT NULL,
    record    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What belongs to the whole trace: the version that made it, the outlets of the case, how frequent words were.
CREATE TABLE tracing (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A sketch goes as soon as what it was made from changes.
CREATE TRIGGER sketch_of_text AFTER INSERT ON reading
BEGIN DELETE FROM sketch WHERE source_id = new.source_id; END;
CREATE TRIGGER sketch_of_no_text AFTER DELETE ON reading
BEGIN DELETE FROM sketch WHERE source_id = old.source_id; END;
CREATE TRIGGER sketch_with_claim AFTER INSERT ON claim
BEGIN DELETE FROM sketch WHERE source_id = new.source_id; END;
CREATE TRIGGER sketch_without_claim AFTER DELETE ON claim
BEGIN DELETE FROM sketch WHERE source_id = old.source_id; END;
CREATE TRIGGER sketch_of_name AFTER UPDATE OF entity ON claim_name WHEN old.entity IS NOT new.entity
BEGIN DELETE FROM sketch WHERE source_id = (SELECT source_id FROM claim WHERE id = new.claim_id); END;
CREATE TRIGGER sketch_of_decision AFTER INSERT ON judgement
BEGIN DELETE FROM sketch WHERE source_id = (SELECT source_id FROM claim WHERE id = new.subject); END;
