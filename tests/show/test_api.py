"""The API: every address of the table against the OpenAPI document, every answer against its schema and against what
the command line prints, and what is refused. The server is the real one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from jsonschema import Draft202012Validator
from lxml import html

from command_line import rows as printed
from show.named_case import build_named
from show.served import command, opened, served
from show.small_case import build
from sousveil.show.api.lists import LISTS
from sousveil.show.api.routes import OPERATIONS, PREFIX
from sousveil.store import Case

OF_NAMES = ("entities", "matches", "imports", "listings", "flows", "indicators")
"""Lists that are empty in the small case."""


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    """The document, so tight that an answer with a field that it does not name is a fault."""
    answer = client.get(f"{PREFIX}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = answer.json()
    for schema in found["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return found


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_named(tmp_path_factory.mktemp("api") / "case")


@pytest.fixture(scope="module")
def named_client(named: Path) -> Iterator[httpx.Client]:
    for address in served(named):
        with opened(address) as client:
            yield client


def check(document: dict[str, Any], path: str, answer: httpx.Response, method: str = "get") -> Any:
    """The answer, which is as the document says."""
    told = document["paths"][path][method]["responses"][str(answer.status_code)]
    if "$ref" in told:
        told = document["components"]["responses"][told["$ref"].rpartition("/")[2]]
    kind = answer.headers["content-type"]
    schema = {**told["content"][kind]["schema"], "components": document["components"]}
    Draft202012Validator(schema).validate(answer.json())
    return answer.json()


def walked(client: httpx.Client, document: dict[str, Any], name: str, limit: int) -> list[dict[str, Any]]:
    """All records of a list, page by page."""
    rows: list[dict[str, Any]] = []
    path: str | None = f"{PREFIX}/{name}?limit={limit}"
    while path:
        page = check(document, f"{PREFIX}/{name}", client.get(path))
        assert len(page["items"]) <= limit
        rows += page["items"]
        path = page["next"]
        assert len(rows) < 2_000, "the list has no end"
    return rows


def test_the_document_names_every_address_and_no_other(document: dict[str, Any]) -> None:
    told = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    assert told == {(each.address, each.method) for each in OPERATIONS}
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    text = json.dumps(document)
    for name in {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]
    for each in OPERATIONS:
        parameters = document["paths"][each.address][each.method.lower()]["parameters"]
        in_path = [parameter["name"] for parameter in parameters if parameter["in"] == "path"]
        assert in_path == ([each.identifier] if each.identifier else [])
        assert all(f"{{{name}}}" in each.address for name in in_path)


@pytest.mark.parametrize("name", [each.name for each in LISTS])
def test_lists_are_what_the_command_line_prints(
    client: httpx.Client, small_case: Path, named_client: httpx.Client, named: Path, document: dict[str, Any], name: str
) -> None:
    asked, case = (named_client, named) if name in OF_NAMES else (client, small_case)
    rows = walked(asked, document, name, 2)
    assert rows == printed(name, case)
    assert len(rows) > 1


@pytest.mark.parametrize("each", [each for each in LISTS if each.find], ids=lambda each: each.name)
def test_one_record_is_that_of_the_list(
    client: httpx.Client, named_client: httpx.Client, document: dict[str, Any], each: Any
) -> None:
    asked = named_client if each.name in OF_NAMES else client
    path = f"{PREFIX}/{each.name}/{{{each.identifier}}}"
    for row in asked.get(f"{PREFIX}/{each.name}", params={"limit": 5}).json()["items"]:
        assert check(document, path, asked.get(f"{PREFIX}/{each.name}/{row[each.identifier]}")) == row
    problem = asked.get(f"{PREFIX}/{each.name}/nothing")
    assert problem.status_code == 404
    assert f"{PREFIX}/{each.name} lists them" in check(document, path, problem)["detail"]


def test_a_text_has_its_digest_and_the_words_of_its_claims(client: httpx.Client, document: dict[str, Any]) -> None:
    for claim in client.get(f"{PREFIX}/claims").json()["items"]:
        said = claim["evidence"]
        text = check(document, f"{PREFIX}/sources/{{id}}/text", client.get(f"{PREFIX}/sources/{said['source']}/text"))
        assert text["content"][said["start"] : said["end"]] == said["quote"]
        assert hashlib.sha256(text["content"].encode()).hexdigest() == text["sha256"] == said["text_sha256"]


def test_the_case_and_who_asks(client: httpx.Client, small_case: Path, document: dict[str, Any]) -> None:
    told = check(document, f"{PREFIX}/case", client.get(f"{PREFIX}/case"))
    with Case.open(small_case) as case:
        assert (told["title"], told["counts"]) == (case.title, case.counts())
    me = check(document, f"{PREFIX}/me", client.get(f"{PREFIX}/me"))
    assert me == {"name": "tester", "role": "lead", "signed_in": False}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("claims?polarity=denied", lambda row: row["polarity"] == "denied"),
        ("claims?country=kp&kind=deployment", lambda row: row["kind"] == "deployment"),
        ("findings?disputed=true", lambda row: row["disputed"]),
        ("findings?disputed=false", lambda row: not row["disputed"]),
        ("echoes?type=translation", lambda row: row["type"] == "translation"),
        ("gaps?kind=one-origin", lambda row: row["kind"] == "one-origin"),
        ("drops?stage=read", lambda row: row["stage"] == "read"),
        ("entities?role=supplier", lambda row: "supplier" in row["roles"]),
        ("flows?country=kp", lambda row: "KP" in (row["reporter"], row["partner"])),
        ("indicators?country=KP", lambda row: row["country"] == "KP"),
        ("listings?list=us-entity-list", lambda row: row["list"] == "us-entity-list"),
        ("sources?lang=ko", lambda row: row["lang"] == "ko"),
    ],
)
def test_filters(
    client: httpx.Client, named_client: httpx.Client, document: dict[str, Any], query: str, kept: Any
) -> None:
    name = query.partition("?")[0]
    asked = named_client if name in OF_NAMES else client
    everything = walked(asked, document, name, 500)
    found = check(document, f"{PREFIX}/{name}", asked.get(f"{PREFIX}/{query}"))["items"]
    assert found == [row for row in everything if kept(row)]
    assert 0 < len(found) < len(everything) or "country" in query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("claims?colour=red", "no parameter “colour”. It takes kind,"),
        ("claims?kind=cameras", "“kind” cannot be “cameras”. Choose one of: deployment,"),
        ("claims?kind=law&kind=supply", "“kind” stands in the address twice"),
        ("claims?source=", "“source” is empty"),
        ("claims?limit=0", "from 1 to 500"),
        ("claims?limit=501", "from 1 to 500"),
        ("claims?limit=many", "from 1 to 500"),
        ("claims?limit=1e2", "from 1 to 500"),
        ("claims?after=c0000000000000000", "Begin again without it"),
        ("gaps?after=x", "Begin again without it"),
        ("log?after=-1", "Begin again without it"),
        ("drops?after=x", "Take it from “next”"),
        ("gaps?as_of=someday", "Write a day as 2024-04-16"),
        ("case?limit=1", "It takes none"),
        ("claims/c1?limit=1", "It takes none"),
        ("openapi.json?x=1", "It takes none"),
    ],
)
def test_what_cannot_be_asked_says_what_to_do(client: httpx.Client, query: str, words: str) -> None:
    answer = client.get(f"{PREFIX}/{query}")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 400
    assert words in problem["detail"]


def test_no_such_address(client: httpx.Client) -> None:
    for path in (
        "/api/v1",
        "/api/v2/claims",
        f"{PREFIX}/nothing",
        f"{PREFIX}/drops/1",
        f"{PREFIX}/log/99999999999999999",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path
        assert "list" in answer.json()["detail"]
    answer = client.get(f"{PREFIX}/decisions")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    answer = client.post(f"{PREFIX}/claims", json={}, headers={"X-Sousveil": "1"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    answer = client.put(f"{PREFIX}/claims", json={})
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


def test_strangers_learn_nothing(address: str) -> None:
    for each in OPERATIONS:
        path = each.address.replace("{", "").replace("}", "")
        answer = httpx.request(each.method, address + path, json={} if each.takes else None, trust_env=False)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json"), path
        assert "Authorization: Bearer TOKEN" in answer.json()["detail"]


def test_deciding(tmp_path: Path, document: dict[str, Any]) -> None:
    path = build(tmp_path / "case")
    decisions = f"{PREFIX}/decisions"
    with command(path, "--who", "Ada") as printed_address:
        parts = urlsplit(printed_address)
        bearer = {"Authorization": f"Bearer {parts.query.removeprefix('token=')}"}
        with httpx.Client(base_url=f"http://{parts.netloc}", headers=bearer, trust_env=False, timeout=60) as client:
            claim = client.get(f"{PREFIX}/claims").json()["items"][0]
            sent = {"subject": claim["id"], "verdict": "accept", "reason": "read it twice"}
            outcome = check(document, decisions, client.post(decisions, json=sent), "post")
            assert (outcome["subject"], outcome["state"]) == (claim["id"], "accepted")
            assert client.get(f"{PREFIX}/claims/{claim['id']}").json()["state"] == "accepted"
            with Case.open(path) as case:
                (made,) = case.judgements(claim["id"])
                assert (made.who, made.verdict, made.reason) == ("Ada", "accept", "read it twice")
            for wrong, status, words in (
                ({**sent, "verdict": "cut"}, 400, "choose one of accept, reject, note, undo"),
                ({**sent, "verdict": "like"}, 400, "like"),
                ({**sent, "why": "x"}, 400, "why"),
                ({"subject": claim["id"]}, 400, "verdict"),
                ({**sent, "subject": "c0000000000000000"}, 404, "list them"),
                ({**sent, "subject": "f0000000000000001"}, 404, "list them"),
            ):
                problem = check(document, decisions, client.post(decisions, json=wrong), "post")
                assert (problem["status"], words in problem["detail"]) == (status, True), problem
            assert client.post(decisions, data={"subject": claim["id"]}).status_code == 400
            assert client.post(decisions, content=b"x", headers={"content-type": "text/plain"}).status_code == 415
            with Case.open(path, write=True) as case, case.building():
                problem = check(document, decisions, client.post(decisions, json={**sent, "verdict": "undo"}), "post")
                assert problem["status"] == 409
                assert "try again" in problem["detail"]
                assert client.get(f"{PREFIX}/claims").status_code == 200
            # A session is asked for the header that no page of another site can send.
            assert client.get(printed_address).status_code == 303
            del client.headers["Authorization"]
            undo = {**sent, "verdict": "undo"}
            assert client.post(decisions, json=undo).status_code == 403
            assert client.post(decisions, json=undo, headers={"X-Sousveil": "1"}).json()["state"] == "proposed"


def test_who_may_only_read_decides_nothing(small_case: Path, document: dict[str, Any]) -> None:
    with command(small_case, "--read-only") as printed_address:
        parts = urlsplit(printed_address)
        bearer = {"Authorization": f"Bearer {parts.query.removeprefix('token=')}"}
        with httpx.Client(base_url=f"http://{parts.netloc}", headers=bearer, trust_env=False, timeout=60) as client:
            claim = client.get(f"{PREFIX}/claims").json()["items"][0]["id"]
            assert client.get(f"{PREFIX}/me").json()["role"] == "read"
            answer = client.post(f"{PREFIX}/decisions", json={"subject": claim, "verdict": "accept"})
            problem = check(document, f"{PREFIX}/decisions", answer, "post")
            assert problem["status"] == 403
            assert "--read-only" in problem["detail"]


def test_keys_of_a_team(tmp_path: Path, document: dict[str, Any]) -> None:
    path = build(tmp_path / "case")
    with Case.open(path, write=True) as case:
        for name, role in (("Rhea", "read"), ("Reva", "review")):
            case.accounts().add(name, role, "correct horse battery")
        reading, deciding = (case.accounts().add_key(name) for name in ("Rhea", "Reva"))
    with command(path, "--team") as address, httpx.Client(base_url=address, trust_env=False, timeout=60) as client:

        def ask(method: str, path: str, key: str, **more: Any) -> httpx.Response:
            return client.request(method, path, headers={"Authorization": f"Bearer {key}"}, **more)

        me = check(document, f"{PREFIX}/me", ask("GET", f"{PREFIX}/me", reading[1]))
        assert me == {"name": "Rhea", "role": "read", "signed_in": True}
        claim = ask("GET", f"{PREFIX}/claims", reading[1]).json()["items"][0]["id"]
        sent = {"json": {"subject": claim, "verdict": "reject"}}
        assert ask("POST", f"{PREFIX}/decisions", reading[1], **sent).status_code == 403
        assert ask("POST", f"{PREFIX}/decisions", deciding[1], **sent).json()["state"] == "rejected"
        with Case.open(path, write=True) as case:
            assert [made.who for made in case.judgements(claim)] == ["Reva"]
            case.accounts().remove_key("Reva", deciding[0].id)
        for key in (deciding[1], deciding[0].id, "x" * 5_000):
            answer = ask("GET", f"{PREFIX}/me", key)
            assert answer.status_code == 401
            assert "sousveil account key add" in answer.json()["detail"]
        page = ask("GET", "/api", reading[1]).text
        assert "Bearer $KEY" in page
        assert "You may read here, and not decide" in page


def test_the_page_explains_every_address(client: httpx.Client, address: str) -> None:
    page = html.fromstring(client.get("/api").text)
    told = [" ".join(heading.text_content().split()) for heading in page.xpath("//main//h3")]
    assert told == [f"{each.method} {each.address}" for each in OPERATIONS]
    assert f"{address}{PREFIX}/case" in page.xpath("string(//main)")
    assert page.xpath("//a[@href='/api/v1/openapi.json']")
