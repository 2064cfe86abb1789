"""A million made-up news texts of 200 to 400 words with planted families, from a file, on two cores.

- `trace.million_docs_per_s`: texts a second of wall time, from reading the file to the last echo;
- `trace.million_docs_peak_mib`: the most memory that the parent had and twice the most of a worker, though they share
  much of it;
- `trace.million_docs`: how many texts there were;
- `trace.million_recall.KIND`, `trace.million_precision`: planted texts that a link ties to their family; links that do.

Takes many minutes and some gigabytes of disk: only run with `--long`. `python bench/bench_trace_million.py COUNT` takes
another number of texts.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np

from made_news import KINDS, Written, write
from sousveil.record.identity import sha256_text
from sousveil.record.text import Dated, Text
from sousveil.trace.copying.candidates import Candidates, search
from sousveil.trace.copying.copies import copies_among
from sousveil.trace.copying.fingerprints import prints_of
from sousveil.trace.copying.print_table import PrintBatch, PrintTable
from sousveil.trace.document import Document
from sousveil.trace.houses import Houses
from sousveil.trace.mentions import Mentions
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["LONG", "bench"]

LONG = ("trace.million_",)
_COUNT = 1_000_000
_PROCESSES = 2
_CHUNK = 4_000

_written: Written
_candidates: Candidates


def bench(data: Path | None, rounds: int, count: int = _COUNT) -> dict[str, float]:  # noqa: ARG001 - made here, once
    """The figures above."""
    global _written  # noqa: PLW0603 - what forked workers share
    with tempfile.TemporaryDirectory(prefix="sousveil-bench-") as folder:
        begun = time.perf_counter()
        _written = write(Path(folder) / "texts", count)
        print(f"made {count:,} texts in {time.perf_counter() - begun:.0f} s", flush=True)
        start = time.perf_counter()
        links = _linked(count, Path(folder))
        seconds = time.perf_counter() - start
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    figures = {
        "trace.million_docs": float(count),
        "trace.million_docs_per_s": count / seconds,
        "trace.million_docs_peak_mib": (mine + _PROCESSES * worker) / 1024,
    }
    return figures | _scores(links)


def _scores(links: set[tuple[int, int]]) -> dict[str, float]:
    families, kinds = _written.families, _written.kinds
    right = {pair for pair in links if families[pair[0]] == families[pair[1]]}
    tied = np.zeros(len(kinds), np.bool_)
    for pair in right:
        tied[list(pair)] = True
    scores = {f"trace.million_recall.{kind}": float(tied[kinds == at].mean()) for at, kind in enumerate(KINDS)}
    return scores | {"trace.million_precision": len(right) / max(1, len(links))}


def _linked(count: int, folder: Path) -> set[tuple[int, int]]:
    global _candidates  # noqa: PLW0603 - what forked workers share
    context = multiprocessing.get_context("fork")
    _known()  # once, for all workers
    table = PrintTable(folder)
    begun = time.perf_counter()
    with context.Pool(_PROCESSES) as pool:
        for batch in pool.imap(_sketched, range(0, count, _CHUNK)):
            table.add(batch)
    print(f"fingerprints after {time.perf_counter() - begun:.0f} s", flush=True)
    _candidates = search(table.close(), folder)
    print(f"{len(_candidates):,} candidate pairs after {time.perf_counter() - begun:.0f} s", flush=True)
    order = _candidates.by_family()
    links: set[tuple[int, int]] = set()
    with context.Pool(_PROCESSES) as pool:
        chunks = [order[at : at + _CHUNK] for at in range(0, len(order), _CHUNK)]
        for found in pool.imap_unordered(_echoes, chunks):
            links.update(found)
    print(f"echoes after {time.perf_counter() - begun:.0f} s", flush=True)
    return links


def _contents(numbers: range) -> Iterator[str]:
    with _written.path.open("rb") as file:
        file.seek(int(_written.offsets[numbers.start]))
        for number in numbers:
            yield file.read(int(_written.offsets[number + 1] - _written.offsets[number])).decode()


def _sketched(start: int) -> PrintBatch:
    numbers = range(start, min(start + _CHUNK, len(_written.days)))
    table = PrintTable()
    for batch in prints_of(list(_contents(numbers))):
        table.add(batch)
    table.close()
    return PrintBatch(table.values, table.places, table.bounds, table.lengths)


def _echoes(numbers: list[int]) -> set[tuple[int, int]]:
    number_of: dict[str, int] = {}

    @lru_cache(maxsize=4096)
    def document(number: int) -> Document:
        content = next(_contents(range(number, number + 1)))
        text = Text(
            capture_sha256=sha256_text(str(number)),
            content=content,
            extractor="bench/1",
            lang="en",
            paragraphs=(),
            segments=(),
            published=Dated(value=_written.days[number], evidence="made", certainty="high"),
        )
        made = Document(text, [], vocabulary, mentions, houses)
        number_of[made.id] = number
        return made

    vocabulary, mentions, houses = _known()
    return {
        (number_of[echo.origin_from.source], number_of[echo.origin_to.source])
        for echo in copies_among(numbers, _candidates, document)
        if echo.origin_to is not None
    }


@lru_cache(maxsize=1)
def _known() -> tuple[Vocabulary, Mentions, Houses]:
    vocabulary = load()
    return vocabulary, Mentions(vocabulary), Houses((), vocabulary)


if __name__ == "__main__":
    for name, value in bench(None, 1, int(sys.argv[1]) if len(sys.argv) > 1 else _COUNT).items():
        print(f"{name:<40}{value:>14.3f}")
