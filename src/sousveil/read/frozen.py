"""Building a frozen text and its map at the same time: no character enters without saying where it came from."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sousveil.record import Anchor, Omission, Segment

__all__ = ["Builder", "Omissions", "Piece"]

# Characters that a reader cannot see: controls, zero-width spaces, soft hyphens, marks of direction. They would
# hide words from a search. The zero-width joiner and non-joiner stay: Persian and emoji are spelt with them.
INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
_RUN: Final = re.compile(rf"[^\s{INVISIBLE}]+(?:\s[^\s{INVISIBLE}]+)*")
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")


_STRENGTH: Final = ("", "\t", "\n", "\n\n")
"""Separators of blocks, from the weakest. Tabs that follow one stand for empty cells."""


def _strength(separator: str) -> int:
    return _STRENGTH.index(separator.rstrip("\t") or separator[:1])


class Omissions:
    """What is left out, counted by reason in the order in which the reasons first appear."""

    def __init__(self) -> None:
        self._seen: dict[str, list[int | str]] = {}

    def add(self, reason: str, example: str, characters: int | None = None) -> None:
        """Count one block left out. `example` is kept from the first, cut to 120 characters."""
        size = len(example) if characters is None else characters
        entry = self._seen.get(reason)
        if entry is None:
            self._seen[reason] = [1, size, " ".join(example[:400].split())[:120]]
        else:
            entry[0] = int(entry[0]) + 1
            entry[1] = int(entry[1]) + size

    def freeze(self) -> tuple[Omission, ...]:
        return tuple(
            Omission(reason=reason, count=int(count), characters=int(characters), example=str(example))
            for reason, (count, characters, example) in self._seen.items()
        )


class Piece:
    """A string of the capture that can be pointed at: a text node, a range of bytes, a line of a page."""

    __slots__ = ("anchor", "string")

    def __init__(self, string: str, anchor: Callable[[int, int], Anchor]) -> None:
        self.string = string
        self.anchor = anchor
        """Takes start and end, in code points of `string`, to where that range stands in the capture."""


class Builder:
    """Collects the content and its segments.

    White space inside a block becomes single spaces. A segment is a run in which each character equals that of
    the capture, or both are white space; invisible characters are left out and counted.
    """

    def __init__(self) -> None:
        self.length = 0
        self.invisible = 0
        self._parts: list[str] = []
        self._segments: list[tuple[int, int, Piece, int, int]] = []
        self._pending: tuple[Piece | None, int] | None = None
        self._separator = ""
        self._block_start: int | None = None
        self._break = False

    def begin(self, separator: str) -> None:
        """Start a block. `separator` (of ours, in no segment) is set before its first word; of the separators of
        blocks that stay empty the strongest stands."""
        if self._block_start is not None or _strength(separator) > _strength(self._separator):
            self._separator = separator
        self._block_start = None
        self._pending = None
        self._break = False

    def block(self) -> tuple[int, int] | None:
        """Where the words of the block that was begun stand; None where it has none."""
        return None if self._block_start is None else (self._block_start, self.length)

    def line_break(self) -> None:
        """Break the line inside the block before its next word, unless nothing stands on it yet."""
        self._pending = None
        self._break = self._block_start is not None

    def gap(self) -> None:
        """A space of ours before the next word of the block, unless white space of the capture stands there."""
        if self._pending is None and not self._break:
            self._pending = (None, 0)

    def add(self, piece: Piece) -> tuple[int, int] | None:
        """Append the words of `piece`; a gap of white space between them becomes one space. Where they stand."""
        text = piece.string
        end = 0
        first: int | None = None
        for match in _RUN.finditer(text):
            start = match.start()
            if start > end:
                self._gap(piece, end, start)
            begin = start
            run = match.group()
            if self._block_start is None or self._break:
                self._open()
            elif self._pending is not None:
                if self._pending == (piece, start - 1):
                    begin = start - 1
                    run = " " + run
                else:
                    self._space(*self._pending)
            self._pending = None
            if not run.isprintable():
                run = " ".join(run.split()) if run[0] != " " else " " + " ".join(run.split())
            end = match.end()
            if first is None:
                first = self.length + (run[0] == " ")
            self._segments.append((self.length, self.length + len(run), piece, begin, end))
            self._parts.append(run)
            self.length += len(run)
        last = self.length
        if end < len(text):
            self._gap(piece, end, len(text))
        return None if first is None else (first, last)

    def _open(self) -> None:
        """Set what stands before the first word of a block or of a line."""
        words = "\n" if self._break else self._separator if self.length else ""
        if words:
            self._parts.append(words)
            self.length += len(words)
        if self._block_start is None:
            self._block_start = self.length
            self._separator = ""
        self._break = False

    def _gap(self, piece: Piece, start: int, end: int) -> None:
        """Note white space between two runs; count what is invisible."""
        last = -1
        for index in range(start, end):
            if piece.string[index].isspace():
                last = index
            else:
                self.invisible += 1
        if last >= 0 and (self._pending is None or last == end - 1):
            self._pending = (piece, last)

    def _space(self, piece: Piece | None, index: int) -> None:
        """One space that stands for the white space at `index` of an earlier piece."""
        if piece is not None:
            start, end, owner, first, last = self._segments[-1] if self._segments else (0, 0, None, 0, 0)
            if owner is piece and last == index and end == self.length:
                assert owner is not None
                self._segments[-1] = (start, end + 1, owner, first, last + 1)
            else:
                self._segments.append((self.length, self.length + 1, piece, index, index + 1))
        self._parts.append(" ")
        self.length += 1

    def freeze(self) -> tuple[str, tuple[Segment, ...]]:
        """The content and its map."""
        content = "".join(self._parts)
        segments = tuple(
            Segment(start=start, end=end, anchor=piece.anchor(first, last))
            for start, end, piece, first, last in self._segments
        )
        return content, segments
