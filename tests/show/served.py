"""A case served by the real server in a process of its own, and the session that its token opens."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest

import nursery

SERVE = """
import sys
from pathlib import Path
from sousveil.build import decide
from sousveil.show import Serving, serve
serve(Path(sys.argv[1]), decide, Serving(port=0, who="tester"), announce=lambda address: print(address, flush=True))
"""
COOKIES: dict[str, dict[str, str]] = {}
"""The session's cookie for each address that is served."""


def served(case: Path) -> Iterator[str]:
    """Serve a case in a process of its own; yields the address, without token and last slash. `opened` and `browser`
    bring the session along."""
    with command(case, "--who", "tester") as printed:
        address = printed.partition("/?")[0]
        COOKIES[address] = dict(httpx.get(printed, trust_env=False).cookies)
        yield address


def opened(address: str, **options: Any) -> httpx.Client:
    """A client of a case that is `served`, with a session."""
    return httpx.Client(base_url=address, cookies=COOKIES[address], trust_env=False, **{"timeout": 240, **options})


@contextmanager
def command(case: Path, *options: object) -> Iterator[str]:
    """`sousveil serve` as people start it, on a free port; the address that it prints, token and all."""
    words = ["serve", str(case), *(() if "--port" in options else ("--port", "0")), *map(str, options)]
    reading, writing = os.pipe()
    with os.fdopen(reading) as printed, Path(os.devnull).open() as nothing:
        try:
            process = nursery.Child(words, (nothing.fileno(), writing, 2))
        finally:
            os.close(writing)
        try:
            line = printed.readline()
            address = re.search(r" at (\S+)", line)
            assert address, f"the server printed no address: {line}"
            yield address.group(1)
        finally:
            process.terminate()
            process.wait()


def csrf(page: str) -> str:
    """The mark that the forms of a page carry."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, "the page has no form"
    return found.group(1)


def logged(log: Path, start: int, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """The lines of a log of requests from a byte on, once one of them is `wanted`.

    A line is written when its answer has been sent, so that the client may be here before it.
    """
    until = time.monotonic() + 30
    while True:
        added = log.read_bytes()[start:].decode()
        lines = [json.loads(line) for line in added.splitlines(keepends=True) if line.endswith("\n")]
        if any(map(wanted, lines)):
            return lines
        assert time.monotonic() < until, f"the line that was waited for is not among {lines}"
        time.sleep(0.02)


def missing(message: str) -> NoReturn:
    """What a test needs is not on this machine: skipped by name, and a failure where changes are let in."""
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
