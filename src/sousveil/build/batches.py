"""Groups of items that are committed together: one sync to the disk for many rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

__all__ = ["batches"]

Item = TypeVar("Item")


def batches(
    items: Iterable[Item], *, most: int = 64, seconds: float = 0.5, alone: Callable[[Item], bool] = lambda _: False
) -> Iterator[list[Item]]:
    """Lists of up to `most` items; one is handed on when the next item comes `seconds` after its first, too.

    An item that is `alone` closes its list at once: what was dear to get is not put at risk for speed.
    """
    batch: list[Item] = []
    begun = 0.0
    for item in items:
        if not batch:
            begun = time.monotonic()
        batch.append(item)
        if len(batch) >= most or alone(item) or time.monotonic() - begun >= seconds:
            yield batch
            batch = []
    if batch:
        yield batch
