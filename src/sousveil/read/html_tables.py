"""Which rows of a page are data, and in which column each of their cells stands."""

from __future__ import annotations

from typing import Any, Final

from sousveil.read.html_blocks import Block, Container

__all__ = ["Tabular"]

_CELL: Final = 200
"""A table row whose cells are all shorter (characters) is one line, cells separated by tabs."""
_WIDEST: Final = 60
"""Columns of the widest table whose empty cells are kept; a page may claim to span a million."""


class Tabular:
    """The rows that are data, not layout: two cells or more, one short block in each."""

    def __init__(self, kept: list[Block]) -> None:
        rows: dict[Container, list[Block]] = {}
        for block in kept:
            if block.container.row is not None:
                rows.setdefault(block.container.row, []).append(block)
        self._rows = {
            row
            for row, held in rows.items()
            if len({block.container for block in held}) == len(held)
            and len(held) > 1
            and all(block.chars < _CELL for block in held)
        }
        self._columns: dict[Any, dict[Any, int]] = {}

    def separator(self, previous: Block | None, block: Block) -> str:
        """What stands before a block: cells of a row are on one line, an empty cell between them is one tab more;
        rows and items are on lines of their own."""
        if previous is None:
            return ""
        row, before = block.container.row, previous.container.row
        if row is not None and row in self._rows:
            column = self._column(block)
            if before is row:
                return "\t" * max(1, column - self._column(previous))
            return ("\n" if before in self._rows else "\n\n") + "\t" * column
        return "\n" if previous.container.role == block.container.role == "item" else "\n\n"

    def _column(self, block: Block) -> int:
        """The column, from 0, that a block's cell stands in."""
        row = block.container.row
        assert row is not None
        cell: Container | None = block.container
        while cell is not None and cell.tag not in ("td", "th"):
            cell = cell.parent
        table = row.element.getparent()
        while table is not None and table.tag != "table":
            table = table.getparent()
        if cell is None or table is None:
            return 0
        if table not in self._columns:
            self._columns[table] = _columns_of(table)
        return self._columns[table].get(cell.element, 0)


def _columns_of(table: Any) -> dict[Any, int]:
    """The column of each cell, with cells that span several columns or rows counted as HTML does.

    Method: https://html.spec.whatwg.org/multipage/tables.html#forming-a-table
    """
    columns: dict[Any, int] = {}
    taken: dict[int, int] = {}
    for row in table.iter("tr"):
        at = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while taken.get(at, 0) > 0:
                at += 1
            if at >= _WIDEST:
                break
            columns[cell] = at
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(at, min(_WIDEST, at + width)):
                taken[column] = height
            at += width
        taken = {column: rows - 1 for column, rows in taken.items() if rows > 1}
    return columns


def _span(cell: Any, name: str) -> int:
    value = cell.get(name) or "1"
    return min(_WIDEST, max(1, int(value))) if value.strip().isdecimal() else 1
