"""On this machine: the token of the printed address, the session, and what no form may do without its mark.

The server is `sousveil serve` in a process of its own, over real HTTP.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from command_line import run
from show.served import command, csrf, logged
from show.small_case import build
from sousveil.errors import UsageError
from sousveil.show.server.security import Names, origin_of, own_address
from sousveil.show.server.serving import Serving
from sousveil.store import Case

INSIDE = (
    "/sign-in%3F", "/sign-in%23x", "/sign-out/", "//sign-in", "/static",
    "/", "/findings", "/claims.csv", "/sources", "/nothing", "/api/v1/findings",
    "/claims/c1/decide",
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("access") / "case")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "requests.jsonl"


@pytest.fixture(scope="module")
def printed(case: Path, log: Path) -> Iterator[str]:
    with command(case, "--log", log, "--who", "Ada") as address:
        yield address


@pytest.fixture
def stranger(printed: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=printed.partition("/?")[0], trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
def reader(printed: str, stranger: httpx.Client) -> httpx.Client:
    assert stranger.get(printed).status_code == 303
    return stranger


def claim(case: Path) -> str:
    with Case.open(case) as opened:
        return next(stored.claim.id for stored in opened.claims() if stored.state == "proposed")


def title(case: Path) -> str:
    with Case.open(case) as opened:
        return opened.title


@pytest.mark.parametrize("path", INSIDE)
def test_without_the_token_nothing_of_the_case_is_told(stranger: httpx.Client, case: Path, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 401
    assert title(case) not in answer.text
    assert "token" in answer.text
    assert "set-cookie" not in answer.headers


def test_the_token_becomes_a_session_and_leaves_the_address(printed: str, stranger: httpx.Client) -> None:
    token = printed.partition("token=")[2]
    assert len(token) >= 40
    answer = stranger.get("/claims", params={"kind": "law", "token": token})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/claims?kind=law"
    cookie = answer.headers["set-cookie"]
    assert re.match(rf"sousveil-{stranger.base_url.port}=[\w-]{{40,}};", cookie)
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert token not in cookie
    assert stranger.get("/claims").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é"])
def test_a_wrong_token_is_told_plainly(stranger: httpx.Client, case: Path, token: str) -> None:
    answer = stranger.get("/", params={"token": token})
    assert answer.status_code == 403
    assert "not the one that the server printed" in answer.text
    assert title(case) not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_token_never_leads_to_another_server(printed: str, stranger: httpx.Client) -> None:
    token = printed.partition("token=")[2]
    for path in ("//evil.example/", "/%5cevil.example", "/\\evil.example"):
        with socket.create_connection((stranger.base_url.host, stranger.base_url.port or 0)) as wire:
            host = f"{stranger.base_url.host}:{stranger.base_url.port}"
            wire.sendall(f"GET {path}?token={token} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n".encode())
            said = b"".join(iter(lambda wire=wire: wire.recv(65536), b"")).decode()  # type: ignore[misc]
        to = re.search(r"(?im)^location: (\S+)", said)
        assert to is None or not urlsplit(to.group(1).replace("\\", "/")).netloc, said[:200]


def test_each_start_has_a_token_of_its_own(case: Path, printed: str) -> None:
    with command(case) as other:
        assert other.partition("token=")[2] != printed.partition("token=")[2]
        base = other.partition("/?")[0]
        assert httpx.get(base + "/?" + printed.partition("/?")[2], trust_env=False).status_code == 403


def test_a_program_asks_with_the_token(printed: str, stranger: httpx.Client) -> None:
    token = printed.partition("token=")[2]
    assert stranger.get("/claims.csv", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert stranger.get("/claims.csv", headers={"authorization": f"Bearer {token}x"}).status_code == 401
    problem = stranger.get("/claims.csv", headers={"accept": "application/json"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 401


def test_who_followed_a_link_here_is_told_to_go_on(reader: httpx.Client, stranger: httpx.Client) -> None:
    reader.cookies.clear()
    answer = reader.get("/claims?kind=law", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert answer.status_code == 401
    assert 'href="/claims?kind=law"' in answer.text


def test_a_form_needs_the_mark_of_its_session(reader: httpx.Client, case: Path) -> None:
    one = claim(case)
    path = f"/claims/{one}/decide"
    with Case.open(case) as opened:
        count, before = opened.counts()["judgements"], opened.judgements(one)
    assert reader.post(path, data={"verdict": "accept"}).status_code == 403
    assert reader.post(path, data={"verdict": "accept", "csrf": "x" * 43}).status_code == 403
    mark = csrf(reader.get("/claims").text)
    assert reader.post("/sources", data={"csrf": mark}).status_code == 405
    with Case.open(case) as opened:
        assert opened.counts()["judgements"] == count
    answer = reader.post(path, data={"verdict": "accept", "csrf": mark, "back": "/claims?kind=law#c1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims?kind=law#c1")
    assert "Claim accepted." in reader.get("/claims").text
    assert "Claim accepted." not in reader.get("/claims").text
    assert reader.post(path, data={"verdict": "undo", "csrf": mark}).status_code == 303
    with Case.open(case) as opened:
        made = opened.judgements(one)[len(before) :]
        assert [(each.who, each.verdict) for each in made] == [("Ada", "accept"), ("Ada", "undo")]
        assert not list(opened.verify())


def test_the_mark_of_one_session_is_none_in_another(printed: str, case: Path) -> None:
    base = printed.partition("/?")[0]
    with (
        httpx.Client(base_url=base, trust_env=False) as one,
        httpx.Client(base_url=base, trust_env=False, timeout=60) as other,
    ):
        for client in (one, other):
            client.get(printed)
        mark = csrf(one.get("/claims").text)
        answer = other.post(f"/claims/{claim(case)}/decide", data={"verdict": "accept", "csrf": mark})
        assert answer.status_code == 403
        assert "out of date" in answer.text


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"origin": "https://evil.example"}, False),
        ({"origin": "http://127.0.0.1:1"}, False),
        ({"origin": "null"}, False),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "{own}", "sec-fetch-site": "same-site"}, False),
        ({"origin": "{own}", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "{own}"}, True),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"origin": "{own}", "sec-fetch-site": "same-origin"}, True),
        ({}, True),
    ],
)
def test_a_form_comes_from_our_own_page(reader: httpx.Client, headers: dict[str, str], taken: bool) -> None:
    own = str(reader.base_url).rstrip("/")
    given = {name: value.format(own=own) for name, value in headers.items()}
    mark = csrf(reader.get("/claims").text)
    answer = reader.post("/claims/c0/decide", data={"verdict": "accept", "csrf": mark}, headers=given)
    assert answer.status_code == (404 if taken else 403)
    assert ("did not come from a page of this server" in answer.text) is not taken


def test_what_is_too_large_or_no_form_is_refused(reader: httpx.Client) -> None:
    mark, path = csrf(reader.get("/claims").text), "/claims/c0/decide"
    assert reader.post(path, data={"csrf": mark, "reason": "x" * 600_000}).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 6000

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert reader.post(path, content=endless(), headers=form).status_code == 413
    assert reader.post(path, files={"file": b"x"}, data={"csrf": mark}).status_code == 415
    assert reader.post(path, content=b"<x/>", headers={"content-type": "text/xml"}).status_code == 415
    refused = reader.post(path, json={"verdict": "accept"})
    assert (refused.status_code, refused.json()["title"]) == (403, "A header is missing")
    assert reader.post(path, json={"verdict": "accept"}, headers={"x-sousveil": "1"}).status_code == 404


def test_a_decision_that_cannot_be_is_none(reader: httpx.Client, case: Path) -> None:
    mark, one = csrf(reader.get("/claims").text), claim(case)
    for path, data, status in (
        (f"/claims/{one}/decide", {"verdict": "cut"}, 400),
        (f"/claims/{one}/decide", {}, 400),
        (f"/claims/{one}/decide", {"verdict": "reject", "reason": "x" * 3000}, 400),
        (f"/echoes/{one}/decide", {"verdict": "confirm"}, 404),
        ("/names/m0/decide", {"verdict": "accept"}, 404),
    ):
        answer = reader.post(path, data={**data, "csrf": mark, "back": "//evil.example"})
        assert answer.status_code == status, (path, data)
        assert "evil" not in answer.text
    with Case.open(case) as opened:
        assert not [made for made in opened.judgements(one) if made.verdict != "accept" and made.verdict != "undo"]


def test_a_build_that_holds_the_case_is_told(reader: httpx.Client, case: Path) -> None:
    mark, path = csrf(reader.get("/claims").text), f"/claims/{claim(case)}/decide"
    with Case.open(case, write=True) as opened, opened.building():
        answer = reader.post(path, data={"verdict": "accept", "csrf": mark, "back": "/claims"})
        assert answer.status_code == 409
        assert "Your decision was not recorded" in answer.text
        assert 'href="/claims">Back to the page' in answer.text
    assert reader.post(path, data={"verdict": "accept", "csrf": mark}).status_code == 303
    assert reader.post(path, data={"verdict": "undo", "csrf": mark}).status_code == 303


def test_who_may_only_read_gets_no_form_and_writes_nothing(case: Path) -> None:
    with (
        command(case, "--read-only") as printed,
        httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as client,
    ):
        base = printed.partition("/?")[0]
        client.get(printed)
        for path in ("/claims", "/echoes", "/names"):
            page = client.get(base + path)
            assert page.status_code == 200
            assert 'method="post"' not in page.text
        token = printed.partition("token=")[2]
        answer = httpx.post(
            f"{base}/claims/{claim(case)}/decide",
            data={"verdict": "accept"},
            headers={"authorization": f"Bearer {token}"},
            trust_env=False,
        )
        assert answer.status_code == 403
        assert "--read-only" in answer.text
    with Case.open(case) as opened:
        assert opened.claim(claim(case)) is not None


def test_the_log_holds_nothing_of_what_was_looked_at(reader: httpx.Client, log: Path, case: Path) -> None:
    start = log.stat().st_size
    reader.get("/search", params={"q": "whisperword"})
    reader.get(f"/claims/{claim(case)}")
    reader.get("/whisperword")
    reader.request("WHISPERWORD", "/")
    reader.get("/", headers={"host": "whisperword.example"})
    lines = logged(log, start, lambda line: line["status"] == 421)
    written = log.read_text("utf-8")
    assert log.stat().st_mode & 0o077 == 0
    assert "whisperword" not in written.lower()
    assert claim(case) not in written
    assert "token" not in written
    assert {"/search", "/claims/{id}"} <= {line["route"] for line in lines}
    last = {line["route"]: line for line in lines}["/search"]
    assert set(last) == {"at", "method", "route", "status", "ms", "role", "who"}
    assert (last["method"], last["status"], last["role"], last["who"]) == ("GET", 200, "lead", None)
    assert lines[-1]["status"] == 421


@pytest.mark.parametrize(
    "serving",
    [
        Serving(host="0.0.0.0"),
        Serving(host="10.0.0.1", team=True),
        Serving(host="example.org", team=True),
        Serving(proxy="https://host.example"),
        Serving(team=True, proxy="http://host.example"),
        Serving(team=True, proxy="https://host.example/path"),
        Serving(team=True, proxy="host.example"),
        Serving(name="host.example"),
        Serving(team=True, tls=(Path(__file__), Path(__file__))),
    ],
)
def test_what_would_let_others_in_is_refused(serving: Serving) -> None:
    with pytest.raises(UsageError):
        serving.check()


def test_the_command_refuses_it_too(case: Path) -> None:
    done = run("serve", case, "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "--team" in done.stderr
    done = run("serve", case, "--team", "--port", "0")
    assert done.returncode == 2
    assert "sousveil account add" in done.stderr


@pytest.mark.parametrize(
    ("names", "host", "takes"),
    [
        (Names(port=8765), "127.0.0.1:8765", True),
        (Names(port=8765), "host.example:8765", False),
        (Names(port=8765, tls=True), "host.example:8765", True),
        (Names(port=8765, tls=True, name="host.example"), "host.example:8765", True),
        (Names(port=8765, tls=True, name="host.example"), "evil.example:8765", False),
        (Names(port=443, tls=True, name="host.example"), "host.example", True),
        (Names(port=8765, proxy="https://host.example"), "host.example", True),
        (Names(port=8765, proxy="https://host.example"), "127.0.0.1:8765", True),
        (Names(port=8765, proxy="https://host.example"), "evil.example", False),
        (Names(port=8765, proxy="https://host.example:8443"), "host.example:8443", True),
        (Names(port=8765, proxy="https://host.example:8443"), "host.example", False),
    ],
)
def test_names_that_the_server_answers_to(names: Names, host: str, takes: bool) -> None:
    assert names.takes(host) is takes


def test_origins_are_compared_whole() -> None:
    proxied = Names(port=8765, proxy="https://host.example")
    assert proxied.is_own("https://host.example", "127.0.0.1:8765")
    assert proxied.is_own("https://host.example:443", "host.example")
    assert not proxied.is_own("http://host.example", "host.example")
    assert not proxied.is_own("http://127.0.0.1:8765", "127.0.0.1:8765")
    assert not Names(port=8765, tls=True).is_own("http://127.0.0.1:8765", "127.0.0.1:8765")
    assert origin_of("https://user@host.example") is None
    assert origin_of("null") is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/claims?kind=law#c1", True), ("//evil.example", False), ("/\\evil.example", False),
        ("https://evil.example", False),
        ("/\t/evil.example", False), ("javascript:alert(1)", False), ("", False), (None, False),
        ("/a\r\nset-cookie: x=1", False),
    ],
)  # fmt: skip
def test_a_page_to_go_back_to_is_our_own(given: str | None, kept: bool) -> None:
    assert own_address(given) == (given if kept else "/")
