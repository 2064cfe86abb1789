"""Collecting in a process of its own: what kills it costs one source."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import resource_tracker, util
from typing import Any

import pytest

from sousveil.collect import Collected, CollectOptions
from sousveil.collect.apart import collect_apart
from sousveil.errors import UsageError
from sousveil.record import Drop


class _Killer(BaseHTTPRequestHandler):
    """Kills the process that asks, as a parser's crash would."""

    def do_GET(self) -> None:
        for child in multiprocessing.active_children():
            os.kill(child.pid, signal.SIGKILL)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def killer() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Killer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()


def test_a_source_that_kills_the_collector_is_a_drop_and_the_next_one_is_collected(killer, tmp_path):
    before, after = tmp_path / "before.txt", tmp_path / "after.txt"
    before.write_text("Before.")
    after.write_text("After.")
    items = list(collect_apart([before, killer, after], CollectOptions(allow_private=True, attempts=1)))
    first, lost, last = items
    assert isinstance(first, Collected)
    assert first.payload == b"Before."
    assert isinstance(lost, Drop)
    assert (lost.reason, lost.locator) == ("collector-crashed", killer)
    assert isinstance(last, Collected)
    assert last.payload == b"After."


def test_a_folder_is_collected_file_by_file(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(name)
    items = list(collect_apart([tmp_path], CollectOptions(network=False)))
    assert [item.payload for item in items if isinstance(item, Collected)] == [b"a.txt", b"b.txt"]


def test_a_wrong_option_is_an_error_and_no_drop(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="column map"):
        list(collect_apart([table], CollectOptions(columns=tmp_path / "missing.toml")))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_start_that_is_stopped_half_way_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], sent: signal.Signals
) -> None:
    """The child is there and waits for its orders when the signal comes, and another thread takes it."""
    spawn, started, over = util.spawnv_passfds, [], threading.Event()

    def spawned(*args: Any) -> int:
        started.append(spawn(*args))
        os.kill(os.getpid(), sent)
        time.sleep(0.1)
        return started[-1]

    idle = threading.Thread(target=over.wait)
    idle.start()
    handler = signal.signal(sent, signal.default_int_handler)
    try:
        resource_tracker.ensure_running()
        monkeypatch.setattr(util, "spawnv_passfds", spawned)
        with pytest.raises(KeyboardInterrupt):
            list(collect_apart(["nowhere.html"], CollectOptions()))
    finally:
        signal.signal(sent, handler)
        over.set()
        idle.join()
    assert len(started) == 1
    with contextlib.suppress(ChildProcessError):  # it was waited for
        os.waitpid(started[0], 0)
    assert capfd.readouterr().err == ""
