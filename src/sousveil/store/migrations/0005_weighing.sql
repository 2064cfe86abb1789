-- Version 5: findings are weighed bundle by bundle, so that a judgement weighs again only what it touches.

-- The part of the case that a claim is weighed in (weigh/bundles.py); null until it is weighed. A case of before is
-- weighed whole, once, by the next build or judgement, since no version that weighed it stands in its log.
ALTER TABLE claim ADD COLUMN bundle TEXT;
ALTER TABLE claim ADD COLUMN said TEXT;      -- its statements, by which claims are grouped (weigh/grouping.py), as JSON
CREATE INDEX claim_bundle ON claim (bundle);

-- Findings stand in the order of their columns, so that one can change without the others moving.
DROP INDEX finding_order;
DROP INDEX finding_supplier;
DROP INDEX finding_operator;
DROP INDEX finding_country;
ALTER TABLE finding DROP COLUMN position;
ALTER TABLE finding ADD COLUMN bundle TEXT;
ALTER TABLE finding ADD COLUMN members TEXT; -- a digest of its claims' identifiers
ALTER TABLE finding ADD COLUMN rank INTEGER GENERATED ALWAYS AS (-origins_max) VIRTUAL;
CREATE INDEX finding_order ON finding (kind, rank, id);
CREATE INDEX finding_supplier ON finding (supplier, kind, rank, id);
CREATE INDEX finding_operator ON finding (operator, kind, rank, id);
CREATE INDEX finding_country ON finding (country, kind, rank, id);
CREATE INDEX finding_bundle ON finding (bundle);

-- Where each claim's words start (weigh/lineage.py), so that it is not walked for again where nothing on its way changed.
ALTER TABLE finding_claim ADD COLUMN lineage TEXT;

-- Which findings of kind `constraint` bear on which others.
CREATE TABLE constrained (
    finding_id TEXT NOT NULL,
    by_id      TEXT NOT NULL,
    rank       INTEGER NOT NULL,    -- among those of the finding, the nearest first
    reason     TEXT NOT NULL,
    PRIMARY KEY (finding_id, by_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX constrained_by ON constrained (by_id);

-- What changed since findings were last made: `claim` and `source` (their echoes, their dates), `bundle` (a claim left
-- it), `entity` (claims that name it), `facets` (claims came or went).
CREATE TABLE unweighed (
    what TEXT NOT NULL,
    key  TEXT NOT NULL,
    PRIMARY KEY (what, key)
) STRICT, WITHOUT ROWID;

-- Seals of whole tables that follow each change of a row (store/log/running_seal.py). The log has their digests.
CREATE TABLE seal (
    name  TEXT PRIMARY KEY,
    state BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- A judgement looks up where the archive ends; without this it would read the description of every capture.
CREATE INDEX capture_archive ON capture (archive_file, archive_offset, archive_length);

-- Echoes are listed in this order, and asked for by the source that they start in.
CREATE INDEX echo_order ON echo (from_source, type, coalesce(to_source, ''), coalesce(cited_ref, ''), id);
DROP INDEX echo_from;

INSERT INTO unweighed SELECT DISTINCT 'entity', entity FROM claim_name WHERE entity IS NOT NULL;
INSERT INTO unweighed VALUES ('facets', '');
