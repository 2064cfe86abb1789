"""Bytes in: files, folders, URLs, web archives, tables.

Invariant: everything that a source holds leaves this room as bytes with their SHA-256, or as a drop with a
reason and the place where it stood. Bytes are never changed after that, and nothing is lost without a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sousveil.collect.collected import Collected
from sousveil.collect.options import CollectOptions
from sousveil.record import Drop

__all__ = ["CollectOptions", "Collected", "collect"]


def collect(source: str | Path, options: CollectOptions | None = None) -> Iterator[Collected | Drop]:
    """The captures of one source, in an order that depends on the source alone, and a drop for each loss.

    `source` is a path (file, folder, WARC, ARC, WACZ, CSV) or an http(s) address. Several sources with one
    set of connections and one robots cache: `sousveil.collect.collector.Collector`.

    Raises:
        UsageError: an option is wrong, such as a column map that cannot be read.
    """
    from sousveil.collect.collector import Collector

    with Collector(options or CollectOptions()) as collector:
        yield from collector.collect(source)
