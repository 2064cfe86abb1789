"""Rows of a large table, one after the other, and how those that are not kept are told.

Columns are never shifted: a row with another number of cells than the table's first one is not read.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop

__all__ = ["BROKEN", "Refusal", "Row", "Table", "Tally", "dropped", "listed", "plain", "read_table"]

_LONGEST: Final = 1 << 20
"""Characters of a line, and of a cell."""
BROKEN: Final = "It has another number of cells than the first row, or a quotation mark is missing"
"""Why a row without cells is not kept."""
_KINDS: Final = 500
"""Causes that are told apart; names in a file may be any number."""


class Row(NamedTuple):
    """A row by its number, the first line of the file being 1, and its cells; null where it cannot be read."""

    number: int
    cells: Sequence[str] | None


class Table(NamedTuple):
    """The names of the columns, and the rows below."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


class Refusal(NamedTuple):
    """Why something in a row is not kept: a short identifier, and a sentence without its full stop."""

    reason: str
    detail: str


def plain(name: str) -> str:
    """The name of a column as names are compared."""
    return " ".join(name.split()).casefold()


def listed(names: Sequence[str], most: int = 40) -> str:
    """Names for a message: `'Entity', 'Code' and 3 more`."""
    shown = ", ".join(repr(name[:60]) for name in names[:most])
    return shown + (f" and {len(names) - most} more" if len(names) > most else "")


def read_table(path: Path, stream: TextIO, *, skip: int = 0, delimiter: str | None = None) -> Table:
    """The table in an open file.

    Args:
        path: names the file in messages.
        stream: the content, as `open_text` gives it.
        skip: lines before the one with the names of the columns.
        delimiter: between cells; by default the one of `,;|` and the tabulator that is most often in that line.

    A comma at the end of every row is no cell. Of the rows, one with another number of cells than the first comes
    with null for its cells.

    Raises:
        ReferenceDataError: the file has no such line, or one that is too long; also while reading the rows.
    """
    lines = _lines(path, stream)
    for _ in range(skip):
        if next(lines, None) is None:
            raise ReferenceDataError(f"{path.name} has fewer than {skip} lines; correct `skip` in the mapping.")
    start = skip + 1
    for head in lines:
        if head.strip(" \t\r\n,;|\ufeff"):
            break
        start += 1
    else:
        raise ReferenceDataError(f"{path.name} is empty; its first line must name the columns.")
    mark = delimiter or max(",;\t|", key=lambda sign: (head.count(sign), sign == ","))
    # One reader for all: a name may hold a line end.
    reader = csv.reader(chain([head], lines), delimiter=mark)
    try:
        columns = next(reader)
    except csv.Error as error:
        raise ReferenceDataError(f"{path.name}: line {start}, which names the columns, is broken: {error}.") from error
    while columns and not columns[-1].strip():
        columns.pop()
    return Table(tuple(name.strip() for name in columns), _rows(reader, start, len(columns)))


def _rows(reader: Iterator[list[str]], number: int, width: int) -> Iterator[Row]:
    cells_in_all: int | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            number += 1
            yield Row(number, None)
            continue
        number += 1
        if not any(cells):
            continue
        fits = len(cells) == width or (len(cells) == width + 1 and not cells[-1].strip())
        if fits and cells_in_all is None:
            cells_in_all = len(cells)
        yield Row(number, cells if fits and len(cells) == cells_in_all else None)


def _lines(path: Path, stream: TextIO) -> Iterator[str]:
    while line := stream.readline(_LONGEST):
        if len(line) == _LONGEST and not line.endswith(("\n", "\r")):
            raise ReferenceDataError(f"{path.name} has a line of more than {_LONGEST:,} characters; it is no table.")
        yield line


def dropped(file: str, row: int, reason: str, detail: str) -> Drop:
    """A row that is not kept; `detail` is a sentence without its full stop."""
    return Drop(stage="import", reason=reason, locator=f"{file}:{row}", detail=f"{detail}.")


class Tally:
    """Counts values that are not kept for the same cause, such as those of one place that is not known: a cause that
    many rows share is told once."""

    def __init__(self, file: str, reason: str) -> None:
        self._file = file
        self._reason = reason
        self._counts: dict[str, list[int]] = {}
        """By detail: the first row, and how many values."""

    def add(self, row: int, detail: str) -> None:
        """One value more; `detail` is a sentence without its full stop."""
        if detail not in self._counts and len(self._counts) >= _KINDS:
            detail = "Others, after the first 500 that differ"
        count = self._counts.setdefault(detail, [row, 0])
        count[1] += 1

    def drops(self) -> Iterator[Drop]:
        """One drop for each cause, located at its first row."""
        for detail, (row, number) in self._counts.items():
            values = "one value" if number == 1 else f"{number:,} values"
            yield dropped(self._file, row, self._reason, f"{detail}: {values}")
