"""What pages remember: until the log goes on, and no more than so much."""

from __future__ import annotations

from pathlib import Path

from sousveil.show.page.remembered import Remembered
from sousveil.store import Case


def test_an_answer_is_made_once_until_the_log_goes_on(tmp_path: Path) -> None:
    made: list[str] = []
    held = Remembered(2)

    def answer(case: Case, asked: str) -> str:
        def make() -> str:
            made.append(asked)
            return asked.upper()

        return held.get(case, asked, make)

    with Case.create(tmp_path / "case") as case:
        assert [answer(case, "a"), answer(case, "a")] == ["A", "A"]
        assert made == ["a"]
        case.put_findings([])
        assert answer(case, "a") == "A"
        assert made == ["a", "a"]
        answer(case, "b")
        answer(case, "a")
        answer(case, "c")
        assert made == ["a", "a", "b", "c"]
        answer(case, "a")
        answer(case, "b")
        assert made == ["a", "a", "b", "c", "b"], "what was asked longest ago is forgotten"
