"""ZIP archives with bytes changed, as a bad disk, a cut transfer or an attacker changes them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_TAIL = 200  # bytes at the end: the central directory, where most of what can be wrong stands
_FIELD = (0, 1, 8, 12, 14, 0xFF)  # methods, flags, and a value that is none


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def damaged(members: dict[str, bytes], times: int, seed: int) -> Iterator[bytes]:
    """So many archives of these members, by each method in turn, each with some bytes changed and some cut short."""
    chance = random.Random(seed)
    whole = [zipped(members, method) for method in METHODS]
    for number in range(times):
        data = bytearray(whole[number % len(whole)])
        for _ in range(chance.choice((1, 1, 2, 5))):
            place = chance.randrange(max(0, len(data) - _TAIL) if chance.random() < 0.4 else 0, len(data))
            data[place] = chance.choice((*_FIELD, chance.randrange(256)))
        yield bytes(data[: chance.randrange(len(data))] if chance.random() < 0.1 else data)


def inside(data: bytes, name: str, method: int) -> bytes:
    """An archive of one member (`data` under `name`) whose compressed bytes are not what its method writes."""
    whole = bytearray(zipped({name: data}, method))
    first = 30 + len(name.encode())
    middle = first + (len(whole) - first) // 3
    whole[middle : middle + 40] = bytes(each ^ 0x5A for each in whole[middle : middle + 40])
    return bytes(whole)
