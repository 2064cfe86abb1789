"""The compiled gazetteer: columns of places and one table from keys to places, read in a few hundredths of a second.

A Python dictionary of all spellings would take seconds and hundreds of megabytes in every worker; here they stay
bytes, sorted by key and searched by halving, and only what a text mentions becomes objects.
`compiling/` writes the file.
"""

from __future__ import annotations

import hashlib
import math
import struct
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct

from sousveil.errors import VocabularyError

__all__ = [
    "DEMONYM", "FORMAT", "GIVEN_NAME", "GRADES", "ORDINARY", "RADIUS_STEP_KM", "SURNAME", "Columns",
    "CompiledGazetteer", "Grade", "PlaceIndex", "Row", "pack_names", "read_index",
]  # fmt: skip

FORMAT: Final = 2
ORDINARY: Final = 1
"""The name is also an everyday word: it needs context."""
GIVEN_NAME: Final = 2
SURNAME: Final = 4
DEMONYM: Final = 8
"""An adjective or a people: "Korean"."""

Grade = Literal["country", "region", "district", "city", "site"]
GRADES: Final[tuple[Grade, ...]] = ("country", "region", "district", "city", "site")
RADIUS_STEP_KM: Final = 0.1
"""Kilometres that one step of the column of radii stands for."""
_BLOCK: Final = 8
"""Entries that one search of the block heads leaves to be read through."""
_ENTRY: Final = struct.Struct("<BBB")
_NONE: Final = 0xFFFFFFFF
_LONGEST_FILE: Final = 1 << 26
"""Bytes that are set aside at most for what a file says of its own length."""


class Columns(Struct, frozen=True, kw_only=True):
    """One value a place, as little-endian arrays."""

    geonameid: bytes
    """int32; 0 where the place is in no public gazetteer."""
    lat: bytes
    """float32, degrees, WGS 84; NaN where unknown."""
    lon: bytes
    radius: bytes
    """uint16: half the extent in steps of a hundred metres; 0 where it follows from grade and people."""
    population: bytes
    """uint32; 0 where unknown."""
    country: bytes
    """uint8: index into `countries`."""
    grade: bytes
    """uint8: index into country, region, district, city, site."""
    parent: bytes
    """uint32: the place that holds it, most often a region or district; 2**32 - 1 for none."""
    name: bytes
    """uint8: length in bytes of its name in `names`, which holds them one after the other."""


class CompiledGazetteer(Struct, frozen=True, kw_only=True):
    """The file's content."""

    format: int
    made_from: str
    countries: list[str]
    columns: Columns
    names: bytes
    heads: list[bytes]
    """The first key of every block of entries."""
    blocks: list[int]
    """Where each block begins in `entries`, and where the last one ends."""
    entries: bytes
    """Entries in the order of their keys: length of the key, flags, number of places (three bytes), the key, then
    uint32 each: place * 2 + 1 where the spelling is an alternate one, place * 2 where it is the main name."""
    prefixes: str
    """First two characters of every key in a script without word spaces, one after the other."""
    given_names: str
    """Common given names as keys, separated by spaces, so that a surname after one is not read as a town."""
    surnames: str
    region_codes: dict[str, int]
    """ISO 3166-2 code of a first-level region to its place: `US-VA`."""
    served: dict[str, dict[int, list[int]]] = {}
    """By kind (`airport`, `port`): a town to the sites that are its own."""


class Row(Struct, frozen=True):
    """One place."""

    index: int
    geonameid: int | None
    name: str
    country: str | None
    grade: Grade
    lat: float | None
    lon: float | None
    radius_km: float | None
    """Half the extent where it was measured."""
    population: int
    parent: int | None


class PlaceIndex:
    """Read access to the compiled gazetteer."""

    def __init__(self, compiled: CompiledGazetteer, digest: str) -> None:
        self.digest = digest
        self.countries = compiled.countries
        self.region_codes = compiled.region_codes
        self.prefixes = frozenset(compiled.prefixes[i : i + 2] for i in range(0, len(compiled.prefixes), 2))
        self.given_names = frozenset(compiled.given_names.split())
        self.surnames = frozenset(compiled.surnames.split())
        self.served = compiled.served
        columns = compiled.columns
        self._geonameid = _integers("i", columns.geonameid)
        self._lat = _degrees(columns.lat)
        self._lon = _degrees(columns.lon)
        self._radius = _integers("H", columns.radius)
        self._population = _integers("I", columns.population)
        self._country = columns.country
        self._grade = columns.grade
        self._parent = _integers("I", columns.parent)
        self._name = array("I", accumulate(columns.name, initial=0))
        self._names = compiled.names
        self._heads = compiled.heads
        self._blocks = compiled.blocks
        self._entries = compiled.entries

    def __len__(self) -> int:
        return len(self._geonameid)

    def lookup(self, key: str) -> tuple[int, tuple[int, ...]]:
        """The flags of a key and its places as `place * 2 + alternate`; (0, ()) where the key is unknown."""
        encoded = key.encode("utf-8")
        block = bisect_right(self._heads, encoded) - 1
        if block < 0:
            return 0, ()
        at, end = self._blocks[block], self._blocks[block + 1]
        entries, length = self._entries, len(encoded)
        while at < end:
            size, flags, count = entries[at], entries[at + 1], entries[at + 2]
            body = at + 3
            if size == length and entries[body : body + size] == encoded:
                return flags, struct.unpack_from(f"<{count}I", entries, body + size)
            at = body + size + 4 * count
        return 0, ()

    def between(self, first: str, last: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The keys from `first` to `last` in the order of their code points, each with its places as `lookup` has
        them."""
        entries, end = self._entries, last.encode("utf-8")
        at = self._blocks[max(0, bisect_right(self._heads, first.encode("utf-8")) - 1)]
        while at < len(entries):
            size, count = entries[at], entries[at + 2]
            key, body = bytes(entries[at + 3 : at + 3 + size]), at + 3 + size
            if key > end:
                return
            if key >= first.encode("utf-8"):
                yield key.decode("utf-8"), struct.unpack_from(f"<{count}I", entries, body)
            at = body + 4 * count

    def with_id(self, geonameid: int) -> int | None:
        """The index of the place with this number of GeoNames; null where none has it."""
        try:
            return self._geonameid.index(geonameid)
        except ValueError:
            return None

    def row(self, index: int) -> Row:
        """The place at an index."""
        lat, lon = self._lat[index], self._lon[index]
        known = not math.isnan(lat)
        name = self._names[self._name[index] : self._name[index + 1]].decode("utf-8")
        parent = self._parent[index]
        return Row(
            index,
            self._geonameid[index] or None,
            name,
            self.countries[self._country[index]] or None,
            GRADES[self._grade[index]],
            round(lat, 5) if known else None,
            round(lon, 5) if known else None,
            round(self._radius[index] * RADIUS_STEP_KM, 1) or None,
            self._population[index],
            None if parent == _NONE else parent,
        )

    def population(self, index: int) -> int:
        """Number of people; 0 where unknown."""
        return self._population[index]


def read_index(path: Path) -> PlaceIndex:
    """Reads the compiled gazetteer. Raises `VocabularyError` where the file is missing or of another format."""
    try:
        packed = path.read_bytes()
        compiled = msgspec.msgpack.decode(_unpacked(packed), type=CompiledGazetteer)
    except (OSError, zlib.error, msgspec.MsgspecError) as error:
        raise VocabularyError(f"{path} is no compiled gazetteer ({error}); install sousveil again") from error
    if compiled.format != FORMAT:
        raise VocabularyError(f"{path} has format {compiled.format}, not {FORMAT}; compile it again")
    return PlaceIndex(compiled, hashlib.sha256(packed).hexdigest())


def _unpacked(packed: bytes) -> bytes:
    """The content of a gzip file of one member, whose last four bytes say how long it is: in one go, which takes two
    thirds of the time of `gzip.decompress`."""
    return zlib.decompress(packed, wbits=31, bufsize=max(1, int.from_bytes(packed[-4:], "little") % _LONGEST_FILE))


def pack_names(spellings: Iterable[tuple[str, int, list[int]]]) -> tuple[list[bytes], list[int], bytes]:
    """Entries of keys with their flags and places, in the order of the keys' bytes, and each block's first key and
    place in the entries. Keys of more than 255 bytes are left out: no name is that long."""
    encoded = sorted((key.encode("utf-8"), flags, places[:255]) for key, flags, places in spellings)
    heads: list[bytes] = []
    offsets: list[int] = []
    entries = bytearray()
    for number, (key, flags, places) in enumerate(e for e in encoded if len(e[0]) < 256):
        if number % _BLOCK == 0:
            heads.append(key)
            offsets.append(len(entries))
        entries += _ENTRY.pack(len(key), flags, len(places)) + key + struct.pack(f"<{len(places)}I", *places)
    return heads, [*offsets, len(entries)], bytes(entries)


def _integers(code: str, data: bytes) -> array[int]:
    numbers = array(code)
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _degrees(data: bytes) -> array[float]:
    numbers = array("f")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
