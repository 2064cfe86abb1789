"""Runs: unbroken stretches of an archive's bytes, inflated piece by piece, with the place that each came from.

A damaged or truncated gzip member ends a run, and the next run starts at the next member that can be found. So
one broken member costs the records in it and no more, and the reader above knows exactly where bytes are missing.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from typing import BinaryIO

from sousveil.collect.inflate import InflateError, inflater
from sousveil.collect.sniff import is_gzip
from sousveil.errors import CollectLoss

__all__ = ["RECORD_START", "Run", "runs"]

Piece = tuple[int | None, bytes]
"""Bytes and the offset in the file that they belong to; null where they go on from the piece before."""

_PIECE = 256 * 1024
_INFLATED_PIECE = 4 * 1024 * 1024
_RATIO_FLOOR = 256 * 1024 * 1024
_TRIAL = 2048
_GZIP_MAGIC = b"\x1f\x8b\x08"
_MARKS = 4096
_LONGEST_MATCH = 128
RECORD_START = re.compile(rb"\s*(?:WARC/\d|filedesc:|[A-Za-z][A-Za-z0-9+.-]*:[^\n]* \d{12,14} [^\n]*\d+\r?\n)")
"""How a record of a WARC or ARC file begins."""


class Run:
    """A forward reader over one unbroken stretch. `position` counts bytes of the run.

    `fault` says, once the end was reached, why the run ended before its data did; null after a proper end.
    """

    def __init__(self, pieces: Iterator[Piece | CollectLoss]) -> None:
        self._pieces = pieces
        self._buffer = bytearray()
        self._marks: list[tuple[int, int]] = []
        self._ended = False
        self.position = 0
        self.fault: CollectLoss | None = None

    def fill(self, count: int) -> int:
        """Have at least `count` bytes ready where the run has so many. Returns how many are ready."""
        while len(self._buffer) < count and not self._ended:
            piece = next(self._pieces, None)
            if piece is None:
                self._ended = True
            elif isinstance(piece, CollectLoss):
                self._ended = True
                self.fault = piece
            else:
                offset, data = piece
                if offset is not None:
                    self._marks.append((self.position + len(self._buffer), offset))
                self._buffer += data
        return len(self._buffer)

    def peek(self, count: int) -> bytes:
        """Up to `count` bytes without taking them."""
        self.fill(count)
        return bytes(self._buffer[:count])

    def find(self, needle: bytes, start: int, limit: int) -> int:
        """How far ahead `needle` begins, from `start` on and within `limit` bytes; -1 where it does not."""
        while True:
            found = self._buffer.find(needle, start, limit)
            ready = len(self._buffer)
            if found >= 0 or ready >= limit or self.fill(min(ready + _PIECE, limit)) == ready:
                return found
            start = max(start, ready - len(needle) + 1)

    def search(self, pattern: re.Pattern[bytes], limit: int) -> tuple[int, int] | None:
        """How far ahead `pattern` matches first, and where that ends, within `limit` bytes. Nothing is copied and no
        more is looked at than is needed, so that a hostile file cannot make each step cost the whole of it.

        A match must not be longer than 128 bytes.
        """
        start = 0
        while True:
            ready = min(len(self._buffer), limit)
            match = pattern.search(self._buffer, start, ready)
            if match:
                return match.span()
            if ready >= limit or self.fill(min(ready + _PIECE, limit)) <= ready:
                return None
            start = max(0, ready - _LONGEST_MATCH)

    def ahead(self, start: int, count: int) -> bytes:
        """Up to `count` bytes from `start` bytes ahead on, of those that are ready."""
        return bytes(self._buffer[start : start + count])

    def take(self, count: int) -> bytes:
        """The next `count` bytes, fewer at the end of the run."""
        self.fill(count)
        with memoryview(self._buffer) as view:
            taken = bytes(view[:count])
        self._drop(len(taken))
        return taken

    def skip(self, count: int) -> int:
        """Pass over `count` bytes without holding them all. Returns how many there were."""
        passed = 0
        while passed < count:
            ready = self.fill(min(_PIECE, count - passed))
            if ready == 0:
                break
            step = min(ready, count - passed)
            self._drop(step)
            passed += step
        return passed

    def remaining(self) -> int | None:
        """How many bytes are left in the run, where that is known before reading them."""
        return None

    @property
    def fault_from(self) -> int:
        """The position at which the gzip member that ended the run began."""
        return self._marks[-1][0] if self._marks else 0

    def place(self) -> str:
        """Where the next byte stands: its offset in the file, or `MEMBER+N`, N bytes into the gzip member that
        begins at byte MEMBER of the file."""
        nearest = bisect_right(self._marks, self.position, key=lambda mark: mark[0]) - 1
        mark, offset = self._marks[max(nearest, 0)] if self._marks else (0, 0)
        into = self.position - mark
        return str(offset) if into == 0 else self._within(offset, into)

    def _within(self, offset: int, into: int) -> str:
        return f"{offset}+{into}"

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self.position += count
        if len(self._marks) > _MARKS:
            keep = bisect_right(self._marks, self.position, key=lambda mark: mark[0]) - _MARKS // 2
            del self._marks[: max(keep, 0)]


class _PlainRun(Run):
    """Bytes that stand in the file as they are: offsets just add up."""

    def __init__(self, pieces: Iterator[Piece | CollectLoss], size: int) -> None:
        super().__init__(pieces)
        self._size = size

    def remaining(self) -> int | None:
        return max(self._size - self.position, 0)

    def _within(self, offset: int, into: int) -> str:
        return str(offset + into)


def runs(file: BinaryIO, size: int, max_ratio: int) -> Iterator[Run]:
    """The runs of an archive, from its start. Each run must be read to its end before the next is asked for.

    Args:
        file: open for reading bytes, seekable.
        size: its size in bytes.
        max_ratio: inflating more than this many times `size` (and more than 256 MiB) ends the last run.
    """
    file.seek(0)
    if not is_gzip(file.read(4)):
        file.seek(0)
        yield _PlainRun(_plain(file), size)
        return
    budget = [max(size * max_ratio, _RATIO_FLOOR)]
    start: int | None = 0
    while start is not None:
        inflation = _Inflation(file, start, budget)
        run = Run(inflation.pieces())
        yield run
        while run.skip(_PIECE):  # whoever left the run early has no use for the rest of it
            pass
        start = inflation.resume


def _plain(file: BinaryIO) -> Iterator[Piece]:
    offset = 0
    while data := file.read(_PIECE):
        yield offset, data
        offset += len(data)


class _Inflation:
    """Inflates members from `start` until the data end or are damaged; then `resume` is where to try again."""

    def __init__(self, file: BinaryIO, start: int, budget: list[int]) -> None:
        self._file = file
        self._budget = budget
        self._member = start
        self._raw = b""
        self._read = start
        self.resume: int | None = None

    def pieces(self) -> Iterator[Piece | CollectLoss]:
        """Inflated bytes, each member's first ones with its offset."""
        self._file.seek(self._member)
        while self._more():
            # Says where the member begins before anything of it can fail.
            yield self._member, b""
            if not is_gzip(self._raw) and not _GZIP_MAGIC.startswith(self._raw):
                yield self._damaged("no gzip member begins there")
                return
            loss = yield from self._inflate_member()
            if loss is not None:
                yield loss
                return

    def _inflate_member(self) -> Generator[Piece, None, CollectLoss | None]:
        inflating = inflater()
        while not inflating.eof:
            if not self._raw and not self._more():
                return CollectLoss(
                    "archive-truncated",
                    f"The file ends inside the gzip member that begins at byte {self._member}; what stood before "
                    "the cut is kept. Fetch the archive again if you can.",
                )
            try:
                data: bytes = inflating.decompress(self._raw, _INFLATED_PIECE)
                while data:
                    self._budget[0] -= len(data)
                    if self._budget[0] < 0:
                        return self._bomb()
                    yield None, data
                    data = inflating.decompress(inflating.unconsumed_tail, _INFLATED_PIECE)
            except InflateError as error:
                return self._damaged(str(error))
            self._raw = inflating.unused_data
        # Zero bytes between members are padding: some writers align members to blocks.
        while self._raw[:1] == b"\x00":
            self._raw = self._raw.lstrip(b"\x00") or self._file_piece()
        self._member = self._read - len(self._raw)
        return None

    def _more(self) -> bool:
        """Have enough bytes ready to recognise a member by. False at the end of the file."""
        while len(self._raw) < 4:
            piece = self._file_piece()
            if not piece:
                break
            self._raw += piece
        return bool(self._raw)

    def _file_piece(self) -> bytes:
        piece = self._file.read(_PIECE)
        self._read += len(piece)
        return piece

    def _bomb(self) -> CollectLoss:
        return CollectLoss(
            "archive-ratio",
            f"The archive inflates beyond what web archives do (at the gzip member at byte {self._member}); "
            "the rest is not read. If it is no bomb, raise the limit on the ratio.",
        )

    def _damaged(self, what: str) -> CollectLoss:
        self.resume = self._next_member(self._member + 1)
        skipped = "the rest of the file" if self.resume is None else f"everything up to byte {self.resume}"
        return CollectLoss(
            "archive-damaged",
            f"The gzip data are damaged in the member at byte {self._member} ({what}); {skipped} is lost.",
        )

    def _next_member(self, start: int) -> int | None:
        """Where the next gzip member begins that inflates to the beginning of a record."""
        self._file.seek(start)
        window = b""
        while data := self._file.read(_PIECE):
            window = window[-_TRIAL:] + data
            base = self._file.tell() - len(window)
            found = window.find(_GZIP_MAGIC)
            while found >= 0:
                trial = window[found : found + _TRIAL]
                if len(trial) < _TRIAL and (rest := self._file.read(_TRIAL)):
                    self._file.seek(-len(rest), os.SEEK_CUR)
                    trial = (trial + rest)[:_TRIAL]
                if _begins_record(trial):
                    return base + found
                found = window.find(_GZIP_MAGIC, found + 1)
        return None


def _begins_record(member: bytes) -> bool:
    if not is_gzip(member):
        return False
    try:
        data: bytes = inflater().decompress(member, 1024)
    except InflateError:
        return False
    return RECORD_START.match(data) is not None
