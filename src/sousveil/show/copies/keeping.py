"""Copies that were made, for whoever looks next: making one takes a process, and a page is looked at more than once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

from sousveil.errors import Loss, ReadLoss
from sousveil.read.isolate import Workers
from sousveil.record.capture import Capture
from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.show.copies.copy import Copy, Order, Reader
from sousveil.show.copies.making import make, packed
from sousveil.show.copies.placing import Placed, place

__all__ = ["LARGEST", "Copier", "Wanted"]

LARGEST: Final = 24_000_000
"""Bytes of the largest capture of which a copy is made."""
_KEPT: Final = 64_000_000
"""Characters of copies that are kept."""
_SECONDS: Final = 20.0
_MEMORY: Final = 1 << 30

Wanted = tuple[str, str, int, int]
"""What tells copies apart: the source, the digest of its text, the page, and what the marks are."""


class Copier:
    """Makes copies in a process of their own, started when the first is wanted, and keeps the latest."""

    def __init__(self) -> None:
        self._held: OrderedDict[Wanted, Copy] = OrderedDict()
        self._size = 0
        self._workers: Workers[Copy] | None = None
        self._lock = Lock()

    def copy(
        self, capture: Capture, payload: bytes, text: Text, reader: Reader, claims: Sequence[Claim], page: int = 1
    ) -> tuple[Wanted, Copy, Placed]:
        """The copy of a capture with these claims marked, numbered from 1, and under what it is kept.

        Raises ReadLoss where none can be made of these bytes.
        """
        if len(payload) > LARGEST:
            raise ReadLoss("too-large", "The capture is too large to be shown. Download it to look at it.")
        placed = place(text, dict(enumerate(claims, 1)))
        wanted = (text.source_id, text.sha256, page, hash(placed.marks))
        found = self.held(wanted)
        if found is None:
            order = Order(reader, text.charset or "utf-8", placed.marks, payload, page, placed.part, text.lang)
            found = self._made(capture, order)
            self._keep(wanted, found)
        return wanted, found, placed

    @staticmethod
    def page_of(text: Text, claims: Sequence[Claim], number: int | None) -> int:
        """The page on which a claim's words begin, else the first that has words of any; of a document with pages."""
        pages = place(text, dict(enumerate(claims, 1))).pages
        return pages.get(number or 0) or min((page for page in pages.values() if page), default=1)

    def held(self, wanted: Wanted) -> Copy | None:
        """A copy that was made not long ago."""
        with self._lock:
            found = self._held.get(wanted)
            if found is not None:
                self._held.move_to_end(wanted)
            return found

    def close(self) -> None:
        """End the process."""
        with self._lock:
            workers, self._workers = self._workers, None
        if workers is not None:
            workers.close()

    def _made(self, capture: Capture, order: Order) -> Copy:
        with self._lock:
            if self._workers is None:
                self._workers = Workers(1, make, timeout_s=_SECONDS, memory_bytes=_MEMORY)
            workers = self._workers
        _, made = next(iter(workers.map([(None, capture, packed(order))])))
        if isinstance(made, Loss):
            raise made
        return made

    def _keep(self, wanted: Wanted, copy: Copy) -> None:
        with self._lock:
            previous = self._held.pop(wanted, None)
            self._held[wanted] = copy
            self._size += len(copy.body) - (len(previous.body) if previous else 0)
            while self._size > _KEPT and len(self._held) > 1:
                _, oldest = self._held.popitem(last=False)
                self._size -= len(oldest.body)
