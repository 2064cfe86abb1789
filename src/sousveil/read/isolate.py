"""Worker processes for foreign bytes: a crash, a hang or too much memory there loses one item, not the run.

`multiprocessing.Pool` hangs when a worker is killed, so this is a small pool of its own: a thread and a process a
slot, one item at a time, results given back in the order of the input. The processes are fresh interpreters that
import the task: nothing of the parent's memory, locks or open files is copied, and a script that builds a
case needs no `if __name__ == "__main__"`.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import Pipe
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from sousveil.errors import Loss, ReadLoss, SousveilError, UsageError
from sousveil.record import Capture

__all__ = ["Workers"]

Result = TypeVar("Result")
Key = TypeVar("Key")

_LOOK_AHEAD: Final = 4
"""Items taken from the input per worker before the oldest result is given out; bounds memory."""
_GROWN: Final = 3 / 4
"""A worker that keeps more than this share of its memory limit after an item is replaced."""
_MIB: Final = 1 << 20
_START_S: Final = 120.0
"""Allowance for starting a process and `prepare` on a loaded machine."""
_SETTLE_S: Final = 2.0
"""How long a worker may take to leave when its pipe closes."""


class Workers(Generic[Result]):
    """`jobs` processes that run `task(capture, payload)`.

    `task` and `prepare` are callables that can be pickled, such as functions of a module: `prepare` runs once in
    each new process (to load vocabularies), outside any item's time. `timeout_s` is the time that an item may
    take, `memory_bytes` the size that a worker's data may reach. An item that breaks its worker comes back as a
    ReadLoss: `worker-crashed`, `worker-timeout`, `worker-memory`; a defect in the task as `worker-error`.

    Use as a context manager. Raises UsageError for a task that cannot travel to another process.
    """

    def __init__(
        self,
        jobs: int,
        task: Callable[[Capture, bytes], Result],
        *,
        timeout_s: float = 60.0,
        memory_bytes: int = 1536 * _MIB,
        prepare: Callable[[], object] | None = None,
        recycle_after: int = 2000,
    ) -> None:
        self._queue: SimpleQueue[_Item[Any, Result] | None] = SimpleQueue()
        orders = (_portable(task), _portable(prepare) if prepare is not None else b"")
        self._slots = [_Slot(self._queue, orders, timeout_s, memory_bytes, recycle_after) for _ in range(max(1, jobs))]

    def __enter__(self) -> Workers[Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def map(self, items: Iterable[tuple[Key, Capture, bytes]]) -> Iterator[tuple[Key, Result | Loss]]:
        """Run the task on each (key, capture, payload); give (key, result or loss) in the order of the input.

        An exception that `items` raises is raised here, after the results of the items before it. Raises
        SousveilError where no worker can be started.
        """
        source = iter(items)
        open_items: deque[_Item[Key, Result]] = deque()
        failure: Exception | None = None
        more = True
        try:
            while more or open_items:
                while more and len(open_items) < _LOOK_AHEAD * len(self._slots):
                    try:
                        key, capture, payload = next(source)
                    except StopIteration:
                        more = False
                    except Exception as error:  # noqa: BLE001 - raised below, when the results are out
                        failure, more = error, False
                    else:
                        item = _Item[Key, Result](key, capture, payload)
                        open_items.append(item)
                        self._queue.put(item)
                if open_items:
                    first = open_items.popleft()
                    yield first.key, first.wait()
        finally:
            for item in open_items:
                item.cancelled = True
        if failure is not None:
            raise failure

    def close(self) -> None:
        """End every worker, also one that is at work."""
        for _ in self._slots:
            self._queue.put(None)
        for slot in self._slots:
            slot.stop()
        self._slots = []


class _Item(Generic[Key, Result]):
    __slots__ = ("_done", "_outcome", "cancelled", "capture", "key", "payload")

    def __init__(self, key: Key, capture: Capture, payload: bytes) -> None:
        self.key = key
        self.capture = capture
        self.payload = payload
        self.cancelled = False
        self._outcome: Result | Loss | SousveilError | None = None
        self._done = threading.Event()

    def settle(self, outcome: Result | Loss | SousveilError) -> None:
        self.payload = b""
        self._outcome = outcome
        self._done.set()

    def wait(self) -> Result | Loss:
        self._done.wait()
        outcome = self._outcome
        if isinstance(outcome, SousveilError) and not isinstance(outcome, Loss):
            raise outcome
        return outcome  # type: ignore[return-value]  # settle() gave a Result or a Loss


class _Slot:
    """A thread that takes items from the queue and has them done by a process, replacing it when it breaks."""

    def __init__(
        self,
        queue: SimpleQueue[_Item[Any, Any] | None],
        orders: tuple[bytes, bytes],
        timeout_s: float,
        memory_bytes: int,
        recycle_after: int,
    ) -> None:
        self._queue = queue
        self._orders = orders
        self._timeout_s = timeout_s
        self._memory_bytes = memory_bytes
        self._recycle_after = recycle_after
        self._worker: _Worker | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        worker = self._worker
        if worker is not None:
            worker.kill()
        self._thread.join()

    def _serve(self) -> None:
        # Start before the first item comes, so that all workers start side by side. The thread lives as long as
        # its workers do: the kernel ends them when the thread that started them ends.
        with contextlib.suppress(SousveilError):  # said again, and heard, when an item needs the worker
            self._ready_worker()
        while (item := self._queue.get()) is not None and not self._stopping:
            if not item.cancelled:
                try:
                    item.settle(self._run(item.capture, item.payload))
                except SousveilError as error:
                    item.settle(error)
        if self._worker is not None:
            self._worker.kill()

    def _ready_worker(self) -> _Worker:
        if self._stopping:
            raise SousveilError("The workers were closed.")
        worker = self._worker
        if worker is not None and (worker.served >= self._recycle_after or worker.grown or not worker.alive()):
            worker.kill()
            worker = None
        if worker is None:
            worker = self._worker = _Worker(self._orders, self._memory_bytes)
            worker.await_ready()
        return worker

    def _run(self, capture: Capture, payload: bytes) -> Any:
        worker = self._ready_worker()
        try:
            worker.pipe.send(capture)
            worker.pipe.send_bytes(payload)
            if not worker.pipe.poll(self._timeout_s):
                worker.kill()
                return ReadLoss(
                    "worker-timeout",
                    f"Reading took more than {self._timeout_s:g} s and was stopped. The bytes are kept.",
                )
            kind, value, size = worker.pipe.recv()
        except (EOFError, OSError):
            return ReadLoss("worker-crashed", f"The process that read it ended {worker.ending()}. The bytes are kept.")
        worker.served += 1
        worker.grown = size > _GROWN * self._memory_bytes
        if kind == "memory":
            worker.kill()
            limit = self._memory_bytes // _MIB
            return ReadLoss(
                "worker-memory", f"Reading needed more than {limit} MiB and was stopped. The bytes are kept."
            )
        return value


class _Worker:
    """A process and the pipe to it."""

    def __init__(self, orders: tuple[bytes, bytes], memory_bytes: int) -> None:
        self.served = 0
        self.grown = False
        self.pipe, theirs = Pipe()
        start = (
            f"import sys; sys.path[:] = {sys.path!r}; from sousveil.read.worker import serve; serve({theirs.fileno()})"
        )
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
            [sys.executable, "-c", start],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # libraries in C complain there about every broken file
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()
        with contextlib.suppress(OSError):  # a process that is gone already shows in await_ready
            self.pipe.send((*orders, memory_bytes))

    def await_ready(self) -> None:
        """Raises SousveilError where the process does not come up."""
        try:
            answer = self.pipe.recv() if self.pipe.poll(_START_S) else "it did not answer in time"
        except (EOFError, OSError):
            answer = f"it ended {self.ending()}"
        if answer is not None:
            self.kill()
            raise SousveilError(f"A worker process could not be started: {answer}. Try again with one job.")

    def alive(self) -> bool:
        return self._process.poll() is None

    def ending(self) -> str:
        """How the process ended, in words."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_SETTLE_S)
        code = self._process.poll()
        if code is None:
            return "its connection"
        return f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"

    def kill(self) -> None:
        # The process first: a thread that reads from the pipe then sees its end.
        self._process.kill()
        self._process.wait()
        if threading.current_thread().daemon:
            self.pipe.close()


def _portable(task: Callable[..., object]) -> bytes:
    """A pickled callable that another process can import. Raises UsageError where it cannot be."""
    module = getattr(task, "__module__", None) or type(task).__module__
    try:
        if module != "__main__":
            return pickle.dumps(task)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise UsageError(f"{task!r} cannot be sent to a worker process: {error}.") from error
    raise UsageError(f"{task!r} must stand in a module of its own, so that a worker process can import it.")
