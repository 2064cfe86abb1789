"""The life of a worker process: limits, preparation, then items until the pipe closes. Started by `isolate`."""

from __future__ import annotations

import ctypes
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from sousveil.errors import Loss, ReadLoss

__all__ = ["serve"]


def serve(descriptor: int) -> None:
    """Serve the pipe at a file descriptor. The first message names the task, the preparation and the memory limit
    in bytes; the answer None says that all is ready, anything else says what is wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _die_with_parent()
    pipe = Connection(descriptor)
    try:
        pickled_task, pickled_prepare, memory_bytes = pipe.recv()
        # Our own parent wrote these, before any foreign byte was read.
        task = pickle.loads(pickled_task)  # noqa: S301
        if pickled_prepare:
            pickle.loads(pickled_prepare)()  # noqa: S301
    except Exception as error:  # noqa: BLE001 - the parent says it and stops
        pipe.send(f"{type(error).__name__}: {error}")
        return
    _limit_memory(memory_bytes)
    pipe.send(None)
    while True:
        try:
            capture = pipe.recv()
            payload = pipe.recv_bytes()
        except MemoryError:
            pipe.send(("memory", None, 0))
            return
        except (EOFError, OSError):
            return
        answer = _answer(task, capture, payload)
        del payload
        try:
            pipe.send(answer)
        except MemoryError:
            pipe.send(("memory", None, 0))


def _answer(task: Callable[[Any, bytes], object], capture: object, payload: bytes) -> tuple[str, object, int]:
    try:
        value = task(capture, payload)
    except Loss as loss:
        value = loss
    except MemoryError:
        return "memory", None, 0
    except Exception as error:  # noqa: BLE001 - a defect of ours on one file: named, counted, and the run goes on
        value = ReadLoss("worker-error", f"{type(error).__name__}: {error}. Please report it with the file.")
    return "done", value, _data_size()


def _limit_memory(memory_bytes: int) -> None:
    """Limit what the process may allocate. Data, not address space: libraries map far more than they use."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _data_size() -> int:
    """Bytes of data that this process holds, as RLIMIT_DATA counts them; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - once per item: Path would cost more
            return int(statm.read().split()[5]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _die_with_parent() -> None:
    """Have the kernel end this process when its parent ends, however that happens. Linux only; elsewhere the
    closed pipe ends it after the current item."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
