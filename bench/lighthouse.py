"""Lighthouse over every page of a case, on a desktop and on a phone: `make lighthouse`, or
`python bench/lighthouse.py [CASE]`.

Lighthouse runs here, in Debian's Chromium, on loopback; it asks nobody else. `lighthouse.accessibility.min`,
`.best_practices.min` and `.performance.min` are the lowest of all pages (0 to 100); they go into bench/report.json. It
ends with 1 where one of the first two is below the floor. `performance` is told and no floor: it goes by the clock.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from addresses import Client, Served, name_of, served, walked

_ROOT = Path(__file__).resolve().parents[1]
_RUNNER = _ROOT / "web" / "lighthouse"
_REPORT = Path(__file__).with_name("report.json")
_FLOORS = {"accessibility": 95, "best-practices": 95}
_CATEGORIES = "accessibility", "best-practices", "performance"
_FILES = ".csv", ".bib", ".json", ".geojson", ".graphml", ".gz", ".patch", "/capture"


def _pages(client: Client) -> dict[str, str]:
    """One address of each page, by the page's name: the one with the most in it, of the first few."""
    found = {}
    for route, addresses in walked(client, wanted=3, most=150).items():
        if route.endswith(_FILES) or route.startswith("/api/"):
            continue
        answers = {address: client.get(address) for address in addresses[:5]}
        pages = {address: len(each.body) for address, each in answers.items() if each.kind.startswith("text/html")}
        if pages:
            found[name_of(route)] = max(pages, key=lambda address: pages[address])
    return found


def _run(server: Served, pages: dict[str, str]) -> list[dict[str, object]]:
    chrome = shutil.which("chromium") or shutil.which("chromium-browser")
    if chrome is None:
        raise SystemExit("No Chromium is here: `make browser` installs it.")
    if not (_RUNNER / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=_RUNNER, check=True)
    asked = {"root": server.root, "token": server.token, "chrome": chrome, "pages": list(pages.values())}
    names = {address: name for name, address in pages.items()}
    found = []
    with subprocess.Popen(
        ["node", "run.mjs"], cwd=_RUNNER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked))
        process.stdin.close()
        for line in process.stdout:
            each = json.loads(line)
            scores = "".join(f"{score:>6}" for score in map(each["scores"].get, _CATEGORIES))
            print(f"{names[each['page']]:<24}{each['form']:<9}{scores}   {' '.join(each['failed'])}", flush=True)
            found.append(each)
    if process.returncode:
        raise SystemExit(f"Lighthouse ended with {process.returncode}.")
    return found


def main() -> None:
    """Print a line for each page, write the figures, and end with 1 below the floors."""
    parser = argparse.ArgumentParser(description="Lighthouse over every page of a case.")
    parser.add_argument("case", type=Path, nargs="?", default=_ROOT / "demo-case")
    parser.add_argument("--only", nargs="*", help="names of pages")
    given = parser.parse_args()
    with served(given.case) as server:
        pages = _pages(Client(server))
        if given.only:
            pages = {name: address for name, address in pages.items() if name in given.only}
        print(f"{'page':<33}{'access':>6}{'best':>6}{'perf':>6}")
        found = _run(server, pages)
    lowest: dict[str, int] = {}
    for each in found:
        for category, score in each["scores"].items():  # type: ignore[attr-defined]
            lowest[category] = min(score, lowest.get(category, 100))
    figures = {f"lighthouse.{category.replace('-', '_')}.min": float(score) for category, score in lowest.items()}
    for name, value in figures.items():
        print(f"{name:<40}{value:>6.0f}")
    if not given.only:
        report = json.loads(_REPORT.read_text("utf-8")) if _REPORT.exists() else {}
        _REPORT.write_text(json.dumps(report | figures, indent=1, sort_keys=True) + "\n", "utf-8")
    if any(lowest.get(category, 0) < floor for category, floor in _FLOORS.items()):
        sys.exit(1)


if __name__ == "__main__":
    main()
