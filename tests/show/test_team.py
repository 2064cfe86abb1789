"""A case that is served to a team: accounts, roles, tries that are counted, TLS and a proxy before it."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from show.served import command, csrf, logged, missing
from show.small_case import build
from sousveil.store import Case

WORDS = "correct horse battery"
ROLES = {"Rhea": "read", "Reva": "review", "Lena": "lead"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = build(tmp_path_factory.mktemp("team") / "case")
    with Case.open(path, write=True) as opened:
        for name, role in ROLES.items():
            opened.accounts().add(name, role, WORDS)
    return path


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "requests.jsonl"


@pytest.fixture(scope="module")
def address(case: Path, log: Path) -> Iterator[str]:
    with command(case, "--team", "--log", log) as printed:
        yield printed


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        yield client


def sign_in(client: httpx.Client, name: str, password: str = WORDS, back: str = "/") -> httpx.Response:
    return client.post("/sign-in", data={"name": name, "password": password, "back": back})


def claim(case: Path) -> str:
    with Case.open(case) as opened:
        return next(stored.claim.id for stored in opened.claims())


def title(case: Path) -> str:
    with Case.open(case) as opened:
        return opened.title


def test_a_stranger_gets_the_form_and_nothing_of_the_case(client: httpx.Client, address: str, case: Path) -> None:
    assert "token" not in address
    answer = client.get("/claims?kind=law")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?back=%2Fclaims%3Fkind%3Dlaw"
    page = client.get(answer.headers["location"])
    assert page.status_code == 200
    assert title(case) not in page.text
    for name in ("name", "password"):
        assert f'<label for="{name}">' in page.text
    assert client.get("/?token=x").headers["location"].startswith("/sign-in")
    assert client.get("/claims", headers={"accept": "application/json"}).status_code == 401
    assert client.post("/claims/c0/decide", data={"verdict": "accept"}).headers["location"].startswith("/sign-in")


def test_signing_in_and_out(client: httpx.Client) -> None:
    answer = sign_in(client, "lena", back="/claims?kind=law")
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims?kind=law")
    page = client.get("/")
    assert re.search(r"Signed in as\s+<bdi>Lena</bdi>\s+\(lead\)", page.text)
    cookies = dict(client.cookies)
    assert client.post("/sign-out", data={"csrf": ""}).status_code == 403
    assert client.post("/sign-out", data={"csrf": csrf(page.text)}).headers["location"] == "/sign-in"
    # What stays tells when this browser was here last, and nothing else.
    assert all(name.startswith("sousveil-seen-") for name in dict(client.cookies))
    client.cookies.update(cookies)  # what was taken from the browser before opens nothing either
    assert client.get("/").status_code == 303


def test_what_does_not_fit_is_told_in_the_same_words(client: httpx.Client) -> None:
    known, unknown = sign_in(client, "Lena", "wrong"), sign_in(client, "Nobody", "wrong")
    assert known.status_code == unknown.status_code == 403
    assert known.text.replace("Lena", "") == unknown.text.replace("Nobody", "")
    assert not dict(client.cookies)
    back = client.post("/sign-in", data={"name": "Lena", "password": WORDS, "back": "//evil.example"})
    assert back.headers["location"] == "/"


def test_another_site_cannot_sign_somebody_in(client: httpx.Client) -> None:
    answer = client.post("/sign-in", data={"name": "Lena", "password": WORDS}, headers={"origin": "https://x.example"})
    assert answer.status_code == 403
    assert not dict(client.cookies)


@pytest.mark.parametrize(("name", "status"), [("Rhea", 403), ("Reva", 303), ("Lena", 303)])
def test_what_roles_may(client: httpx.Client, case: Path, name: str, status: int) -> None:
    sign_in(client, name)
    page = client.get("/claims").text
    assert ("/decide" in page) is (status == 303)
    path = f"/claims/{claim(case)}/decide"
    assert client.post(path, data={"verdict": "accept", "csrf": csrf(page)}).status_code == status
    with Case.open(case) as opened:
        made = opened.judgements(claim(case))
    assert (bool(made) and made[-1].who == name) is (status == 303)
    if status == 303:
        assert client.post(path, data={"verdict": "undo", "csrf": csrf(page)}).status_code == 303


def test_a_change_of_an_account_holds_at_once(client: httpx.Client, case: Path) -> None:
    with Case.open(case, write=True) as opened:
        accounts = opened.accounts()
        accounts.add("Temp", "review", WORDS)
        sign_in(client, "Temp")
        assert "/decide" in client.get("/claims").text
        accounts.set_role("Temp", "read")
        assert "/decide" not in client.get("/claims").text
        accounts.set_password("Temp", "another long password")
        assert client.get("/claims").status_code == 303
        sign_in(client, "Temp", "another long password")
        assert client.get("/claims").status_code == 200
        accounts.remove("Temp")
        assert client.get("/claims").status_code == 303
        accounts.add("Temp", "lead", "another long password")
        assert client.get("/claims").status_code == 303
        accounts.remove("Temp")


def test_tries_are_counted_for_who_exists_and_who_does_not(case: Path) -> None:
    with command(case, "--team") as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        for name in ("Lena", "Nobody"):
            assert [sign_in(client, name, "wrong").status_code for _ in range(6)] == [403] * 5 + [429], name
            answer = sign_in(client, name.upper(), WORDS)
            assert answer.status_code == 429
            assert 0 < int(answer.headers["retry-after"]) <= 900
            assert "Wait 15 minutes" in answer.text
        assert sign_in(client, "Reva").status_code == 303


def test_the_log_names_nobody(client: httpx.Client, log: Path) -> None:
    before = log.stat().st_size
    sign_in(client, "Lena", "a wrong password")
    sign_in(client, "Lena")
    client.get("/claims")
    lines = logged(log, before, lambda line: line["route"] == "/claims")
    last = next(line for line in lines if line["route"] == "/claims")
    written = log.read_text("utf-8")
    assert "Lena" not in written
    assert "password" not in written
    assert last["role"] == "lead"
    assert re.fullmatch("[0-9a-f]{8}", last["who"])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    openssl = shutil.which("openssl")
    if openssl is None:
        missing("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=case.test",
         "-addext", "subjectAltName=DNS:case.test,DNS:localhost", "-keyout", folder / "key.pem",
         "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


def test_tls(case: Path, certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    trusting = ssl.create_default_context(cafile=str(cert))
    options = ("--team", "--host", "0.0.0.0", "--tls-cert", cert, "--tls-key", key, "--name", "case.test")
    with command(case, *options) as printed:
        port = printed.rsplit(":", 1)[1].strip("/")
        assert printed == f"https://case.test:{port}/"
        base = f"https://localhost:{port}"
        with httpx.Client(base_url=base, verify=trusting, trust_env=False, timeout=60) as client:
            named = {"host": f"case.test:{port}"}
            assert client.get("/", headers={"host": f"evil.example:{port}"}).status_code == 421
            assert client.get("/sign-in", headers=named).status_code == 200
            answer = sign_in(client, "Reva")
            cookie = answer.headers["set-cookie"]
            assert cookie.startswith(f"__Host-sousveil-{port}=")
            assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
            page = client.get("/claims")
            data = {"verdict": "accept", "csrf": csrf(page.text)}
            own = {"origin": base, "sec-fetch-site": "same-origin"}
            assert client.post("/claims/c0/decide", data=data, headers=own).status_code == 404
            plain = {"origin": base.replace("https", "http")}
            assert client.post("/claims/c0/decide", data=data, headers=plain).status_code == 403
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://localhost:{port}/", trust_env=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_behind_a_proxy(case: Path) -> None:
    """The tries of two people behind one proxy are counted apart, and the public address is the one that counts."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with (
        command(case, "--team", "--behind-proxy", "https://host.example", "--port", port) as printed,
        httpx.Client(base_url=base, trust_env=False, timeout=60) as client,
    ):
        assert printed == "https://host.example/"
        public = {"host": "host.example", "x-forwarded-proto": "https"}
        form = {"name": "Reva", "password": WORDS}
        for _ in range(6):
            headers = {**public, "x-forwarded-for": "203.0.113.1"}
            wrong = client.post("/sign-in", data={**form, "password": "wrong"}, headers=headers)
        assert wrong.status_code == 429
        other = client.post("/sign-in", data=form, headers={**public, "x-forwarded-for": "203.0.113.2"})
        assert other.status_code == 303
        assert "Secure" in other.headers["set-cookie"]
        session = other.headers["set-cookie"].split(";")[0]
        signed = {**public, "cookie": session}
        page = client.get("/claims", headers=signed)
        assert page.status_code == 200
        data = {"verdict": "accept", "csrf": csrf(page.text)}
        for origin, status in (("https://host.example", 404), ("http://host.example", 403), (base, 403)):
            answer = client.post("/claims/c0/decide", data=data, headers={**signed, "origin": origin})
            assert answer.status_code == status, origin
        assert client.get("/", headers={"host": "other.example"}).status_code == 421
