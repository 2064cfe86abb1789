"""Which findings have a value: sets of their numbers, that are counted and joined without reading a finding.

A set is kept in parts of 65,536 numbers. A part with few members lists them as 16-bit numbers; one with 4,096 or more
is a bit for each number, so that none is larger than 8 KiB. These are the containers of roaring bitmaps: Chambi,
Lemire, Kaser and Godin, Better bitmap performance with Roaring bitmaps (Software: Practice and Experience 46, 2016).
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sousveil.store.database import Database

__all__ = ["Members", "change_sets", "counts", "everything", "members", "of_numbers"]

Members = NDArray[np.bool_]
"""True at the number of each finding that is in."""

_CHUNK: Final = 1 << 16
_DENSE: Final = _CHUNK // 8
"""Bytes of a part that has a bit for each number."""
_FEW: Final = 64
"""Numbers that are put into a part one by one."""


def change_sets(
    db: Database, gone: Mapping[tuple[str, str], Iterable[int]], come: Mapping[tuple[str, str], Iterable[int]]
) -> None:
    """Take numbers out of the sets of some (field, value), and put numbers in; of a number in both it is in."""
    left, joined = _by_chunk(gone), _by_chunk(come)
    for key in sorted(left.keys() | joined.keys()):
        held = db.row("SELECT bits FROM finding_set WHERE field = ? AND value = ? AND chunk = ?", key)
        before = held[0] if held else b""
        bits = _changed(before, left.get(key, ()), joined.get(key, ()))
        if bits == before:
            continue
        if bits:
            db.run("INSERT OR REPLACE INTO finding_set VALUES (?, ?, ?, ?)", (*key, bits))
        else:
            db.run("DELETE FROM finding_set WHERE field = ? AND value = ? AND chunk = ?", key)


def _changed(bits: bytes, gone: Collection[int], come: Collection[int]) -> bytes:
    """A part without some numbers and with others. After a decision these are one or two, in parts that list few: then
    they are put where they belong, without a pass over the part for each step of NumPy."""
    if len(bits) < _DENSE and len(gone) + len(come) <= _FEW:
        listed = array("H", bits)
        if sys.byteorder == "big":
            listed.byteswap()
        for number in gone:
            if (place := bisect_left(listed, number)) < len(listed) and listed[place] == number:
                del listed[place]
        for number in come:
            if (place := bisect_left(listed, number)) == len(listed) or listed[place] != number:
                listed.insert(place, number)
        return _bits(np.array(listed, np.uint16)) if listed else b""
    flags = _flags(bits)
    flags[list(gone)] = False
    flags[list(come)] = True
    return _packed(flags)


def _flags(bits: bytes) -> NDArray[np.bool_]:
    """True at each number of a part."""
    if len(bits) == _DENSE:
        return np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little").view(np.bool_)
    flags = np.zeros(_CHUNK, np.bool_)
    flags[_numbers(bits)] = True
    return flags


def _by_chunk(numbers: Mapping[tuple[str, str], Iterable[int]]) -> dict[tuple[str, str, int], list[int]]:
    parted: dict[tuple[str, str, int], list[int]] = {}
    for (field, value), some in numbers.items():
        for number in some:
            parted.setdefault((field, value, number // _CHUNK), []).append(number % _CHUNK)
    return parted


def _numbers(bits: bytes) -> NDArray[np.uint16]:
    if len(bits) < _DENSE:
        return np.frombuffer(bits, "<u2")
    return np.flatnonzero(np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")).astype(np.uint16)


def _bits(numbers: NDArray[np.uint16]) -> bytes:
    """A part with these numbers, which are in order."""
    if 2 * len(numbers) < _DENSE:
        return numbers.astype("<u2").tobytes()
    flags = np.zeros(_CHUNK, np.bool_)
    flags[numbers] = True
    return _packed(flags)


def _packed(flags: Members) -> bytes:
    """A part with the numbers at which this is true."""
    if 2 * np.count_nonzero(flags) < _DENSE:
        return np.flatnonzero(flags).astype("<u2").tobytes()
    return np.packbits(flags, bitorder="little").tobytes()


def _empty(db: Database) -> Members:
    """Nothing, in as many parts as there are findings for."""
    last = db.number("SELECT max(seq) FROM finding_listed")
    return np.zeros((last // _CHUNK + 1) * _CHUNK, np.bool_)


def everything(db: Database) -> Members:
    """All findings: every one has a kind."""
    found = _empty(db)
    for _, chunk, bits in db.rows("SELECT value, chunk, bits FROM finding_set WHERE field = 'kind'"):
        _add(found, chunk, bits)
    return found


def members(db: Database, field: str, values: Sequence[str]) -> Members:
    """The findings that have any of these values."""
    found = _empty(db)
    for _, chunk, bits in _rows(db, field, values):
        _add(found, chunk, bits)
    return found


def of_numbers(db: Database, numbers: Iterable[int]) -> Members:
    """The findings with these numbers."""
    found = _empty(db)
    found[np.fromiter(numbers, np.int64)] = True
    return found


def _add(found: Members, chunk: int, bits: bytes) -> None:
    part = found[chunk * _CHUNK : (chunk + 1) * _CHUNK]
    if len(bits) < _DENSE:
        part[np.frombuffer(bits, "<u2")] = True
    else:
        part |= np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little").view(np.bool_)


def counts(db: Database, field: str, values: Sequence[str], among: Members) -> dict[str, int]:
    """How many of `among` have each of these values; those that none has are left out."""
    packed = np.packbits(among, bitorder="little")
    found: dict[str, int] = {}
    for value, chunk, bits in _rows(db, field, values):
        if len(bits) < _DENSE:
            part = among[chunk * _CHUNK : (chunk + 1) * _CHUNK]
            count = int(np.count_nonzero(part[np.frombuffer(bits, "<u2")]))
        else:
            both = packed[chunk * _DENSE : (chunk + 1) * _DENSE] & np.frombuffer(bits, np.uint8)
            count = int(np.bitwise_count(both.view(np.uint64)).sum())
        if count:
            found[value] = found.get(value, 0) + count
    return found


def _rows(db: Database, field: str, values: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    return db.rows(
        "SELECT s.value, s.chunk, s.bits FROM json_each(?) wanted CROSS JOIN finding_set s"
        " ON s.field = ? AND s.value = wanted.value ORDER BY wanted.key, s.chunk",
        (json.dumps(list(values)), field),
    )
