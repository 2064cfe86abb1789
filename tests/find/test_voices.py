"""Who speaks and who was told, and what in a text only tells where it comes from."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record import Claim, Paragraph, Text


def text_of(content: str, lang: str, roles: tuple[str, ...] = ()) -> Text:
    paragraphs = []
    at = 0
    for number, line in enumerate(content.split("\n")):
        role = roles[number] if roles else "paragraph"
        paragraphs.append(Paragraph(start=at, end=at + len(line), lang=lang, role=role))  # type: ignore[arg-type]
        at += len(line) + 1
    return Text(
        capture_sha256="cd" * 32, content=content, extractor="test/1", lang=lang, paragraphs=tuple(paragraphs),
        segments=(), published=None,
    )  # fmt: skip


def claims(content: str, lang: str = "en") -> list[Claim]:
    return find(text_of(content, lang))


@pytest.mark.parametrize(
    ("lang", "content", "chain"),
    [
        (
            "en",
            "Two officials told Reuters that the police had bought 300 surveillance cameras.",
            ["Reuters", "Two officials"],
        ),
        (
            "en",
            "Police in Merv installed 300 CCTV cameras last year, a resident told Radio Free Asia.",
            ["Radio Free Asia", "a resident"],
        ),
        (
            "ko",
            "연합뉴스는 로이터 통신을 인용해 경찰이 얼굴인식 카메라를 도입했다고 보도했다.",
            ["연합뉴스", "로이터 통신"],
        ),
        (
            "ko",
            "데일리NK는 28일 내부 소식통을 인용해 북한 당국이 혜산시에 감시카메라를 설치했다고 보도했다.",
            ["데일리NK", "내부 소식통"],
        ),
    ],
)
def test_the_nearest_speaker_comes_first(lang: str, content: str, chain: list[str]) -> None:
    (claim,) = claims(content, lang)
    assert [speaker.name for speaker in claim.attributed_to] == chain


def test_what_a_source_tells_in_a_verb_final_language_keeps_its_place() -> None:
    (claim,) = claims(
        "데일리NK는 28일 내부 소식통을 인용해 북한 당국이 혜산시에 감시카메라를 설치했다고 보도했다.", "ko"
    )
    assert claim.place is not None
    assert claim.place.name.startswith("혜산")


def test_the_owner_of_an_outlet_and_a_dateline_are_no_places() -> None:
    (claim,) = claims(
        "SEOUL (MW) — Cameras with face recognition were installed at the main square, South Korea's Yonhap news "
        "agency reported on Monday."
    )
    assert claim.place is None


def test_elsewhere_is_not_the_town_named_before() -> None:
    first, second = claims(
        "Police in Kashgar bought 200 CCTV cameras. Elsewhere in the country the police use facial recognition "
        "cameras at stations."
    )
    assert first.place is not None
    assert first.place.name == "Kashgar"
    assert second.place is None


def test_the_words_of_an_address_say_nothing() -> None:
    assert claims("See https://example.org/police-installed-300-cctv-cameras-in-school for more on the police.") == []


def test_a_title_that_repeats_the_text_makes_no_claim() -> None:
    line = "Police in Merv installed 300 CCTV cameras in schools."
    found = find(text_of(f"{line}\n{line}", "en", ("title", "paragraph")))
    assert [claim.evidence.start for claim in found] == [len(line) + 1]


@pytest.mark.parametrize(
    "sentence",
    [
        "The police laboratory tested DNA from the scarf.",
        "Officers had studied CCTV footage from the shop and from a nearby bar.",
        "The team was crushed, but the police were in place.",
    ],
)
def test_evidence_is_no_surveillance(sentence: str) -> None:
    assert claims(sentence) == []


def test_a_wall_in_a_campaign_is_no_claim() -> None:
    wall = "The senator said he would build a wall along the border."
    campaign = "Voters in the primary gave the nominee a rally. Delegates cheered, and polls of voters were good."
    assert claims(f"{campaign}\n{wall}\n{campaign}") == []


def test_what_is_stopped_is_no_act_of_its_own() -> None:
    (halted,) = claims("The city halted the installation of CCTV cameras in schools.")
    assert halted.act == "suspend"
    (stopped,) = claims("서울시는 지하철역 안면인식 카메라 운영을 중단했다.", "ko")
    assert stopped.act == "suspend"
