"""A large case of made-up news that grows: 100 texts more, and what a whole trace takes.

- `trace.add_100_s`: seconds of wall time to trace the case after 100 texts came;
- `trace.add_100_texts`: how many texts the case had before;
- `trace.whole_s`: seconds that the whole trace took, sketches and all;
- `trace.add_100_traced`: texts whose echoes were set anew.

The whole trace of a hundred thousand texts takes an hour: only run with `--long`. `python bench/bench_trace_growing.py
COUNT` takes another number of texts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from made_news import Item, news
from sousveil.build.tracing import trace_case
from sousveil.record import Capture, Text
from sousveil.record.identity import sha256_bytes
from sousveil.record.text import Dated, Paragraph
from sousveil.store import Case
from sousveil.vocabulary.loader import load

__all__ = ["LONG", "bench"]

LONG = ("trace.add_100_", "trace.whole_s")
_COUNT = 100_000
_NEW = 100
_TOGETHER = 500


class _Stages:
    """Prints what goes on, and keeps how many texts each stage had."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}
        self._begun = time.perf_counter()

    def stage(self, name: str, total: int | None) -> None:
        print(f"{time.perf_counter() - self._begun:>8.0f} s  {name} {'' if total is None else total}", flush=True)
        self.totals[name] = total or 0

    def advance(self, done: int = 1, dropped: int = 0) -> None:
        """Not looked at."""


def bench(data: Path | None, rounds: int, count: int = _COUNT) -> dict[str, float]:  # noqa: ARG001 - made here, once
    """The figures above."""
    vocabulary = load()
    with tempfile.TemporaryDirectory(prefix="sousveil-bench-") as folder, Case.create(Path(folder) / "case") as case:
        items = enumerate(news(count + _NEW))
        _put(case, islice(items, count))
        start = time.perf_counter()
        trace_case(case, vocabulary, _Stages(), small=0)
        whole = time.perf_counter() - start
        _put(case, items)
        stages = _Stages()
        start = time.perf_counter()
        trace_case(case, vocabulary, stages, small=0)
        added = time.perf_counter() - start
    return {
        "trace.add_100_s": added,
        "trace.add_100_texts": float(count),
        "trace.add_100_traced": float(stages.totals["trace"]),
        "trace.whole_s": whole,
    }


def _put(case: Case, items: Iterable[tuple[int, Item]]) -> None:
    items = iter(items)
    while batch := list(islice(items, _TOGETHER)):
        with case.transaction():
            for number, item in batch:
                _put_one(case, number, item)


def _put_one(case: Case, number: int, item: Item) -> None:
    payload = item.content.encode()
    capture = Capture(
        sha256=sha256_bytes(payload),
        size=len(payload),
        media_type="text/plain",
        locator=f"{number}.txt",
        retrieved="2024-05-01T00:00:00Z",
        method="file",
    )
    text = Text(
        capture_sha256=capture.sha256,
        content=item.content,
        extractor="bench/1",
        lang="en",
        outlet=f"Paper {number % 300}",
        paragraphs=(Paragraph(start=0, end=len(item.content), lang="en"),),
        segments=(),
        published=Dated(value=item.day, evidence="made", certainty="high"),
    )
    case.add(capture, payload)
    case.put_reading(text, [], "1")


if __name__ == "__main__":
    for name, value in bench(None, 1, int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT).items():
        print(f"{name:<40}{value:>14.3f}")
