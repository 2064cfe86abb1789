"""The stages of a build: add, read and find, trace and weigh. Each can be run alone and leaves a whole case."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from sousveil.build.batches import batches
from sousveil.build.homes import settle_homes
from sousveil.build.model_reading import ModelOptions, ModelReading
from sousveil.build.naming import name_all
from sousveil.build.progress import Progress, Silent
from sousveil.build.reading import ReadingTask
from sousveil.build.tracing import trace_case
from sousveil.build.weighing import weigh_changed
from sousveil.collect import Collected, CollectOptions
from sousveil.collect.apart import collect_apart
from sousveil.collect.files import printable
from sousveil.errors import IntegrityError, Loss, ReadLoss
from sousveil.read.isolate import Workers
from sousveil.record import Capture, Drop
from sousveil.store import Case
from sousveil.trace.retelling.embeddings import load_embeddings
from sousveil.vocabulary import load

__all__ = ["BuildOptions", "Summary", "add", "build", "count_unread", "find_all", "trace_all"]

_MEBIBYTE = 1 << 20


class BuildOptions(Struct, frozen=True, kw_only=True):
    """How a build works; nothing here changes what it finds, but `vocabulary` and the models."""

    jobs: int = 0
    """Number of worker processes; 0 takes one for each core."""
    timeout_s: float = 60.0
    """Longest time for reading one capture; a longer one is a drop."""
    memory_bytes: int = 2048 * _MEBIBYTE
    """Most memory for one worker; a capture that needs more is a drop."""
    vocabulary: Path | None = None
    """A folder laid out as the vocabulary's data, laid over it."""
    collect: CollectOptions = CollectOptions()
    refresh: bool = False
    """Fetch addresses again that the case has a capture of."""
    model: ModelOptions | None = None
    """A model that `find_all` lets read the texts, too."""
    embeddings: bool = False
    """Whether a model proposes pairs of texts that may be translations; an extra (`sousveil[embeddings]`)."""


class Summary(Struct, kw_only=True):
    """What a build did and what the case holds after it."""

    added: int = 0
    """Captures that were new."""
    known: int = 0
    """Items whose bytes the case held already, and addresses given that were not asked again."""
    read: int = 0
    """Texts read, again or for the first time."""
    asked: int = 0
    """Passages that a model read, its kept answers included."""
    counts: dict[str, int] = {}
    """How much the case holds now: sources, claims, findings and so on."""
    drops: dict[tuple[str, str], int] = {}
    """Everything listed as dropped, by stage and reason."""
    seconds: float = 0.0


def build(
    case: Case,
    sources: Sequence[str | Path],
    options: BuildOptions | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Add the sources to the case, read them, find, resolve, trace and weigh.

    Raises:
        CaseError: another process builds the case.
        UsageError: an option is wrong.
    """
    options, progress = options or BuildOptions(), progress or Silent()
    begun = time.monotonic()
    with case.building():
        case.note("build", detail={"sources": [printable(source) for source in sources]})
        summary = _add(case, sources, options, progress)
        _find(case, options, progress, summary)
        _trace(case, options, progress)
        return _finish(case, summary, begun)


def add(
    case: Case,
    sources: Sequence[str | Path],
    options: BuildOptions | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Only collect: the bytes are kept and can be read later."""
    begun = time.monotonic()
    with case.building():
        case.note("add", detail={"sources": [printable(source) for source in sources]})
        return _finish(case, _add(case, sources, options or BuildOptions(), progress or Silent()), begun)


def find_all(case: Case, options: BuildOptions | None = None, progress: Progress | None = None) -> Summary:
    """Read every capture that was not read with this version and vocabulary, find its claims and resolve them.

    Where `options.model` is set, a model reads the texts after that; its claims stand beside those of the rules.

    Raises:
        CaseError: another process builds the case.
        EndpointError: the model cannot be asked; what it answered until then is kept.
    """
    begun, summary = time.monotonic(), Summary()
    options, progress = options or BuildOptions(), progress or Silent()
    with contextlib.ExitStack() as stack:
        model = None
        if options.model:
            model = stack.enter_context(ModelReading(case, options.model, options.vocabulary))
        stack.enter_context(case.building())
        case.note("find", detail=model.described if model else None)
        _find(case, options, progress, summary)
        if model:
            summary.asked = model.run(progress)
        name_all(case, load(options.vocabulary), progress)
        return _finish(case, summary, begun)


def count_unread(case: Case, options: BuildOptions) -> int:
    """How many captures `find_all` would read."""
    return len(case.unread(ReadingTask(vocabulary=options.vocabulary).version))


def trace_all(
    case: Case, options: BuildOptions | None = None, progress: Progress | None = None, *, whole: bool = False
) -> Summary:
    """Find who repeats whom in the case, and count the origins of its findings. In a large case, what has not changed
    since the last time stays as it is, but where all is to be made anew (`whole`)."""
    begun = time.monotonic()
    with case.building():
        _trace(case, options or BuildOptions(), progress or Silent(), whole=whole)
        return _finish(case, Summary(), begun)


def _finish(case: Case, summary: Summary, begun: float) -> Summary:
    summary.counts, summary.drops = case.counts(), case.drop_counts()
    summary.seconds = time.monotonic() - begun
    return summary


def _add(case: Case, sources: Sequence[str | Path], options: BuildOptions, progress: Progress) -> Summary:
    summary = Summary()
    progress.stage("collect", None)
    collecting = options.collect
    if not options.refresh:
        collecting = msgspec.structs.replace(options.collect, known=case.addresses())
        summary.known = sum(source in collecting.known for source in sources)
    collected = collect_apart(sources, collecting)
    lost = {drop.locator for drop in case.drops("collect")}
    for batch in batches(collected, alone=lambda item: isinstance(item, Collected) and item.capture.method == "http"):
        with case.transaction():
            for item in batch:
                if isinstance(item, Drop):
                    case.add_drop(item)
                    lost.add(item.locator)
                    continue
                if item.capture.locator in lost:
                    case.forget_drops("collect", item.capture.locator)
                if case.add(item.capture, item.payload):
                    summary.added += 1
                else:
                    summary.known += 1
        progress.advance(len(batch), sum(isinstance(item, Drop) for item in batch))
    return summary


def _find(case: Case, options: BuildOptions, progress: Progress, summary: Summary) -> None:
    task = ReadingTask(vocabulary=options.vocabulary)
    version = task.version
    waiting = case.unread(version)
    progress.stage("read", len(waiting))
    if waiting:
        _read(case, waiting, task, options, progress, summary)
    settle_homes(case, load(options.vocabulary), version, progress)


def _read(
    case: Case,
    waiting: Sequence[str],
    task: ReadingTask,
    options: BuildOptions,
    progress: Progress,
    summary: Summary,
) -> None:
    version = task.version
    jobs = min(options.jobs or os.cpu_count() or 1, len(waiting))
    with Workers(
        jobs,
        task,
        timeout_s=options.timeout_s,
        memory_bytes=options.memory_bytes,
        prepare=partial(load, options.vocabulary),
    ) as workers:
        for batch in batches(workers.map(_payloads(case, waiting, version))):
            with case.transaction():
                for capture, result in batch:
                    if isinstance(result, Loss):
                        case.put_unread(_unread(capture, result), version)
                    else:
                        case.put_reading(result.text, result.claims, version)
                        summary.read += 1
            progress.advance(len(batch), sum(isinstance(result, Loss) for _, result in batch))


def _payloads(case: Case, waiting: Sequence[str], version: str) -> Iterator[tuple[Capture, Capture, bytes]]:
    for sha256 in waiting:
        capture = case.capture(sha256)
        assert capture is not None
        try:
            payload = case.payload(sha256)
        except IntegrityError as error:
            loss = ReadLoss("archive-damaged", f"{error} `sousveil verify` tells more.")
            case.put_unread(_unread(capture, loss), version)
            continue
        yield capture, capture, payload


def _unread(capture: Capture, loss: Loss) -> Drop:
    return Drop(
        stage="read", reason=loss.reason, locator=capture.locator, detail=str(loss), capture_sha256=capture.sha256
    )


def _trace(case: Case, options: BuildOptions, progress: Progress, *, whole: bool = False) -> None:
    vocabulary = load(options.vocabulary)
    name_all(case, vocabulary, progress)
    embed = load_embeddings() if options.embeddings else None
    trace_case(case, vocabulary, progress, whole=whole, embed=embed, jobs=options.jobs or os.cpu_count() or 1)
    weigh_changed(case, vocabulary, progress, whole=whole)
    if whole:
        case.reseal_echoes()
