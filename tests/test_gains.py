"""What `make eval` says about claims gained and lost."""

from __future__ import annotations

import msgspec
import pytest
from eval import gains

from made import make


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """An empty list of what was found, in a folder that is no checkout."""
    monkeypatch.setattr(gains, "KEPT", tmp_path / "found.jsonl")
    monkeypatch.setattr(gains, "_now", gains.Found())
    return tmp_path / "found.jsonl"


WORDS = "Police installed cameras in schools in 2021."


def start_again(monkeypatch) -> gains.Found:
    gains.write()
    before = gains._parsed(gains.KEPT.read_text("utf-8"))
    monkeypatch.setattr(gains, "_now", gains.Found())
    return before


def test_claims_of_our_own_cases_are_gained_and_lost_by_whether_they_are_right(kept, monkeypatch):
    claim = make(WORDS)[3]
    other = msgspec.structs.replace(claim, kind="supply", act="procure")
    gains.note_own(WORDS, [claim, other], {0})
    gains.note_own("Nothing here.", [], set())
    before = start_again(monkeypatch)
    assert list(gains.changes(before)) == []  # nothing was scored
    gains.note_own(WORDS, [other], {0})
    gains.note_own("A new case.", [claim], {0})
    first, *lines = gains.changes(before)
    assert first == "own, claims against the last commit: 1 right lost, 1 right gained, 1 false gone; 1 new cases"
    assert [line.split(": ")[0].strip() for line in lines] == ["right lost", "right gained", "false gone"]
    assert "Police installed cameras" in lines[0]


def test_of_shared_data_no_words_are_kept(kept, monkeypatch):
    claim = make(WORDS)[3]
    gains.note_shared("pages", "https://example.org/1", WORDS, [claim, claim])
    gains.note_own(WORDS, [claim], {0})
    before = start_again(monkeypatch)
    assert "Police" not in kept.read_text("utf-8")
    gains.note_shared("pages", "https://example.org/1", WORDS, [claim])
    gains.note_shared("pages", "https://example.org/2", WORDS, [claim])
    assert [line.split(": ")[0].strip() for line in gains.changes(before)][1:] == ["lost", "gained"]
    gains.write()
    again = gains._parsed(kept.read_text("utf-8"))
    assert again.own == before.own  # a set that was not scored keeps what it had
    assert len(again.shared["pages"]) == 2


def test_without_a_commit_to_compare_with_it_says_so(kept):
    gains.note_own(WORDS, [], set())
    (line,) = gains.changes(gains.committed())
    assert "not known" in line
