"""Tables in a frozen text: lines of cells, separated by tabs or, in pasted text, by bars."""

from __future__ import annotations

import re

from msgspec import Struct

__all__ = ["Grid", "grids_of"]

Span = tuple[int, int]
_TABBED = re.compile(r"[^\n]*\t[^\n]*")
_BARRED = re.compile(r"[ ]*\|[^\n]*\|[ ]*(?=\n|$)")
_RULE = re.compile(r"[\s|:+=-]*")
_MOST = 2000
"""Rows of the longest table that is read."""


_WIDEST = 60
"""Columns of the widest table that a person would read."""


class Grid(Struct, frozen=True):
    """A table: its place in the text, and the spans of the cells of each row, in the order of the columns. The span
    of an empty cell has no length."""

    start: int
    end: int
    rows: tuple[tuple[Span, ...], ...]


def grids_of(content: str) -> list[Grid]:
    """The tables of a text, in its order: two lines or more with cells, one right below the other."""
    found: list[Grid] = []
    for expression, mark in ((_TABBED, "\t"), (_BARRED, "|")):
        if mark not in content:
            continue
        rows: list[tuple[Span, ...]] = []
        start = end = -2
        for match in expression.finditer(content):
            if match.start() != end + 1 or len(rows) >= _MOST:
                found.extend(_grid(start, end, rows))
                rows, start = [], match.start()
            end = match.end()
            if not _RULE.fullmatch(match.group()):
                rows.append(_cells(content, match.start(), match.end(), mark))
        found.extend(_grid(start, end, rows))
    return sorted(found, key=lambda grid: grid.start)


def _grid(start: int, end: int, rows: list[tuple[Span, ...]]) -> list[Grid]:
    wide = any(len(cells) > _WIDEST for cells in rows)
    return [Grid(start, end, tuple(rows))] if len(rows) > 1 and not wide else []


def _cells(content: str, start: int, end: int, mark: str) -> tuple[Span, ...]:
    if mark == "|":
        start, end = content.index("|", start, end) + 1, content.rindex("|", start, end)
    cells: list[Span] = []
    at = start
    while at <= end:
        stop = content.find(mark, at, end)
        stop = end if stop < 0 else stop
        cells.append(_trimmed(content, at, stop))
        at = stop + 1
    return tuple(cells)


def _trimmed(content: str, start: int, end: int) -> Span:
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    return start, end
