"""A case of an older sousveil opens, with everything that it held."""

from __future__ import annotations

from importlib import resources

import apsw
import pytest
from bench.large_case import make_large_case

from sousveil.build import decide
from sousveil.errors import CaseError
from sousveil.record import Judgement
from sousveil.store import Case
from sousveil.store.claims import facets, queue
from sousveil.store.database import SCHEMA_VERSION
from sousveil.store.log import ledger, seals
from sousveil.trace.addresses import normal_url
from sousveil.weigh.findings import order_of


def _script(number: int) -> str:
    folder = resources.files("sousveil.store") / "migrations"
    return next(f.read_text("utf-8") for f in folder.iterdir() if f.name.startswith(f"{number:04}"))


@pytest.fixture
def older(case, fill, tmp_path):
    """A case whose database has only the first schema, with the same rows."""
    fill("Cameras were installed. End.")
    case.close()
    path = case.path / "case.sqlite"
    old = tmp_path / "old.sqlite"
    db = apsw.Connection(str(old))
    db.execute(_script(1))
    db.execute("ATTACH ? AS new", (str(path),))
    for table in ("capture", "sighting", "reading", "attempt", "claim", "claim_value", "log"):
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
        db.execute(f"INSERT INTO main.{table} SELECT {columns} FROM new.{table}")
    db.execute("PRAGMA user_version = 1")
    db.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    old.replace(path)
    return case.path


def test_an_older_case_is_brought_up_to_date(older, caplog):
    with Case.open(older) as case:
        assert f"{older} was made by an older sousveil and is brought up to date (1 to" in caplog.text
        assert case._db.schema_version == SCHEMA_VERSION
        assert case.counts()["claims"] == 1
        assert list(case.verify()) == []
        assert case.facets() == {}
    caplog.clear()
    with Case.open(older, write=True) as case:
        assert not caplog.records
        case.put_findings([])
        assert case.facets()["kind"] == {"deployment": 1}


def test_a_newer_case_is_refused_with_the_next_step(case):
    case._db.run("PRAGMA user_version = 999")
    case.close()
    with pytest.raises(CaseError, match="Install a newer sousveil"):
        Case.open(case.path)


def _log_of_version_4(db):
    """The log without what later versions put in it, in a chain of its own."""
    prev = ledger.FIRST_HASH
    rows = db.execute(
        "SELECT seq, at, who, action, subject, json_remove(detail, '$.changes') FROM new.log ORDER BY seq"
    )
    for row in list(rows):
        digest = ledger.entry_hash(*row, prev)
        db.execute("INSERT INTO main.log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*row, prev, digest))
        prev = digest


@pytest.fixture
def version_4(tmp_path):
    """A case of version 4, traced and weighed: findings with positions, and seals of all of them at once in the log."""
    folder = tmp_path / "made"
    make_large_case(folder, 40, seed=2)
    with Case.open(folder, write=True) as case, case.transaction():
        ledger.append(case._db, "a", "trace", "", {"records": seals.echoes(case._db)})
        ledger.append(case._db, "a", "weigh", "", {"records": seals.findings(case._db)})
    path, old = folder / "case.sqlite", tmp_path / "old.sqlite"
    db = apsw.Connection(str(old))
    for number in range(1, 5):
        db.execute(_script(number))
    db.execute("ATTACH ? AS new", (str(path),))
    tables = (
        "capture", "sighting", "reading", "attempt", "claim", "claim_value", "claim_name", "echo", "finding_claim",
        "entity", "facet", "finding_tally", "judgement", "match", "import_file", "listing",
        "flow", "indicator", "registered",
    )  # fmt: skip
    for table in tables:
        columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
        db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    _log_of_version_4(db)
    columns = "id, kind, country, supplier, status, origins_min, origins_max, disputed, record, operator"
    db.execute(
        f"INSERT INTO finding (position, {columns}) SELECT row_number() OVER (ORDER BY kind, rank, id) - 1, {columns}"
        " FROM new.finding"
    )
    db.execute("PRAGMA user_version = 4")
    db.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    old.replace(path)
    return folder


def test_findings_of_version_4_keep_their_order_and_their_seals(version_4):
    with Case.open(version_4) as case:
        found = list(case.findings())
        assert len(found) > 20
        assert found == sorted(found, key=order_of)
        assert {finding.origins.max for finding in found} > {1}
        assert list(case.verify()) == []
        paged = list(case.findings(limit=7))
        while page := list(case.findings(limit=7, after=paged[-1].id)):
            paged += page
        assert paged == found


def test_a_case_of_version_4_is_weighed_whole_by_the_first_judgement(version_4):
    with Case.open(version_4, write=True) as case:
        before = list(case.findings())
        claim = before[0].claims[0]
        decided = decide(case, [Judgement(at="2024-05-02T00:00:00Z", who="a", subject=claim, verdict="reject")])
        assert decided.changes
        assert len(decided.changes) < len(before)
        assert list(case.verify()) == []
        decide(case, [Judgement(at="2024-05-02T00:00:00Z", who="a", subject=claim, verdict="undo")])
        assert list(case.findings()) == before


def test_a_finding_changed_in_a_case_of_version_4_is_found(version_4):
    db = apsw.Connection(str(version_4 / "case.sqlite"))
    db.execute("UPDATE finding SET origins_min = origins_min + 1 WHERE position = 3")
    db.close()
    with Case.open(version_4) as case:
        assert [fault.part for fault in case.verify()] == ["findings"]


def test_the_queue_of_an_older_case_is_that_of_its_findings(version_4):
    with Case.open(version_4, write=True) as case:
        held, waiting = sorted(case._db.rows("SELECT * FROM queue")), facets.facets(case._db, "waiting.")
        assert {level for _, level, *_ in held} >= {1, 2, 3}
        with case.transaction():
            queue.clear(case._db)
            queue.follow_claims(case._db, [stored.claim.id for stored in case.claims()])
            facets.count_claims(case._db)
        assert sorted(case._db.rows("SELECT * FROM queue")) == held
        assert facets.facets(case._db, "waiting.") == waiting
        assert set(waiting) == {"kind", "country", "lang", "technology"}


def test_what_goes_back_to_cited_origins_and_addresses_are_filled_and_follow(version_4):
    def held(case):
        return sorted(case._db.rows("SELECT name, finding, claim FROM resting"))

    def wanted(case):
        found = {
            (origin.cited, finding.id, claim)
            for finding in case.findings()
            for origin in finding.origins.named
            if origin.cited
            for claim in origin.claims
        }
        return sorted(found)

    with Case.open(version_4, write=True) as case:
        before = held(case)
        assert before
        assert before == wanted(case)
        urls = {normal_url(capture.url) for capture in case.captures() if capture.url}
        assert case.captured(urls) == urls
        decide(case, [Judgement(at="2024-05-02T00:00:00Z", who="a", subject=before[0][2], verdict="reject")])
        assert held(case) == wanted(case)
        assert held(case) != before
