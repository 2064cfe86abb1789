"""Citations: names, links, credits, and origins that the case does not hold."""

from __future__ import annotations

import time

from lineage_making import make_claim, make_text
from sousveil.record.echo import Echo
from sousveil.trace import trace


def cited(echoes: list[Echo]) -> set[str]:
    return {echo.cited.name for echo in echoes if echo.cited}


def test_one_centre_cited_under_three_names_is_one_origin() -> None:
    texts = [
        make_text("Schools get cameras, according to a report by 38 North.", outlet="A"),
        make_text("Schools get cameras, according to the Stimson Center's 38 North.", outlet="B"),
        make_text("38노스에 따르면 학교에 카메라가 설치되고 있다.", lang="ko", outlet="다"),
    ]
    refs = {echo.cited.ref for echo in trace(texts, {}) if echo.cited}
    assert refs == {"org:stimson"}
    assert cited(trace(texts, {})) == {"38 North (Stimson Center)"}


def test_a_name_without_a_cue_is_a_subject_and_no_source() -> None:
    text = make_text("Police searched the rooms of Amnesty International and of two other groups on Monday.")
    assert trace([text], {}) == []


def test_an_outlet_does_not_cite_itself() -> None:
    text = make_text(
        "A resident told Daily NK that the cameras work.", outlet="Daily NK", url="https://www.dailynk.com/x"
    )
    assert trace([text], {}) == []


def test_a_link_to_a_held_source_is_a_citation_of_it() -> None:
    origin = make_text(
        "Original words.", url="https://a.example/report?utm_source=x", outlet="A", published="2024-01-01"
    )
    later = make_text(
        "We read a report.", outlet="B", published="2024-01-05", links=("http://www.a.example/report/?utm_medium=y",)
    )
    (echo,) = trace([origin, later], {})
    assert echo.type == "citation"
    assert echo.origin_to is not None
    assert echo.origin_to.source == origin.source_id


def test_a_canonical_address_of_another_held_page_is_syndication() -> None:
    origin = make_text("Some words here.", url="https://a.example/1", outlet="A")
    reprint = make_text("Other words.", url="https://b.example/9", canonical="https://a.example/1", outlet="B")
    assert [echo.type for echo in trace([origin, reprint], {})] == ["syndication"]


def test_the_report_said_points_back_at_what_was_cited_before() -> None:
    text = make_text(
        "A study by Human Rights Watch describes fences. The study found that cameras hang in the villages.", outlet="A"
    )
    claim = make_claim(text, "The study found that cameras hang in the villages", said_by=(("The study", None),))
    echoes = trace([text], {text.source_id: [claim]})
    at_claim = [echo for echo in echoes if echo.origin_from.start == claim.evidence.start]
    assert cited(at_claim) == {"Human Rights Watch"}


def test_an_agency_of_the_case_is_known_by_its_initials() -> None:
    wire = make_text(
        "SEOUL (MW) — Cameras hang in classrooms of the new school, pictures show.", outlet="Meridian Wire",
        published="2024-01-01",
    )  # fmt: skip
    other = make_text("SEÚL (MW) — Hay cámaras nuevas.", lang="es", outlet="Diario", published="2024-01-02")
    (echo,) = trace([wire, other], {})
    assert echo.type == "syndication"
    assert "MW" in echo.reason


def test_rows_that_give_one_link_rest_on_one_origin() -> None:
    rows = [
        make_text(f"Town {n} uses drones.", coded={"city": (str(n),)}, links=("https://news.example/a/?utm_source=q",))
        for n in range(50)
    ]
    refs = {echo.cited.ref for echo in trace(rows, {}) if echo.cited}
    assert refs == {"url:news.example/a"}


def test_candidates_are_sought_in_linear_time() -> None:
    def seconds(count: int) -> float:
        words = [f"w{n * 7919 % 5003}" for n in range(5003)]
        texts = [
            make_text(" ".join(words[(n * 131 + k * k) % 5003] for k in range(120)) + f" end {n}", outlet=str(n))
            for n in range(count)
        ]
        start = time.process_time()
        trace(texts, {})
        return time.process_time() - start

    seconds(50)  # loads the vocabulary
    small, large = seconds(400), seconds(1600)
    assert large < 9 * small + 0.5  # four times the texts; quadratic work would be sixteen times as slow
