"""Tracing made-up news: families of shortened copies among unrelated texts that share a footer.

- `trace.docs_per_s`: texts traced a second of processor time, 20,000 texts;
- `trace.growth`: processor time for 20,000 texts over ten times that for 2,000; 1 is linear;
- `trace.planted_recall`, `.planted_precision`: planted copies found, and links found that were planted.

The words are syllables drawn with the frequencies of a natural language, from a fixed seed.
"""

from __future__ import annotations

import random
import time
from itertools import accumulate
from pathlib import Path

from sousveil.record.identity import sha256_text
from sousveil.record.text import Dated, Text
from sousveil.trace import trace

__all__ = ["bench"]

_SMALL, _LARGE = 2_000, 20_000


def bench(data: Path | None, rounds: int) -> dict[str, float]:  # noqa: ARG001 - the texts are made here
    """The four figures above."""
    trace(_made(50)[0], {})  # loads the vocabulary
    small, _, _ = _timed(_SMALL)
    large, recall, precision = _timed(_LARGE)
    return {
        "trace.docs_per_s": _LARGE / large,
        "trace.growth": large / (small * _LARGE / _SMALL),
        "trace.planted_recall": recall,
        "trace.planted_precision": precision,
    }


def _timed(count: int) -> tuple[float, float, float]:
    texts, planted = _made(count)
    start = time.process_time()
    echoes = trace(texts, {})
    seconds = time.process_time() - start
    found = {
        frozenset((echo.origin_from.source, echo.origin_to.source)) for echo in echoes if echo.origin_to is not None
    }
    ends = {source for pair in found for source in pair}
    recall = sum(source in ends for source in planted) / max(1, len(planted))
    precision = sum(bool(pair & planted) for pair in found) / max(1, len(found))
    return seconds, recall, precision


def _made(count: int) -> tuple[list[Text], set[str]]:
    """Texts of 80 to 180 words, one in ten with up to four copies that lack some sentences; the copies' identifiers."""
    draw = random.Random(20_260)
    words = [
        "".join(draw.choice("bcdfghklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(2, 4)))
        for _ in range(30_000)
    ]
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    footer = " ".join(draw.choices(words, cum_weights=weights, k=25))
    texts: list[Text] = []
    planted: set[str] = set()
    while len(texts) < count:
        drawn = draw.choices(words, cum_weights=weights, k=draw.randint(80, 180))
        sentences = [f"{' '.join(drawn[at : at + 15]).capitalize()}." for at in range(0, len(drawn), 15)]
        texts.append(_text(sentences, footer, f"2020-01-{draw.randint(1, 28):02d}"))
        for _ in range(draw.randint(1, 4) if draw.random() < 0.1 else 0):
            kept = [sentence for sentence in sentences if draw.random() > 0.15]
            texts.append(_text(kept, footer, f"2020-02-{draw.randint(1, 28):02d}"))
            planted.add(texts[-1].source_id)
    return texts, planted


def _text(sentences: list[str], footer: str, day: str) -> Text:
    content = f"{' '.join(sentences)}\n\n{footer}"
    return Text(
        capture_sha256=sha256_text(content + day),
        content=content,
        extractor="bench/1",
        lang="en",
        paragraphs=(),
        segments=(),
        published=Dated(value=day, evidence="made", certainty="high"),
    )
