"""Takes the README's pictures anew: `.venv/bin/python docs/pictures/make.py CASE`, the case of the example.

Each is 1280 pixels wide. `pngquant`, where it is installed, makes them a third of the size.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from sousveil.store import Case

HERE = Path(__file__).parent
SERVE = (
    "import sys; from pathlib import Path; from sousveil.build import decide; "
    "from sousveil.show import Serving, serve; "
    "serve(Path(sys.argv[1]), decide, Serving(port=0), announce=lambda address: print(address, flush=True))"
)


def telling(case: Case) -> tuple[str, str]:
    """The finding that most sources repeat from one origin, and the English source with most claims."""
    findings = [
        finding
        for finding in case.findings()
        if finding.origins.max == 1 and finding.kind == "deployment" and finding.site_types
    ]
    sources = case.finding_source_counts([finding.id for finding in findings])
    claims = Counter(stored.claim.evidence.source for stored in case.claims() if stored.claim.evidence.lang == "en")
    finding = max(findings, key=lambda finding: (sources[finding.id], finding.id))
    return finding.id, max(claims, key=lambda source: (claims[source], source))


def take(page: Page, address: str, name: str, scroll_to: str | None = None) -> None:
    """One picture: the window as a reader sees it, scrolled to an element where one is named."""
    page.goto(address)
    if scroll_to:
        page.locator(scroll_to).first.evaluate("e => scrollTo({ top: e.offsetTop - 180, behavior: 'instant' })")
    page.screenshot(path=HERE / f"{name}.png")


def main(case_path: str) -> None:
    """Serve the case, take the three pictures, make them small."""
    with Case.open(case_path) as case:
        finding, source = telling(case)
    with subprocess.Popen([sys.executable, "-c", SERVE, case_path], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        assert server.stdout is not None
        printed = server.stdout.readline().strip()
        address = printed.partition("?")[0]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(printed)
            take(page, address, "overview")
            take(page, f"{address}findings/{finding}", "finding")
            take(page, f"{address}sources/{source}", "source", ".legend-bar")
            browser.close()
        server.terminate()
    if quant := shutil.which("pngquant"):
        subprocess.run([quant, "--force", "--ext", ".png", *map(str, HERE.glob("*.png"))], check=True)  # noqa: S603


if __name__ == "__main__":
    main(sys.argv[1])
