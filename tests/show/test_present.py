"""Sentences and phrases from slots."""

from __future__ import annotations

import msgspec
import pytest

from show.small_case import KOREA, PYONGYANG, RYANGGANG
from sousveil.record import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES, Finding, Organisation, Origins, Place, Quantity
from sousveil.show import labels
from sousveil.show.geography import picture, project
from sousveil.show.present import (
    date_phrase,
    finding_sentence,
    joined,
    origins_phrase,
    place_phrase,
    plural,
    precision_phrase,
    quantity_phrase,
    size_phrase,
)  # fmt: skip

FINDING = Finding(
    id="f1", kind="deployment", technology=("camera",), acts=("install",), place=PYONGYANG, site_types=(),
    operator=None, supplier=None, first_reported=None, last_reported=None, status="installed", disputed=False,
    claims=(), origins=Origins(min=1, max=1, named=()),
)  # fmt: skip
ZTE = Organisation(name="中兴通讯", ref="zte", country="CN")
POLICE = Organisation(name="The city police")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Cameras are installed in Pyongyang, North Korea."),
        ({"place": None}, "Cameras are installed."),
        (
            {"technology": ("face-recognition", "camera"), "site_types": ("airport", "border"), "supplier": ZTE,
             "place": Place(name="Pyongyang")},
            "Face recognition and cameras are installed at airports and on the border in Pyongyang, supplied by ZTE.",
        ),
        (
            {"operator": POLICE, "status": "planned", "technology": ("dna",)},
            "DNA is planned in Pyongyang, North Korea, by the city police.",
        ),
        (
            {"kind": "supply", "status": "procured", "operator": POLICE, "supplier": ZTE},
            "Cameras are bought by the city police from ZTE in Pyongyang, North Korea.",
        ),
        (
            {"kind": "supply", "status": "operating", "operator": POLICE, "supplier": ZTE, "place": KOREA},
            "Cameras are supplied by ZTE to the city police in North Korea.",
        ),
        ({"kind": "law", "status": "banned", "place": KOREA}, "A rule forbids cameras in North Korea."),
        ({"kind": "law", "status": "operating", "place": KOREA}, "A rule on cameras is in force in North Korea."),
        ({"kind": "constraint", "status": "operating"}, "Constraints hold back cameras in Pyongyang, North Korea."),
        (
            {"kind": "biometrics", "technology": ("fingerprint", "iris"), "status": "operating", "place": KOREA},
            "Fingerprints and iris scans are taken or stored in North Korea.",
        ),
        (
            {"kind": "human-surveillance", "technology": (), "status": "operating", "site_types": ("nationwide",),
             "place": KOREA},
            "Human surveillance is in use across North Korea.",
        ),
        (
            {"site_types": ("airport",), "place": Place(name="Sunan airport", country="KP", precision="site")},
            "Cameras are installed at Sunan airport, North Korea.",
        ),
        ({"status": "denied"}, "Cameras are said not to be in use in Pyongyang, North Korea."),
    ],
)  # fmt: skip
def test_a_sentence_says_what_the_slots_say(values: dict[str, object], sentence: str) -> None:
    assert finding_sentence(msgspec.structs.replace(FINDING, **values)) == sentence


def test_every_identifier_has_words() -> None:
    assert set(labels.KIND) == set(KINDS)
    assert set(labels.TECHNOLOGY) == set(TECHNOLOGIES)
    assert set(labels.SITE) == set(SITE_TYPES)
    assert set(labels.ACT) == set(ACTS)


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2024-04-16", "16 April 2024"), ("2024-04", "April 2024"), ("2024", "2024"), ("2019~", "about 2019"),
        ("2019/2021", "2019 to 2021"), ("2019/..", "since 2019"), ("../2019-02", "until February 2019"),
        ("2024-04-16T10:00:00Z", "16 April 2024"), ("2024-21", "spring 2024"),
        ("199X", "the 1990s"), ("", ""), (None, ""), ("soon", "soon"),
    ],
)  # fmt: skip
def test_dates(edtf: str | None, words: str) -> None:
    assert date_phrase(edtf) == words


def test_phrases() -> None:
    assert quantity_phrase(Quantity(value=1500, unit="camera", approximate=True)) == "about 1,500 cameras"
    assert quantity_phrase(Quantity(value=1, unit="camera")) == "1 camera"
    assert quantity_phrase(Quantity(value=12.5, unit="km")) == "12.5 km"
    assert quantity_phrase(Quantity(value=3e6, unit="USD")) == "USD 3,000,000"
    assert quantity_phrase(Quantity(value=20, unit="person")) == "20 people"
    assert place_phrase(Place(name="평양", country="KP", precision="city")) == "평양, North Korea"
    weihai = Place(name="위해", geonameid=1791673, country="CN", precision="city")
    assert place_phrase(weihai) == "Weihai, China"
    assert place_phrase(Place(name="북한", country="KP", precision="country")) == "North Korea"
    assert place_phrase(None) == ""
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert (plural(1, "origin"), plural(1204, "origin")) == ("1 origin", "1,204 origins")
    assert origins_phrase(Origins(min=1, max=3, named=())) == "1–3 origins"
    assert (size_phrase(0), size_phrase(1), size_phrase(999)) == ("0 bytes", "1 byte", "999 bytes")
    assert (size_phrase(14_200), size_phrase(3_100_000)) == ("14.2 KB", "3.1 MB")


def test_the_picture_holds_what_it_shows() -> None:
    region = msgspec.structs.replace(FINDING, id="f2", place=RYANGGANG)
    country = msgspec.structs.replace(FINDING, id="f3", place=KOREA)
    nowhere = msgspec.structs.replace(FINDING, id="f4", place=None)
    named = msgspec.structs.replace(FINDING, id="f5", place=Place(name="Somewhere"))
    drawn = picture([FINDING, region, country, nowhere, named])
    assert [(pin.name, pin.exact) for pin in drawn.pins] == [("Ryanggang", False), ("Pyongyang", True)]
    for pin in drawn.pins:
        assert drawn.x < pin.x < drawn.x + drawn.width
        assert drawn.y < pin.y < drawn.y + drawn.height
    assert [shape.country for shape in drawn.shapes if shape.findings] == ["KP"]
    assert sorted(area.name for area in drawn.areas) == ["North Korea", "Ryanggang, North Korea", "Somewhere"]
    assert drawn.unplaced == ("f4",)
    assert picture([]).width == 36_000


def test_one_stray_place_does_not_make_the_others_small() -> None:
    stray = msgspec.structs.replace(
        FINDING, id="f9", place=Place(name="Lagos", country="NG", lat=6.5, lon=3.4, precision="city")
    )
    drawn = picture([FINDING, FINDING, stray])
    assert drawn.width < 2_000
    assert drawn.elsewhere == 1
    everything = picture([FINDING, FINDING, stray], whole_world=True)
    assert (everything.elsewhere, len(everything.pins)) == (0, 2)
    continent = Place(name="Asia", lat=29.8, lon=89.2, precision="region")
    assert not picture([msgspec.structs.replace(FINDING, place=continent)]).pins


def test_the_projection_is_the_basemaps() -> None:
    assert project(84, -180) == pytest.approx((0, 0))
    x, y = project(0, 0)
    assert (x, y) == pytest.approx((18_000, 16_883), abs=30)


def test_a_ring_is_as_wide_as_its_region_and_a_town_has_none() -> None:
    region = Place(name="Ryanggang", country="KP", lat=60.0, lon=128.2, precision="region", radius_km=111.32)
    town = Place(name="Hyesan", country="KP", lat=41.4, lon=128.2, precision="city", radius_km=6.0)
    drawn = picture([msgspec.structs.replace(FINDING, place=region), msgspec.structs.replace(FINDING, place=town)])
    by_name = {pin.name: pin for pin in drawn.pins}
    # A degree of longitude, 100 units, is half as long at 60 degrees as at the equator.
    assert by_name["Ryanggang"].radius == 200.0
    assert by_name["Hyesan"].radius is None


@pytest.mark.parametrize(
    ("precision", "radius", "words"),
    [
        ("city", 8.2, "a city, within about 8 km"),
        ("site", 0.35, "a site, within about 400 m"),
        ("region", 123.0, "a region, within about 120 km"),
        ("city", 2.3, "a city, within about 2.5 km"),
        ("country", None, "a country"),
        (None, None, ""),
    ],
)
def test_precision_is_said_with_its_radius(precision: str | None, radius: float | None, words: str) -> None:
    assert precision_phrase(Place(name="x", precision=precision, radius_km=radius)) == words  # type: ignore[arg-type]
