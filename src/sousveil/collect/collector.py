"""Which way into the case a source takes: by what it is, seen from its first bytes before its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sousveil.collect.coded import Address, address_list, coded_table
from sousveil.collect.collected import Collected, drop
from sousveil.collect.files import document, modified, printable, regular_size, unreadable, walk
from sousveil.collect.options import CollectOptions
from sousveil.collect.sniff import HEAD
from sousveil.errors import CollectLoss
from sousveil.record import Drop

if TYPE_CHECKING:
    from sousveil.collect.fetch import Fetcher

__all__ = ["Collector"]

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_TABLES = {"text/csv", "text/tab-separated-values"}


class Collector:
    """Collects one source after the other with one set of connections, robots rules and waits between requests."""

    def __init__(self, options: CollectOptions) -> None:
        self.options = options
        self._open_fetcher: Fetcher | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections."""
        if self._open_fetcher is not None:
            self._open_fetcher.close()
            self._open_fetcher = None

    def collect(self, source: str | Path) -> Iterator[Collected | Drop]:
        """The captures of one source and a drop for each loss. Never raises a `Loss`."""
        if isinstance(source, str) and _ADDRESS.match(source):
            yield from self._address(source)
            return
        path = Path(source)
        if path.is_dir():
            for found in walk(path, self.options):
                if isinstance(found, Drop):
                    yield found
                else:
                    yield from self._file(found)
        else:
            yield from self._file(path)

    def _address(self, url: str, listed: str = "") -> Iterator[Collected | Drop]:
        if url in self.options.known:
            return
        try:
            collected = self._fetcher().fetch(url)
            _refuse_containers(collected)
            yield collected
        except CollectLoss as loss:
            yield drop(CollectLoss(loss.reason, f"{loss}{listed}"), url)

    def _fetcher(self) -> Fetcher:
        """Connections are opened for the first address, so that files alone never touch the network."""
        if self._open_fetcher is None:
            from sousveil.collect.fetch import Fetcher

            self._open_fetcher = Fetcher(self.options)
        return self._open_fetcher

    def _file(self, path: Path) -> Iterator[Collected | Drop]:
        try:
            size = regular_size(path)
            try:
                with path.open("rb") as file:
                    head = file.read(HEAD)
                yield from self._by_content(path, size, head)
            except OSError as error:
                raise unreadable(error) from error
        except CollectLoss as loss:
            yield drop(loss, printable(path))

    def _by_content(self, path: Path, size: int, head: bytes) -> Iterator[Collected | Drop]:
        from sousveil.collect.web_archive import is_wacz, is_web_archive, wacz, web_archive

        name = path.name.lower()
        locator = printable(path)
        if is_web_archive(head) or name.endswith((".warc", ".warc.gz", ".arc", ".arc.gz")):
            with path.open("rb") as file:
                yield from web_archive(file, size, locator, modified(path), self.options)
        elif name.endswith(".wacz") or (head.startswith(b"PK\x03\x04") and is_wacz(path)):
            yield from wacz(path, locator, modified(path), self.options)
        elif name.endswith(".warc.zst"):
            detail = "WARC compressed with zstd is not read; run `zstd -d` on it and add what that makes."
            raise CollectLoss("archive-zstd", detail)
        elif name.endswith((".csv", ".tsv")):
            yield from self._listed(coded_table(path, self.options))
        elif name.endswith(".urls"):
            yield from self._listed(address_list(path, self.options))
        else:
            yield document(path, self.options)

    def _listed(self, items: Iterator[Collected | Address | Drop]) -> Iterator[Collected | Drop]:
        for item in items:
            if isinstance(item, Address):
                yield from self._address(item.url, f" It stands at {item.locator}.")
            else:
                yield item


def _refuse_containers(collected: Collected) -> None:
    """A table or a web archive is many sources, and would be kept here as one that nobody can read.

    Raises:
        CollectLoss: `container`.
    """
    from sousveil.collect.web_archive import is_web_archive

    if collected.capture.media_type in _TABLES or is_web_archive(collected.payload[:HEAD]):
        detail = "The address holds a table or a web archive, and not a page; download it and add the file."
        raise CollectLoss("container", detail)
