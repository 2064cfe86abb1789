"""A person decides on the command line: about claims, links and names. The findings follow at once."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from command_line import built_from, rows, run
from sousveil.vocabulary import load

STORY = (
    "<html><body><h1>Cameras for the port</h1><p>In May 2021, 200 surveillance cameras made by Kestrel Optics were"
    " delivered to the port of Varna, Bulgaria.</p><p>Hikvision supplied 40 surveillance cameras to a school in Sofia,"
    " Bulgaria, in 2020.</p></body></html>"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    return built_from(STORY, "port.html", tmp_path_factory.mktemp("deciding"))


@pytest.fixture
def case(built, tmp_path) -> Path:
    """A copy of the built case."""
    return shutil.copytree(built, tmp_path / "case")


def suppliers(case: Path) -> dict[str, str | None]:
    claims = rows("claims", case)
    return {claim["supplier"]["name"]: claim["supplier"]["ref"] for claim in claims if claim["supplier"]}


def test_names_are_joined_listed_exported_and_parted_again(case, tmp_path):
    assert suppliers(case) == {"Kestrel Optics": None, "Hikvision": "hikvision"}
    said = run("merge", case, "Kestrel Optics", "hikvision", "--why", "Their yearly report says so.", "--who", "ada")
    assert said.returncode == 0, said.stderr
    assert suppliers(case) == {"Kestrel Optics": "hikvision", "Hikvision": "hikvision"}
    assert {finding["supplier"]["ref"] for finding in rows("findings", case) if finding["supplier"]} == {"hikvision"}
    (entity,) = rows("entities", case, "--role", "supplier")
    assert set(entity["spellings"]) == {"Kestrel Optics", "Hikvision"}
    (match,) = rows("matches", case, "--state", "accepted")

    folder = tmp_path / "mine"
    assert run("vocabulary", "patch", case, "-o", folder).returncode == 0
    assert "Kestrel Optics" in load(folder).suppliers["hikvision"].spellings
    assert run("vocabulary", "check", folder).returncode == 0
    again = run("vocabulary", "patch", case, "-o", folder)
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert "Their yearly report says so." in (folder / "aliases.toml").read_text()

    refused = run("judge", case, match["id"], "undo", "--who", "ben")
    assert (refused.returncode, "--of NAME" in refused.stderr) == (2, True)
    assert run("judge", case, match["id"], "undo", "--who", "ben", "--of", "ada").returncode == 0
    assert suppliers(case)["Kestrel Optics"] is None
    assert run("verify", case).returncode == 0


def test_a_register_entry_is_split_off_where_it_is_another_firm(case):
    assert run("split", case, "Hikvision", "hikvision", "--why", "A shop of that name.").returncode == 0
    assert suppliers(case)["Hikvision"] is None
    again = run("merge", case, "Kestrel Optics", "Hikvision")
    assert again.returncode == 0, again.stderr
    log, pairs = rows("log", case), rows("matches", case)
    refused = run("merge", case, "Kestrel Optics", "hikvision")
    assert refused.returncode == 2
    assert "Undo that first" in refused.stderr
    assert (rows("log", case), rows("matches", case)) == (log, pairs)


def test_a_rejected_claim_leaves_the_findings_at_once_and_comes_back(case):
    before = rows("findings", case)
    claim = rows("claims", case)[0]["id"]
    touched = [finding for finding in before if claim in finding["claims"]]
    said = run("judge", case, claim, "reject", "--why", "An advertisement.")
    assert said.returncode == 0
    assert [line for line in said.stdout.splitlines() if line.startswith("finding")] == [
        f"finding {finding['id']}: gone, origins were {finding['origins']['min']}–{finding['origins']['max']}"
        for finding in touched
    ]
    assert not any(claim in finding["claims"] for finding in rows("findings", case))
    back = run("judge", case, claim, "undo")
    assert back.returncode == 0
    assert all(f"finding {finding['id']}: new, origins" in back.stdout for finding in touched)
    assert rows("findings", case) == before
    assert run("judge", case, claim, "accept").stdout.endswith("No finding changed.\n")


def test_findings_made_behind_the_cases_back_are_found_and_made_again(case):
    with sqlite3.connect(case / "case.sqlite") as db:
        db.execute("UPDATE finding SET record = replace(record, '\"disputed\":false', '\"disputed\":true')")
    db.close()
    found = run("verify", case)
    assert found.returncode != 0
    assert "trace --whole" in found.stdout + found.stderr
    assert run("trace", case, "--whole", "-q").returncode == 0
    assert run("verify", case).returncode == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["judge", "CASE", "c0000000000000000", "accept"], "nothing with the identifier"),
        (["judge", "CASE", "x", "accept"], "nothing with the identifier"),
        (["merge", "CASE", "Nobody at all", "hikvision"], "No register and no claim"),
        (["merge", "CASE", "hikvision", "hikvision"], "Both are hikvision"),
        (["matches", "CASE", "--state", "done"], "not known"),
        (["entities", "CASE", "--role", "friend"], "not known"),
    ],
)
def test_what_cannot_be_decided_is_said_in_one_sentence(case, words, says):
    done = run(*[case if word == "CASE" else word for word in words])
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_decides_nothing(case):
    log = rows("log", case)
    claim = rows("claims", case)[0]["id"]
    assert run("judge", case, claim, "reject", "--dry-run").returncode == 0
    assert run("merge", case, "Kestrel Optics", "hikvision", "--dry-run").returncode == 0
    assert rows("log", case) == log
