"""The fingerprints of many texts, one after the other in a few arrays, in memory or in files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sousveil.trace.hashing import Hashes, Indexes

__all__ = ["QUOTED", "Places", "PrintBatch", "PrintTable"]

Kind = TypeVar("Kind", bound=np.generic)
Places = NDArray[np.uint32]
QUOTED = np.uint32(1 << 31)
"""Added to the place of a fingerprint that stands in quotation marks."""


class PrintBatch(Struct, frozen=True):
    """The fingerprints of neighbouring texts in the order in which they stand there."""

    values: Hashes
    places: Places
    """The token that each starts at, with `QUOTED`."""
    bounds: Indexes
    """Where those of each text begin, and the end of the last."""
    lengths: Indexes
    """Tokens of each text."""


class PrintTable:
    """Texts by number, in the order in which they are taken to have been written."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is where the arrays are written, null for memory."""
        self._folder = folder
        self._values: list[Hashes] = []
        self._places: list[Places] = []
        self._sizes: list[Indexes] = []
        self._lengths: list[Indexes] = []
        self.values: Hashes = np.zeros(0, np.uint64)
        self.places: Places = np.zeros(0, np.uint32)
        self.bounds: Indexes = np.zeros(1, np.intp)
        self.lengths: Indexes = np.zeros(0, np.intp)

    def __len__(self) -> int:
        return len(self.lengths)

    def add(self, batch: PrintBatch) -> None:
        """Put further texts at the end."""
        self._sizes.append(np.diff(batch.bounds))
        self._lengths.append(batch.lengths)
        if self._folder is None:
            self._values.append(batch.values)
            self._places.append(batch.places)
            return
        for name, array in (("values", batch.values), ("places", batch.places)):
            with (self._folder / name).open("ab") as file:
                array.tofile(file)

    def close(self) -> PrintTable:
        """Every text is there: the arrays can be used."""
        sizes = np.concatenate([np.zeros(1, np.intp), *self._sizes])
        self.bounds = np.cumsum(sizes)
        self.lengths = _joined(self._lengths, np.intp)
        if self._folder is None or not self.bounds[-1]:
            self.values, self.places = _joined(self._values, np.uint64), _joined(self._places, np.uint32)
        else:
            self.values = np.memmap(self._folder / "values", np.uint64, "r")
            self.places = np.memmap(self._folder / "places", np.uint32, "r")
        self._values, self._places, self._sizes, self._lengths = [], [], [], []
        return self

    @property
    def sizes(self) -> Indexes:
        """How many fingerprints each text has."""
        return np.diff(self.bounds)


def _joined(arrays: Sequence[NDArray[Kind]], kind: type[Kind]) -> NDArray[Kind]:
    return np.concatenate([np.zeros(0, kind), *arrays])
