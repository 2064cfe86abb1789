-- Version 19: the narrow rows of one finding are made from that finding alone. As it was joined before, SQLite worked out
-- the places of all findings for each that was recorded.

DROP VIEW finding_brief;
CREATE VIEW finding_brief AS
    SELECT
        f.id AS finding,
        coalesce(t.value, '') AS technology,
        t.key IS NULL OR t.key = 0 AS lead,
        f.kind, f.status, f.supplier, f.operator, f.country,
        (SELECT s.id FROM spot s WHERE s.key = (SELECT p.key FROM finding_spot p WHERE p.finding = f.id)) AS spot,
        coalesce(y.first, y.last) AS first,
        coalesce(y.last, y.first) AS last,
        y.told, f.origins_min, f.origins_max, f.disputed
    FROM finding f
    LEFT JOIN json_each(f.record, '$.technology') t
    JOIN finding_years y ON y.finding = f.id;
