"""Candidates for names: what is one company, what never is, and that the order of things changes nothing."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sousveil.record.entity import Match
from sousveil.resolve.matching import PROPOSED, Matcher, Named, matcher_of
from sousveil.resolve.names import name_key
from sousveil.resolve.parents import entry_of, top_of
from sousveil.vocabulary.loader import load

ROLES = ("supplier",)


def named(name: str, lang: str = "en", roles: tuple[str, ...] = ROLES, claims: int = 1) -> Named:
    return Named(key=name_key(name), name=name, lang=lang, roles=roles, claims=claims)


def of(*names: str, roles: tuple[str, ...] = ROLES) -> list[Match]:
    return matcher_of(load()).for_names([named(name, roles=roles) for name in names])


def proposed(*names: str, roles: tuple[str, ...] = ROLES) -> list[Match]:
    return [match for match in of(*names, roles=roles) if match.score >= PROPOSED]


@pytest.mark.parametrize(
    ("name", "ref", "method"),
    [
        ("Hikvision Deutschland GmbH", "hikvision", "arm"),
        ("Hikvision South Africa (Pty) Ltd", "hikvision", "arm"),
        ("华为技术法国", "huawei", "arm"),
        ("Huawei Technologies Düsseldorf GmbH", "huawei", "arm"),
        ("センスタイム・ジャパン", "sensetime", "arm"),
        ("NEC Corporation of America", "nec", "arm"),
        ("杭州海康威视数字技术股份有限公司", "hikvision", "normalised"),
        ("Groupe Thales S.A.", "thales", "normalised"),
        ("ClearviewAI", "clearview-ai", "normalised"),
    ],
)
def test_names_that_are_a_register_entrys(name: str, ref: str, method: str) -> None:
    registered = matcher_of(load()).registry.find(name, "supplier")
    if registered is not None:
        assert registered.id == ref
        return
    assert [(match.right, match.method) for match in proposed(name)] == [(ref, method)]


@pytest.mark.parametrize(
    "name",
    [
        "Huawei Marine Surveys", "Hikvision Bank", "Univision", "Hikvisio", "Dahuatong", "Samsung Heavy Industries",
        "Hanwha Ocean", "Siemens Healthineers", "Thales Alenia Space", "Axis Bank", "Nokian Tyres Russia",
        "Gamma Telecom", "Bezeq Online", "大华银行", "太极实业", "浪潮云", "Шваб", "Celebrate", "Palantiri", "Canadair",
        "グローリア", "Cellcom Liberia",
    ],
)  # fmt: skip
def test_names_that_only_look_like_an_entrys(name: str) -> None:
    found = matcher_of(load()).registry.find(name, "supplier")
    others = {match.right for match in proposed(name)} | ({found.id} if found else set())
    assert not others & {
        "huawei", "hikvision", "dahua", "uniview", "hanwha-vision", "siemens", "thales", "axis", "nokia", "finfisher",
        "bezeq", "taiji", "inspur", "shvabe", "cellebrite", "palantir", "candiru", "glory", "cellcom-il",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "method"),
    [
        ("Zorvanek Technologies Ltd", "Zorvanek", "normalised"),
        ("Зорванек", "Zorvanek", "transliteration"),
        ("ООО «Зорванек Технолоджис»", "Zorvanek Technologies", "transliteration"),
        ("조르바네크", "Zorbanek", "transliteration"),
        ("ゾルバネック", "Zorbanek", "transliteration"),
        ("زورفانيك", "Zorvanik", "transliteration"),
        ("קורטלינק", "Kortlink", "transliteration"),
        ("瑞康达", "Ruikangda Technology", "transliteration"),
        ("Zorvanek Peru S.A.C.", "Zorvanek", "arm"),
        ("Zorvanek Security Systems", "Zorvanek Security Systems Nigeria Ltd", "arm"),
        ("Telecom Malawi", "ملاوي للاتصالات", "normalised"),
    ],
)
def test_names_that_no_register_has_find_each_other(one: str, other: str, method: str) -> None:
    assert [match.method for match in proposed(one, other)] == [method]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zorvanek Energy", "Zorvanek Security"),
        ("Zorvanek Peru", "Zorvanek Chile"),
        ("Zorvanek", "Zorvanec"),
        ("Зорванек", "Zorvanok"),
        ("Zorvanek", "Zorvanek Marine"),
        ("Nova Systems", "Nova"),
        ("Delta S.p.A.", "Delta Ltd. Şti."),
        ("瑞康达", "睿康达"),
        ("Telecom Zambia", "Telecom Malawi"),
        ("АСТ", "AST"),
    ],
)
def test_names_that_only_look_alike(one: str, other: str) -> None:
    assert proposed(one, other) == []


def test_the_police_of_a_country_are_no_arm_and_nobody_who_only_speaks_is_compared() -> None:
    operators = ("operator",)
    assert proposed("Ministry of Zorvan", "Ministry of Zorvan Peru", roles=operators) == []
    assert proposed("Ivan Zorvanek", "Иван Зорванек", roles=("speaker",)) == []
    assert proposed("Ivan Zorvanek", "Ivan Zorvanek Group", roles=("speaker",)) == []


def test_a_name_that_two_entries_fit_is_proposed_for_neither() -> None:
    for match in of("Hanwha Group Vision Systems"):
        assert match.score < PROPOSED


def test_every_match_says_why() -> None:
    for match in of("Hikvision Deutschland GmbH", "Зорванек", "Zorvanek"):
        assert "“" in match.reason
        assert 0 < match.score <= 1
        assert match.left.startswith("name:")


def test_matches_do_not_depend_on_the_order_of_names() -> None:
    names = [
        named(name)
        for name in (
            "Zorvanek",
            "Зорванек",
            "Zorvanek Peru",
            "ZORVANEK LTD",
            "Hikvision Chile SpA",
            "조르바네크",
            "Zorbanek",
        )
    ]
    matcher = matcher_of(load())
    first = matcher.for_names(names)
    shuffled = list(names)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert matcher.for_names(shuffled) == first
    assert Matcher(load()).for_names(names) == first
    assert [(match.left, match.right) for match in first] == sorted((match.left, match.right) for match in first)


_BRANDS = st.builds(
    "".join, st.lists(st.sampled_from(["ba", "dor", "ken", "li", "mur", "sta", "ven", "zo"]), min_size=3, max_size=4)
)
_TRADES = st.sampled_from(
    ["", " Technology", " Systems", " Electronics Co., Ltd.", " Group", " Peru S.A.", " Security"]
)


@settings(max_examples=60, deadline=None)
@given(_BRANDS, _TRADES, _TRADES)
def test_matching_is_symmetric(brand: str, one: str, other: str) -> None:
    names = (brand.capitalize() + one, brand.upper() + other)
    assert of(*names) == of(*reversed(names))


@settings(max_examples=100, deadline=None)
@given(_BRANDS, _TRADES, _TRADES, st.data())
def test_one_letter_of_the_brand_makes_another_company(brand: str, one: str, other: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(brand) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    assume(letter != brand[at])
    changed = brand[:at] + letter + brand[at + 1 :]
    assert proposed(brand.capitalize() + one, changed.capitalize() + other) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["hikvision", "cellebrite", "palantir", "sensetime", "uniview", "hytera", "intellexa"]), st.data()
)
def test_one_letter_of_a_registered_brand_makes_another_company(brand: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(brand) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    assume(letter != brand[at])
    changed = brand[:at] + letter + brand[at + 1 :]
    assert not {match.right for match in proposed(changed.capitalize())} & {brand}
    assert matcher_of(load()).registry.find(changed, "supplier") is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from("bdfgklmnprstv"), st.data())
def test_another_consonant_is_another_sound(letter: str, data: st.DataObject) -> None:
    latin, cyrillic = "dorventalk", "Дорвенталк"
    assert proposed(latin.capitalize(), cyrillic)
    at = data.draw(st.sampled_from([n for n, char in enumerate(latin) if char not in "aeiou"]))
    assume(letter != latin[at])
    assert proposed((latin[:at] + letter + latin[at + 1 :]).capitalize(), cyrillic) == []


def test_owners_are_followed_to_the_top() -> None:
    vocabulary = load()
    assert top_of("hikvision", vocabulary) == "cetc"
    assert top_of("cetc", vocabulary) == "cetc"
    assert top_of("name:zorvanek", vocabulary) == "name:zorvanek"
    assert entry_of("nobody", vocabulary) is None
