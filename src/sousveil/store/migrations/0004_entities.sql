-- Version 4: who is named in claims, proposals that two names mean one entity, and reference data that was imported.

-- Each organisation of a claim in its slot. `ref` is the register's entry that lists the name; `entity` is whom it
-- means after people's decisions, and null for words that name nobody ("the authorities").
CREATE TABLE claim_name (
    claim_id TEXT NOT NULL,
    slot     TEXT NOT NULL,
    role     TEXT NOT NULL,
    name     TEXT NOT NULL,
    lang     TEXT NOT NULL,
    key      TEXT NOT NULL,
    ref      TEXT,
    entity   TEXT,
    PRIMARY KEY (claim_id, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_name_entity ON claim_name (entity, role);
CREATE INDEX claim_name_key ON claim_name (key, ref);

-- A case of before has its claims' names under provisional keys until it is built again.
INSERT INTO claim_name
    SELECT id, 'supplier', 'supplier', json_extract(record, '$.supplier.name'), lang,
        'name:' || lower(json_extract(record, '$.supplier.name')), json_extract(record, '$.supplier.ref'),
        coalesce(json_extract(record, '$.supplier.ref'), 'name:' || lower(json_extract(record, '$.supplier.name')))
    FROM claim WHERE supplier IS NOT NULL;
INSERT INTO claim_name
    SELECT id, 'operator', 'operator', json_extract(record, '$.operator.name'), lang,
        'name:' || lower(json_extract(record, '$.operator.name')), json_extract(record, '$.operator.ref'),
        coalesce(json_extract(record, '$.operator.ref'), 'name:' || lower(json_extract(record, '$.operator.name')))
    FROM claim WHERE operator IS NOT NULL;

CREATE TABLE match (
    id     TEXT PRIMARY KEY,
    one    TEXT NOT NULL,
    other  TEXT NOT NULL,
    method TEXT NOT NULL,
    score  REAL NOT NULL,
    state  TEXT NOT NULL DEFAULT 'proposed',
    record TEXT NOT NULL
) STRICT;
CREATE INDEX match_one ON match (one);
CREATE INDEX match_other ON match (other);
CREATE INDEX match_state ON match (state, score);

-- What the registers say of the entries that the case speaks of, so that pages need not load the vocabulary it was
-- built with.
CREATE TABLE registered (
    ref    TEXT PRIMARY KEY,
    record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The entities of the claims, counted after a change.
CREATE TABLE entity (
    key    TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    claims INTEGER NOT NULL,
    record TEXT NOT NULL,
    roles  TEXT NOT NULL,      -- parted by spaces
    folded TEXT NOT NULL,      -- every spelling as keys of names fold it, parted by line ends
    listed  INTEGER NOT NULL DEFAULT 0,  -- listings that somebody decided are of it
    maybe   INTEGER NOT NULL DEFAULT 0,  -- listings that may be of it
    waiting INTEGER NOT NULL DEFAULT 0   -- names to decide about
) STRICT;
CREATE INDEX entity_order ON entity (claims DESC, key);
CREATE INDEX entity_roles ON entity (roles);
CREATE INDEX entity_listed ON entity (claims DESC, key) WHERE listed;
CREATE INDEX entity_maybe ON entity (claims DESC, key) WHERE maybe;
CREATE INDEX entity_waiting ON entity (claims DESC, key) WHERE waiting;

CREATE TABLE import_file (
    seq    INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE,
    kind   TEXT NOT NULL,
    rows   INTEGER NOT NULL,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE listing (
    import_seq INTEGER NOT NULL REFERENCES import_file (seq) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    list       TEXT NOT NULL,
    record     TEXT NOT NULL,
    PRIMARY KEY (import_seq, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX listing_id ON listing (id, import_seq);
CREATE INDEX listing_list ON listing (list, import_seq);

CREATE TABLE flow (
    import_seq INTEGER NOT NULL REFERENCES import_file (seq) ON DELETE CASCADE,
    reporter   TEXT NOT NULL,
    partner    TEXT NOT NULL,
    flow       TEXT NOT NULL,
    period     TEXT NOT NULL,
    code       TEXT NOT NULL,
    edition    TEXT NOT NULL,
    record     TEXT NOT NULL
) STRICT;
CREATE INDEX flow_reporter ON flow (reporter, code, period);
CREATE INDEX flow_partner ON flow (partner, code, period);
CREATE INDEX flow_import ON flow (import_seq);

CREATE TABLE indicator (
    import_seq INTEGER NOT NULL REFERENCES import_file (seq) ON DELETE CASCADE,
    country    TEXT NOT NULL,
    series     TEXT NOT NULL,
    region     INTEGER,
    year       TEXT NOT NULL,
    record     TEXT NOT NULL
) STRICT;
CREATE INDEX indicator_country ON indicator (country, series, year);
CREATE INDEX indicator_import ON indicator (import_seq);

-- Findings of one supplier, operator or country, in their order. A case of before has no operators until it is traced
-- again.
ALTER TABLE finding ADD COLUMN operator TEXT;
CREATE INDEX finding_supplier ON finding (supplier, position);
CREATE INDEX finding_operator ON finding (operator, position);
CREATE INDEX finding_country ON finding (country, position);

-- How many findings of one country or organisation (`axis`, `key`) have each value, counted when findings are set.
CREATE TABLE finding_tally (
    axis  TEXT NOT NULL,
    key   TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (axis, key, field, value)
) STRICT, WITHOUT ROWID;

-- What a text tells about where its outlet is at home, worked out once for each version of what reads and resolves.
CREATE TABLE places_told (
    source_id TEXT PRIMARY KEY,
    version   TEXT NOT NULL,
    record    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A drop may stand for several things: the persons of an imported list.
ALTER TABLE dropped ADD COLUMN count INTEGER NOT NULL DEFAULT 1;
CREATE INDEX facet_order ON facet (field, count DESC, value);
