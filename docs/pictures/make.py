"""Takes pictures of the pages.

    .venv/bin/python docs/pictures/make.py CASE              the README's three, anew; CASE is that of the example
    .venv/bin/python docs/pictures/make.py CASE --all DIR    every page into DIR: light, dark, and 390 pixels wide

The README's are 1280 pixels wide. `pngquant`, where it is installed, makes them a third of the size.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from sousveil.store import Case

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "bench"))
from addresses import Client, Served, name_of, served, walked  # noqa: E402 - it stands beside the benchmarks

LOOKS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}
TALL = 6_000
"""Pixels of a page that are kept; what is below looks the same."""


def telling(case: Case) -> tuple[str, str]:
    """The finding that most sources, in most languages, repeat from one origin; the English source with most claims."""
    findings = [
        finding
        for finding in case.findings()
        if finding.origins.max == 1 and finding.kind == "deployment" and finding.site_types
    ]
    sources = case.finding_source_counts([finding.id for finding in findings])
    spoken = {stored.claim.id: stored.claim.evidence for stored in case.claims()}
    claims = Counter(evidence.source for evidence in spoken.values() if evidence.lang == "en")
    languages = {finding.id: len({spoken[claim].lang for claim in finding.claims}) for finding in findings}
    finding = max(findings, key=lambda finding: (sources[finding.id], languages[finding.id], finding.id))
    return finding.id, max(claims, key=lambda source: (claims[source], source))


def take(page: Page, address: str, name: str, scroll_to: str | None = None) -> None:
    """One picture for the README: the window as a reader sees it, scrolled to an element where one is named."""
    page.goto(address)
    if scroll_to:
        page.locator(scroll_to).first.evaluate("e => scrollTo({ top: e.offsetTop - 180, behavior: 'instant' })")
    page.screenshot(path=HERE / f"{name}.png")


def readme(browser: Browser, server: Served, case_path: Path) -> None:
    """The three pictures, made small."""
    with Case.open(case_path) as case:
        finding, source = telling(case)
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    page.goto(server.opened)
    take(page, f"{server.root}/", "overview")
    take(page, f"{server.root}/findings/{finding}", "finding")
    take(page, f"{server.root}/sources/{source}", "source", ".legend-bar")
    if quant := shutil.which("pngquant"):
        subprocess.run([quant, "--force", "--ext", ".png", *map(str, HERE.glob("*.png"))], check=True)  # noqa: S603


def fullest(client: Client) -> dict[str, str]:
    """Of every page the address with the most in it, of the first few that are linked to."""
    found = {}
    for route, addresses in walked(client, wanted=3, most=150).items():
        if route.startswith("/api/"):
            continue
        answers = {address: client.get(address) for address in addresses[:6]}
        pages = {address: len(each.body) for address, each in answers.items() if each.kind.startswith("text/html")}
        if pages:
            found[name_of(route)] = max(pages, key=lambda address: pages[address])
    return found


def every(browser: Browser, server: Served, folder: Path) -> None:
    """Every page in every look, as `NAME.LOOK.png`, and what there is with the addresses in `index.html`."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {**fullest(Client(server)), "nothing": "/nothing"}
    for look, (width, scheme) in LOOKS.items():
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"  # type: ignore[arg-type]
        )  # fmt: skip
        page = context.new_page()
        page.goto(server.opened)
        for name, address in pages.items():
            page.goto(server.root + address)
            high = min(TALL, page.evaluate("document.documentElement.scrollHeight"))
            clip = {"x": 0, "y": 0, "width": width, "height": max(high, 400)}
            page.screenshot(path=folder / f"{name}.{look}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
        context.close()
    rows = "".join(
        f"<h2>{name} <code>{address}</code></h2>"
        + "".join(f'<a href="{name}.{look}.png"><img src="{name}.{look}.png" height="500"></a> ' for look in LOOKS)
        for name, address in sorted(pages.items())
    )
    (folder / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Pages</title>{rows}", "utf-8")
    sys.stdout.write(f"{len(pages)} pages: {folder / 'index.html'}\n")


def main() -> None:
    """Serve the case and take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description="Take pictures of the pages.")
    parser.add_argument("case", type=Path)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every page, into this folder")
    given = parser.parse_args()
    with served(given.case) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        if given.all:
            every(browser, server, given.all)
        else:
            readme(browser, server, given.case)
        browser.close()


if __name__ == "__main__":
    main()
