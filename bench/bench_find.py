"""How fast claims are found: megabytes of text a second in one process, as a share of reading the same pages, beside
one alternation of `re` over the same vocabulary, and beside spaCy's tokenizer alone (`spacy.blank`)."""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path
from typing import Any

from sousveil.collect import Collected, collect
from sousveil.errors import ReadLoss
from sousveil.find import find
from sousveil.find.tables import tables_for
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
    reading, finding, alternating, tokenizing = [], [], [], []
    size = 0
    expression, tokenizer = _alternation(), _tokenizer()
    for _ in range(rounds):
        begun = time.perf_counter()
        texts = [text for page in pages if (text := _text(page)) is not None]
        reading.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        for text in texts:
            find(text, vocabulary)
        finding.append(time.perf_counter() - begun)
        size = sum(len(text.content.encode()) for text in texts)
        # The alternation is too slow for all of it: a part, and the time scaled to the whole.
        part = texts[:: max(1, len(texts) // _PART)]
        begun = time.perf_counter()
        for text in part:
            for _ in expression.finditer(text.content):
                pass
        share = sum(len(text.content) for text in part) / sum(len(text.content) for text in texts)
        alternating.append((time.perf_counter() - begun) / share)
        if tokenizer is not None:
            begun = time.perf_counter()
            for text in texts:
                tokenizer(text.content[: tokenizer.max_length])
            tokenizing.append(time.perf_counter() - begun)
    return {
        "find.mb_per_s": size / 1e6 / statistics.median(finding),
        "find.share_of_reading": statistics.median(finding) / statistics.median(reading),
        "find.ratio_to_re_alternation": statistics.median(finding) / statistics.median(alternating),
    } | (
        {"find.ratio_to_spacy_tokenizer": statistics.median(finding) / statistics.median(tokenizing)}
        if tokenizing
        else {}
    )


_PART = 12
"""Pages that the alternation is run over."""


def _alternation() -> re.Pattern[str]:
    """Every English term, and every name of a register, in one expression."""
    tables = tables_for("en", load())
    assert tables is not None
    return re.compile("|".join(f"(?:{term})" for term in tables.expressions()), re.IGNORECASE)


def _tokenizer() -> Any | None:
    """spaCy's blank English pipeline; null where spaCy is not installed (`uv sync --group bench`)."""
    try:
        import spacy
    except ImportError:
        return None
    return spacy.blank("en")


def _text(page: Collected) -> Text | None:
    try:
        return read(page.capture, page.payload)
    except ReadLoss:
        return None
