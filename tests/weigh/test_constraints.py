"""What constrains a finding: there, then, and with which words that is said."""

from __future__ import annotations

import random
from typing import Any

from sousveil.record.claim import Place
from sousveil.record.finding import Constraint, Finding, Origins
from sousveil.weigh.constraints import constraints_of, holders_of

KOREA = Place(name="North Korea", country="KP", precision="country")
HYESAN = Place(name="Hyesan", geonameid=2043837, country="KP", lat=41.4, lon=128.2, precision="city")
RYANGGANG = Place(name="Ryanggang", geonameid=2039332, country="KP", lat=41.2, lon=128.1, precision="region")
SINUIJU = Place(name="Sinuiju", geonameid=2040893, country="KP", lat=40.1, lon=124.4, precision="city")


def finding(ident: str, kind: str = "deployment", place: Place | None = HYESAN, **given: Any) -> Finding:
    known: dict[str, Any] = {
        "technology": ("camera",), "acts": ("operate",), "site_types": (), "operator": None, "supplier": None,
        "first_reported": "2024-04-16", "last_reported": "2024-04-16", "status": "operating", "disputed": False,
        "claims": (f"c{ident}",), "origins": Origins(min=1, max=1, named=()),
    }  # fmt: skip
    return Finding(id=ident, kind=kind, place=place, **(known | given))


def short(ident: str, place: Place | None = HYESAN, **given: Any) -> Finding:
    return finding(ident, "constraint", place, **({"about": ("power",), "technology": ()} | given))


def pairs(found: list[Constraint]) -> set[tuple[str, str]]:
    return {(each.finding, each.by) for each in found}


def none_holds(place: Place) -> tuple[int, ...]:
    return ()


def test_what_is_short_at_the_same_place_constrains_it() -> None:
    (found,) = constraints_of([finding("f"), short("k"), short("far", SINUIJU)], none_holds)
    assert (found.finding, found.by) == ("f", "k")
    assert found.reason.startswith("power: the same place, Hyesan; ")
    assert "the finding tells no time (reported 2024-04-16); the constraint tells no time" in found.reason


def test_what_is_short_in_a_country_constrains_its_towns_and_not_the_other_way_round() -> None:
    (found,) = constraints_of([finding("f"), short("k", KOREA)], none_holds)
    assert "all of North Korea, the country of Hyesan" in found.reason
    assert constraints_of([finding("f", place=KOREA), short("k", HYESAN)], none_holds) == []
    assert constraints_of([finding("f", place=None), short("k", KOREA)], none_holds) == []


def test_what_is_short_in_a_region_constrains_the_towns_that_it_holds() -> None:
    (found,) = constraints_of([finding("f"), finding("g", place=SINUIJU), short("k", RYANGGANG)])
    assert found.finding == "f"
    assert "Ryanggang, which holds Hyesan" in found.reason
    assert RYANGGANG.geonameid in holders_of(HYESAN)


def test_a_time_that_is_over_constrains_nothing() -> None:
    built = finding("f", time="2019")
    assert constraints_of([built, short("k", time="2010")], none_holds) == []
    (same,) = constraints_of([built, short("k", time="2019-05")], none_holds)
    assert "2019-05, which meets 2019" in same.reason
    (later,) = constraints_of([built, short("k", time="2023")], none_holds)
    assert "2023, while it stands since 2019" in later.reason
    gone = finding("f", time="2015/2019", status="ended")
    assert constraints_of([gone, short("k", time="2023")], none_holds) == []


def test_it_bears_on_the_technologies_and_sites_that_it_names() -> None:
    cameras = short("k", technology=("camera",), site_types=("residence",))
    assert constraints_of([finding("f", technology=("drone",)), cameras], none_holds) == []
    assert constraints_of([finding("f", technology=()), cameras], none_holds) == []
    assert constraints_of([finding("f", site_types=("airport",)), cameras], none_holds) == []
    assert constraints_of([finding("f", site_types=("residence",)), cameras], none_holds)


def test_a_law_a_denial_and_another_constraint_are_not_constrained() -> None:
    others = [finding("f", "law"), finding("g", status="denied"), short("h")]
    assert pairs(constraints_of([*others, short("k", status="denied")], none_holds)) == set()


def test_countries_can_be_weighed_one_by_one_in_any_order() -> None:
    rng = random.Random(5)
    found = []
    for number in range(60):
        land = rng.choice(("KP", "CN", "RU"))
        place = Place(name=land, country=land, precision="country")
        make = short if rng.random() < 0.3 else finding
        found.append(make(f"{number:02}", place=place, time=rng.choice((None, "2019", "2023"))))
    whole = constraints_of(found, none_holds)
    assert whole
    assert constraints_of(found[::-1], none_holds) == whole
    parts = [
        constraint
        for land in ("KP", "CN", "RU")
        for constraint in constraints_of(
            [each for each in found if each.place and each.place.country == land], none_holds
        )
    ]
    assert pairs(parts) == pairs(whole)


def test_a_country_where_everything_is_short_stays_readable() -> None:
    many = [short(f"k{number:03}", KOREA) for number in range(300)]
    found = constraints_of([*(finding(f"f{number:03}") for number in range(300)), *many], none_holds)
    assert len(found) == 300 * 12
