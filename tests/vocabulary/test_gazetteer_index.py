"""The compiled gazetteer: packing, reading, damage."""

from __future__ import annotations

import gzip
from array import array
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import VocabularyError
from sousveil.vocabulary.gazetteer_index import (
    FORMAT,
    Columns,
    CompiledGazetteer,
    PlaceIndex,
    pack_names,
    read_index,
)


def compiled(spellings: list[tuple[str, int, list[int]]], *, format_number: int = FORMAT) -> CompiledGazetteer:
    heads, blocks, entries = pack_names(spellings)
    columns = Columns(
        geonameid=array("i", [7, 0]).tobytes(), lat=array("f", [1.5, float("nan")]).tobytes(),
        lon=array("f", [2.5, float("nan")]).tobytes(), radius=array("H", [15, 0]).tobytes(),
        population=array("I", [9, 0]).tobytes(), country=bytes([1, 0]),
        grade=bytes([3, 1]), parent=array("I", [1, 0xFFFFFFFF]).tobytes(), name=bytes([4, 3]),
    )  # fmt: skip
    return CompiledGazetteer(
        format=format_number, made_from="test", countries=["", "KP"], columns=columns, names="회a새".encode(),
        heads=heads, blocks=blocks, entries=entries, prefixes="", given_names="dana", surnames="", region_codes={},
    )  # fmt: skip


def test_rows() -> None:
    index = PlaceIndex(compiled([]), "digest")
    town, region = index.row(0), index.row(1)
    assert (town.geonameid, town.name, town.country, town.grade, town.lat, town.parent) == (
        7, "회a", "KP", "city", 1.5, 1,
    )  # fmt: skip
    assert (region.geonameid, region.name, region.country, region.lat, region.parent) == (
        None, "새", None, None, None,
    )  # fmt: skip
    assert (town.radius_km, region.radius_km) == (1.5, None)
    assert len(index) == 2


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=20), st.lists(st.integers(0, 2**31), max_size=300), max_size=60))
def test_every_key_is_found_again(table: dict[str, list[int]]) -> None:
    index = PlaceIndex(compiled([(key, 3, places) for key, places in table.items()]), "digest")
    for key, places in table.items():
        assert index.lookup(key) == (3, tuple(places[:255]))
    assert index.lookup("a key that nobody would draw") == (0, ())
    assert PlaceIndex(compiled([]), "digest").lookup("a") == (0, ())


def test_reading_names_what_is_wrong(tmp_path: Path) -> None:
    missing = tmp_path / "none.bin"
    with pytest.raises(VocabularyError, match=r"none\.bin"):
        read_index(missing)
    torn = tmp_path / "torn.bin"
    torn.write_bytes(gzip.compress(msgspec.msgpack.encode(compiled([("a", 0, [1])])))[:-9])
    with pytest.raises(VocabularyError, match=r"torn\.bin"):
        read_index(torn)
    old = tmp_path / "old.bin"
    old.write_bytes(gzip.compress(msgspec.msgpack.encode(compiled([], format_number=0))))
    with pytest.raises(VocabularyError, match="format 0"):
        read_index(old)
    whole = tmp_path / "whole.bin"
    whole.write_bytes(gzip.compress(msgspec.msgpack.encode(compiled([("a", 1, [0])]))))
    assert read_index(whole).lookup("a") == (1, (0,))
