-- Version 14: findings in narrow rows, for the map and the network, and proposals of words for the vocabulary.

-- Where findings are, each place once. `x` and `y` are where the map draws it: Mercator in hundredths of a degree of
-- longitude, from 180° W eastward and from 84° N southward (web/basemap.mjs, show/atlas/geography.py).
CREATE TABLE spot (
    id        INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    country   TEXT,
    precision TEXT NOT NULL,    -- of a place, or `unknown`
    geonameid INTEGER,
    lat       REAL,
    lon       REAL,
    radius_km REAL,
    x REAL GENERATED ALWAYS AS ((lon + 180) * 100) STORED,
    y REAL GENERATED ALWAYS AS (
        (degrees(ln(tan(radians(45 + 84 / 2.0))))
            - degrees(ln(tan(radians(45 + max(-84.0, min(84.0, lat)) / 2.0))))) * 100
    ) STORED
) STRICT;

-- A finding once for each of its technologies (`lead` is set in one of these rows), as narrow as a page must read them
-- by the hundred thousand. The rows follow from `finding`: triggers write them.
CREATE TABLE brief (
    finding     TEXT NOT NULL,
    technology  TEXT NOT NULL,      -- empty for none
    lead        INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    status      TEXT NOT NULL,
    supplier    TEXT,
    operator    TEXT,
    country     TEXT,
    spot        INTEGER REFERENCES spot (id),
    first       INTEGER,            -- years; null where nothing dates it
    last        INTEGER,
    told        INTEGER NOT NULL,   -- whether claims tell the years; else they are those of the reports
    origins_min INTEGER NOT NULL,
    origins_max INTEGER NOT NULL,
    disputed    INTEGER NOT NULL
) STRICT;
CREATE INDEX brief_finding ON brief (finding);
-- Each holds every column that the pages ask for, in the order in which they count: no page reads the rows themselves.
CREATE INDEX brief_spot ON brief (
    spot, lead, technology, kind, status, country, first, last, told, origins_min, origins_max, disputed
);
CREATE INDEX brief_year ON brief (
    first, last, lead, technology, kind, status, country, told, origins_min, origins_max, disputed
);
CREATE INDEX brief_supplier ON brief (
    supplier, operator, country, spot, lead, technology, kind, status, first, last, told, origins_min, origins_max,
    disputed
) WHERE supplier IS NOT NULL;
CREATE INDEX brief_operator ON brief (
    operator, country, spot, supplier, lead, technology, kind, status, first, last, told, origins_min, origins_max,
    disputed
) WHERE operator IS NOT NULL;
CREATE INDEX brief_technology ON brief (
    technology, country, spot, supplier, operator, lead, kind, status, first, last, told, origins_min, origins_max,
    disputed
);

-- What these tables have of each finding. Times are EDTF: a year, `199X` for a decade, `begin/end`, either end open.
CREATE VIEW finding_spot AS
    SELECT
        f.id AS finding,
        CASE
            WHEN p.precision = 'country' AND p.country IS NOT NULL THEN 'country:' || p.country
            WHEN p.geonameid IS NOT NULL THEN 'place:' || p.geonameid || ':' || p.precision
            WHEN p.lat IS NOT NULL THEN 'at:' || p.lat || ',' || p.lon || ':' || p.precision
            ELSE 'named:' || lower(p.name) || ':' || coalesce(p.country, '') || ':' || p.precision
        END AS key,
        p.name, p.country, p.precision, p.geonameid, p.lat, p.lon, p.radius_km
    FROM finding f
    JOIN (
        SELECT
            id,
            coalesce(record ->> '$.place.name', '') AS name,
            record ->> '$.place.country' AS country,
            coalesce(record ->> '$.place.precision', 'unknown') AS precision,
            record ->> '$.place.geonameid' AS geonameid,
            CAST(record ->> '$.place.lat' AS REAL) AS lat,
            CAST(record ->> '$.place.lon' AS REAL) AS lon,
            CAST(record ->> '$.place.radius_km' AS REAL) AS radius_km
        FROM finding
        WHERE json_type(record, '$.place') = 'object'
    ) p ON p.id = f.id;

CREATE VIEW finding_years AS
    SELECT
        finding, told,
        CASE WHEN begins GLOB '[0-9][0-9][0-9][0-9X]*' THEN CAST(replace(substr(begins, 1, 4), 'X', '0') AS INTEGER) END
            AS first,
        CASE WHEN ends GLOB '[0-9][0-9][0-9][0-9X]*' THEN CAST(replace(substr(ends, 1, 4), 'X', '9') AS INTEGER) END
            AS last
    FROM (
        SELECT
            id AS finding, told,
            CASE WHEN instr(time, '/') THEN substr(time, 1, instr(time, '/') - 1) ELSE time END AS begins,
            substr(time, instr(time, '/') + 1) AS ends
        FROM (
            SELECT
                id,
                record ->> '$.time' IS NOT NULL AS told,
                coalesce(
                    record ->> '$.time',
                    (record ->> '$.first_reported') || '/' || (record ->> '$.last_reported'),
                    record ->> '$.first_reported',
                    record ->> '$.last_reported'
                ) AS time
            FROM finding
        )
    );

CREATE VIEW finding_brief AS
    SELECT
        f.id AS finding,
        coalesce(t.value, '') AS technology,
        t.key IS NULL OR t.key = 0 AS lead,
        f.kind, f.status, f.supplier, f.operator, f.country,
        s.id AS spot,
        coalesce(y.first, y.last) AS first,
        coalesce(y.last, y.first) AS last,
        y.told, f.origins_min, f.origins_max, f.disputed
    FROM finding f
    LEFT JOIN json_each(f.record, '$.technology') t
    JOIN finding_years y ON y.finding = f.id
    LEFT JOIN finding_spot p ON p.finding = f.id
    LEFT JOIN spot s ON s.key = p.key;

CREATE TRIGGER brief_of_finding AFTER INSERT ON finding BEGIN
    INSERT OR IGNORE INTO spot (key, name, country, precision, geonameid, lat, lon, radius_km)
        SELECT key, name, country, precision, geonameid, lat, lon, radius_km FROM finding_spot WHERE finding = new.id;
    INSERT INTO brief SELECT * FROM finding_brief WHERE finding = new.id;
END;
CREATE TRIGGER brief_of_no_finding AFTER DELETE ON finding BEGIN
    DELETE FROM brief WHERE finding = old.id;
END;

INSERT OR IGNORE INTO spot (key, name, country, precision, geonameid, lat, lon, radius_km)
    SELECT key, name, country, precision, geonameid, lat, lon, radius_km FROM finding_spot ORDER BY finding;
INSERT INTO brief SELECT * FROM finding_brief ORDER BY finding;

-- Words that somebody proposes for the vocabulary, and what was decided about them. The log tells both, too.
CREATE TABLE proposal (
    number  INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    who     TEXT NOT NULL,
    record  TEXT NOT NULL,
    state   TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined')),
    decided_at  TEXT,
    decided_by  TEXT,
    decided_why TEXT
) STRICT;
CREATE INDEX proposal_state ON proposal (state, number);

-- With which words the rules read claims: by slot (or `rule`, which names the term of the act), by the value that was
-- made of them, by language (store/claims/met.py). What a person wrote is not counted, and what one corrected counts as it was
-- read. `met_source` has the part of each source as JSON, so that the sums can follow a text that is read again.
CREATE TABLE met (
    slot   TEXT NOT NULL,
    value  TEXT NOT NULL,
    lang   TEXT NOT NULL,
    words  TEXT NOT NULL,
    claims INTEGER NOT NULL,
    PRIMARY KEY (slot, value, lang, words)
) STRICT, WITHOUT ROWID;
CREATE TABLE met_source (
    source_id TEXT PRIMARY KEY,
    record    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- A case of before is counted when its facets are next counted: after a build or a decision.
INSERT OR IGNORE INTO unweighed SELECT 'facets', '' WHERE EXISTS (SELECT 1 FROM claim);
