"""Who repeats whom in a case: a small one is traced whole each time, of a large one only what new texts touch.

A large case keeps a sketch of each text and the signature that it was last traced with. Sketches are made and echoes
set a group at a time, each in a transaction of its own, so that a trace that is stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sousveil.build.progress import Progress, Silent
from sousveil.build.sketching import fetched, make_sketches
from sousveil.errors import UsageError
from sousveil.record import Claim
from sousveil.store import Case
from sousveil.trace import trace
from sousveil.trace.large.comparisons import Comparisons
from sousveil.trace.large.frequencies import Frequencies
from sousveil.trace.large.growing import Growing
from sousveil.trace.large.library import Library
from sousveil.trace.retelling.embeddings import Embed
from sousveil.version import __version__
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["GROWN", "SMALL", "trace_case"]

SMALL = 4_000
"""Texts up to which a case is traced whole."""
GROWN = 1.25
"""Times the texts at the last whole trace from which a case is traced whole again, with its words counted anew."""
_TRACED = 500
"""Texts that are committed together."""


def trace_case(
    case: Case,
    vocabulary: Vocabulary,
    progress: Progress | None = None,
    *,
    whole: bool = False,
    small: int = SMALL,
    embed: Embed | None = None,
    jobs: int = 1,
) -> None:
    """Set the echoes of the case; of a large one those of texts that something new touches, or all (`whole`), with
    `jobs` processes where that pays.

    Raises UsageError where a model is to propose pairs (`embed`) in a large case: it would compare every two texts.
    """
    progress = progress or Silent()
    if case.counts()["sources"] <= small:
        _trace_whole(case, vocabulary, progress, embed)
        return
    if embed is not None:
        raise UsageError(f"--embeddings is for cases of up to {small} sources. Run the same command without it.")
    version = f"{__version__}+{vocabulary.digest[:12]}"
    if whole or case.known_of_tracing("version") != version.encode() or _has_grown(case):
        with case.transaction():
            case.forget_traced()
            case.set_known_of_tracing("frequencies", None)
            case.set_known_of_tracing("version", version.encode())
    make_sketches(case, vocabulary, version, progress, jobs)
    progress.stage("search", None)
    library = Library(case.sketches(), lambda source: fetched(case, source), vocabulary)
    _trace_touched(case, Growing(library, case.traced()), progress)


def _has_grown(case: Case) -> bool:
    """Whether so many texts came that words are no longer as frequent as they were counted."""
    kept = case.known_of_tracing("frequencies")
    return kept is not None and case.counts()["sources"] > Frequencies.decoded(kept).texts * GROWN


def _trace_whole(case: Case, vocabulary: Vocabulary, progress: Progress, embed: Embed | None) -> None:
    progress.stage("trace", None)
    claims: dict[str, list[Claim]] = {}
    for stored in case.claims():
        claims.setdefault(stored.claim.evidence.source, []).append(stored.claim)
    echoes = trace(case.texts(), claims, vocabulary, embed)
    with case.transaction():
        case.put_echoes(echoes)
        case.forget_traced()
        case.set_known_of_tracing("version", None)
    progress.advance(len(echoes))


def _trace_touched(case: Case, growing: Growing, progress: Progress) -> None:
    with case.transaction():
        # What a killed trace had still to do is done by the next.
        case.forget_signatures(growing.library.sketches[number].source for number in growing.touched)
        if growing.gone:
            case.put_echoes([], growing.gone)
            case.forget_traced(growing.gone)
    progress.stage("align", len(growing.touched))
    for group in _groups(growing.touched):
        growing.copy(group)
        progress.advance(len(group))
    comparisons = Comparisons(growing.library.vocabulary, _frequencies(case, growing), growing.common)
    progress.stage("compare", len(growing.to_compare))
    for group in _groups(growing.to_compare):
        case.set_traced(growing.compare(group, comparisons))
        progress.advance(len(group))
    settled = growing.settle(comparisons)
    growing.point(settled)
    progress.stage("trace", len(settled))
    for group in _groups(settled):
        echoes, kept = growing.traced(group)
        with case.transaction():
            case.put_echoes(echoes, list(kept))
            case.set_traced(kept)
        progress.advance(len(group))
    case.set_traced(growing.unmoved(settled))


def _frequencies(case: Case, growing: Growing) -> Frequencies:
    """As they were counted when the case was last traced whole; counted now where it is."""
    kept = case.known_of_tracing("frequencies")
    if kept is not None:
        return Frequencies.decoded(kept)
    frequencies = growing.frequencies()
    case.set_known_of_tracing("frequencies", frequencies.encoded())
    return frequencies


def _groups(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _TRACED):
        yield numbers[start : start + _TRACED]
