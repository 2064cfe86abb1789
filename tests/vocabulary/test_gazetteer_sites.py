"""Airports, ports, stations and borders: found by what they are called, and not by what only looks so."""

from __future__ import annotations

import pytest

from sousveil.vocabulary.gazetteer import Gazetteer, load_gazetteer
from sousveil.vocabulary.gazetteer_types import Candidate


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("En el aeropuerto internacional de Maiquetía.", "es", "aeropuerto internacional de Maiquetía"),
        ("Камеры стоят в аэропорту Пхеньяна.", "ru", "аэропорту Пхеньяна"),
        ("aux abords de l'aéroport d'Abidjan", "fr", "aéroport d'Abidjan"),
        ("Câmeras no porto de Santos.", "pt", "porto de Santos"),
        ("평양국제비행장에 카메라를 설치했다.", "ko", "평양국제비행장"),
        ("Cameras at Entebbe airport and ports.", "en", "Entebbe airport"),
    ],
)  # fmt: skip
def test_sites_in_a_text(gazetteer: Gazetteer, text: str, lang: str, name: str) -> None:
    [toponym] = gazetteer.spot(text, lang=lang)
    assert toponym.name == name == text[toponym.start : toponym.end]
    assert {c.precision for c in toponym.candidates} == {"site"}


@pytest.mark.parametrize(
    ("text", "lang"),
    [("o porto seguro e o porto de todos", "pt"), ("el puerto de mar", "es"), ("a portable report of ports", "en")],
)
def test_small_words_are_no_sites(gazetteer: Gazetteer, text: str, lang: str) -> None:
    assert gazetteer.spot(text, lang=lang) == []


def only(gazetteer: Gazetteer, name: str) -> Candidate:
    [found] = gazetteer.find(name)[1]
    return found


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Pyongyang Sunan International Airport", "KP", 39.22, 125.67), ("평양국제비행장", "KP", 39.22, 125.67),
        ("аэропорт Пхеньяна", "KP", 39.22, 125.67), ("平壤国际机场", "KP", 39.22, 125.67),
        ("aeropuerto de Maiquetía", "VE", 10.60, -66.99), ("Entebbe airport", "UG", 0.04, 32.44),
        ("aéroport d'Abidjan", "CI", 5.26, -3.93), ("Ashgabat International Airport", "TM", 37.99, 58.36),
        ("مطار دمشق الدولي", "SY", 33.41, 36.52), ("Шереметьево", "RU", 55.97, 37.41),
        ("부산항", "KR", 35.10, 129.04), ("порт Владивосток", "RU", 43.12, 131.88),
        ("Port of Durrës", "AL", 41.32, 19.45),
        ("서울역", "KR", 37.55, 126.97), ("Белорусский вокзал", "RU", 55.78, 37.58),
    ],
)  # fmt: skip
def test_sites(gazetteer: Gazetteer, name: str, country: str, lat: float, lon: float) -> None:
    site = only(gazetteer, name)
    assert (site.precision, site.country) == ("site", country)
    assert site.lat == pytest.approx(lat, abs=0.03)
    assert site.lon == pytest.approx(lon, abs=0.03)
    assert site.radius_km is not None
    assert 1.0 <= site.radius_km <= 3.0


def test_one_name_of_many_airports_has_them_all(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Simón Bolívar International Airport")[1]
    assert {c.country for c in found} >= {"VE", "CO"}
    assert {c.precision for c in found} == {"site"}


@pytest.mark.parametrize("code", ["FNJ", "PEK", "SVO", "ZKPY", "MIA", "DAD", "FUN"])
def test_codes_are_no_names(gazetteer: Gazetteer, code: str) -> None:
    assert not [c for c in gazetteer.find(code)[1] if c.precision == "site"]


@pytest.mark.parametrize(
    "name",
    ["Moscow airport", "London airport", "the airport", "an airport", "저항", "港", "Nowhereville airport"],
)
def test_no_airport_where_none_or_several_could_be_meant(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name)[1] == ()


def test_towns_that_end_like_ports_stay_towns(gazetteer: Gazetteer) -> None:
    for name, country in (
        ("香港", "HK"),
        ("Newport", "US"),
        ("Port of Spain", "TT"),
        ("Porto", "PT"),
        ("Puerto Cabello", "VE"),
    ):
        held = gazetteer.find(name)[1]
        assert any(c.country == country for c in held)
        assert held[0].precision != "site"


def test_sites_lie_in_their_region(gazetteer: Gazetteer) -> None:
    site = only(gazetteer, "Wonsan Kalma Airport")
    country = gazetteer.country("KP")
    assert country is not None
    assert site.holders[-1] == country.index
    assert site.admin1 == "Kangwon"


@pytest.mark.parametrize(
    ("names", "borders"),
    [
        (("Yalu", "Amnok", "압록강", "鸭绿江", "Ялу"), {"KP", "CN"}),
        (("Tumen River", "두만강", "図們江"), {"KP", "CN"}),
        (("Evros River", "Марица", "Meriç"), {"GR", "TR", "BG"}), (("río Bravo", "格兰德河"), {"US", "MX"}),
        (("Western Bug", "Західний Буг"), {"PL", "BY", "UA"}), (("Moei", "แม่น้ำเมย"), {"TH", "MM"}),
        (("شط العرب", "Arvand Rud"), {"IQ", "IR"}), (("Panj River", "دریای پنج"), {"TJ", "AF"}),
    ],
)  # fmt: skip
def test_borders(gazetteer: Gazetteer, names: tuple[str, ...], borders: set[str]) -> None:
    for name in names:
        [line] = [c for c in gazetteer.find(name)[1] if c.borders]
        assert set(line.borders) == borders
        assert line.country is None
        assert line.radius_km is not None
        assert line.radius_km >= 20
