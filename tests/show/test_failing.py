"""What pages say when something outside of sousveil is wrong: a damaged file, a full disk, a case that is written."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from show.served import opened, served


@pytest.fixture
def copy(small_case: Path, tmp_path: Path) -> Path:
    """A case that a test may damage."""
    shutil.copytree(small_case, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def client(copy: Path) -> Iterator[httpx.Client]:
    for address in served(copy):
        with opened(address) as client:
            yield client


def test_a_damaged_file_is_said_with_what_to_do(copy: Path, client: httpx.Client) -> None:
    database = copy / "case.sqlite"
    sqlite3.connect(database).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * (size - 4096))
    answer = client.get("/claims?kind=deployment&lang=ko")
    assert answer.status_code == 500
    assert "The case’s file cannot be read" in answer.text
    assert "Restore it from a copy" in answer.text
    assert client.get("/static/app.css").status_code == 200
    problem = client.get("/api/v1/sources", headers={"accept": "application/json"})
    assert problem.json()["status"] == 500
    assert "Restore it from a copy" in problem.json()["detail"]


def test_a_file_that_is_none_any_more_is_said(copy: Path, client: httpx.Client) -> None:
    for name in ("case.sqlite", "case.sqlite-wal", "case.sqlite-shm"):
        (copy / name).unlink(missing_ok=True)
    # What is open stays readable; what has to be opened anew says what is missing.
    for _ in range(3):
        answer = client.get("/claims")
        assert answer.status_code in {200, 500}
        assert "sousveil" in answer.text
