"""A served small case, and a browser where there is one. The server is the real one, in its own process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from show.served import COOKIES, missing, opened, served
from show.small_case import build
from sousveil.show.built import BUILT

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _built() -> None:
    if not (BUILT / ".stamp").exists():
        missing("the web pages are not built: run `make setup`")


@pytest.fixture(scope="session")
def small_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("show") / "case")


@pytest.fixture(scope="session")
def address(small_case: Path) -> Iterator[str]:
    yield from served(small_case)


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with opened(address) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((p for p in CHROMIUM if Path(p).exists()), None) or shutil.which("chromium")
    if path is None:
        missing("no Chromium was found: `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        new_context = browser.new_context

        def with_sessions(**options: Any) -> BrowserContext:
            context = new_context(**options)
            for address, cookies in COOKIES.items():
                # Named by port, so that one does not stand for another.
                context.add_cookies([{"name": n, "value": v, "url": address} for n, v in cookies.items()])
            return context

        browser.new_context = with_sessions  # type: ignore[method-assign]
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a window; a fault of a script fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults
