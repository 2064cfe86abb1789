"""The agreement of a case follows what people decide, and what is read anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from show.small_case import build
from sousveil.build import decide
from sousveil.record import Judgement
from sousveil.review import counting as module
from sousveil.review.counting import Counting
from sousveil.store import Case


@pytest.fixture
def case(tmp_path: Path):
    with Case.open(build(tmp_path / "case"), write=True) as opened:
        opened.set_coders(2)
        yield opened


def judge(case: Case, who: str, number: int, verdict: str, **more) -> str:
    subject = list(case.claims())[number].claim.id
    action = more.pop("action", f"{who}-{number}-{verdict}")
    made = Judgement(at="2024-05-01T10:00:00Z", who=who, subject=subject, verdict=verdict, action=action, **more)
    decide(case, [made])
    return subject


def summary(counting: Counting, case: Case) -> tuple[int, int, list[tuple[str, str]]]:
    found = counting.figures(case)
    return found.claims, found.agreed, [(coded.subject, coded.waits_for) for coded, _ in counting.disagreements(case)]


def test_it_follows_decision_by_decision(case: Case):
    counting = Counting()
    assert summary(counting, case) == (0, 0, [])
    judge(case, "Lena", 0, "accept")
    judge(case, "Amir", 0, "accept")
    assert summary(counting, case) == (1, 1, [])
    one = judge(case, "Lena", 1, "accept")
    judge(case, "Amir", 1, "reject")
    assert summary(counting, case) == (2, 1, [(one, "third")])
    judge(case, "Noor", 1, "reject")
    assert summary(counting, case) == (2, 1, [(one, "")])
    other = judge(case, "Amir", 2, "edit", value={"act": "plan"})
    judge(case, "Lena", 2, "accept")
    assert summary(counting, case) == summary(Counting(), case) == (3, 1, [(other, "third"), (one, "")])
    # An undo names the step; both taken back, nothing is left of it.
    judge(case, "Amir", 2, "undo", undoes="Amir-2-edit", action="undo-1")
    judge(case, "Lena", 2, "undo", undoes="Lena-2-accept", action="undo-2")
    assert summary(counting, case) == summary(Counting(), case) == (2, 1, [(one, "")])


def test_it_follows_when_a_text_is_read_anew(case: Case):
    counting = Counting()
    one = judge(case, "Lena", 1, "accept")
    judge(case, "Amir", 1, "reject")
    assert summary(counting, case) == (1, 0, [(one, "third")])
    claim = next(stored.claim for stored in case.claims() if stored.claim.id == one)
    text = case.text(claim.evidence.source)
    assert text is not None
    held = [stored.claim for stored in case.claims() if stored.claim.evidence.source == claim.evidence.source]
    case.put_reading(text, [each for each in held if each.id != one], "test/2")
    assert summary(counting, case) == summary(Counting(), case) == (0, 0, [])
    case.put_reading(text, held, "test/3")
    assert summary(counting, case) == summary(Counting(), case) == (1, 0, [(one, "third")])


def test_of_very_many_the_last_are_counted(case: Case, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST", 2)
    counting = Counting()
    counting.figures(case)
    for number in range(3):
        judge(case, "Lena", number, "accept")
        judge(case, "Amir", number, "reject")
    last = [subject for subject, _ in summary(counting, case)[2]]
    assert len(last) == 2
    assert counting.beyond
    fresh = Counting()
    assert [subject for subject, _ in summary(fresh, case)[2]] == last
    assert fresh.beyond


def test_an_edit_that_does_not_fit_any_more_is_left_out_and_counted(case: Case):
    judge(case, "Lena", 0, "accept")
    subject = next(case.claims()).claim.id
    # As an older version may have recorded it: today it would be refused.
    value = {"colour": "red"}
    made = Judgement(at="2024-05-01T10:00:00Z", who="Amir", subject=subject, verdict="edit", value=value, needs=2)
    case.judge(made)
    counting = Counting()
    assert counting.figures(case).claims == 0
    assert counting.unfit == 1
