"""The hostile archives that lie beside the checkout: none crashes, hangs or loses a page in silence."""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path

import pytest

from sousveil.collect import Collected, collect
from sousveil.record import Drop

FOLDER = Path("../shared/data/hostile/warc")
PAGES = Path("../shared/data/pages/pages.warc.gz")
FILES = sorted(FOLDER.iterdir()) if FOLDER.is_dir() else []


def _inflated(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return b""


@pytest.mark.skipif(not FILES, reason="shared/data/hostile is not there")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_page_or_a_drop(path: Path) -> None:
    items = list(collect(path))
    assert items, "a file that gives nothing must say so"
    drops = [item for item in items if isinstance(item, Drop)]
    assert all(drop.reason and drop.detail and path.name in drop.locator for drop in drops)
    data = _inflated(path.read_bytes())
    pages = len(re.findall(rb"^WARC-Type: (?:response|resource)\r?$", data, re.MULTILINE))
    pages += len(re.findall(rb"^http\S.* \d{14,18} \S+ \S+\r?$", data, re.MULTILINE))
    revisits = sum(drop.reason == "warc-revisit" for drop in drops)
    captures = sum(isinstance(item, Collected) for item in items)
    assert captures + len(drops) - revisits >= pages


@pytest.mark.skipif(not PAGES.is_file(), reason="shared/data/pages is not there")
def test_real_pages_all_come_out() -> None:
    items = list(collect(PAGES))
    assert len(items) == 499
    assert all(isinstance(item, Collected) and item.capture.media_type == "text/html" for item in items)
