-- Version 2: facet counts are kept ready. Counting a million claims anew for every page is too slow.

CREATE TABLE facet (
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (field, value)
) STRICT, WITHOUT ROWID;

-- The counts themselves are made when the case is next built.
