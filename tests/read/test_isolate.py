"""Worker processes survive what foreign bytes do to them: real crashes, hangs and hunger, no stand-ins."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from read import worker_tasks
from sousveil.errors import Loss, SousveilError, UsageError
from sousveil.read.isolate import Workers
from sousveil.record import Capture


def capture(name: str = "x") -> Capture:
    return Capture(
        sha256="0" * 64, size=1, media_type="text/plain", locator=name, retrieved="2024-01-01T00:00:00Z", method="file"
    )


def outcomes(orders: list[bytes], jobs: int = 2, timeout_s: float = 5.0, memory: int = 1 << 28) -> list[object]:
    with Workers(jobs, worker_tasks.obey, timeout_s=timeout_s, memory_bytes=memory) as workers:
        results = list(workers.map((index, capture(), order) for index, order in enumerate(orders)))
    assert [key for key, _ in results] == list(range(len(orders)))
    return [value.reason if isinstance(value, Loss) else value[1] for _, value in results]


def test_each_way_to_break_a_worker_loses_one_item() -> None:
    orders = [b"a", b"kill", b"b", b"segfault", b"hang", b"c", b"exit", b"eat", b"loss", b"defect", b"spin", b"d"]
    assert outcomes(orders) == [
        b"a", "worker-crashed", b"b", "worker-crashed", "worker-timeout", b"c", "worker-crashed", "worker-memory",
        "pdf-encrypted", "worker-error", "worker-timeout", b"d",
    ]  # fmt: skip


def test_results_come_in_the_order_of_the_input() -> None:
    assert outcomes([b"wait 0.4", b"fast", b"wait 0.2", b"last"]) == [b"wait 0.4", b"fast", b"wait 0.2", b"last"]


def test_the_input_is_taken_with_a_bounded_look_ahead() -> None:
    taken = 0

    def items() -> Iterator[tuple[int, Capture, bytes]]:
        nonlocal taken
        for index in range(1000):
            taken += 1
            yield index, capture(), b"x"

    with Workers(1, worker_tasks.obey) as workers:
        results = workers.map(items())
        next(results)
        assert taken < 20
        results.close()


def test_megabytes_travel_whole() -> None:
    payload = os.urandom(1 << 16) * 320
    with Workers(1, worker_tasks.size) as workers:
        results = list(workers.map([(0, capture(), payload), (1, capture(), b"")]))
    assert results == [(0, payload[::-1]), (1, b"")]


def test_an_error_of_the_input_comes_after_the_results_before_it() -> None:
    def items() -> Iterator[tuple[int, Capture, bytes]]:
        yield 0, capture(), b"x"
        raise SousveilError("the archive is cut")

    with Workers(1, worker_tasks.obey) as workers:
        results = workers.map(items())
        assert next(results)[0] == 0
        with pytest.raises(SousveilError, match="cut"):
            next(results)


def test_prepare_runs_in_each_worker() -> None:
    with Workers(2, worker_tasks.prepared, prepare=worker_tasks.prepare) as workers:
        assert [value for _, value in workers.map((i, capture(), b"") for i in range(6))] == ["yes"] * 6


def test_a_preparation_that_fails_is_said_and_does_not_hang() -> None:
    with (
        Workers(1, worker_tasks.obey, prepare=worker_tasks.fail_to_prepare) as workers,
        pytest.raises(SousveilError, match="no vocabulary"),
    ):
        list(workers.map([(0, capture(), b"x")]))


def test_a_worker_is_replaced_after_its_share_of_items() -> None:
    with Workers(1, worker_tasks.obey, recycle_after=2) as workers:
        pids = [
            value[0] for _, value in workers.map((i, capture(), b"x") for i in range(6)) if isinstance(value, tuple)
        ]
    assert len(set(pids)) == 3


def test_a_task_that_cannot_be_imported_is_refused() -> None:
    with pytest.raises(UsageError):
        Workers(1, lambda _capture, payload: payload)


def test_closing_ends_a_worker_that_is_at_work() -> None:
    began = time.monotonic()
    with Workers(1, worker_tasks.obey) as workers:
        results = workers.map([(0, capture(), b"x"), (1, capture(), b"hang")])
        next(results)
        time.sleep(0.2)
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_workers_die_with_their_parent() -> None:
    script = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from read import worker_tasks\nfrom read.test_isolate import capture\n"
        "from sousveil.read.isolate import Workers\n"
        "w = Workers(1, worker_tasks.obey)\n"
        "r = w.map([(0, capture(), b'x'), (1, capture(), b'hang')])\n"
        "print(next(r)[1][0], flush=True)\nnext(r)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        try:
            os.kill(worker, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{worker}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail(f"worker {worker} outlived its parent")
