"""Claims with places and organisations filled in."""

from __future__ import annotations

from sousveil.record.claim import Claim, Evidence, Organisation, Place
from sousveil.record.text import Text
from sousveil.resolve import resolve
from sousveil.resolve.filling import hints_of
from sousveil.resolve.organisations import registry_of
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import load


def text_of(content: str, lang: str = "en", **more: object) -> Text:
    return Text(
        capture_sha256="0" * 64, content=content, extractor="test/1", lang=lang, paragraphs=(), segments=(), **more
    )  # type: ignore[arg-type]


def claim_of(text: Text, quote: str, place: str | None = None, **more: object) -> Claim:
    start = text.content.index(quote)
    slots: dict[str, tuple[int, int]] = {}
    for name, words in (("place", place), ("technology", more.pop("technology_words", None))):
        if isinstance(words, str):
            at = text.content.index(words, start)
            slots[name] = (at, at + len(words))
    evidence = Evidence(
        source="s1", url=None, lang=text.lang, text_sha256=text.sha256, start=start, end=start + len(quote), quote=quote
    )
    return Claim(
        kind="deployment", technology=("camera",), act="install", polarity="affirmed", certainty="stated",
        evidence=evidence, extractor="test/1", rule="test", slots=slots, place=Place(name=place) if place else None,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_town_region_and_country() -> None:
    text = text_of("Cameras stand in Hoeryong, North Hamgyong Province. Cameras stand in North Korea.")
    town, country = resolve(
        [
            claim_of(text, "Cameras stand in Hoeryong", "Hoeryong"),
            claim_of(text, "Cameras stand in North Korea", "North Korea"),
        ],
        text,
    )
    assert town.place is not None
    assert (town.place.name, town.place.geonameid, town.place.country) == ("Hoeryong", 2044091, "KP")
    assert town.place.precision == "city"
    assert town.place.lat is not None
    assert round(town.place.lat, 1) == 42.4
    assert country.place == Place(name="North Korea", geonameid=1873107, country="KP", precision="country")


def test_a_claim_without_a_place_lies_where_the_document_does() -> None:
    text = text_of("North Korea watches its people. Cameras were fitted in schools. Pyongyang has most of them.")
    [claim] = resolve([claim_of(text, "Cameras were fitted in schools.")], text)
    assert claim.place is not None
    assert (claim.place.country, claim.place.lat, claim.place.precision) == ("KP", None, "country")


def test_no_place_is_better_than_a_guess() -> None:
    text = text_of("Cameras were fitted in schools, Kenya, Chile and Japan heard.")
    [claim] = resolve([claim_of(text, "Cameras were fitted in schools")], text)
    assert claim.place is None


def test_the_origin_of_goods_is_no_place() -> None:
    text = text_of("North Korea buys much. In North Korea, Chinese cameras were fitted.")
    [claim] = resolve([claim_of(text, "Chinese cameras were fitted.", "Chinese", technology_words="cameras")], text)
    assert claim.place is not None
    assert claim.place.country == "KP"


def test_a_border_river_is_on_the_side_that_the_document_is_about() -> None:
    text = text_of("압록강 국경에 카메라를 설치했다. 북한 당국은 북한 주민을 감시한다.", "ko")
    [claim] = resolve([claim_of(text, "압록강 국경에 카메라를 설치했다.", "압록강")], text)
    assert claim.place is not None
    assert (claim.place.name, claim.place.country) == ("압록강", "KP")


def test_an_unknown_place_stays_a_name() -> None:
    text = text_of("Cameras stand in Xqvltown.")
    [claim] = resolve([claim_of(text, "Cameras stand in Xqvltown.", "Xqvltown")], text)
    assert claim.place == Place(name="Xqvltown")


def test_coded_rows_tell_country_and_region() -> None:
    content = "The Woodstock Police Department uses body cameras."
    coded = {"region": ("VA",), "country": ("US",)}
    text = text_of(content, coded=coded)
    [claim] = resolve([claim_of(text, content, "Woodstock")], text)
    assert claim.place is not None
    assert (claim.place.country, round(claim.place.lat or 0, 1)) == ("US", 38.9)


def test_nothing_is_dropped_and_identifiers_stay() -> None:
    text = text_of("Cameras stand in Hoeryong. Cameras stand in Kampala. Nobody knows why.")
    claims = [
        claim_of(text, "Cameras stand in Hoeryong.", "Hoeryong"), claim_of(text, "Nobody knows why."),
        claim_of(text, "Cameras stand in Kampala.", "Kampala"),
    ]  # fmt: skip
    resolved = resolve(claims, text)
    assert [c.id for c in resolved] == [c.id for c in claims]
    assert [c.evidence for c in resolved] == [c.evidence for c in claims]
    assert resolve([], text) == []
    assert resolve(resolved, text) == resolved


def test_organisations_in_every_script() -> None:
    text = text_of("Cameras were sold.")
    for name in (
        "Hikvision",
        "海康威视",
        "海康威視",
        "하이크비전",
        "Хиквижн",
        "Hangzhou Hikvision",
        "Hikvision Co., Ltd.",
    ):
        claim = claim_of(text, "Cameras were sold.", supplier=Organisation(name=name))
        [resolved] = resolve([claim], text)
        assert resolved.supplier == Organisation(name=name, ref="hikvision", country="CN")


def test_brands_are_never_guessed() -> None:
    registry = registry_of(load())
    for name in ("Univision", "Hikvisions Cousin", "Dahuatong", "Vision", "", "Co., Ltd."):
        assert registry.find(name, "supplier") is None


def test_speakers_and_operators() -> None:
    text = text_of("Cameras work, 38 North said.")
    claim = claim_of(
        text, "Cameras work", operator=Organisation(name="국가보위성"),
        attributed_to=(Organisation(name="38 North"), Organisation(name="a resident")),
    )  # fmt: skip
    [resolved] = resolve([claim], text)
    assert resolved.operator is not None
    assert resolved.operator.ref == "kp-state-security"
    assert [s.ref for s in resolved.attributed_to] == ["38north", None]


def test_the_outlets_seat_decides_between_equals() -> None:
    vocabulary = load()
    korean = next(e for e in vocabulary.outlets.values() if e.role == "outlet" and e.country == "KR" and e.hosts)
    gazetteer = load_gazetteer()
    by_host = text_of("Cameras were fitted.", url=f"https://www.{korean.hosts[0]}/a")
    by_name = text_of("Cameras were fitted.", outlet=korean.name)
    nobody = text_of("Cameras were fitted.", url="https://nobody.example/a", outlet="Nobody's Paper")
    assert hints_of(by_host, vocabulary, gazetteer).home == "KR"
    assert hints_of(by_name, vocabulary, gazetteer).home == "KR"
    assert hints_of(nobody, vocabulary, gazetteer).home is None
