"""What a build proposes about names, from the texts themselves."""

from __future__ import annotations

from pathlib import Path

from sousveil.build import build
from sousveil.store import Case

NOTE = (
    "In 2021, 200 surveillance cameras made by Xingtu Optics Holdings were delivered to the port of Varna, Bulgaria."
    " {}, the ministry said."
)


def proposals(tmp_path: Path, sentence: str) -> list[tuple[str, str, str]]:
    (tmp_path / "note.txt").write_text(NOTE.format(sentence), "utf-8")
    with Case.create(tmp_path / "case") as case:
        build(case, [tmp_path / "note.txt"])
        return [(s.match.left, s.match.right, s.match.method) for s in case.matches()]


def test_a_name_that_a_text_explains_by_a_listed_one_is_proposed(tmp_path):
    """No claim of the case has the listed name by itself."""
    found = proposals(tmp_path, "Xingtu Optics Holdings (formerly Verkada) has its seat in Sofia")
    assert found == [("name:xingtu optics holdings", "verkada", "context")]


def test_a_rival_beside_a_name_is_no_other_name_of_it(tmp_path):
    assert proposals(tmp_path, "Xingtu Optics Holdings, a rival of Verkada, has its seat in Sofia") == []
