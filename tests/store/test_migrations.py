"""A case of an older sousveil opens, with everything that it held."""

from __future__ import annotations

from importlib import resources

import apsw
import pytest

from sousveil.errors import CaseError
from sousveil.store import Case
from sousveil.store.database import SCHEMA_VERSION


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


def test_an_older_case_is_brought_up_to_date(older):
    with Case.open(older) as case:
        assert case._db.schema_version == SCHEMA_VERSION
        assert case.counts()["claims"] == 1
        assert list(case.verify()) == []
        assert case.facets() == {}
    with Case.open(older, write=True) as case:
        case.put_findings([])
        assert case.facets()["kind"] == {"deployment": 1}


def test_a_newer_case_is_refused_with_the_next_step(case):
    case._db.run("PRAGMA user_version = 999")
    case.close()
    with pytest.raises(CaseError, match="Install a newer sousveil"):
        Case.open(case.path)
