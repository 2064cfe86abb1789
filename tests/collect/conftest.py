"""A real HTTP server on loopback that behaves as badly as the paths ask for."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from sousveil.collect import Collected, CollectOptions, collect
from sousveil.record import Drop

PAGE = b"<!doctype html><title>t</title><p>Cameras were installed at the station.</p>"


class Site(BaseHTTPRequestHandler):
    """`asked` notes each path that was asked for, with the time."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[tuple[str, float]]] = []
    robots: ClassVar[tuple[int, bytes]] = (404, b"")

    def do_GET(self) -> None:
        type(self).asked.append((self.path, time.monotonic()))
        name = self.path.split("?")[0].strip("/").replace("-", "_").replace(".", "_").split("/")[0]
        getattr(self, f"get_{name}", self.get_missing)()

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content_Type": "text/html", "Content_Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def get_robots_txt(self) -> None:
        self.answer(self.robots[0], self.robots[1], Content_Type="text/plain")

    def get_missing(self) -> None:
        self.answer(404, b"nothing here")

    def get_page(self) -> None:
        self.answer(200, PAGE, Content_Type="text/html; charset=EUC-KR")

    def get_private(self) -> None:
        self.answer(200, PAGE)

    def get_moved(self) -> None:
        self.answer(302, b"", Location="/page")

    def get_loop_a(self) -> None:
        self.answer(301, b"", Location="/loop-b")

    def get_loop_b(self) -> None:
        self.answer(301, b"", Location="/loop-a")

    def get_endless(self) -> None:
        count = int(self.path.partition("=")[2] or 0)
        self.answer(302, b"", Location=f"/endless?n={count + 1}")

    def get_to_file(self) -> None:
        self.answer(302, b"", Location="file:///etc/passwd")

    def get_silent(self) -> None:
        time.sleep(1.5)

    def get_drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(40):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def get_short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 10)
        self.close_connection = True

    def get_large(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            for _ in range(400):
                self.wfile.write(b"x" * 65536)
        except OSError:
            return
        finally:
            self.close_connection = True

    def get_bomb(self) -> None:
        self.answer(200, gzip.compress(b"\x00" * 30_000_000), Content_Encoding="gzip")

    def get_zipped(self) -> None:
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def get_busy_once(self) -> None:
        self.fail_once(503)

    def get_wait_once(self) -> None:
        self.fail_once(429, Retry_After="1")

    def get_wait_long(self) -> None:
        self.answer(503, b"", Retry_After="86400")

    def get_always_busy(self) -> None:
        self.answer(503, b"")

    def get_empty(self) -> None:
        self.answer(200, b" \n")

    def get_table(self) -> None:
        self.answer(200, b"summary,city\nA,B\n", Content_Type="text/csv")

    def get_archive(self) -> None:
        body = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
        self.answer(200, gzip.compress(body), Content_Type="application/octet-stream")

    def get_pdf(self) -> None:
        self.answer(200, b"%PDF-1.4\n...")

    def fail_once(self, status: int, **headers: str) -> None:
        first = [path for path, _ in self.asked].count(self.path) == 1
        self.answer(status if first else 200, PAGE, **(headers if first else {}))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        return


class Web:
    """The server's address, what it was asked for, and a way to fetch from it with short times."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.base = f"http://127.0.0.1:{port}"

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in Site.asked]

    def moments(self, path: str) -> list[float]:
        return [moment for asked, moment in Site.asked if asked == path]

    def set_robots(self, text: str, status: int = 200) -> None:
        Site.robots = (status, text.encode())

    def options(self, **changes: object) -> CollectOptions:
        values: dict[str, object] = {
            "allow_private": True, "robots": False, "delay": 0.0, "backoff": 0.05, "read_timeout": 1.0,
            "total_timeout": 5.0, "max_bytes": 1_000_000, **changes,
        }  # fmt: skip
        return CollectOptions(**values)

    def fetch(self, path: str, **changes: object) -> Collected | Drop:
        [item] = collect(self.base + path, self.options(**changes))
        return item


@pytest.fixture
def web() -> Iterator[Web]:
    Site.asked.clear()
    Site.robots = (404, b"")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield Web(server.server_port)
    server.shutdown()
    server.server_close()


@pytest.fixture
def split() -> Callable[[list[Collected | Drop]], tuple[list[Collected], list[Drop]]]:
    """Captures and drops apart."""

    def apart(items: list[Collected | Drop]) -> tuple[list[Collected], list[Drop]]:
        return [i for i in items if isinstance(i, Collected)], [i for i in items if isinstance(i, Drop)]

    return apart
