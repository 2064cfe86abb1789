"""`sousveil gaps` on a real case: what it lists, that the list follows from the case alone, that nothing is fetched."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import rows, run

EXAMPLE = Path(__file__).parents[1] / "examples" / "north-korea" / "sources"
FEW = (
    "2024-04-16-northgate-monitor.html", "2024-04-16-plainfield-sheet.html", "2024-04-17-dasol-ilbo.html",
    "2019-07-22-frontier-notebook-briefing.pdf",
)  # fmt: skip
# Ends with 66 when anything asks for a name, a socket or an address; what argv names is run under that watch.
WATCHED = """
import os, sys
def watch(event, args):
    if event.startswith("socket.") or event == "urllib.Request":
        sys.stderr.write(f"{event} {args}\\n")
        sys.stderr.flush()
        os._exit(66)
sys.addaudithook(watch)
if sys.argv[1] == "ask":
    import socket
    socket.getaddrinfo("localhost", 80)
sys.argv[0] = "sousveil"
from sousveil.cli import main
main()
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gaps") / "case"
    done = run("build", *(EXAMPLE / name for name in FEW), "-o", folder, "-q", "--offline")
    assert done.returncode in {0, 1}, done.stderr
    return folder


@pytest.fixture(scope="module")
def listed(case: Path) -> list[dict]:
    """Every gap of the case."""
    return rows("gaps", case)


def of_kind(kind: str, listed: list[dict]) -> list[dict]:
    return [row for row in listed if row["kind"] == kind]


def test_every_kind_has_the_fields_that_the_page_names(listed: list[dict]) -> None:
    assert {row["kind"] for row in listed} == {"original-not-held", "one-origin", "not-re-reported", "one-language"}
    for row in listed:
        assert list(row) == [
            "id", "kind", "subject", "sentence", "sources", "claims", "findings", "cited_by", "cited", "house_texts",
            "last_reported", "lang", "leads",
        ]  # fmt: skip
        assert all(set(lead) == {"what", "why", "url", "words"} for lead in row["leads"])
    assert len({row["id"] for row in listed}) == len(listed)


def test_what_most_cite_comes_first_and_has_the_link_that_the_sources_give(listed: list[dict]) -> None:
    first, *others = of_kind("original-not-held", listed)
    assert first["subject"] == "org:stimson"
    assert first["sources"] == len(first["cited_by"]) >= max(other["sources"] for other in others)
    assert first["leads"][0]["url"].startswith("https://www.stimson.org/2024/")
    assert any(lead["url"] and lead["url"].startswith("https://web.archive.org/web/2024") for lead in first["leads"])
    assert first["leads"][-1]["words"].startswith("site:38north.org ")


def test_a_finding_on_an_original_that_is_only_cited_says_where_it_may_be_had(listed: list[dict]) -> None:
    cited = [
        row
        for row in of_kind("one-origin", listed)
        if "38 North (Stimson Center), which is only cited" in row["sentence"]
    ]
    assert cited
    assert all(row["leads"][0]["url"].startswith("https://www.stimson.org/2024/") for row in cited)


def test_a_day_is_counted_from(case: Path, listed: list[dict]) -> None:
    now = of_kind("not-re-reported", listed)
    later = rows("gaps", case, "--kind", "not-re-reported", "--as-of", "2026-11-23")
    assert {row["subject"] for row in now} < {row["subject"] for row in later}
    assert rows("gaps", case, "--kind", "not-re-reported", "--as-of", "2019-01-01") == []


def test_limit_and_formats(case: Path, listed: list[dict]) -> None:
    assert len(rows("gaps", case, "--limit", 1)) == 4
    table = run("gaps", case).stdout
    assert "original-not-held" in table
    assert "https://www.stimson.org/" in table
    cells = csv.DictReader(io.StringIO(run("gaps", case, "--format", "csv").stdout))
    assert [row["id"] for row in cells] == [row["id"] for row in listed]


@pytest.mark.parametrize(("option", "value"), [("--kind", "orignal"), ("--as-of", "2024-13-01"), ("--as-of", "soon")])
def test_a_wrong_value_says_what_to_do(case: Path, option: str, value: str) -> None:
    done = run("gaps", case, option, value)
    assert done.returncode == 2
    assert value in done.stderr
    assert "Traceback" not in done.stderr


def watched(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WATCHED, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nothing_is_fetched_or_looked_up_and_the_list_is_the_same(case: Path, listed: list[dict]) -> None:
    done = watched("gaps", case, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line) for line in done.stdout.splitlines()] == listed
    assert "https://" in done.stdout


def test_the_watch_sees_a_question_to_the_network(case: Path) -> None:
    assert watched("ask").returncode == 66
