"""How long the tool itself takes while somebody reviews: a hundred claims by keyboard in Chromium, in a large case.

The server is the real one, on a copy of the largest case that `bench_pages` made. Keys are pressed as fast as the page
takes them; nobody reads, so that what is measured is the tool and not the person.

- `review.paint_p50_ms`, `review.paint_p95_ms`: from a key that decides until the next claim is painted;
- `review.seconds_a_claim`: a hundred claims with their keys, until the last one is recorded, divided by a hundred;
- `review.next_p95_ms`: server time of the next claim alone; `review.queue_p95_ms`: of eight cards with their markup;
- `review.decide_p50_ms`, `review.decide_p95_ms`: server time of one decision, findings made again;
- `review.claims`: how many claims the case has.
"""

from __future__ import annotations

import http.client
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from addresses import Client, Served, served
from large_case import large_case, made_cases
from sousveil.store import Case

__all__ = ["bench"]

_MADE = Path(__file__).resolve().parents[1] / ".cache" / "bench"
_SOURCES = 20_000
_CLAIMS = 100
_ASKED = 60
_SCRIPT = ("a", "a", "a", "r1", "a", "a", "n", "a", "r2", "da")
"""Keys by which claims are gone through, ten at a time: most are accepted, some rejected, one corrected, one passed."""
_WATCH = """() => {
  window.painted = [];
  let begun = 0;
  document.addEventListener('keydown', () => { begun = performance.now(); }, true);
  new MutationObserver(() => {
    const key = begun;
    // The frame in which it is drawn, and the turn behind it.
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - key), 0));
  }).observe(document.querySelector('[data-stage]'), { childList: true });
}"""
_UNTIL_PAINTED = """number => new Promise((done) => {
  const look = () => { if (window.painted.length >= number) done(); else setTimeout(look, 1); };
  look();
})"""
_UNTIL_SAVED = """() => new Promise((done) => {
  const line = document.querySelector('[data-saved]');
  const look = () => { if (line.textContent === 'All saved') done(); else setTimeout(look, 5); };
  look();
})"""


def bench(data: Path | None, rounds: int) -> dict[str, float]:  # noqa: ARG001 - the case is made here
    """The figures above, of the largest case that is there."""
    held = made_cases(_MADE) or [large_case(_MADE, _SOURCES)]
    return _measured(held[-1])


def _measured(path: Path) -> dict[str, float]:
    """The figures of a case, which is left as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "case"
        shutil.copytree(path, copy)
        with Case.open(copy, write=True) as case:
            claims = case.counts()["claims"]
        with served(copy) as server:
            figures = _asked(server) | _decided(server) | _reviewed(server)
    return {"review.claims": float(claims), **figures}


def _p(times: list[float], share: float) -> float:
    return sorted(times)[int(share * (len(times) - 1) + 0.5)]


def _asked(server: Served) -> dict[str, float]:
    """Server time of the next claim and of the eight that the page fetches, further and further into the queue."""
    client = Client(server)
    one: list[float] = []
    several: list[float] = []
    skip: list[str] = []
    for _ in range(_ASKED):
        address = f"/api/v1/queue?limit=1&skip={'.'.join(skip[-150:]) or 'none'}"
        answer = client.get(address)
        one.append(answer.ms)
        skip += [item["claim"]["id"] for item in json.loads(answer.body)["items"]]
        several.append(client.get(f"/api/v1/queue?limit=8&html=true&skip={'.'.join(skip[-150:])}").ms)
    return {"review.next_p95_ms": _p(one, 0.95), "review.queue_p95_ms": _p(several, 0.95)}


def _decided(server: Served) -> dict[str, float]:
    """Server time of decisions, acceptance and rejection in turn: who rejects changes findings. The first one, which
    weighs what a new version changed, is left out."""
    client = Client(server)
    connection = http.client.HTTPConnection(urlsplit(server.root).netloc, timeout=3_600)
    head = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    found = json.loads(client.get(f"/api/v1/queue?limit={_ASKED // 2}").body)["items"]
    times = []
    for number, item in enumerate(found):
        said = {"verdict": "reject", "reason": "wrong-sense"} if number % 2 else {"verdict": "accept"}
        judged = {"subject": item["claim"]["id"], **said}
        body = json.dumps({"action": f"bench-{number}", "judgements": [judged]})
        begun = time.perf_counter()
        connection.request("POST", "/api/v1/decisions", body, head)
        answer = connection.getresponse()
        answer.read()
        times.append(1_000 * (time.perf_counter() - begun))
        assert answer.status == 200, answer.status
    return {"review.decide_p50_ms": _p(times[1:], 0.5), "review.decide_p95_ms": _p(times[1:], 0.95)}


def _reviewed(server: Served) -> dict[str, float]:
    """A hundred claims by keyboard."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(server.opened)
        page.goto(f"{server.root}/review")
        page.wait_for_selector(".review.by-keys")
        page.wait_for_timeout(2_000)
        page.evaluate(_WATCH)
        begun = time.perf_counter()
        gone_through = 0
        for number in range(_CLAIMS):
            if not page.locator("[data-review]").count():
                break
            gone_through += 1
            _press(page, _SCRIPT[number % len(_SCRIPT)], number + 1)
        page.evaluate(_UNTIL_SAVED)
        took = time.perf_counter() - begun
        painted = page.evaluate("window.painted")
        browser.close()
    return {
        "review.paint_p50_ms": _p(painted, 0.5), "review.paint_p95_ms": _p(painted, 0.95),
        "review.seconds_a_claim": took / gone_through,
    }  # fmt: skip


def _press(page: Page, keys: str, number: int) -> None:
    for key in keys:
        page.keyboard.press(key)
    page.evaluate(_UNTIL_PAINTED, number)


if __name__ == "__main__":
    for name, figure in (_measured(Path(sys.argv[1])) if sys.argv[1:] else bench(None, 1)).items():
        sys.stdout.write(f"{name:<32}{figure:>12.2f}\n")
