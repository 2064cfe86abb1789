"""Entries of published lists beside the organisations of a case."""

from __future__ import annotations

from sousveil.record.reference import Listing
from sousveil.resolve.matching import PROPOSED, Named, matcher_of
from sousveil.resolve.names import name_key
from sousveil.vocabulary.loader import load

CASE = [
    Named(key="hikvision", name="海康威视", lang="zh"),
    Named(key="huawei", name="Huawei"),
    Named(key=name_key("Zorvanek"), name="Zorvanek", country="PE"),
]


def listing(name: str, *countries: str, names: tuple[str, ...] = (), identifiers: tuple[str, ...] = ()) -> Listing:
    return Listing(
        import_id="i1", list="us-entity-list", entry=name, name=name, names=names, countries=countries,
        identifiers=identifiers,
    )  # fmt: skip


def matched(each: Listing) -> list[tuple[str, str, bool]]:
    found = matcher_of(load()).for_listings([each], CASE)
    assert all(match.left == each.id for match in found)
    return [(match.right, match.method, match.score >= PROPOSED) for match in found]


def test_names_and_countries_that_agree() -> None:
    assert matched(listing("Hangzhou Hikvision Digital Technology Co., Ltd.", "CN")) == [
        ("hikvision", "normalised", True)
    ]
    assert matched(listing("HIKVISION", "CN")) == [("hikvision", "listed", True)]
    assert matched(listing("Somebody", "CN", names=("海康威视",))) == [("hikvision", "listed", True)]
    assert matched(listing("Huawei Technologies France", "FR")) == [("huawei", "arm", True)]
    assert matched(listing("ZORVANEK S.A.C.", "PE")) == [(name_key("Zorvanek"), "normalised", True)]


def test_another_country_speaks_against_it() -> None:
    assert matched(listing("Hikvision", "BR")) == [("hikvision", "listed", False)]
    assert matched(listing("Zorvanek", "NO")) == [(name_key("Zorvanek"), "listed", False)]
    [match] = matcher_of(load()).for_listings([listing("Zorvanek", "NO")], CASE)
    assert "but the list has NO and not PE" in match.reason


def test_an_unknown_country_weakens_it() -> None:
    [known] = matcher_of(load()).for_listings([listing("HIKVISION", "CN")], CASE)
    [unknown] = matcher_of(load()).for_listings([listing("HIKVISION")], CASE)
    assert PROPOSED <= unknown.score < known.score


def test_one_public_identifier_is_one_company() -> None:
    assert matched(listing("A firm by another name", "CN", identifiers=("wikidata:Q160120",))) == [
        ("huawei", "identifier", True)
    ]


def test_what_is_not_in_the_case_is_not_matched() -> None:
    assert matched(listing("Dahua Technology", "CN")) == []
    assert matched(listing("Univision", "US")) == []
    assert matched(listing("Huawei Marine Networks", "CN")) == []
