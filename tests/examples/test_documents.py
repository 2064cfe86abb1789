"""The example's documents: all described, all marked as written for the example, all reproducible."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import tomllib
from email import message_from_bytes, policy
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest
from docx import Document as WordDocument
from lxml import html
from warcio.archiveiterator import ArchiveIterator

from sousveil.collect.columns import column_map, layout
from sousveil.record import ACTS, ECHO_TYPES, KINDS, SITE_TYPES, TECHNOLOGIES, CodedRecord

EXAMPLE = Path(__file__).parents[2] / "examples" / "north-korea"
SOURCES = EXAMPLE / "sources"
ARCHIVE = "meridian-crawl-2026.warc.gz"
TABLE = "2026-01-05-coded-records.csv"
LINEAGES: dict[str, Any] = tomllib.loads((EXAMPLE / "lineages.toml").read_text(encoding="utf-8"))
DOCUMENTS: list[dict[str, Any]] = LINEAGES["document"]
WRONG_LABEL = {"2024-04-17-nordost-obzor.html": "windows-1251"}


def _module() -> ModuleType:
    """The script, as it is run: not a package."""
    made = importlib.util.spec_from_file_location("example_make", EXAMPLE / "make.py")
    assert made is not None
    assert made.loader is not None
    module = importlib.util.module_from_spec(made)
    import sys

    sys.modules["example_make"] = module  # dataclasses look their module up
    made.loader.exec_module(module)
    return module


def _pages() -> dict[str, bytes]:
    """Pages of the web archive by address."""
    with (SOURCES / ARCHIVE).open("rb") as stream:
        return {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(stream, check_digests="raise")
            if record.rec_type == "response"
        }


def _bytes(file: str) -> bytes:
    name, _, inside = file.partition("#")
    return _pages()[inside] if name == ARCHIVE else (SOURCES / name).read_bytes()


def _page(file: str) -> html.HtmlElement:
    data = _bytes(file)
    label = re.search(rb"charset=[\"']?([\w-]+)", data)
    assert label is not None
    return html.fromstring(data.decode(WRONG_LABEL.get(file, label.group(1).decode())))


def _is_page(file: str) -> bool:
    return file.endswith(".html") or file.startswith(ARCHIVE)


def _words(file: str) -> str:
    """All words of a document, notice and frame included."""
    name, _, inside = file.partition("#")
    if _is_page(file):
        words: str = _page(file).text_content()
        return words
    if name.endswith(".pdf"):
        document = pypdfium2.PdfDocument(SOURCES / name)
        # U+FFFE stands for a hyphen at the end of a line
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\ufffe", "-")
    if name.endswith(".docx"):
        return "\n".join(paragraph.text for paragraph in WordDocument(str(SOURCES / name)).paragraphs)
    if name.endswith(".eml"):
        body = message_from_bytes(_bytes(file), policy=policy.default).get_body(("plain",))  # type: ignore[attr-defined]
        return str(body.get_content())
    if name == TABLE:
        rows = csv.DictReader(io.StringIO(_bytes(name).decode(), newline=""))
        return " ".join(next(row for row in rows if row["Record_ID"] == inside).values())
    return _bytes(file).decode()


def _plain(words: str) -> str:
    return " ".join(words.split())


def test_every_source_is_described_and_every_description_has_its_source() -> None:
    described = {document["file"].partition("#")[0] for document in DOCUMENTS}
    assert described == {path.name for path in SOURCES.iterdir()}
    assert {d["file"] for d in DOCUMENTS if d["file"].startswith(ARCHIVE)} == {f"{ARCHIVE}#{url}" for url in _pages()}


def test_the_script_reproduces_every_file_byte_for_byte() -> None:
    made = _module().made()
    assert {path.name for path in made} == {path.name for path in SOURCES.iterdir()} | {"lineages.toml"}
    differing = [str(path) for path, content in made.items() if (EXAMPLE / path).read_bytes() != content]
    assert not differing, "run examples/north-korea/make.py and commit what it writes"


def test_if_missing_leaves_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = _module()
    (tmp_path / "sources").mkdir()
    kept = tmp_path / "sources" / "2024-04-16-meridian-wire.html"
    kept.write_text("changed by hand", encoding="utf-8")
    monkeypatch.setattr(script, "HERE", tmp_path)
    monkeypatch.setattr(script, "SOURCES", tmp_path / "sources")
    monkeypatch.setattr("sys.argv", ["make.py", "--if-missing"])
    script.main()
    assert kept.read_text(encoding="utf-8") == "changed by hand"
    assert {path.name for path in (tmp_path / "sources").iterdir()} == {path.name for path in SOURCES.iterdir()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["file"][-48:])
def test_every_document_says_that_it_was_written_for_the_example(document: dict[str, Any]) -> None:
    file = document["file"]
    if document.get("unread", "").startswith("a scanned page"):
        said = pypdfium2.PdfDocument(SOURCES / file).get_metadata_dict()["Subject"]
    elif _is_page(file):
        page = _page(file)
        said = page.xpath("string(//aside[@class='example-notice'])")
        hidden = page.xpath("string(//meta[@name='example-notice']/@content)")
        assert said.split("\n")[0].strip()[:40] == hidden[:40]
        said += " ".join(page.xpath("//aside[@class='example-notice']//a/@href"))
        before = page.xpath("//aside[@class='example-notice']/preceding::*[not(ancestor-or-self::head)]")
        assert not "".join(element.text or "" for element in before).strip(), "the notice stands at the top"
    else:
        said = _plain(_words(file))
    assert "sousveil" in said
    if "outlet" in document:
        assert document["outlet"] in said
    if document.get("facts"):
        assert re.search(r"https?://(?!\S+\.example)\S+", said), "names the public report's address"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["file"][-48:])
def test_what_is_expected_of_a_document_stands_in_it(document: dict[str, Any]) -> None:
    words = "" if document.get("unread") else _plain(_words(document["file"]))
    files = {other["file"] for other in DOCUMENTS}
    for claim in document.get("claim", []):
        assert claim["words"] in words
        assert claim["kind"] in KINDS
        assert claim["act"] in ACTS
        assert set(claim["technology"]) <= set(TECHNOLOGIES)
        assert set(claim["sites"]) <= set(SITE_TYPES)
        assert claim["polarity"] in ("affirmed", "denied")
        assert claim["certainty"] in ("stated", "hedged")
    for echo in document.get("echo", []):
        assert echo["type"] in ECHO_TYPES
        assert echo.get("cited") or echo["to"] in files - {document["file"]}
    assert all(re.fullmatch(r"NK\d{3}", fact) for fact in document.get("facts", []))
    if document.get("claim"):
        assert document.get("facts"), "what is claimed follows from a fact"


def test_pages_name_an_invented_address_and_one_date() -> None:
    for document in DOCUMENTS:
        if not _is_page(document["file"]):
            continue
        page = _page(document["file"])
        canonical = page.xpath("string(//link[@rel='canonical']/@href)")
        assert canonical == document["url"] == page.xpath("string(//meta[@property='og:url']/@content)")
        assert re.match(r"https://[\w-]+\.example/", canonical)
        assert re.match(r"\d{4}-\d\d-\d\d", document["published"])


def test_what_the_example_must_hold() -> None:
    claims = [claim for document in DOCUMENTS for claim in document.get("claim", [])]
    languages = {document["lang"].partition("-")[0] for document in DOCUMENTS}
    assert {"en", "ko", "ja", "zh", "es", "ru", "de"} <= languages
    assert {claim["kind"] for claim in claims} == set(KINDS)
    assert {"affirmed", "denied"} == {claim["polarity"] for claim in claims}
    assert sum(not document.get("claim") and not document.get("unread") for document in DOCUMENTS) == 4
    assert {document["file"] for document in DOCUMENTS if document.get("unread")} == {
        "2024-04-17-meridian-wire-clipping.pdf",
        f"{ARCHIVE}#https://harbour-ledger.example/world/2021/02/02/camera-deal-on-the-yalu",
    }
    translated = {
        document["lang"].partition("-")[0]
        for document in DOCUMENTS
        for echo in document.get("echo", [])
        if echo["type"] == "translation"
    }
    assert len(translated) >= 6
    korean = [d["file"] for d in DOCUMENTS if d["lang"] == "ko" and "크림슨센터" in _words(d["file"])]
    assert len(korean) == 3
    assert b"charset=euc-kr" in _bytes("2024-04-17-dasol-ilbo.html")


def test_the_findings_name_documents_of_the_example() -> None:
    files = {document["file"] for document in DOCUMENTS}
    for finding in LINEAGES["finding"]:
        assert set(finding["documents"]) <= files
        assert 1 <= finding["min"] <= finding["max"]


def test_the_column_map_fits_the_table() -> None:
    header = tuple(next(csv.reader(io.StringIO(_bytes(TABLE).decode()))))
    mapped = layout(header, column_map(EXAMPLE / "columns.toml"))
    assert isinstance(mapped, CodedRecord)
    assert mapped.roles == layout(header, None).roles  # type: ignore[union-attr]


def test_the_quotes_of_the_coding_page_stand_in_the_example() -> None:
    page = (EXAMPLE.parents[1] / "docs" / "CODING.md").read_text(encoding="utf-8")
    held = " ".join(_plain(_words(document["file"])) for document in DOCUMENTS)
    quotes = [line.removeprefix("> ").replace("**", "") for line in page.splitlines() if line.startswith("> ")]
    assert len(quotes) >= 8
    missing = [part for quote in quotes for part in quote.split("…") if part.strip() and part.strip() not in held]
    assert missing == []
