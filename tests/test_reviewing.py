"""Review on the command line: edits, claims by hand, notes, two people, guidelines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from command_line import built_from, rows, run

STORY = "In May 2021, 200 surveillance cameras were delivered to the port of Varna, Bulgaria. The guards use them.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    return built_from(STORY, "port.txt", tmp_path_factory.mktemp("reviewing"))


@pytest.fixture
def case(built, tmp_path) -> Path:
    """A copy of the built case."""
    return shutil.copytree(built, tmp_path / "case")


def test_a_claim_is_corrected_noted_and_restored(case):
    (claim,) = rows("claims", case)
    done = run(
        "judge", case, claim["id"], "edit", "--set", "act=plan", "--set", "supplier=hikvision", "--set",
        "quantity=~150 camera", "--set", "time=", "--set", "technology=camera,iris", "--set", "place=KP",
        "--who", "ana",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"{claim['id']} is edited." in done.stdout
    (edited,) = rows("claims", case, "--state", "edited")
    assert (edited["act"], edited["supplier"]["ref"], edited["time"]) == ("plan", "hikvision", None)
    assert edited["quantity"] == {"value": 150.0, "unit": "camera", "approximate": True}
    assert (edited["technology"], edited["place"]["country"]) == (["camera", "iris"], "KP")
    assert [finding["place"]["country"] for finding in rows("findings", case)] == ["KP"]
    assert run("judge", case, claim["id"], "note", "--why", "Ask the port.", "--who", "ana").returncode == 0
    assert run("judge", case, claim["id"], "undo", "--who", "ana").returncode == 0
    assert run("judge", case, claim["id"], "undo", "--who", "ben", "--of", "ana").returncode == 0
    assert rows("claims", case) == [claim]
    assert run("verify", case).returncode == 0


def test_a_claim_is_written_by_hand(case):
    source = rows("sources", case)[0]["id"]
    start = STORY.index("The guards")
    value = {"passage": {"start": start, "end": start + 20}, "kind": "deployment", "technology": ["camera"]}
    words = ("judge", case, source, "write", "--value", json.dumps(value), "--set", "act=operate")
    assert "would be recorded" in run(*words, "--dry-run").stdout
    assert len(rows("claims", case)) == 1
    done = run(*words)
    assert done.returncode == 0, done.stderr
    (claim,) = rows("claims", case, "--reader", "hand")
    assert (claim["evidence"]["quote"], claim["state"], claim["extractor"]) == (
        "The guards use them.",
        "accepted",
        "hand/1",
    )
    assert run("judge", case, claim["id"], "undo").returncode == 0
    assert rows("claims", case, "--reader", "hand") == []


def test_two_people_decide_without_a_word_of_each_other(case):
    claim = rows("claims", case)[0]["id"]
    assert "would" not in run("coders", case, "2", "--dry-run").stdout
    assert run("coders", case).stdout.startswith("One person")
    assert run("coders", case, "2").returncode == 0
    assert "is proposed and waits for a second person" in run("judge", case, claim, "accept", "--who", "ana").stdout
    assert rows("claims", case, "--queue", "--who", "ana") == []
    assert [row["id"] for row in rows("claims", case, "--queue", "--who", "ben")] == [claim]
    assert "waits for a third person" in run("judge", case, claim, "reject", "--who", "ben").stdout
    assert "is rejected." in run("judge", case, claim, "reject", "--who", "cleo").stdout
    assert run("verify", case).returncode == 0


def test_guidelines_are_the_cases(case, tmp_path):
    assert run("guidelines", case).returncode == 2
    (tmp_path / "g.md").write_text("# How we code\n\nOne claim a predicate.")
    assert "would be" in run("guidelines", case, "--set", tmp_path / "g.md", "--dry-run").stdout
    assert run("guidelines", case, "--set", tmp_path / "g.md").returncode == 0
    assert run("guidelines", case).stdout == "# How we code\n\nOne claim a predicate.\n"
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe")
    assert "no text in UTF-8" in run("guidelines", case, "--set", tmp_path / "bad.md").stderr


def test_what_cannot_be_is_said_in_one_sentence(case):
    claim, log = rows("claims", case)[0]["id"], rows("log", case)
    for words, says in (
        (["edit"], "--set and --value say"),
        (["accept", "--set", "act=plan"], "--set and --value say"),
        (["note"], "--why TEXT"),
        (["accept", "--of", "ana"], "--of says whose"),
        (["undo"], "decided nothing about"),
        (["edit", "--set", "mood=good"], "write SLOT=VALUE"),
        (["edit", "--value", "{"], "is no JSON"),
        (["edit", "--value", "[]"], "is no JSON object"),
        (["edit", "--set", "quantity=many camera"], "a number and a unit"),
        (["edit", "--set", "act=fly"], "act: 'fly'"),
    ):
        done = run("judge", case, claim, *words)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
        assert says in done.stderr
    assert rows("log", case) == log
