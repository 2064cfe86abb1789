"""How fast claims are found: megabytes of text a second in one process, and as a share of reading the same pages."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from sousveil.collect import Collected, collect
from sousveil.errors import ReadLoss
from sousveil.find import find
from sousveil.read import read
from sousveil.record import Text
from sousveil.vocabulary import load


def bench(data: Path | None, rounds: int) -> dict[str, float]:
    """Reading and finding in turn over the pages; medians of the rounds."""
    archive = data / "pages" / "pages.warc.gz" if data else None
    if archive is None or not archive.is_file():
        return {}
    pages = [item for item in collect(archive) if isinstance(item, Collected)]
    vocabulary = load()
    reading, finding = [], []
    size = 0
    for _ in range(rounds):
        begun = time.perf_counter()
        texts = [text for page in pages if (text := _text(page)) is not None]
        reading.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for text in texts:
            find(text, vocabulary)
        finding.append(time.perf_counter() - begun)
        size = sum(len(text.content.encode()) for text in texts)
    return {
        "find.mb_per_s": size / 1e6 / statistics.median(finding),
        "find.share_of_reading": statistics.median(finding) / statistics.median(reading),
    }


def _text(page: Collected) -> Text | None:
    try:
        return read(page.capture, page.payload)
    except ReadLoss:
        return None
