"""Addresses: what a server does wrong is a named drop, and nothing inside the network is ever asked."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING, Any

import pytest

from sousveil.collect import Collected, CollectOptions, collect
from sousveil.collect.collector import Collector
from sousveil.collect.fetch import Answer, Fetcher
from sousveil.collect.http_message import Head
from sousveil.errors import CollectLoss
from sousveil.record import Drop, sha256_bytes

if TYPE_CHECKING:
    from collect.conftest import Web


def reason(item: Collected | Drop) -> str:
    assert isinstance(item, Drop), item
    assert item.stage == "collect"
    assert item.detail
    return item.reason


def test_page(web: Web) -> None:
    item = web.fetch("/page?x=1#part")
    assert isinstance(item, Collected)
    capture = item.capture
    assert capture.url == f"{web.base}/page?x=1"
    assert capture.locator == f"{web.base}/page?x=1#part"
    assert (capture.status, capture.media_type, capture.charset, capture.method) == (200, "text/html", "euc-kr", "http")
    assert capture.sha256 == sha256_bytes(item.payload)
    assert capture.size == len(item.payload)
    assert ("Content-Type", "text/html; charset=EUC-KR") in capture.headers
    assert web.asked == ["/page?x=1"]


def test_redirect_ends_at_the_final_address(web: Web) -> None:
    item = web.fetch("/moved")
    assert isinstance(item, Collected)
    assert item.capture.url == f"{web.base}/page"
    assert item.capture.locator == f"{web.base}/moved"


def test_encodings_are_undone(web: Web) -> None:
    item = web.fetch("/zipped")
    assert isinstance(item, Collected)
    assert item.payload.startswith(b"<!doctype")


def test_content_is_believed_before_the_header(web: Web) -> None:
    item = web.fetch("/pdf")
    assert isinstance(item, Collected)
    assert item.capture.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/missing", "http-status"),
        ("/loop-a", "redirects"),
        ("/endless", "redirects"),
        ("/to-file", "url"),
        ("/large", "too-large"),
        ("/bomb", "too-large"),
        ("/empty", "empty"),
        ("/table", "container"),
        ("/archive", "container"),
    ],
)
def test_a_bad_answer_is_a_drop(web: Web, path: str, expected: str) -> None:
    assert reason(web.fetch(path)) == expected


def test_silence_is_tried_again_and_then_dropped(web: Web) -> None:
    assert reason(web.fetch("/silent", read_timeout=0.2, attempts=2)) == "timeout"
    assert web.asked == ["/silent", "/silent"]


def test_a_drip_ends_at_the_total_time(web: Web) -> None:
    assert reason(web.fetch("/drip", total_timeout=0.4)) == "timeout"
    assert len(web.asked) == 1


def test_an_answer_that_breaks_off_is_not_kept(web: Web) -> None:
    assert reason(web.fetch("/short", attempts=2)) == "http-protocol"
    assert len(web.asked) == 2


def test_busy_then_well(web: Web) -> None:
    assert isinstance(web.fetch("/busy-once"), Collected)
    first, second = web.moments("/busy-once")
    assert second - first >= 0.05


def test_retry_after_is_waited_for(web: Web) -> None:
    assert isinstance(web.fetch("/wait-once"), Collected)
    first, second = web.moments("/wait-once")
    assert second - first >= 1.0


def test_a_retry_after_that_is_too_long_is_not_waited_for(web: Web) -> None:
    assert reason(web.fetch("/wait-long")) == "http-status"
    assert len(web.asked) == 1


def test_attempts_end(web: Web) -> None:
    item = web.fetch("/always-busy", attempts=3)
    assert reason(item) == "http-status"
    assert len(web.asked) == 3


def test_robots_disallow(web: Web) -> None:
    web.set_robots("User-agent: *\nDisallow: /private\n")
    assert reason(web.fetch("/private", robots=True)) == "robots"
    assert "/private" not in web.asked
    assert isinstance(web.fetch("/private", robots=False), Collected)
    assert isinstance(web.fetch("/page", robots=True), Collected)


def test_robots_rules_for_us_by_name(web: Web) -> None:
    web.set_robots("User-agent: sousveil\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert reason(web.fetch("/page", robots=True)) == "robots"


def test_a_redirect_does_not_evade_robots(web: Web) -> None:
    web.set_robots("User-agent: *\nDisallow: /page\n")
    assert reason(web.fetch("/moved", robots=True)) == "robots"


def test_robots_in_trouble_allow_nothing(web: Web) -> None:
    web.set_robots("", status=500)
    assert reason(web.fetch("/page", robots=True, attempts=1)) == "robots-unreachable"


def test_robots_are_asked_once_and_the_delay_is_kept(web: Web) -> None:
    web.set_robots("User-agent: *\nCrawl-delay: 0.3\n")
    with Collector(web.options(robots=True)) as collector:
        for name in ("1", "2"):
            [item] = collector.collect(f"{web.base}/page?{name}")
            assert isinstance(item, Collected)
    assert web.asked == ["/robots.txt", "/page?1", "/page?2"]
    assert web.moments("/page?2")[0] - web.moments("/page?1")[0] >= 0.3


LOOPBACK_SPELLINGS = [
    "127.0.0.1", "127.0.0.1.", "2130706433", "017700000001", "0177.0.0.1", "0x7f000001", "0x7f.0.0.1", "127.1", "0",
    "0.0.0.0", "localhost", "LOCALHOST", "localhost.", "a.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.100.100.200",
    "168.63.129.16", "224.0.0.1", "[ff02::1]", "①②⑦.⓪.⓪.①", "127。0。0。1",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK_SPELLINGS)
def test_inner_addresses_are_refused_in_every_spelling(web: Web, host: str) -> None:
    options = web.options(allow_private=False, connect_timeout=0.5, attempts=1)
    [item] = collect(f"http://{host}:{web.port}/page", options)
    # Some spellings are no address at all to the client; either way nothing was asked.
    assert reason(item) in {"address-refused", "url"}
    assert web.asked == []


def test_a_name_that_leads_inside_is_refused_when_connecting(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name server is the attacker's: first a public address, then loopback."""
    looked_up: list[str] = []
    real = asyncio.BaseEventLoop.getaddrinfo

    async def rebinding(self: asyncio.BaseEventLoop, host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name == "rebind.example":
            looked_up.append(name)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", web.port))]
        return await real(self, host, *args, **kwargs)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", rebinding)
    [item] = collect(f"http://rebind.example:{web.port}/page", web.options(allow_private=False, attempts=1))
    assert reason(item) == "address-refused"
    assert looked_up
    assert web.asked == []


def test_a_machine_name_that_is_loopback_is_refused(web: Web) -> None:
    name = socket.gethostname()
    try:
        inner = socket.gethostbyname(name).startswith(("127.", "10.", "192.168.", "172."))
    except OSError:
        inner = False
    if not inner:
        pytest.skip("this machine's own name does not resolve to an inner address")
    [item] = collect(f"http://{name}:{web.port}/page", web.options(allow_private=False, attempts=1))
    assert reason(item) in {"address-refused", "unreachable"}
    assert web.asked == []


class Redirecting(Fetcher):
    """A fetcher whose first answer comes from a public server, which tests have none of: it redirects."""

    target = ""

    async def _get(self, url: str, max_bytes: int, *, wait: bool, cut: bool = False) -> Any:
        if "public.example" in url:
            head = Head(status=302, headers=(("Location", self.target),))
            return Answer(url=url, head=head, body=b"")
        return await super()._get(url, max_bytes, wait=wait, cut=cut)


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f.1", "[::ffff:127.0.0.1]", "localhost", "LOCALHOST."])
def test_a_redirect_inside_is_refused(web: Web, host: str) -> None:
    fetcher = Redirecting(web.options(allow_private=False, attempts=1))
    fetcher.target = f"http://{host}:{web.port}/page"
    with contextlib.closing(fetcher), pytest.raises(CollectLoss) as caught:
        fetcher.fetch("http://public.example/")
    assert caught.value.reason == "address-refused"
    assert web.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ftp://example.org/a", "url"),
        ("gopher://127.0.0.1/", "url"),
        ("file:///etc/passwd", "url"),
        ("http://", "url"),
        ("http://user:secret@example.org/", "url-credentials"),
    ],
)
def test_only_plain_web_addresses(address: str, expected: str) -> None:
    [item] = collect(address, CollectOptions(attempts=1))
    assert reason(item) == expected


def test_a_dead_address_names_the_fact() -> None:
    [item] = collect("http://no-such-host.invalid/", CollectOptions(attempts=3))
    assert reason(item) in {"unknown-host", "unreachable"}
    assert isinstance(item, Drop)
    assert item.locator == "http://no-such-host.invalid/"


def test_a_closed_port(web: Web) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    [item] = collect(f"http://127.0.0.1:{port}/", web.options(attempts=2))
    assert reason(item) == "unreachable"


def test_offline_asks_nobody(web: Web) -> None:
    assert reason(web.fetch("/page", network=False)) == "offline"
    assert web.asked == []


async def _inside_a_running_loop(web: Web) -> list[Collected | Drop]:
    return list(collect(f"{web.base}/page", web.options()))


def test_works_where_an_event_loop_is_running(web: Web) -> None:
    [item] = asyncio.run(_inside_a_running_loop(web))
    assert isinstance(item, Collected)


def test_the_client_says_nothing_about_its_user(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert isinstance(web.fetch("/page"), Collected)
    assert CollectOptions().user_agent == "sousveil/0.1"
