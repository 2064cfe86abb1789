"""Names of places in many scripts, and words that only look like them."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_keys import key_of, romanise_hangul


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def names(gazetteer: Gazetteer, text: str, lang: str = "en") -> list[str]:
    return [t.name for t in gazetteer.spot(text, lang=lang)]


def test_spans_are_exact(gazetteer: Gazetteer) -> None:
    text = "Cameras stand in Hoeryong, North Hamgyong Province, and in 平壤, 회령시, Пхеньяне."
    for toponym in gazetteer.spot(text):
        assert text[toponym.start : toponym.end] == toponym.name


@pytest.mark.parametrize(
    ("spelling", "lang", "geonameid"),
    [
        ("Hoeryong", "en", 2044091), ("Hoeryŏng", "en", 2044091), ("Hoeryeong", "en", 2044091),
        ("Hoiryeong", "en", 2044091), ("회령시", "ko", 2044091), ("會寧", "zh", 2044091), ("会寧", "ja", 2044091),
        ("Pyongyang", "en", 1871859), ("P’yŏngyang", "en", 1871859), ("평양", "ko", 1871859), ("平壌", "ja", 1871859),
        ("Пхеньян", "ru", 1871859), ("Pjöngjang", "de", 1871859), ("Pionyang", "es", 1871859),
    ],
)  # fmt: skip
def test_spellings_of_one_town(gazetteer: Gazetteer, spelling: str, lang: str, geonameid: int) -> None:
    [toponym] = gazetteer.spot(spelling, lang=lang)
    assert toponym.candidates[0].geonameid == geonameid
    assert toponym.candidates[0].country == "KP"


@pytest.mark.parametrize(
    "spelling",
    ["Ryanggang", "Yanggang Province", "Yangkang", "량강도", "양강도", "两江道", "Рянган"],
)
def test_spellings_of_one_province(gazetteer: Gazetteer, spelling: str) -> None:
    assert {(c.country, c.precision) for c in gazetteer.find(spelling)[1]} >= {("KP", "region")}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("North Korea", "KP"), ("DPRK", "KP"), ("북한", "KP"), ("朝鮮", "KP"), ("北朝鮮", "KP"), ("КНДР", "KP"),
        ("Corea del Norte", "KP"), ("Nordkorea", "KP"), ("North Korean", "KP"), ("KP", "KP"), ("우간다", "UG"),
        ("乌干达", "UG"), ("Vereinigte Staaten", "US"), ("Казахстан", "KZ"), ("Nazareth", None),
    ],
)  # fmt: skip
def test_country_by_any_name(gazetteer: Gazetteer, name: str, code: str | None) -> None:
    found = gazetteer.country(name)
    assert (found.country if found else None) == code


def test_korean_particles(gazetteer: Gazetteer) -> None:
    text = "북한의 평양에서 함경북도 회령시와 혜산에 카메라를 설치했다."
    assert names(gazetteer, text, "ko") == ["북한", "평양", "함경북도", "회령시", "혜산"]


def test_korean_words_that_are_also_towns(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "차량 운전과 과일 구성에 대한 수동 검사", "ko") == []


def test_no_spaces_between_words(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "朝鲜在平壤和新疆维吾尔自治区安装摄像头", "zh") == ["朝鲜", "平壤", "新疆维吾尔自治区"]
    assert names(gazetteer, "ウガンダのカンパラに設置", "ja") == ["ウガンダ", "カンパラ"]


def test_katakana_inside_a_longer_word(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "パリティチェック", "ja") == []


def test_russian_case_endings(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "Камеры в Северной Корее, в Пхеньяне и Казахстане.", "ru") == [
        "Северной Корее", "Пхеньяне", "Казахстане",
    ]  # fmt: skip


def test_adjectives_written_small(gazetteer: Gazetteer) -> None:
    for text, lang in (("Sie kaufte chinesische Kameras.", "de"), ("Compró cámaras chinas.", "es")):
        [toponym] = gazetteer.spot(text, lang=lang)
        assert toponym.demonym
        assert toponym.candidates[0].country == "CN"


@pytest.mark.parametrize(
    "text",
    [
        "Jackson said the cameras work.", "Paris Hilton bought a doorbell.", "The Washington Post reported it.",
        "Sgt. Woodstock spoke.", "In March and in May the police met.", "Police reading mobile phones is nice.",
        "Mr. Lincoln and Chiquita Raquel Henry disagreed. Henry left.", "It happened on Jackson Street.",
        "Most Of The Time",
    ],
)  # fmt: skip
def test_people_products_and_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert names(gazetteer, text) == []


def test_a_holder_makes_a_doubtful_name_a_place(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "Reading, Pa., and Normal, Illinois, bought drones.") == [
        "Reading", "Pa.", "Normal", "Illinois",
    ]  # fmt: skip


def test_abbreviations_keep_their_stop(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "I'll say so. Will we? Miss Ga said no in us all.") == []
    assert names(gazetteer, "The U.S. and the UK agreed.") == ["U.S.", "UK"]


def test_one_plain_mention_vouches_for_the_others(gazetteer: Gazetteer) -> None:
    text = "Police in Madison, Wis., bought drones. Madison will pay for them."
    assert names(gazetteer, text).count("Madison") == 2


def test_speakers_are_marked(gazetteer: Gazetteer) -> None:
    [toponym] = gazetteer.spot("Seoul said that the wires were live.")
    assert toponym.speaker


def test_border_river_has_two_sides(gazetteer: Gazetteer) -> None:
    for name in ("Yalu", "Amnok", "압록강", "鸭绿江", "Ялу"):
        [river] = [c for c in gazetteer.find(name)[1] if c.borders]
        assert river.borders == ("KP", "CN")
        assert river.country is None


def test_regions_and_states(gazetteer: Gazetteer) -> None:
    virginia = gazetteer.us_state("VA")
    assert virginia is not None
    assert (virginia.name, virginia.precision) == ("Virginia", "region")
    assert gazetteer.us_state("Va.") == virginia == gazetteer.region("US-VA")
    assert gazetteer.us_state("Bavaria") is None
    coahuila = gazetteer.find("Coahuila")[1][0]
    assert (coahuila.country, coahuila.precision) == ("MX", "region")


def test_holders_lead_to_the_country(gazetteer: Gazetteer) -> None:
    town = next(c for c in gazetteer.find("Woodstock")[1] if c.admin1 == "Virginia")
    country = gazetteer.country("US")
    assert country is not None
    assert town.holders[-1] == country.index


def test_keys_fold_what_is_decoration_only() -> None:
    assert key_of("Hŭich’ŏn") == key_of("Huichon")
    assert key_of("Северной Корее") == key_of("Северная Корея")
    assert key_of("St. Paul") == key_of("Saint Paul")
    assert key_of("हिन्दी") != key_of("हनद")
    assert key_of("がいこく") != key_of("かいこく")
    assert romanise_hangul("회령") == "Hoeryeong"


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "’", "A", "평", "鮮", "\u0301", "U.S", "🙂 Paris"])
def test_odd_texts(gazetteer: Gazetteer, text: str) -> None:
    assert len(names(gazetteer, text)) <= 1


_PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["Paris", "Hilton", "U.S.", "Va.", "St.", "’s", "'", ", ", " ", ".", "북한", "의", "회령시", "平壤", "東京",
             "カ", "в", "Северной", "Корее", "of", "Police", "City", "(", "\n", "I.", "Reading"]
        ),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_PIECES, st.sampled_from(["en", "ko", "zh", "ru", "de", "xx"]))
def test_any_text_gives_exact_spans_in_order(pieces: list[str], lang: str) -> None:
    text = "".join(pieces)
    found = load_gazetteer().spot(text, lang=lang)
    for toponym in found:
        assert text[toponym.start : toponym.end] == toponym.name
        assert toponym.candidates
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    half = len(text) // 2
    inside = load_gazetteer().spot(text, half, len(text), lang)
    assert inside == [t for t in found if t.start >= half]


def test_a_sentence_is_spotted_in_the_light_of_its_document(gazetteer: Gazetteer) -> None:
    text = "Mayor Dana Houston spoke. The cameras cost much, Houston added."
    start = text.index("The")
    assert gazetteer.spot(text, start, len(text)) == []


def test_spotting_is_quick(gazetteer: Gazetteer) -> None:
    sentence = "Police in Hoeryong, North Hamgyong Province, fitted cameras along the border with China. "
    text = sentence * 400
    began = time.perf_counter()
    found = gazetteer.spot(text)
    # A generous bound for a busy machine: 400 sentences took 20 ms when this was written.
    assert time.perf_counter() - began < 1.0
    assert len(found) == 1200
