"""The gaps of a case as they are read from it: what people decided counts, and texts are read for what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from made import make
from sousveil.record import CitedOrigin, Drop, Echo, Gap, Judgement, Passage
from sousveil.record.judgement import Verdict
from sousveil.review.gaps import case_gaps, list_gaps, newest_day, with_suggestions
from sousveil.store import Case
from sousveil.vocabulary import load

VOCABULARY = load()
GAZETTE = CitedOrigin(ref="name:harbour gazette", name="Harbour Gazette")
NORTHGATE = CitedOrigin(ref="name:northgate monitor", name="Northgate Monitor")


def cites(source: str, cited: CitedOrigin) -> Echo:
    return Echo(
        origin_from=Passage(source=source, start=0, end=12), cited=cited, type="citation", score=0.7, reason="names it"
    )


def decision(subject: str, verdict: Verdict) -> Judgement:
    return Judgement(at="2024-05-02T00:00:00Z", who="tester", subject=subject, verdict=verdict)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Three texts of one outlet: two cite the Harbour Gazette, one of these also the outlet itself."""
    path = tmp_path / "case"
    with Case.create(path, "Gaps") as case:
        echoes = []
        for number in range(3):
            capture, payload, text, claim = make(f"Cameras hang here. Note {number}.", locator=f"{number}.txt")
            case.add(capture, payload)
            case.put_reading(text, [claim], "test/1")
            if number:
                echoes.append(cites(capture.source_id, GAZETTE))
        echoes.append(cites(capture.source_id, NORTHGATE))
        case.put_echoes(echoes)
        case.put_findings([])
    return path


def originals(path: Path) -> dict[str, Gap]:
    with Case.open(path) as case:
        listed = list_gaps(case, "original-not-held")
        return {gap.subject: gap for gap in with_suggestions(case, VOCABULARY, listed)}


def test_texts_of_the_cited_house_are_counted(case: Path) -> None:
    found = originals(case)
    assert [(gap.sources, gap.house_texts) for gap in found.values()] == [(2, 0), (1, 3)]


def test_what_became_of_an_address_is_told(case: Path) -> None:
    page = "https://gazette.example/report"
    with Case.open(case, write=True) as opened:
        source = next(opened.sources()).id
        opened.put_echoes([cites(source, replace(GAZETTE, url=f"{page}?utm_source=x"))])
    assert originals(case)[GAZETTE.ref].leads[0].why == "the citation gives this address"
    with Case.open(case, write=True) as opened:
        opened.add_drop(Drop(stage="collect", reason="http-status", locator=page, detail="The address gave 404."))
    lead = originals(case)[GAZETTE.ref].leads[0]
    assert (lead.url, lead.why) == (page, "the citation gives this address; it could not be collected (http-status)")
    with Case.open(case, write=True) as opened:
        capture, payload, _, _ = make("The Gazette's own words.")
        opened.add(replace(capture, url=page), payload)
    assert originals(case)[GAZETTE.ref].leads[0].why.endswith("; the case holds it")


def test_a_citation_that_was_cut_counts_for_nothing(case: Path) -> None:
    with Case.open(case, write=True) as opened:
        first, second = (e.echo.id for e in opened.echoes() if e.echo.cited == GAZETTE)
        opened.judge(decision(first, "cut"))
    assert originals(case)[GAZETTE.ref].sources == 1
    with Case.open(case, write=True) as opened:
        opened.judge(decision(second, "cut"))
    assert GAZETTE.ref not in originals(case)
    with Case.open(case, write=True) as opened:
        opened.judge(decision(second, "undo"))
    assert originals(case)[GAZETTE.ref].sources == 1


def test_a_claim_that_was_rejected_counts_for_nothing(case: Path) -> None:
    def spoken() -> list[int]:
        with Case.open(case) as opened:
            return [gap.claims for gap in list_gaps(opened, "one-language").gaps]

    assert set(spoken()) == {3}
    with Case.open(case, write=True) as opened:
        opened.judge(decision(next(opened.claims()).claim.id, "reject"))
    assert set(spoken()) == {2}


def test_a_slice_is_a_slice_of_the_whole(case: Path) -> None:
    with Case.open(case) as opened:
        listed = list_gaps(opened, "original-not-held")
        whole = list(with_suggestions(opened, VOCABULARY, listed))
        assert list(with_suggestions(opened, VOCABULARY, listed, skip=1, limit=5)) == whole[1:]
        assert list(with_suggestions(opened, VOCABULARY, listed, limit=1)) == whole[:1]
        assert [replace(gap, leads=(), house_texts=0) for gap in whole] == list(listed.gaps)


def test_a_case_without_dates_has_nothing_old(case: Path) -> None:
    with Case.open(case) as opened:
        assert newest_day(opened) is None
        assert list(case_gaps(opened, VOCABULARY, ["not-re-reported"])) == []
