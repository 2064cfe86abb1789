"""What a case lacks, from its records alone."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lineage_making import make_claim, make_source, make_text
from sousveil.record import CitedOrigin, Echo, Finding, Origin, Origins, Passage
from sousveil.weigh.days import days_of, years_before
from sousveil.weigh.gaps import cited_originals, not_re_reported, on_one_origin, one_language, publication_day

NORTH = CitedOrigin(ref="org:stimson", name="38 North")


def cites(source: str, cited: CitedOrigin = NORTH, start: int = 0) -> Echo:
    return Echo(
        origin_from=Passage(source=source, start=start, end=start + 9), cited=cited, type="citation", score=0.7,
        reason="names it",
    )  # fmt: skip


def finding(
    number: int, *origins: Origin, last: str | None = "2024-04-17", most: int | None = None, technology: str = "camera"
) -> Finding:
    return Finding(
        id=f"f{number:016}", kind="deployment", technology=(technology,), acts=("install",), place=None,
        site_types=("school",), operator=None, supplier=None, first_reported=last, last_reported=last,
        status="installed", disputed=False, claims=tuple(claim for origin in origins for claim in origin.claims),
        origins=Origins(min=1, max=len(origins) if most is None else most, named=origins),
    )  # fmt: skip


def resting_of(*findings: Finding) -> dict[str, list[tuple[str, str]]]:
    """By the name of a cited origin: the findings that rest on it, each with its claims."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in findings:
        for origin in each.origins.named:
            if origin.cited is not None:
                found.setdefault(origin.cited, []).extend((each.id, claim) for claim in origin.claims)
    return found


def test_originals_are_merged_by_reference_and_the_most_cited_comes_first() -> None:
    rare = CitedOrigin(ref="name:gazette", name="Gazette")
    korean = replace(NORTH, name="38노스", title="Eyes on the Yalu")
    held = Echo(
        origin_from=Passage(source="s1", start=0, end=3), origin_to=Passage(source="s2", start=0, end=3), type="copy",
        score=1, reason="the same words",
    )  # fmt: skip
    echoes = [cites("s9", rare), cites("s1"), cites("s2", korean), cites("s1", start=40), held]
    first, second = cited_originals(echoes, {}, {})
    assert (first.gap.subject, first.gap.sources, first.gap.cited_by) == ("org:stimson", 2, ("s1", "s2"))
    assert first.gap.cited == replace(NORTH, title="Eyes on the Yalu")
    assert first.passages == {"s1": ((0, 9), (40, 49)), "s2": ((0, 9),)}
    assert second.gap.sentence == "Gazette: 1 source cites it, and the case does not hold it."


def test_the_claims_of_an_original_are_those_that_findings_lead_back_to_it() -> None:
    resting = finding(1, Origin(claims=("c1", "c2"), cited="38 North"))
    other = finding(2, Origin(claims=("c3",), source="s4"))
    (cited,) = cited_originals([cites("s1")], resting_of(resting, other), {})
    assert (cited.gap.claims, cited.gap.findings, cited.claims) == (2, (resting.id,), {"c1", "c2"})
    assert cited.gap.sentence.endswith("; 2 claims go back to it.")


def test_pages_of_one_host_share_a_name_and_no_claims() -> None:
    pages = [
        CitedOrigin(ref=f"url:city.example/{n}", name="city.example", url=f"https://city.example/{n}") for n in (1, 2)
    ]
    echoes = [cites("s1", pages[0]), cites("s2", pages[1])]
    resting = finding(1, Origin(claims=("c1",), cited="city.example"), Origin(claims=("c2",), cited="city.example"))
    originals = cited_originals(echoes, resting_of(resting), {"c1": "s1", "c2": "s2"})
    found = {each.gap.subject: each.claims for each in originals}
    assert found == {"url:city.example/1": {"c1"}, "url:city.example/2": {"c2"}}


def test_findings_on_one_origin_with_what_repeats_it() -> None:
    held = finding(1, Origin(claims=("c1", "c2", "c3"), source="s1"))
    cited = finding(2, Origin(claims=("c4", "c5", "c6"), cited="38 North"))
    alone = finding(3, Origin(claims=("c7",), source="s7"))
    two = finding(4, Origin(claims=("c8",), source="s8"), Origin(claims=("c9",), source="s9"))
    gaps = on_one_origin([alone, held, cited, two], {held.id: 3, cited.id: 3, alone.id: 1, two.id: 2})
    assert [(gap.subject, gap.sources) for gap in gaps] == [(cited.id, 3), (held.id, 2), (alone.id, 0)]
    assert "38 North, which is only cited; 3 sources repeat it" in gaps[0].sentence
    assert "no other source repeats it" in gaps[2].sentence


def test_two_years_to_the_day() -> None:
    days = {"2022-04-17": True, "2022-04-18": False, "2022-04": False, "2022-03": True, "2021": True, "2022": False}
    stale = {
        each.last_reported
        for each in not_re_reported([finding(n, last=d) for n, d in enumerate(days)], {}, date(2024, 4, 17))
    }
    assert stale == {value for value, old in days.items() if old}


def test_without_a_date_nothing_is_called_old() -> None:
    assert not_re_reported([finding(1, last=None), finding(2, last="unknown")], {}, date(2999, 1, 1)) == []


def test_a_publication_day_is_the_first_that_is_meant_and_not_after_the_page_was_taken() -> None:
    days = {"2024-04-17": date(2024, 4, 17), "2024": date(2024, 1, 1), "2031-01-01": None, "soon": None}
    assert {day: publication_day(make_source(make_text("note", published=day))) for day in days} == days
    assert publication_day(make_source(make_text("note"))) is None


def test_subjects_of_which_one_language_speaks() -> None:
    english = make_text("Cameras are in Sinuiju. Drones fly there.", lang="en")
    korean = make_text("신의주에 카메라가 있다.", lang="ko")
    claims = [
        make_claim(english, "Cameras are in Sinuiju", place="Sinuiju", geonameid=1866923),
        make_claim(english, "Drones fly there", technology=("drone",), place="Sinuiju", geonameid=1866923),
        make_claim(korean, "카메라가 있다", place="신의주", geonameid=1866923),
    ]
    (only,) = one_language(claims, [finding(1, technology="drone"), finding(2)])
    assert (only.subject, only.lang, only.claims, only.findings) == (
        "technology:drone",
        "en",
        1,
        ("f" + "1".zfill(16),),
    )
    alone = {gap.subject for gap in one_language(claims[:2], [])}
    assert alone == {"technology:camera", "technology:drone", "place:1866923"}


@given(st.dates(min_value=date(100, 1, 1)), st.integers(0, 50))
def test_years_before_is_the_same_day_or_the_last_of_february(day: date, years: int) -> None:
    before = years_before(day, years)
    assert before.year == day.year - years
    assert (before.month, before.day) in {(day.month, day.day), (2, 28)}


def test_nothing_is_before_the_first_year() -> None:
    assert years_before(date(2, 3, 1), 2) == date.min


@given(st.text(max_size=12) | st.from_regex(r"\d{4}(-\d\d){0,2}[~?%]?", fullmatch=True))
def test_a_date_is_one_stretch_of_days_or_none(value: str) -> None:
    days = days_of(value)
    if days is not None:
        assert days[0] <= days[1]
        assert f"{days[0].year:04}" == value[:4]


def test_an_origin_that_nobody_names_and_one_of_interest_are_called_so() -> None:
    unknown = finding(1, Origin(claims=("c1",), source="s1", unknown=True))
    state = finding(2, Origin(claims=("c2",), cited="KCNA", interested="KP"))
    sentences = [gap.sentence for gap in on_one_origin([unknown, state], {unknown.id: 1, state.id: 1})]
    assert any("which nobody names; the trail ends at source s1" in sentence for sentence in sentences)
    assert any("KCNA, which is only cited, an interested party (media of KP on itself)" in each for each in sentences)
