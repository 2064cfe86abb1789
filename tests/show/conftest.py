"""A served small case, and a browser where there is one. The server is the real one, in its own process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from show.small_case import build
from sousveil.show.built import BUILT

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SERVE = """
import sys
from pathlib import Path
from sousveil.show import serve
serve(Path(sys.argv[1]), port=0, announce=lambda address: print(address, flush=True))
"""


@pytest.fixture(scope="session", autouse=True)
def _built() -> None:
    if not (BUILT / ".stamp").exists():
        pytest.skip("the web pages are not built: run `make setup`")


def served(case: Path) -> Iterator[str]:
    """Serve a case in a process of its own; yields the printed address, without the last slash."""
    with subprocess.Popen([sys.executable, "-c", SERVE, str(case)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().rstrip("/")
        assert address, "the server printed no address"
        try:
            yield address
        finally:
            process.terminate()
            process.wait(10)


@pytest.fixture(scope="session")
def small_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("show") / "case")


@pytest.fixture(scope="session")
def address(small_case: Path) -> Iterator[str]:
    yield from served(small_case)


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((p for p in CHROMIUM if Path(p).exists()), None) or shutil.which("chromium")
    if path is None:
        message = "no Chromium was found: `apt-get install chromium`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
