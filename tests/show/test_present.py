"""Sentences and phrases from slots."""

from __future__ import annotations

import msgspec
import pytest

from show.small_case import KOREA, PYONGYANG
from sousveil.record import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES, Finding, Organisation, Origins, Place, Quantity
from sousveil.show.words import labels
from sousveil.show.words.present import (
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
