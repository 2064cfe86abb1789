"""Reads claims: paragraph by paragraph, the entries of lists and the rows of tables with the words over them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sousveil.find.columns import Row, is_head
from sousveil.find.composing import EXTRACTOR
from sousveil.find.context import Context
from sousveil.find.entries import Frame, as_planned, claims_of_entry, frame_of, plans
from sousveil.find.grids import Grid, grids_of
from sousveil.find.paragraph import ParagraphReader
from sousveil.find.segment import Block, blocks, item_start
from sousveil.find.sentence import recognise
from sousveil.find.tables import Tables, tables_for
from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["EXTRACTOR", "find"]

_LOOKED_BACK = 40
"""Blocks without a claim that are kept to be read for who wrote the report."""
_PROSE = 160
"""Characters from which a cell holds sentences of its own and is read as a paragraph."""


def find(text: Text, vocabulary: Vocabulary | None = None) -> list[Claim]:
    """The claims of a text, in the order of the text.

    A pure function of its arguments: the same text and vocabulary give the same claims. Paragraphs in a language
    that the vocabulary lacks give none.
    """
    vocabulary = vocabulary or load()
    reader = _Reader(text, vocabulary)
    for block in blocks(text, vocabulary):
        reader.read(block)
    return reader.claims


class _Reader:
    """Goes through the blocks of a text and keeps what stands over the next list or table."""

    def __init__(self, text: Text, vocabulary: Vocabulary) -> None:
        self.claims: list[Claim] = []
        self._text = text
        self._vocabulary = vocabulary
        self._tables: dict[str, Tables | None] = {}
        self._contexts: dict[str, Context] = {}
        self._title: Block | None = None
        """The first heading of the text, where it opens the text."""
        self._over: list[Block] = []
        """The last heading, and the paragraph or caption after it."""
        self._grids = [grid for grid in grids_of(text.content) if not _is_prose(grid)]
        self._read_to = 0
        self._framed: tuple[list[Block], Frame] | None = None

    def read(self, block: Block) -> None:
        """Adds the claims of one block."""
        tables, context = self._language(block.lang)
        if tables is None or block.start < self._read_to:
            return
        grid = next((g for g in self._grids if g.start <= block.start < g.end), None)
        if grid is not None:
            self._read_to = grid.end
            if _triggered(context, grid.start, grid.end) or any(
                _triggered(context, b.start, b.end) for b in self._over
            ):
                self._add_entries(self._rows(grid, tables, context))
        elif block.heading:
            if self._title is None and not self._over:
                self._title = block
            self._over = [block]
            if _triggered(context, block.start, block.end):
                context.carried = recognise(context.content, block.start, block.end, tables).technologies
        elif (start := item_start(block, context.content)) is not None:
            self._read_item(block, start, tables, context)
        else:
            self._over = [b for b in self._over if b.heading or block.role == b.role == "caption"] + [block]
            self.claims.extend(_paragraph(block, tables, context))

    def _language(self, code: str) -> tuple[Tables | None, Context]:
        if code not in self._tables:
            tables = self._tables[code] = tables_for(code, self._vocabulary)
            triggers = tables.triggers(tables.view(self._text.content)) if tables else []
            self._contexts[code] = Context(self._text, triggers, self._vocabulary, tables)
        return self._tables[code], self._contexts[code]

    def _read_item(self, block: Block, start: int, tables: Tables, context: Context) -> None:
        own = list(_paragraph(block, tables, context))
        framed = _triggered(context, block.start, block.end) or any(
            _triggered(context, over.start, over.end) for over in self._over
        )
        if not own and not framed:
            return
        frame = self._frame(tables, context)
        if own and frame.introduces and plans(frame, tables):
            self._add_entries(map(as_planned, own))
        elif own:
            self.claims.extend(own)
        elif frame.introduces:
            row = Row(start, block.end, ((start, block.end),))
            self._add_entries(claims_of_entry(row, None, frame, tables, context))

    def _frame(self, tables: Tables, context: Context) -> Frame:
        """What stands over the entries here; it is read once for all of them."""
        if self._framed is None or self._framed[0] != self._over:
            self._framed = (self._over, frame_of(self._over, context.content, tables, self._title))
        return self._framed[1]

    def _rows(self, grid: Grid, tables: Tables, context: Context) -> Iterator[Claim]:
        frame = self._frame(tables, context)
        rows = [Row(cells[0][0], max(end for _, end in cells), cells) for cells in grid.rows]
        head = rows[0] if is_head(rows[0], tables, context.content) else None
        for row in rows[1:] if head else rows:
            yield from claims_of_entry(row, head, frame, tables, context)

    def _add_entries(self, found: Iterator[Claim]) -> None:
        """Adds the claims of entries; that of the sentence which only introduces them says the same, and goes."""
        entries = list(found)
        spans = [(block.start, block.end) for block in self._over]
        acts = {claim.act for claim in entries}
        self.claims = [
            claim
            for claim in self.claims
            if claim.act not in acts
            or not any(start <= claim.evidence.start and claim.evidence.end == end for start, end in spans)
        ]
        self.claims.extend(entries)


def _triggered(context: Context, start: int, end: int) -> bool:
    """Whether words that a claim might stand on are in `content[start:end]`."""
    return bisect_left(context.triggers, end) > bisect_left(context.triggers, start)


def _paragraph(block: Block, tables: Tables, context: Context) -> Iterator[Claim]:
    low, high = bisect_left(context.triggers, block.start), bisect_left(context.triggers, block.end)
    if low < high or context.carried:
        yield from ParagraphReader(block, tables, context, context.triggers[low:high]).claims()
    elif len(context.skipped) < _LOOKED_BACK:
        context.skipped.append(block)


def _is_prose(grid: Grid) -> bool:
    """Whether cells hold sentences of their own: a page laid out as a table."""
    return any(end - start > _PROSE for cells in grid.rows for start, end in cells)
