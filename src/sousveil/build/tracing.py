"""Who repeats whom in a case: a small one is traced whole each time, of a large one only what new texts touch.

A large case keeps a sketch of each text and the signature that it was last traced with. Sketches are made and echoes
set a group at a time, each in a transaction of its own, so that a trace that is stopped goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sousveil.build.progress import Progress, Silent
from sousveil.record import Claim, Echo, Text
from sousveil.store import Case
from sousveil.store.claims import ClaimFilter
from sousveil.trace import trace
from sousveil.trace.document import Document
from sousveil.trace.houses import Houses
from sousveil.trace.library import Library, houses_of
from sousveil.trace.mentions import Mentions
from sousveil.trace.sketches import sketched
from sousveil.version import __version__
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["SMALL", "trace_case"]

SMALL = 4_000
"""Texts up to which a case is traced whole."""
_SKETCHED, _TRACED = 200, 500
"""Texts that are committed together."""
_MANY_NAMES = 200
"""New names of outlets from which looking for them takes longer than making every sketch again."""


def trace_case(
    case: Case, vocabulary: Vocabulary, progress: Progress | None = None, *, whole: bool = False, small: int = SMALL
) -> None:
    """Set the echoes of the case; of a large one those of texts whose neighbours changed, or all (`whole`)."""
    progress = progress or Silent()
    if case.counts()["sources"] <= small:
        _trace_whole(case, vocabulary, progress)
        return
    version = f"{__version__}+{vocabulary.digest[:12]}"
    if whole or case.known_of_tracing("version") != version.encode():
        with case.transaction():
            case.forget_traced()
            case.set_known_of_tracing("version", version.encode())
    _sketch(case, vocabulary, version, progress)
    progress.stage("compare", None)
    library = Library(case.sketches(), lambda source: _fetched(case, source), vocabulary)
    _trace_touched(case, library, progress)


def _trace_whole(case: Case, vocabulary: Vocabulary, progress: Progress) -> None:
    progress.stage("trace", None)
    claims: dict[str, list[Claim]] = {}
    for stored in case.claims():
        claims.setdefault(stored.claim.evidence.source, []).append(stored.claim)
    echoes = trace(case.texts(), claims, vocabulary)
    with case.transaction():
        case.put_echoes(echoes)
        case.forget_traced()
        case.set_known_of_tracing("version", None)
    progress.advance(len(echoes))


def _fetched(case: Case, source: str) -> tuple[Text, list[Claim]]:
    text = case.text(source)
    assert text is not None
    return text, [stored.claim for stored in case.claims(ClaimFilter(source=source))]


def _sketch(case: Case, vocabulary: Vocabulary, version: str, progress: Progress) -> None:
    """Make the sketches that are missing, and those of texts that name outlets which are new in the case, or gone."""
    missing = case.unsketched(version)
    if not missing:
        return
    houses = _houses(case, missing, vocabulary)
    signs = houses.signs()
    kept = case.known_of_tracing("outlets")
    before: dict[str, str] = json.loads(kept) if kept else {}
    changed = sorted(name for name in before.keys() | signs.keys() if before.get(name) != signs.get(name))
    with case.transaction():
        if len(changed) > _MANY_NAMES:
            case.forget_sketches(sketch.source for sketch in list(case.sketches()))
        else:
            case.forget_sketches(case.sources_holding(changed))
        case.set_known_of_tracing("outlets", json.dumps(signs, sort_keys=True).encode())
    missing = case.unsketched(version)
    progress.stage("sketch", len(missing))
    mentions = Mentions(vocabulary, houses.sought())
    for start in range(0, len(missing), _SKETCHED):
        batch = missing[start : start + _SKETCHED]
        documents = [Document(*_fetched(case, source), vocabulary, mentions, houses, source) for source in batch]
        case.put_sketches(sketched(documents, vocabulary), version)
        progress.advance(len(batch))


def _houses(case: Case, missing: Sequence[str], vocabulary: Vocabulary) -> Houses:
    """The outlets of the case that the vocabulary lacks: those of sketches and those of texts without one."""
    known = Mentions(vocabulary)
    names = set(houses_of(case.sketches(), vocabulary).names)
    for source in missing:
        text = case.text(source)
        if text and text.outlet and text.coded is None and known.publisher(text.url, text.outlet) is None:
            names.add(text.outlet)
    return Houses(names, vocabulary)


def _trace_touched(case: Case, library: Library, progress: Progress) -> None:
    signatures = library.signatures()
    before = case.traced()
    gone = sorted(before.keys() - library.numbers.keys())
    touched = library.touched(signatures, before)
    sources = [library.sketches[number].source for number in touched]
    with case.transaction():
        # What a killed trace had still to do is done by the next.
        case.forget_traced([*sources, *gone])
        if gone:
            case.put_echoes([], gone)
    progress.stage("trace", len(touched))
    echoes = {source: list[Echo]() for source in sources}
    for group in _groups(touched):
        for echo in library.copies_of(group):
            echoes[echo.origin_from.source].append(echo)
    linked = _linked(case, echoes)
    for group in _groups(touched):
        found = library.pointers_of(group, linked)
        held = [library.sketches[number].source for number in group]
        found += [echo for source in held for echo in echoes.pop(source)]
        with case.transaction():
            case.put_echoes(found, held)
            case.set_traced({library.sketches[number].source: int(signatures[number]) for number in group})
        progress.advance(len(group))


def _groups(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _TRACED):
        yield numbers[start : start + _TRACED]


def _linked(case: Case, echoes: dict[str, list[Echo]]) -> set[tuple[str, str]]:
    """Both ends of the echoes between sources, in both orders: of those that are new, and of those that stay."""
    pairs = {(link.source, link.target) for link in case.links() if link.source not in echoes}
    for found in echoes.values():
        pairs.update((echo.origin_from.source, echo.origin_to.source) for echo in found if echo.origin_to)
    return pairs | {(target, source) for source, target in pairs}
