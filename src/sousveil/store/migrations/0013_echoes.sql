-- Version 13: echoes are listed with the strongest first, by type and by state, and counted as they come and go; what
-- was dropped of a capture is found by its digest.

CREATE INDEX echo_strength ON echo (score DESC, id);
CREATE INDEX echo_type_strength ON echo (type, score DESC, id);
CREATE INDEX echo_decided ON echo (state, score DESC, id) WHERE state IN ('confirmed', 'cut');

-- How many echoes there are of each type, in each state, with an origin that is only cited (1) or held (0).
CREATE TABLE echo_count (
    type  TEXT NOT NULL,
    state TEXT NOT NULL,
    cited INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (type, state, cited)
) STRICT, WITHOUT ROWID;
INSERT INTO echo_count SELECT type, state, cited_ref IS NOT NULL, count(*) FROM echo GROUP BY 1, 2, 3;
CREATE TRIGGER echo_comes AFTER INSERT ON echo BEGIN
    INSERT INTO echo_count VALUES (new.type, new.state, new.cited_ref IS NOT NULL, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER echo_goes AFTER DELETE ON echo BEGIN
    UPDATE echo_count SET count = count - 1
    WHERE type = old.type AND state = old.state AND cited = (old.cited_ref IS NOT NULL);
END;
CREATE TRIGGER echo_is_judged AFTER UPDATE OF state ON echo WHEN old.state IS NOT new.state BEGIN
    UPDATE echo_count SET count = count - 1
    WHERE type = old.type AND state = old.state AND cited = (old.cited_ref IS NOT NULL);
    INSERT INTO echo_count VALUES (new.type, new.state, new.cited_ref IS NOT NULL, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE INDEX dropped_capture ON dropped (capture_sha256) WHERE capture_sha256 IS NOT NULL;
