"""Yearly indicators: the shipped mappings on small files of each publisher, and mappings with mistakes."""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Indicator
from sousveil.reference.indicators import open_indicators
from sousveil.reference.mapping import Columns, Constants, Mapping, Series
from sousveil.vocabulary.gazetteer import load_gazetteer

MAPPINGS = Path(__file__).parents[2] / "examples" / "mappings"
WORLD_BANK = (
    '"Data Source","World Development Indicators",\r\n\r\n"Last Updated Date","2026-02-24",\r\n\r\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2000","2001","2002",\r\n'
    '"Korea, Dem. People\'s Rep.","PRK","Access to electricity (% of population)","EG.ELC.ACCS.ZS","","26.1","27",\r\n'
    '"Africa Eastern and Southern","AFE","Access to electricity (% of population)","EG.ELC.ACCS.ZS","20","21","",\r\n'
    '"Kosovo","XKX","Access to electricity (% of population)","EG.ELC.ACCS.ZS","","100","100",\r\n'
    '"Chad","TCD","Rural population","SP.RUR.TOTL","1","2","3",\r\n'
)
OUR_WORLD = (
    "Entity,Code,Year,Individuals using the Internet (% of population)\n"
    "Chad,TCD,2000,0.04\nWorld,OWID_WRL,2000,6.7\nKosovo,OWID_KOS,2001,..\nAsia,,2000,5\nChad,TCD,2000,0.05\n"
    "Chad,TCD,2001-02,0.05\nChad,TCD,2003,unknown\n"
)


def written(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def read(path: Path, mapping: Path) -> tuple[list[Indicator], list[Drop]]:
    records = list(open_indicators(path, mapping).records("i1"))
    return [r for r in records if isinstance(r, Indicator)], [r for r in records if isinstance(r, Drop)]


def told(drops: list[Drop]) -> list[tuple[str, str]]:
    return [(drop.reason, drop.detail) for drop in drops]


def test_one_column_a_year(tmp_path: Path) -> None:
    path = written(tmp_path / "API_EG.csv", WORLD_BANK)
    values, drops = read(path, MAPPINGS / "electrification.toml")
    assert [(v.country, v.region, v.place, v.year, v.value, v.row) for v in values] == [
        ("KP", None, "PRK", "2001", 26.1, 6), ("KP", None, "PRK", "2002", 27, 6),
        ("XK", None, "XKX", "2001", 100, 8), ("XK", None, "XKX", "2002", 100, 8),
    ]  # fmt: skip
    assert {(v.series, v.title, v.unit, v.import_id) for v in values} == {
        ("electrification", "Access to electricity", "% of people", "i1")
    }
    assert [(drop.locator, *said) for drop, said in zip(drops, told(drops), strict=True)] == [
        ("API_EG.csv:6", "missing", "There is no value for 2000."),
        ("API_EG.csv:7", "missing", "There is no value for 2002."),
        ("API_EG.csv:8", "missing", "There is no value for 2000."),
        ("API_EG.csv:9", "other-series", "[only] of the mapping leaves it out."),
        ("API_EG.csv:7", "place", "'AFE' is no country that is known as alpha-3; groups are none: 2 values."),
    ]
    file = open_indicators(path, MAPPINGS / "electrification.toml")
    assert (file.format, file.licence, file.title) == (
        "csv-wide", "CC BY 4.0", "Access to electricity (World Bank, World Development Indicators)",
    )  # fmt: skip
    assert file.mapping_text == (MAPPINGS / "electrification.toml").read_text("utf-8")


def test_one_row_a_year(tmp_path: Path) -> None:
    values, drops = read(written(tmp_path / "owid.csv", OUR_WORLD), MAPPINGS / "internet-use.toml")
    assert [(v.country, v.year, v.value) for v in values] == [("TD", "2000", 0.04)]
    assert told(drops) == [
        ("missing", "There is no value for 2001."),
        ("twice", "TCD had a value for 2000 before."),
        ("year", "'2001-02' is no year."),
        ("number", "'unknown' is no number; see `decimal` of the mapping."),
        ("place", "'OWID_WRL' is no country that is known as alpha-3; groups are none: one value."),
        ("place", "No country is told, as for many groups of countries: one value."),
    ]


def test_unknown_places_are_listed_once_and_do_not_flood(tmp_path: Path) -> None:
    rows = "".join(f"Name {n % 600},X{n % 600:03},{2000 + n // 600},1\n" for n in range(1200))
    values, drops = read(
        written(tmp_path / "o.csv", OUR_WORLD.splitlines()[0] + "\n" + rows), MAPPINGS / "internet-use.toml"
    )
    assert not values
    assert len(drops) == 501
    assert told(drops)[0] == ("place", "'X000' is no country that is known as alpha-3; groups are none: 2 values.")
    assert told(drops)[-1] == ("place", "Others, after the first 500 that differ: 200 values.")


def test_regions_by_name(tmp_path: Path) -> None:
    content = (
        "province;year;sum\nNorth Hamgyong;2019;120.5\n함경북도;2020;130\nPyongyang;2019;900\nGotham;2019;1\n;2019;9\n"
    )
    values, drops = read(written(tmp_path / "light.csv", content), MAPPINGS / "night-lights.toml")
    gazetteer = load_gazetteer()
    hamgyong = next(c for c in gazetteer.find("North Hamgyong")[1] if c.precision == "region" and c.country == "KP")
    assert [(v.region, v.place, v.year, v.value) for v in values[:2]] == [
        (hamgyong.geonameid, "North Hamgyong", "2019", 120.5), (hamgyong.geonameid, "함경북도", "2020", 130),
    ]  # fmt: skip
    assert values[2].region not in {None, hamgyong.geonameid}
    assert (values[3].region, values[3].place, values[3].country) == (None, "KP", "KP")
    assert [(drop.reason, drop.locator) for drop in drops] == [("place", "light.csv:5")]
    assert "'Gotham' is no first-level region of KP" in drops[0].detail


@pytest.mark.parametrize(
    ("as_", "cells", "countries"),
    [
        ("name", ["Chad", "Північна Корея", "Iran", "chinesische", "Europe", "Texas"], ["TD", "KP", "IR"]),
        ("alpha-2", ["TD", "kp", "ZZ"], ["TD", "KP"]),
        ("m49", ["148", "36", "842", "490"], ["TD", "AU"]),
    ],
)
def test_countries_by_name_and_code(tmp_path: Path, as_: str, cells: list[str], countries: list[str]) -> None:
    mapping = written(tmp_path / "m.toml", MINIMAL + f'country_as = "{as_}"\n')
    path = written(tmp_path / "v.csv", "where,when,what\n" + "".join(f"{cell},2000,1\n" for cell in cells))
    values, drops = read(path, mapping)
    assert [value.country for value in values] == countries
    assert len(drops) == len(cells) - len(countries)
    assert {drop.reason for drop in drops} <= {"place"}


MINIMAL = """
[series]
id = "x"
title = "X"
unit = "%"
[columns]
year = "when"
value = "what"
country = "where"
"""


def test_regions_by_code_and_the_country_they_are_in(tmp_path: Path) -> None:
    mapping = written(
        tmp_path / "m.toml", MINIMAL + 'country_as = "alpha-2"\nregion = "part"\nregion_as = "iso-3166-2"'
    )
    path = written(tmp_path / "v.csv", "where,part,when,what\nUS,us-va,2000,1\nMX,US-VA,2000,1\n")
    values, drops = read(path, mapping)
    assert [(value.country, value.place) for value in values] == [("US", "us-va")]
    assert values[0].region is not None
    assert [drop.locator for drop in drops] == ["v.csv:3"]


@pytest.mark.parametrize(
    ("settings_", "cell", "value"),
    [
        ('decimal = ","', '"1,5"', 1.5), ('decimal = ","\nthousands = "."', '"1.234,5"', 1234.5),
        ('thousands = ","', '"1,234.5"', 1234.5), ("", "1e3", 1000), ("", " -4 ", -4), ('missing = ["-"]', "-", None),
        ('decimal = ","', "1.5", None), ("", '"1,5"', None), ("", "1_0", None), ("", "nan", None), ("", "12%", None),
    ],
)  # fmt: skip
def test_numbers(tmp_path: Path, settings_: str, cell: str, value: float | None) -> None:
    mapping = written(tmp_path / "m.toml", settings_ + MINIMAL)
    values, drops = read(written(tmp_path / "v.csv", f"where,when,what\nChad,2000,{cell}\n"), mapping)
    assert [v.value for v in values] == ([] if value is None else [value])
    assert len(drops) == (value is None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (MINIMAL.replace('"what"', '"whta"'), "columns.value = 'whta', but v.csv has no column of that name"),
        (MINIMAL.replace('"what"', '"whta"'), "are 'where', 'when', 'what', 'Twice', 'twice'. Correct `columns"),
        (MINIMAL.replace('"what"', '"twice"'), "has 2 columns of that name"),
        (MINIMAL.replace('id = "x"', 'id = "X 1"'), "series.id"),
        (MINIMAL.replace('unit = "%"', ""), "missing required field `unit`, in `series`"),
        (MINIMAL + 'contry = "a"', "unknown field `contry`, in `columns`"),
        (MINIMAL + 'country_as = "iso3"', "'iso3', in `columns.country_as`"),
        ('shape = "wide"' + MINIMAL, "Remove `year` and `value`"),
        (MINIMAL.replace('country = "where"', ""), "no country is told"),
        (MINIMAL + '[constants]\ncountry = "KP"', "the country is told twice"),
        (MINIMAL.replace('country = "where"', '[constants]\ncountry = "ZZ"'), "constants.country = 'ZZ', which is no"),
        ('encoding = "utf-9"' + MINIMAL, "`encoding` 'utf-9' is not known"),
        ('encoding = "base64"' + MINIMAL, "`encoding` 'base64' is not known"),
        ('decimal = ","\nthousands = ","' + MINIMAL, "the same sign"),
        ("skip = 9" + MINIMAL, "fewer than 9 lines"),
        (MINIMAL + '[only]\nkind = "a"', "only.kind = 'kind'"),
        ("[series", "is no TOML"),
        ('shape = "wide"\n[series]\nid = "x"\ntitle = "X"\nunit = "%"\n[columns]\ncountry = "where"',
         "no column named by a year"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_mapping_is_named_with_what_would_be_right(tmp_path: Path, content: str, said: str) -> None:
    mapping = written(tmp_path / "m.toml", content)
    path = written(tmp_path / "v.csv", "where,when,what,Twice,twice \nChad,2000,1,2,3\n")
    with pytest.raises(ReferenceDataError) as raised:
        list(open_indicators(path, mapping).records("i"))
    assert said in str(raised.value)
    assert "m.toml" in str(raised.value) or "v.csv" in str(raised.value)


def test_the_page_tells_every_key_and_shows_a_mapping_that_ships() -> None:
    page = (MAPPINGS.parents[1] / "docs" / "IMPORTING.md").read_text("utf-8")
    shown = textwrap.dedent(re.findall(r'^    shape = "wide"(?:.*\n)(?:    .*\n|\n(?=    ))+', page, re.MULTILINE)[0])
    assert tomllib.loads(shown) == tomllib.loads((MAPPINGS / "electrification.toml").read_text("utf-8"))
    table = page[page.index("| key | says |") : page.index("A mistake in a mapping")]
    for struct in (Mapping, Series, Columns, Constants):
        for field in struct.__struct_fields__:
            assert f"`{field}`" in table or f"`[{field}]`" in table, field


def test_a_missing_mapping_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"gone\.toml cannot be read"):
        open_indicators(written(tmp_path / "v.csv", OUR_WORLD), tmp_path / "gone.toml")


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["file", "rows", "mapping", "wide"]))
def test_any_bytes_end_in_an_error_or_in_drops(tmp_path: Path, data: bytes, kind: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_bytes(data if kind == "mapping" else MINIMAL.encode())
    if kind == "wide":
        mapping.write_text((MAPPINGS / "electrification.toml").read_text("utf-8"), "utf-8")
    head = {"rows": b"where,when,what\n", "wide": WORLD_BANK.encode()}.get(kind, b"")
    path = tmp_path / "any"
    path.write_bytes(head + data)
    try:
        records = list(open_indicators(path, mapping).records("i"))
    except ReferenceDataError as error:
        records, message = [], str(error)
    else:
        message = "any"
    assert "any" in message or "m.toml" in message
    assert all(isinstance(record, Indicator | Drop) for record in records)
