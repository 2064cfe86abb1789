"""Tracing made-up news, alone and beside two libraries for near duplicates, on the same texts in the same run.

- `trace.docs_per_s`: texts traced a second of processor time, 20,000 texts in families of shortened copies;
- `trace.growth`: processor time for 20,000 texts over ten times that for 2,000; 1 is linear;
- `trace.planted_recall`, `.planted_precision`: planted copies found, and links found that were planted;
- `trace.copies_per_s`: texts a second of wall time from the text to aligned copies, 20,000 texts with families of five
  kinds (`made_news.py`); `rensa.docs_per_s`, `rensa_words.docs_per_s`, `datasketch.docs_per_s` the same from the text
  to pairs whose estimated likeness is enough; `trace.ratio_to_NAME`: ours over theirs;
- `trace.recall.KIND`, `NAME.recall.KIND`: planted texts that a pair ties to their family;
  `trace.precision`, `NAME.precision`: pairs that do.

rensa and datasketch compare sets of three words in a row with the settings that found most, 64 bands of two out of 128
values, and keep pairs of estimated likeness .12; `rensa_words` compares sets of single words at .8, as its own examples
do. Both are MIT. rensa hashes in native code on all cores; ours is one process here.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

from made_news import KINDS, Item, news
from sousveil.record.identity import sha256_text
from sousveil.record.text import Dated, Text
from sousveil.trace import trace
from sousveil.trace.copying.copies import copies
from sousveil.trace.document import prepare
from sousveil.vocabulary.loader import load

__all__ = ["bench"]

_SMALL, _LARGE = 2_000, 20_000
_VALUES = 128
"""Values of a MinHash sketch."""


Pairs = set[tuple[int, int]]


def bench(data: Path | None, rounds: int) -> dict[str, float]:
    """The figures above."""
    del data  # the texts are made here
    trace(_made(50)[0], {})  # loads the vocabulary
    small, _, _ = _timed(_SMALL)
    large, recall, precision = _timed(_LARGE)
    return {
        "trace.docs_per_s": _LARGE / large,
        "trace.growth": large / (small * _LARGE / _SMALL),
        "trace.planted_recall": recall,
        "trace.planted_precision": precision,
        **_beside(list(news(_LARGE)), rounds),
    }


def _beside(items: list[Item], rounds: int) -> dict[str, float]:
    """Ours and the peers', in turn, the best of some rounds of each; datasketch once, since it takes minutes."""
    contents = [item.content for item in items]
    ours = _copies_of(items)
    methods: dict[str, tuple[Callable[[], Pairs], int]] = {
        "trace": (ours, rounds),
        "rensa": (lambda: _rensa(contents, 3, 64, 0.12), rounds),
        "rensa_words": (lambda: _rensa(contents, 1, 16, 0.8), rounds),
        "datasketch": (lambda: _datasketch(contents, 3, 64, 0.12), 1),
    }
    seconds = dict.fromkeys(methods, math.inf)
    found: dict[str, Pairs] = {}
    for number in range(rounds):
        for name, (method, times) in methods.items():
            if number < times:
                start = time.perf_counter()
                found[name] = method()
                seconds[name] = min(seconds[name], time.perf_counter() - start)
    figures: dict[str, float] = {}
    for name, pairs in found.items():
        figures[f"{name}.{'copies' if name == 'trace' else 'docs'}_per_s"] = len(items) / seconds[name]
        if name != "trace":
            figures[f"trace.ratio_to_{name}"] = seconds[name] / seconds["trace"]
        figures |= {f"{name}.{key}": value for key, value in _scores(items, pairs).items()}
    return figures


def _scores(items: list[Item], pairs: Pairs) -> dict[str, float]:
    right = {pair for pair in pairs if items[pair[0]].family == items[pair[1]].family}
    tied = {number for pair in right for number in pair}
    scores = {"precision": len(right) / max(1, len(pairs))}
    for at, kind in enumerate(KINDS):
        planted = [number for number, item in enumerate(items) if item.kind == at]
        scores[f"recall.{kind}"] = sum(number in tied for number in planted) / max(1, len(planted))
    return scores


def _copies_of(items: list[Item]) -> Callable[[], Pairs]:
    texts = [_text([item.content], "", item.day, str(number)) for number, item in enumerate(items)]
    numbers = {text.source_id: number for number, text in enumerate(texts)}

    def found() -> Pairs:
        echoes = copies(prepare(texts, {}, load()))
        return {(numbers[echo.origin_from.source], numbers[echo.origin_to.source]) for echo in echoes if echo.origin_to}

    return found


def _shingles(content: str, words: int) -> list[str]:
    tokens = content.lower().split()
    return tokens if words == 1 else [" ".join(tokens[at : at + words]) for at in range(len(tokens) - words + 1)]


def _rensa(contents: list[str], words: int, bands: int, least: float) -> Pairs:
    sketches = RMinHash.from_token_sets([_shingles(content, words) for content in contents], _VALUES, 1)
    index = RMinHashLSH(threshold=least, num_perm=_VALUES, num_bands=bands)
    index.insert_many(sketches)
    return {
        (one, other)
        for one, others in enumerate(index.query_all(sketches))
        for other in others
        if one < other and sketches[one].jaccard(sketches[other]) >= least
    }


def _datasketch(contents: list[str], words: int, bands: int, least: float) -> Pairs:
    tokens = ([shingle.encode() for shingle in _shingles(content, words)] for content in contents)
    sketches = MinHash.bulk(tokens, num_perm=_VALUES)
    index = MinHashLSH(num_perm=_VALUES, params=(bands, _VALUES // bands))
    with index.insertion_session() as session:
        for number, sketch in enumerate(sketches):
            session.insert(number, sketch, check_duplication=False)
    return {
        (one, other)
        for one, sketch in enumerate(sketches)
        for other in index.query(sketch)
        if one < other and sketch.jaccard(sketches[other]) >= least
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


def _text(sentences: list[str], footer: str, day: str, key: str = "") -> Text:
    content = f"{' '.join(sentences)}\n\n{footer}"
    return Text(
        capture_sha256=sha256_text(content + day + key),
        content=content,
        extractor="bench/1",
        lang="en",
        paragraphs=(),
        segments=(),
        published=Dated(value=day, evidence="made", certainty="high"),
    )
