"""Tasks that break the process that runs them, each in its own way."""

from __future__ import annotations

import ctypes
import os
import signal
import time

from sousveil.errors import ReadLoss
from sousveil.record import Capture


def obey(capture: Capture, payload: bytes) -> tuple[int, bytes]:
    """Do what the payload says; the answer names the process that did it."""
    del capture
    match payload.split(b" ")[0]:
        case b"kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"segfault":
            ctypes.string_at(0)
        case b"exit":
            os._exit(3)
        case b"hang":
            time.sleep(3600)
        case b"spin":
            while True:
                pass
        case b"eat":
            held = [b"x" * (1 << 24) for _ in range(1000)]
            return len(held), b""
        case b"loss":
            raise ReadLoss("pdf-encrypted", "It is encrypted.")
        case b"defect":
            raise ValueError("a defect")
        case b"wait":
            time.sleep(float(payload.split(b" ")[1]))
    return os.getpid(), payload[:100]


def prepare() -> None:
    """Leaves a trace that a task can see."""
    os.environ["PREPARED"] = "yes"


def prepared(capture: Capture, payload: bytes) -> str:
    del capture, payload
    return os.environ.get("PREPARED", "no")


def fail_to_prepare() -> None:
    raise RuntimeError("no vocabulary")


def size(capture: Capture, payload: bytes) -> bytes:
    del capture
    return payload[::-1]
