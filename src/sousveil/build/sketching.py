"""Making the sketches of a large case, in several processes where many are missing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from sousveil.build.progress import Progress
from sousveil.errors import Loss
from sousveil.read.isolate import Workers
from sousveil.record import Capture, Claim, Text
from sousveil.store import Case
from sousveil.store.claims.claims import ClaimFilter
from sousveil.trace.document import Document
from sousveil.trace.houses import Houses
from sousveil.trace.large.library import houses_of
from sousveil.trace.large.sketches import Sketch, sketched
from sousveil.trace.large.units import UnitsOf
from sousveil.trace.mentions import Mentions
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["fetched", "make_sketches"]

_TOGETHER = 100
"""Texts that are sketched and committed together."""
_SEVERAL = 1_500
"""Missing sketches from which other processes are worth their start."""
_MANY_NAMES = 200
"""New names of outlets from which looking for them takes longer than making every sketch again."""
_TIMEOUT_S = 300.0
_MEMORY_BYTES = 2 << 30

Told = list[tuple[Text, list[Claim]]]


def fetched(case: Case, source: str) -> tuple[Text, list[Claim]]:
    """The text of a source and its claims."""
    text = case.text(source)
    assert text is not None
    return text, [stored.claim for stored in case.claims(ClaimFilter(source=source))]


def make_sketches(case: Case, vocabulary: Vocabulary, version: str, progress: Progress, jobs: int = 1) -> None:
    """Make the sketches that are missing, and those of texts that name outlets which are new in the case, or gone."""
    missing = case.unsketched(version)
    if not missing:
        return
    outlets = _outlets(case, missing, vocabulary)
    signs = Houses(outlets, vocabulary).signs()
    kept = case.known_of_tracing("outlets")
    before: dict[str, str] = json.loads(kept) if kept else {}
    changed = sorted(name for name in before.keys() | signs.keys() if before.get(name) != signs.get(name))
    with case.transaction():
        if len(changed) > _MANY_NAMES:
            case.forget_sketches([sketch.source for sketch in case.sketches()])
        else:
            case.forget_sketches(case.sources_holding(changed))
        case.set_known_of_tracing("outlets", json.dumps(signs, sort_keys=True).encode())
    missing = case.unsketched(version)
    progress.stage("sketch", len(missing))
    for made in _sketches(case, missing, _Sketching(vocabulary.folder, tuple(outlets)), jobs):
        case.put_sketches(made, version)
        progress.advance(len(made))


def _outlets(case: Case, missing: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The outlets of the case that the vocabulary lacks: those of sketches and those of texts without one."""
    known = Mentions(vocabulary)
    names = set(houses_of(case.sketches(), vocabulary).names)
    for source in missing:
        text = case.text(source)
        if text and text.outlet and text.coded is None and known.publisher(text.url, text.outlet) is None:
            names.add(text.outlet)
    return sorted(names)


class _Sketching(Struct, frozen=True):
    """Callable that travels to the workers: texts and claims to sketches."""

    folder: str | None
    outlets: tuple[str, ...]

    def __call__(self, capture: Capture, payload: bytes) -> list[Sketch]:
        """`capture` only names the first of the texts, should the worker break."""
        del capture
        return self.sketches(msgspec.msgpack.decode(payload, type=Told))

    def sketches(self, told: Told) -> list[Sketch]:
        """The sketches of some texts."""
        vocabulary, houses, mentions, units_of = _tools(self)
        return sketched(
            [Document(text, claims, vocabulary, mentions, houses) for text, claims in told], vocabulary, units_of
        )


_Tools = tuple[Vocabulary, Houses, Mentions, UnitsOf]
_made: dict[_Sketching, _Tools] = {}


def _tools(task: _Sketching) -> _Tools:
    """What all texts of one run need, made once in each process."""
    if task not in _made:
        _made.clear()
        vocabulary = load(Path(task.folder) if task.folder else None)
        houses = Houses(task.outlets, vocabulary)
        _made[task] = (vocabulary, houses, Mentions(vocabulary, houses.sought()), UnitsOf(vocabulary))
    return _made[task]


def _sketches(case: Case, missing: Sequence[str], task: _Sketching, jobs: int) -> Iterator[list[Sketch]]:
    batches = [missing[start : start + _TOGETHER] for start in range(0, len(missing), _TOGETHER)]
    if jobs < 2 or len(missing) < _SEVERAL:
        for batch in batches:
            yield task.sketches([fetched(case, source) for source in batch])
        return
    with Workers(jobs, task, timeout_s=_TIMEOUT_S, memory_bytes=_MEMORY_BYTES) as workers:
        for batch, made in workers.map(_payloads(case, batches)):
            # What breaks a worker is tried here, where its fault is seen.
            yield task.sketches([fetched(case, source) for source in batch]) if isinstance(made, Loss) else made


def _payloads(case: Case, batches: Iterable[Sequence[str]]) -> Iterator[tuple[Sequence[str], Capture, bytes]]:
    for batch in batches:
        told = [fetched(case, source) for source in batch]
        capture = case.capture(told[0][0].capture_sha256)
        assert capture is not None
        yield batch, capture, msgspec.msgpack.encode(told)
