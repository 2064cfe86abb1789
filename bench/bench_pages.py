"""How soon the pages of a large case answer, and how soon a browser shows them.

The server is the real one, in a process of its own on loopback. Of each page (every address of `PAGES`, and of the
API) the addresses are asked for that pages link to, with their filters, and those of claims, sources, findings, echoes
and organisations drawn at random, as places deep in lists among them. Each address is asked for once, in an order drawn
at random: no answer is warm from the same question.

- `pages.p95_ms.NAME`: milliseconds until the whole answer is there, as the client sees it, 95th percentile of the
  addresses; of a download until its first rows. An API's names begin with `api_`;
- `pages.cpu_p95_ms.NAME`: the same of the server's processor time alone, which other programs on the machine make no
  longer;
- `pages.slowest_ms`: of any one address;
- `pages.fcp_ms.NAME`: first contentful paint in Chromium with an empty cache, the middle of several;
- `pages.peak_mib`: what the server took at most, eight people asking at once at the end;
- `pages.sources`, `.claims`: how large the case is.

`make bench` measures the largest case that is made already, and makes one of 20,000 sources where there is none;
`--long` makes the whole, 100,000 sources and more than 1,000,000 claims. `python bench/bench_pages.py` prints a table
with what is over the goals: 100 ms, 50 ms for the next claim of the queue, 1 s until a browser shows something.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

from msgspec import Struct
from playwright.sync_api import sync_playwright

from addresses import Client, Served, name_of, route_of, served, walked
from large_case import large_case, made_cases
from large_words import LANGUAGES
from sousveil.store import Case
from sousveil.store.claims.claims import ClaimFilter
from sousveil.store.names.naming import entity_key

__all__ = ["bench", "bench_whole"]

_MADE = Path(__file__).resolve().parents[1] / ".cache" / "bench"
_SOURCES, _WHOLE = 20_000, 100_000
_GOAL_MS, _GOAL_QUEUE_MS, _GOAL_PAINT_MS = 100.0, 50.0, 1_000.0
_DRAWN = 25
"""Sources drawn at random for each round."""
_MOST = 60
"""Addresses of one page that are asked for in a round."""
_AT_ONCE = 8
_PAINTED = (
    "/", "/findings", "/organisations", "/countries", "/map", "/claims", "/sources", "/echoes", "/gaps", "/review",
    "/timeline", "/network", "/compare", "/vocabulary",
)  # fmt: skip
_PAINTS = 3


class Timed(Struct, frozen=True):
    """Milliseconds that the answers of one route took, with the address of the slowest."""

    name: str
    times: list[float]
    cpu: list[float]
    slowest: str

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        return _p95(self.times)

    @property
    def cpu_p95(self) -> float:
        """The same of the server's processor time."""
        return _p95(self.cpu)

    @property
    def goal(self) -> float:
        """How many milliseconds it may take."""
        return _GOAL_QUEUE_MS if self.name == "api_queue" else _GOAL_MS


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1) + 0.5)]


def bench(data: Path | None, rounds: int) -> dict[str, float]:  # noqa: ARG001 - the case is made here
    """The figures above, of the largest case that is there."""
    held = made_cases(_MADE)
    return _measured(held[-1] if held else large_case(_MADE, _SOURCES), rounds)


def bench_whole(data: Path | None, rounds: int) -> dict[str, float]:  # noqa: ARG001 - the case is made here
    """The figures above, of the whole."""
    return _measured(large_case(_MADE, _WHOLE), rounds)


def _measured(path: Path, rounds: int, only: frozenset[str] = frozenset()) -> dict[str, float]:
    with Case.open(path) as case:
        counts = case.counts()
        drawn = _drawn(case, _DRAWN * rounds)
    with served(path) as server:
        timed = _asked(Client(server), drawn, _MOST * rounds, only)
        paints = {} if only else _painted(server)
        _crowd(server, drawn)
        peak = _peak_mib(server.pid)
    _print_table(timed, paints)
    return {
        **{f"pages.p95_ms.{each.name}": each.p95 for each in timed},
        **{f"pages.cpu_p95_ms.{each.name}": each.cpu_p95 for each in timed},
        **{f"pages.fcp_ms.{name}": value for name, value in paints.items()},
        "pages.slowest_ms": max(max(each.times) for each in timed),
        "pages.peak_mib": peak,
        "pages.sources": counts["sources"],
        "pages.claims": counts["claims"],
    }


def _drawn(case: Case, many: int) -> list[str]:
    """Addresses of what is drawn at random from a case, and of places in lists."""
    draw = random.Random(3)
    last = case.counts()["log"]
    addresses = list(_searches(draw))
    for _ in range(many):
        entry = next((e for e in case.log(after=draw.randrange(last), limit=20) if e.action == "read"), None)
        if entry is not None:
            addresses += _about(case, entry.seq, entry.subject, draw)
    for key, value in (("state", "accepted"), ("reader", "model"), ("polarity", "denied"), ("certainty", "hedged")):
        addresses += [f"/claims?{key}={value}", f"/api/v1/claims?{key}={value}"]
    of_api = (
        "entities?role=supplier", "entities?name=office+7", "matches?state=proposed", "gaps?kind=one-origin",
        "drops?stage=read", "sources?lang=ko", "sources?echo=false", "echoes?type=translation", "queue?limit=1",
        "queue?limit=10", "queue?limit=10&kind=law", "queue?limit=10&country=KP&technology=camera",
        "queue?limit=10&lang=ko",
    )  # fmt: skip
    addresses += [f"/api/v1/{asked}" for asked in of_api]
    return list(dict.fromkeys(addresses))


def _about(case: Case, seq: int, source: str, draw: random.Random) -> Iterator[str]:
    """Addresses of a source, of one of its claims with what that says, and of one of its echoes."""
    stored = draw.choice(list(case.claims(ClaimFilter(source=source))))
    claim = stored.claim
    yield from (f"/sources/{source}", f"/lineages/{source}", f"/claims/{claim.id}/place", f"/sources?after={source}")
    yield from (f"/claims?source={source}", f"/api/v1/sources?after={source}", f"/log?after={seq}")
    yield from (f"/api/v1/sources/{source}", f"/api/v1/sources/{source}/text", f"/api/v1/log?after={seq}")
    said = {
        "kind": claim.kind, "technology": claim.technology[0], "act": claim.act, "lang": claim.evidence.lang,
        "country": claim.place.country if claim.place else None, "supplier": entity_key(claim.supplier),
        "operator": entity_key(claim.operator), "site_type": next(iter(claim.site_types), None),
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value}
    some = {name: said[name] for name in draw.sample(sorted(said), k=min(len(said), draw.randint(1, 3)))}
    for base in ("/claims", "/api/v1/claims"):
        yield from (f"{base}?{urlencode({**some, **deep})}" for deep in ({}, {"after": claim.id}))
        yield f"{base}?after={claim.id}"
    for key in (said.get("supplier"), said.get("operator")):
        if key:
            yield from (f"/organisations/{quote(key, safe=':')}", f"/api/v1/entities/{quote(key, safe=':')}")
            yield f"/organisations?after={quote(key)}"
    if "country" in said:
        yield f"/countries/{said['country']}"
    of_finding = {name: value for name, value in said.items() if name not in {"act", "lang", "site_type"}}
    some = {name: of_finding[name] for name in draw.sample(sorted(of_finding), k=draw.randint(1, 2))}
    for finding in case.findings_of([claim.id]).values():
        yield from (f"/findings/{finding}", f"/api/v1/findings/{finding}", f"/claims?finding={finding}")
        for base in ("/findings", "/api/v1/findings"):
            yield from (f"{base}?{urlencode({**some, **deep})}" for deep in ({}, {"after": finding}))
            yield f"{base}?after={finding}"
    for held in case.echoes(source, limit=1):
        echo = held.echo.id
        yield from (
            f"/echoes/{echo}",
            f"/api/v1/echoes/{echo}",
            f"/echoes?after={echo}",
            f"/api/v1/echoes?after={echo}",
        )


def _searches(draw: random.Random) -> Iterator[str]:
    """Words that stand in thousands of texts, that stand in a few, and both together, in each language."""
    for language in LANGUAGES.values():
        for words in language.what.values():
            rare = f"Office {draw.randrange(8_000)}"
            for wanted in (words, rare, f"{words} {rare}", f"{words} Town {draw.randrange(20_000)}"):
                yield f"/search?{urlencode({'q': wanted})}"


def _asked(client: Client, drawn: list[str], most: int, only: frozenset[str] = frozenset()) -> list[Timed]:
    """How long each took, or those of the pages named alone. What pages link to is found first, which also warms up
    what a server does once."""
    by_route = walked(client, wanted=8, most=200)
    for address in drawn:
        if (route := route_of(address)) is not None:
            by_route.setdefault(route, []).append(address)
    draw = random.Random(7)
    by_route = {
        route: list(dict.fromkeys(those)) for route, those in by_route.items() if not only or name_of(route) in only
    }
    asked = [
        (route, address) for route, those in by_route.items() for address in draw.sample(those, k=min(len(those), most))
    ]
    draw.shuffle(asked)
    times: dict[str, list[tuple[float, float, str]]] = {}
    for route, address in asked:
        answer = client.get(address)
        if answer.status >= 500:
            raise RuntimeError(f"{address} gave {answer.status}")
        if answer.status < 400:
            times.setdefault(route, []).append((answer.ms, answer.cpu_ms, address))
    return [
        Timed(name_of(route), [ms for ms, _, _ in taken], [cpu for _, cpu, _ in taken], max(taken)[2])
        for route, taken in sorted(times.items(), key=lambda item: name_of(item[0]))
    ]


def _painted(server: Served) -> dict[str, float]:
    """Milliseconds until a browser that has nothing yet shows the first words."""
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        return {}
    found: dict[str, list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(_PAINTS):
            for path in _PAINTED:
                if (route := route_of(path)) is None:
                    continue
                context = browser.new_context(extra_http_headers={"Authorization": f"Bearer {server.token}"})
                page = context.new_page()
                page.goto(server.root + path)
                paint = page.evaluate(
                    "() => performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0]"
                )
                if paint is not None:
                    found.setdefault(name_of(route), []).append(float(paint))
                context.close()
        browser.close()
    return {name: median(values) for name, values in found.items()}


def _crowd(server: Served, drawn: list[str]) -> None:
    """Eight people ask at once."""
    pages = [address for address in drawn if not address.startswith("/api/")][: 40 * _AT_ONCE]

    def ask(place: int) -> None:
        client = Client(server)
        for address in pages[place::_AT_ONCE]:
            client.get(address)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(ask, range(_AT_ONCE)))


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _print_table(timed: list[Timed], paints: dict[str, float]) -> None:
    print(f"{'page':<24}{'asked':>6}{'median':>9}{'p95':>9}{'cpu p95':>9}{'slowest':>9}   ms")
    for each in timed:
        over = "over" if each.p95 > each.goal else ""
        print(
            f"{each.name:<24}{len(each.times):>6}{median(each.times):>9.1f}{each.p95:>9.1f}{each.cpu_p95:>9.1f}{max(each.times):>9.1f}"
            f"   {over:<5}{each.slowest[:90] if max(each.times) > each.goal else ''}"
        )
    for name, value in paints.items():
        print(f"{name:<24} first paint {value:>9.0f} ms   {'over' if value > _GOAL_PAINT_MS else ''}")


def main() -> None:
    """Print the table for a case."""
    parser = argparse.ArgumentParser(description="Time the pages of a large case.")
    parser.add_argument("--case", type=Path, help="a case that is made already")
    parser.add_argument("--sources", type=int, default=_WHOLE)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", default="", help="names of pages, with commas, that are asked for alone")
    given = parser.parse_args()
    only = frozenset(given.only.split(",")) - {""}
    begun = time.perf_counter()
    for name, value in _measured(given.case or large_case(_MADE, given.sources), given.rounds, only).items():
        sys.stdout.write(f"{name:<40}{value:>12.1f}\n")
    sys.stdout.write(f"{time.perf_counter() - begun:.0f} s\n")


if __name__ == "__main__":
    main()
