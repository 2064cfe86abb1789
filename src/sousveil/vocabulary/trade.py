"""Goods of trade statistics that surveillance equipment is part of (`data/trade.toml`), by edition of the HS.

The Harmonized System is revised every five years: numbers are split, joined and used again for other things, so a
number means something in an edition only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from sousveil.record.claim import TECHNOLOGIES
from sousveil.vocabulary.files import converted, overlaid

__all__ = ["Heading", "Line", "TradeGoods", "check_trade", "load_trade"]

_EDITION = re.compile(r"HS\d{4}")


class Heading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[heading.NNNN]`: four digits of the HS."""

    title: str
    warning: str
    """What else it covers; shown beside every figure."""


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A `[[line]]`: six digits of the HS, in the editions in which they mean this."""

    code: str
    editions: tuple[str, ...]
    """One after the other: `HS2007`, `HS2012`."""
    says: str
    """What it covers, in short."""
    technology: tuple[str, ...] = ()
    """Technologies of surveillance that may be among it."""
    warning: str
    """What else is."""
    successors: tuple[str, ...] = ()
    """Where most of its goods stand in the edition after the last one; also numbers that this file does not list."""


class TradeGoods(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """trade.toml."""

    classifications: dict[str, str] = {}
    """A publisher's code to the edition, in their order: `H5` to `HS2017`."""
    units: dict[str, str] = {}
    """A publisher's unit of quantity, by number or abbreviation, to what people read."""
    heading: dict[str, Heading] = {}
    line: tuple[Line, ...] = ()

    @property
    def editions(self) -> tuple[str, ...]:
        """From the oldest to the newest."""
        return tuple(dict.fromkeys(self.classifications.values()))

    def lines(self, heading: str, edition: str | None = None) -> tuple[Line, ...]:
        """The six-digit lines under four digits, of one edition or of all."""
        return tuple(line for line in self.line if line.code.startswith(heading) and edition in (None, *line.editions))

    def find(self, code: str, edition: str) -> Line | None:
        """What six digits mean in an edition; null where the file does not tell, also where `edition` is empty."""
        return next((line for line in self.line if line.code == code and edition in line.editions), None)


@cache
def load_trade(folder: str | None = None) -> TradeGoods:
    """The goods that ship, with those of a researcher's own folder (`Vocabulary.folder`) added.

    Raises `VocabularyError` where a file cannot be read.
    """
    return converted(overlaid("trade.toml", folder), TradeGoods, "trade.toml")


def check_trade(folder: str | None = None) -> Iterator[str]:
    """Each fault in one sentence. Raises `VocabularyError` where the file cannot be read."""
    goods = load_trade(folder)
    editions = goods.editions
    for code, edition in goods.classifications.items():
        if not _EDITION.fullmatch(edition):
            yield f"trade.toml [classifications] {code}: '{edition}' must look like HS2017"
    if sorted(editions) != list(editions):
        yield "trade.toml [classifications]: the editions must stand in the order of their years"
    for code in goods.heading:
        if not re.fullmatch(r"\d{4}", code):
            yield f"trade.toml [heading.{code}]: the code must be four digits"
        if not goods.lines(code):
            yield f"trade.toml [heading.{code}]: no line stands under it; add one or remove it"
    seen: set[tuple[str, str]] = set()
    for line in goods.line:
        where = f"trade.toml line {line.code} of {', '.join(line.editions) or 'no edition'}"
        yield from (f"{where}: {fault}" for fault in _faults(line, goods))
        for edition in line.editions:
            if (line.code, edition) in seen:
                yield f"{where}: the code stands there twice in {edition}; keep one"
            seen.add((line.code, edition))


def _faults(line: Line, goods: TradeGoods) -> Iterator[str]:
    editions = goods.editions
    if not re.fullmatch(r"\d{6}", line.code):
        yield "the code must be six digits"
    elif line.code[:4] not in goods.heading:
        yield f"there is no [heading.{line.code[:4]}]; add it with a title and a warning"
    for technology in line.technology:
        if technology not in TECHNOLOGIES:
            yield f"'{technology}' is no technology"
    unknown = [edition for edition in line.editions if edition not in editions]
    if unknown or not line.editions:
        yield f"editions must be some of {', '.join(editions)}"
        return
    places = [editions.index(edition) for edition in line.editions]
    if places != list(range(places[0], places[0] + len(places))):
        yield "the editions must follow one another; write another line for what comes after a gap"
    last = places[-1]
    if last == len(editions) - 1:
        if line.successors:
            yield f"it has successors, and no edition comes after {editions[last]}"
        return
    if not line.successors:
        yield f"say in `successors` where its goods stand in {editions[last + 1]}"
    for code in line.successors:
        if code[:4] in goods.heading and goods.find(code, editions[last + 1]) is None:
            yield f"its successor {code} is no line of {editions[last + 1]}"
