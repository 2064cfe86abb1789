"""Collecting in a process of its own: a parser that dies on foreign bytes must not take the build with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Generator, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec import Struct

from sousveil.collect.collected import Collected
from sousveil.collect.files import printable, walk
from sousveil.collect.options import CollectOptions
from sousveil.errors import SousveilError, UsageError
from sousveil.record import Drop

__all__ = ["collect_apart"]

_SILENCE_S = 600.0
"""A collector that sends nothing for this long is taken to hang. One fetch with all its retries takes less."""


class CollectorError(SousveilError):
    """No process to collect in could be started."""


class _Begun(Struct, frozen=True):
    """The child turns to the source with this number."""

    number: int


class _Failed(Struct, frozen=True):
    """The child cannot go on with any source: an option is wrong."""

    message: str


_Message = Collected | Drop | _Begun | _Failed | None


def collect_apart(sources: Sequence[str | Path], options: CollectOptions) -> Iterator[Collected | Drop]:
    """What `collect` gives for each source, from a child process.

    Where the child dies or hangs, the source that it was at becomes a drop (`collector-crashed`,
    `collector-hung`) and another child goes on with the next one.

    Raises:
        UsageError: an option is wrong.
        CollectorError: no process could be started.
    """
    rest: list[str | Path] = []
    for source in sources:
        if not Path(source).is_dir():
            rest.append(source)
            continue
        # A folder's files one by one, so that one that kills the collector takes no other with it.
        for found in walk(Path(source), options):
            if isinstance(found, Drop):
                yield found
            else:
                rest.append(found)
    while rest:
        lost = yield from _one_child(rest, options)
        if lost is None:
            return
        number, drop = lost
        yield drop
        rest = rest[number + 1 :]


def _one_child(
    sources: list[str | Path], options: CollectOptions
) -> Generator[Collected | Drop, None, tuple[int, Drop] | None]:
    """What one child gives; returns the number and the drop of the source that it died of, if it did."""
    at, reason = -1, "collector-hung"
    with _child(sources, options) as (process, messages):
        try:
            while messages.poll(_SILENCE_S):
                message: _Message = messages.recv()
                if message is None:
                    return None
                if isinstance(message, _Failed):
                    raise UsageError(message.message)
                if isinstance(message, _Begun):
                    at = message.number
                else:
                    yield message
        except (EOFError, ConnectionResetError):
            process.join(5)
            reason = "collector-crashed"
    if at < 0:
        raise CollectorError(
            f"The collecting process did not start (exit code {process.exitcode}). Reinstall sousveil."
        )
    detail = f"The process that read it ended (exit code {process.exitcode}); what came before in it was kept."
    return at, Drop(stage="collect", reason=reason, locator=printable(sources[at]), detail=detail)


@contextlib.contextmanager
def _child(
    sources: list[str | Path], options: CollectOptions
) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    # Spawned, not forked: this process holds a database connection that a fork would share.
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sources, options, sending), daemon=True)
    try:
        with _uninterrupted():
            process.start()
        sending.close()
        yield process, receiving
    finally:
        receiving.close()
        if process.pid is not None:
            process.join(0.2)
            if process.is_alive():
                process.kill()
                process.join()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """What Ctrl-C and SIGTERM do comes after this block: a start that they break off half-way leaves a child that
    complains, on the terminal, of orders that end too early.

    The child inherits that SIGINT is blocked: a terminal sends it to every process, and it is the parent's to handle.
    """
    met: list[int] = []
    handlers = {}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        if threading.current_thread() is threading.main_thread():
            # Blocking is not enough here: a signal that another thread takes is handled in this one all the same.
            for number in (signal.SIGINT, signal.SIGTERM):
                handler = signal.getsignal(number)
                if callable(handler):
                    handlers[number] = handler
                    signal.signal(number, lambda given, _: met.append(given))
        resource_tracker.ensure_running()  # its start takes the mask off
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for given in met[:1]:
        handlers[signal.Signals(given)](given, None)


def _run(sources: list[str | Path], options: CollectOptions, sending: Connection) -> None:
    from sousveil.collect.collector import Collector

    with contextlib.suppress(BrokenPipeError), Collector(options) as collector:
        try:
            for number, source in enumerate(sources):
                sending.send(_Begun(number))
                for item in collector.collect(source):
                    sending.send(item)
        except SousveilError as error:
            sending.send(_Failed(str(error)))
            return
        sending.send(None)
