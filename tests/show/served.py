"""A case served by the real server in a process of its own, and the session that its token opens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

SERVE = """
import sys
from pathlib import Path
from sousveil.show import Serving, serve
serve(Path(sys.argv[1]), Serving(port=0, who="tester"), announce=lambda address: print(address, flush=True))
"""
COOKIES: dict[str, dict[str, str]] = {}
"""The session's cookie for each address that is served."""


def served(case: Path) -> Iterator[str]:
    """Serve a case in a process of its own; yields the address, without token and last slash. `opened` and `browser`
    bring the session along."""
    with subprocess.Popen([sys.executable, "-c", SERVE, str(case)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.readline().strip()
        assert printed, "the server printed no address"
        address = printed.partition("/?")[0]
        COOKIES[address] = dict(httpx.get(printed, trust_env=False).cookies)
        try:
            yield address
        finally:
            process.terminate()
            process.wait(10)


def opened(address: str, **options: Any) -> httpx.Client:
    """A client of a case that is `served`, with a session."""
    return httpx.Client(base_url=address, cookies=COOKIES[address], trust_env=False, **options)
