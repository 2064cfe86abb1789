"""Where outlets are at home, when a case changes: it ends as if everything had come at once."""

from __future__ import annotations

from pathlib import Path

from sousveil.build import build
from sousveil.store import Case

NOTE = "In 2021, 200 surveillance cameras made by Hikvision were delivered to the port of Varna, Bulgaria."


def test_what_was_resolved_with_a_home_that_is_gone_is_resolved_without_it(tmp_path: Path):
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    with Case.create(tmp_path / "case") as case:
        build(case, [tmp_path / "note.txt"])
        before = list(case.claims())
        assert before
        (source,) = case.sources()
        text = case.text(source.id)
        assert text is not None
        case.put_resolved(text, [], "an older home")
        case.put_places_told("s-of-no-outlet", "1", "null")
        build(case, [])
        assert list(case.claims()) == before
        assert case.places_told("1") == {}
        log = len(list(case.log()))
        build(case, [])
        assert not any(entry.action == "resolve" for entry in case.log(after=log))
        assert list(case.verify()) == []
