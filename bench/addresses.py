"""Every page of a served case: the server in a process of its own, a client that says how long each answer took, and
the addresses that its pages link to, by route."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from msgspec import Struct
from starlette.routing import compile_path

from sousveil.show.api.routes import OPERATIONS
from sousveil.show.routes import PAGES

__all__ = ["Answer", "Client", "Served", "name_of", "route_of", "served", "walked", "walked_with"]

_HREF = re.compile(r'<a\b[^>]*?\shref="(/[^"#]*)', re.IGNORECASE)
_CHUNK = 1 << 16
_LOOK_S, _AT_REST = 0.02, 0.05
"""Seconds between looks at the server's processor time, and the share of them below which it is at rest."""


class Served(Struct, frozen=True):
    """A server that runs: the address that it printed, the token in it, the address of its root, and the process."""

    opened: str
    token: str
    root: str
    pid: int


@contextmanager
def served(case: Path) -> Iterator[Served]:
    """`sousveil serve` as people start it, on a free port."""
    words = [str(Path(sys.executable).with_name("sousveil")), "serve", str(case), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        printed = re.search(r" at ((http://\S+?)/\?token=(\S+))", line)
        if printed is None:
            raise RuntimeError(f"the server printed no address: {line}")
        try:
            yield Served(printed.group(1), printed.group(3), printed.group(2), process.pid)
        finally:
            process.terminate()
            process.wait(20)


class Answer(Struct, frozen=True):
    """One answer, as who asked for it saw it. Of a download only the beginning is read."""

    status: int
    kind: str
    body: bytes
    ms: float
    """Until the last byte; of a download until its first ones."""
    cpu_ms: float
    """Processor time that the server spent meanwhile, which another program on the machine makes no longer."""


class Client:
    """Asks a server that runs, over one connection."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._host = urlsplit(server.root).netloc
        self._connection = http.client.HTTPConnection(self._host, timeout=120)

    def get(self, address: str) -> Answer:
        """The answer at a path."""
        begun, spent = time.perf_counter(), _spent(self._server.pid)
        asked = quote(address, safe="/?&=%:+,;@!$'()*~#")  # browsers write other letters so, too
        self._connection.request("GET", asked, headers={"Authorization": f"Bearer {self._server.token}"})
        answer = self._connection.getresponse()
        download = answer.getheader("content-disposition", "").startswith("attachment")
        body = answer.read1(_CHUNK) if download else answer.read()
        ms = 1_000 * (time.perf_counter() - begun)
        if download:
            self._connection.close()
        cpu_ms = 1_000 * (_spent(self._server.pid) - spent)
        if download:
            self._await_rest()
        return Answer(answer.status, answer.getheader("content-type", ""), body, ms, cpu_ms)

    def _await_rest(self) -> None:
        """Whoever leaves a download leaves the server at work on rows that it finds nobody to send to: what is asked
        next is not to be timed beside that."""
        before = -1.0
        while (now := _spent(self._server.pid)) - before > _AT_REST * _LOOK_S:
            before = now
            time.sleep(_LOOK_S)


def _spent(pid: int) -> float:
    """Seconds of processor time that the threads of a process took, to the nanosecond."""
    spent = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            spent += int(thread.read_text("ascii").split()[0])
        except OSError:  # it ended meanwhile
            continue
    return spent / 1e9


def _routes() -> list[tuple[str, re.Pattern[str], str]]:
    pages = [(path, page.__name__ if path != "/api" else "api") for path, page in PAGES]
    reading = [operation for operation in OPERATIONS if operation.method == "GET"]
    api = [
        (each.address.replace("{key}", "{key:path}"), f"api_{each.name.removeprefix('list_').removeprefix('get_')}")
        for each in reading
    ]
    # Functions of two modules may have one name: then these pages are called by their paths.
    known = Counter(name for _, name in (*pages, *api))
    named = {path: name if known[name] == 1 else "_".join(re.findall(r"[a-z]+", path)) for path, name in (*pages, *api)}
    return [(path, compile_path(path)[0], name) for path, name in named.items()]


_ROUTES = _routes()


def route_of(address: str) -> str | None:
    """The route that answers at an address; None for what is no page."""
    path = urlsplit(address).path
    return next((route for route, pattern, _ in _ROUTES if pattern.match(path)), None)


def name_of(route: str) -> str:
    """What a route is called in reports."""
    return next(name for path, _, name in _ROUTES if path == route)


def walked(client: Client, wanted: int, most: int = 400) -> dict[str, list[str]]:
    """By route, the addresses that pages offer: of each kind of query `wanted` at most, `most` pages read in all."""

    def body(address: str) -> str | None:
        answer = client.get(address)
        return answer.body.decode("utf-8", "replace") if answer.kind.startswith("text/html") else None

    return walked_with(body, wanted, most)


def walked_with(
    body: Callable[[str], str | None], wanted: int, most: int = 400, *, by_query: bool = True
) -> dict[str, list[str]]:
    """The same for any way to get a page; `body` gives null for what is none. Without `by_query` as many of each
    route, whatever is asked."""
    found: dict[str, list[str]] = defaultdict(list)
    met: set[str] = set()
    kinds: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    waiting: deque[str] = deque()

    def meet(address: str) -> None:
        route = route_of(address)
        asked = sorted(name for name, _ in parse_qsl(urlsplit(address).query)) if by_query else ()
        kind = (route or "", tuple(asked))
        # The same page in another language, and for the rest of the visit.
        if "interface" in dict(parse_qsl(urlsplit(address).query)):
            return
        if route is None or address in met or kinds[kind] >= wanted:
            return
        met.add(address)
        kinds[kind] += 1
        found[route].append(address)
        waiting.append(address)

    for path, _, _ in _ROUTES:
        if "{" not in path:
            meet(path)
    read = 0
    while waiting and read < most:
        address = waiting.popleft()
        if "." in urlsplit(address).path.rpartition("/")[2] or address.startswith("/api/"):
            continue  # a download
        page = body(address)
        read += 1
        for link in _HREF.findall(page or ""):
            meet(unescape(link))
    return found
