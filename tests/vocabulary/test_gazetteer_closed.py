"""Closed countries and what is known of every place: coordinates, extent, what holds it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from babel import Locale

from sousveil.vocabulary.files import DATA, parsed
from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_extent import radius_km, settlement_radius_km
from sousveil.vocabulary.gazetteer_index import Row

_NO_COUNTRY = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))
"""Codes of CLDR that ISO 3166-1 has not."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def korean(gazetteer: Gazetteer) -> list[Row]:
    index = gazetteer.index
    return [row for row in map(index.row, range(len(index))) if row.country == "KP"]


def test_every_country_of_iso_3166(gazetteer: Gazetteer) -> None:
    codes = {
        str(code) for code in Locale("en").territories if len(str(code)) == 2 and str(code).isalpha()
    } - _NO_COUNTRY
    assert len(codes) == 250
    for code in sorted(codes):
        country = gazetteer.country(code)
        assert country is not None, code
        assert (country.country, country.precision) == (code, "country")


def test_kosovo(gazetteer: Gazetteer) -> None:
    for name in ("Kosovo", "Косово", "코소보", "科索沃"):
        assert "XK" in {c.country for c in gazetteer.find(name)[1] if c.precision == "country"}, name


def test_every_district_of_north_korea_has_a_point(korean: list[Row]) -> None:
    assert [row.name for row in korean if row.lat is None] == []
    for row in korean:
        assert row.lat is not None
        assert row.lon is not None
        assert 37.5 < row.lat < 43.1, row
        assert 124.0 < row.lon < 130.8, row


def test_districts_by_every_spelling(gazetteer: Gazetteer) -> None:
    for spellings in (
        ("회령", "Hoeryŏng", "Hoeryong", "Hoeryeong", "会宁", "會寧", "会寧", "Хверён", "フェリョン"),
        ("룡천", "용천군", "Ryongch'ŏn", "Yongcheon", "龙川", "龍川", "Рёнчхон"),
        ("라선", "나선", "Rasŏn", "Naseon", "Raseon", "罗先", "羅先", "Расон"),
        ("대홍단", "Taehongdan", "Daehongdan", "大红湍", "Тэхондан"),
    ):
        for spelling in spellings:
            assert "KP" in {c.country for c in gazetteer.find(spelling)[1]}, spelling


def test_han_names_that_are_words_need_their_rank(gazetteer: Gazetteer) -> None:
    for word, name in (
        ("江南", "江南郡"),
        ("高山", "高山郡"),
        ("先鋒", "先鋒區"),
        ("平原", "平原郡"),
        ("松林", "松林市"),
    ):
        assert "KP" not in {c.country for c in gazetteer.find(word)[1]}, word
        assert "KP" in {c.country for c in gazetteer.find(name)[1]}, name


def test_our_own_spellings_lead_to_their_town(gazetteer: Gazetteer) -> None:
    content: dict[str, Any] = parsed(DATA / "places" / "closed.toml")
    for country, towns in content["names"].items():
        for geonameid, names in towns.items():
            for name in names:
                found = [c for c in gazetteer.find(name)[1] if c.geonameid == int(geonameid)]
                assert [c.country for c in found] == [country], (country, geonameid, name)
    for town in content["town"]:
        for name in (town["name"], *town["names"]):
            assert town["country"] in {c.country for c in gazetteer.find(name)[1]}, name


def test_radius_of_a_town_grows_with_its_people() -> None:
    sizes = [settlement_radius_km(people) for people in (0, 500, 10_000, 1_000_000, 10_000_000)]
    assert sizes[0] == 1.0
    assert all(small <= large for small, large in pairwise(sizes))
    assert 10 < sizes[3] < 20
    assert radius_km("district", 0, 12.5) == 12.5


def test_radius_covers_what_lies_inside(gazetteer: Gazetteer) -> None:
    for name, low, high in (
        ("North Hamgyong", 80, 200),
        ("Virginia", 200, 400),
        ("Luxembourg", 20, 60),
        ("Xinjiang", 600, 1200),
    ):
        place = next(c for c in gazetteer.find(name)[1] if c.precision in ("country", "region"))
        assert place.radius_km is not None
        assert low < place.radius_km < high, name
    index = gazetteer.index
    for position in range(0, len(index), 997):
        candidate = gazetteer.candidate(position)
        assert (candidate.radius_km is None) == (candidate.lat is None)
        assert candidate.radius_km is None or candidate.radius_km >= 1.0


def test_holders_go_from_small_to_large(gazetteer: Gazetteer) -> None:
    order = {"site": 0, "city": 1, "district": 2, "region": 3, "country": 4}
    for position in range(0, len(gazetteer.index), 499):
        place = gazetteer.candidate(position)
        chain = [place, *(gazetteer.candidate(holder) for holder in place.holders)]
        assert all(order[a.precision] < order[b.precision] for a, b in pairwise(chain)), place.name
        assert {c.country for c in chain} == {place.country}
