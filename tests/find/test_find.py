"""What `find` promises: exact quotes, spans that point at words, the same claims every time, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.find import find
from sousveil.record import KINDS, SITE_TYPES, TECHNOLOGIES, Claim, Dated, Paragraph, Text
from sousveil.record.claim import ACTS, Place
from sousveil.vocabulary.gazetteer import load_gazetteer

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT.parent / "shared" / "data" / "article.txt"


def text_of(content: str, lang: str = "en", published: str | None = "2023-05-04") -> Text:
    """A frozen text with one paragraph a line."""
    paragraphs = []
    at = 0
    for line in content.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(start=at, end=at + len(line), lang=lang))
        at += len(line) + 1
    return Text(
        capture_sha256="ab" * 32,
        content=content,
        extractor="test/1",
        lang=lang,
        paragraphs=tuple(paragraphs),
        segments=(),
        published=Dated(value=published, evidence="given", certainty="high") if published else None,
    )


def one(content: str, lang: str = "en") -> Claim:
    """The only claim of a text."""
    (claim,) = find(text_of(content, lang))
    return claim


def told_by_a_body(place: Place) -> bool:
    country = load_gazetteer().country(place.country) if place.country else None
    return place.precision == "country" and country is not None and place.name == country.name


def assert_sound(text: Text, claims: list[Claim]) -> None:
    """Every promise that holds for any claim."""
    for claim in claims:
        evidence = claim.evidence
        assert text.content[evidence.start : evidence.end] == evidence.quote != ""
        assert evidence.text_sha256 == text.sha256
        assert evidence.source == text.source_id
        assert claim.kind in KINDS
        assert claim.act in ACTS
        assert set(claim.technology) <= set(TECHNOLOGIES)
        assert set(claim.site_types) <= set(SITE_TYPES)
        assert "technology" in claim.slots or not claim.technology
        assert all(0 <= start < end <= len(text.content) for start, end in claim.slots.values())
        if claim.place:
            start, end = claim.slots["place"]
            words = text.content[start:end]
            # Where only a body tells the country, the words are those of the body and the name is the gazetteer's.
            assert words == claim.place.name or (told_by_a_body(claim.place) and words != "")


CASES = [
    case
    for name in ("sentences", "documents")
    for case in map(json.loads, (ROOT / "eval/cases/claims" / f"{name}.jsonl").read_text("utf-8").splitlines())
]


def test_every_quote_and_span_is_exact_over_the_labelled_cases() -> None:
    for case in CASES:
        text = text_of(case["text"], case["lang"])
        assert_sound(text, find(text))


def test_same_text_same_claims() -> None:
    texts = [text_of(case["text"], case["lang"]) for case in CASES[:60]]
    forward = [find(text) for text in texts]
    backward = [find(text) for text in reversed(texts)]
    assert forward == backward[::-1]


PIECES = st.sampled_from(
    ["surveillance cameras", "were installed", "in schools", ". ", ", ", "; ", " and ", "The police ", "not ",
     "Hikvision ", "얼굴인식 카메라를 설치했다", "監視カメラを設置した。", "摄像头", "камеры наблюдения ",
     "İstanbul ", "\n", "\n\n", "“", "”", "2019", "$3.5 million ", "border fence ", "fingerprints ",
     "according to AP ", "\u0000", "\u202e", "e\u0301", "🛰", "? ", "…", "  "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PIECES | st.text(max_size=12), max_size=30), st.sampled_from(["en", "ko", "ja", "zh", "ru", "xx", "und"])
)
def test_any_text_gives_sound_claims_or_none(pieces: list[str], lang: str) -> None:
    text = text_of(" ".join(pieces), lang)
    assert_sound(text, find(text))


def test_slots_of_a_plain_claim() -> None:
    claim = one("The ministry installed 1,200 surveillance cameras along the ring road in Lusaka last month.")
    assert (claim.kind, claim.technology, claim.act) == ("deployment", ("camera",), "install")
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.unit) == (1200.0, "camera")
    assert claim.time == "2023-04"
    assert claim.place is not None
    assert claim.place.name == "Lusaka"
    assert claim.site_types == ("road",)
    assert claim.rule.startswith("en:deployment:install:")


def test_a_second_act_is_a_second_claim() -> None:
    bought, installed = find(text_of("The province bought 500 cameras and installed them in schools and factories."))
    assert (bought.kind, bought.act) == ("supply", "procure")
    assert (installed.act, installed.site_types) == ("install", ("school", "workplace"))


def test_a_number_with_its_own_place_or_year_is_a_claim_of_its_own() -> None:
    places = find(text_of("The ministry installed 300 surveillance cameras in Varna and 120 in Burgas."))
    assert [(c.quantity.value, c.place.name) for c in places if c.quantity and c.place] == [
        (300.0, "Varna"),
        (120.0, "Burgas"),
    ]
    years = find(text_of("The police bought 40 surveillance cameras in 2019, 65 in 2020 and 12 in 2021."))
    assert [c.time for c in years] == ["2019", "2020", "2021"]
    assert len({c.id for c in years}) == 3


def test_plan_denial_and_doubt_are_kept_apart() -> None:
    planned = one("The city plans to install facial recognition cameras at the station.")
    assert (planned.act, planned.polarity, planned.certainty) == ("plan", "affirmed", "stated")
    denied = one("Officials denied that the bus terminal had been fitted with face recognition cameras.")
    assert (denied.act, denied.polarity) == ("install", "denied")
    doubtful = one("The interior ministry reportedly bought Pegasus spyware in 2018.")
    assert (doubtful.act, doubtful.certainty) == ("procure", "hedged")


def test_the_system_is_the_one_named_before() -> None:
    claims = find(
        text_of(
            "The Marlow Police Department ended its contract for ShotSpotter gunshot detection. "
            "The department had used the system since 2016."
        )
    )
    assert [claim.technology for claim in claims] == [("gunshot-detection",), ("gunshot-detection",)]
    assert claims[1].time == "2016/.."
    assert claims[1].operator is not None
    assert claims[1].operator.name == "Marlow Police Department"


def test_who_says_it_reaches_the_report_behind_the_words() -> None:
    claims = find(
        text_of(
            "Cameras now hang in most schools of Pyongyang, according to a report published by 38 North.\n"
            "The authorities also bought surveillance cameras from China, the report said."
        )
    )
    assert [claim.attributed_to[0].name for claim in claims] == ["38 North", "38 North"]


def test_a_border_with_a_neighbour_and_a_dateline_are_no_places() -> None:
    (claim,) = find(text_of("SEOUL (MW) — North Korea has installed surveillance cameras along its border with China."))
    assert claim.place is not None
    assert claim.place.country == "KP"


@pytest.mark.parametrize(
    "sentence",
    [
        "Should the police be allowed to use facial recognition?",
        "Activists demanded that the city remove its surveillance cameras.",
        "Doctors expanded disease surveillance after the outbreak.",
        "The best security cameras for your home, tested and rated.",
        "Camera traps in the national park recorded a snow leopard.",
        "A flock of geese landed on the lake near the police station.",
        "Police released CCTV footage of a man they want to speak to about the robbery.",
        "Surveillance cameras.",
    ],
)
def test_what_only_looks_alike_is_refused(sentence: str) -> None:
    assert find(text_of(sentence)) == []


def test_headlines_and_unknown_languages_make_no_claims() -> None:
    content = "Police install surveillance cameras at Lusaka station\nIt rained all day in the capital of the country."
    assert find(text_of(content)) == []
    assert find(text_of("Police installed surveillance cameras at the station.", "xx")) == []


@pytest.mark.skipif(not ARTICLE.is_file(), reason="shared/data/article.txt is not here: its claims are not checked")
def test_the_shared_article() -> None:
    content = ARTICLE.read_text("utf-8")
    claims = find(text_of(content, published=None))
    text = text_of(content)
    assert all(text.content[c.evidence.start : c.evidence.end] == c.evidence.quote for c in claims)
    posts = content.index("Recent Posts")
    assert all(claim.evidence.end < posts for claim in claims)

    def having(kind: str, *technologies: str) -> list[Claim]:
        return [c for c in claims if c.kind == kind and set(technologies) <= set(c.technology)]

    sited = [c for c in having("deployment", "camera") if {"school", "workplace", "airport"} <= set(c.site_types)]
    assert sited
    assert having("deployment", "face-recognition")
    assert having("biometrics", "fingerprint")
    assert [c for c in having("supply", "camera") if c.supplier]
    for kind in ("constraint", "human-surveillance", "border-control", "law"):
        assert having(kind), kind
    assert {c.place.country for c in claims if c.place} == {"KP"}
