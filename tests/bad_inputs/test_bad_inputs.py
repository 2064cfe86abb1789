"""Whatever is put in: the build ends, names each loss, keeps the rest, and the case verifies."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from command_line import rows, run

GOOD = "Police in Belgrade installed 200 surveillance cameras in schools in 2021, the interior ministry said.\n" * 4


def _bomb_png(side: int = 30_000) -> bytes:
    """A small PNG that unfolds to `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(side // 8 + 1) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def _bomb_docx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * (300 << 20))
    return held.getvalue()


BAD: dict[str, bytes] = {
    "empty.html": b"",
    "nul.txt": b"\x00" * 4000,
    "noise.bin": bytes(range(256)) * 40,
    "deep.html": b"<div>" * 60_000 + b"text",
    "entities.html": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>&a;</p></body></html>',
    "laughs.docx": b"PK\x03\x04 not a zip",
    "bomb.docx": _bomb_docx(),
    "bomb.png": _bomb_png(),
    "broken.pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\ntrailer << /Root 1 0 R >>",
    "cut.warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK")[
        :-9
    ],
    "not.warc": b"WARC/1.0\r\nthis is not a header\r\n\r\n",
    "wrong.csv": b"colour,size\nred,3\n",
    "mail.eml": b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=odd\n\n\xff\xfe",
    "utf16.html": "<html><body><p>short</p></body></html>".encode("utf-16")[:-1],
    "surrogates.txt": b"\xed\xa0\x80\xed\xb0\x80 \xf4\x90\x80\x80",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("bad")
    sources = folder / "sources"
    sources.mkdir()
    for name, data in BAD.items():
        (sources / name).write_bytes(data)
    (sources / "good.txt").write_text(GOOD)
    (sources / "loop").symlink_to(sources)
    (sources / "dangling").symlink_to(sources / "nowhere")
    os.mkfifo(sources / "pipe")
    done = run("build", sources, "-o", folder / "case", "--offline", "--timeout", "20", "--quiet")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return folder / "case"


def test_the_good_file_is_read(case):
    (good,) = [source for source in rows("sources", case) if source["locator"].endswith("good.txt")]
    claims = [claim for claim in rows("claims", case) if claim["evidence"]["source"] == good["id"]]
    assert claims
    assert all(claim["evidence"]["quote"] in GOOD for claim in claims)


def test_every_bad_file_is_read_or_named(case):
    named = {Path(drop["locator"].split("#")[0]).name for drop in rows("drops", case)}
    read = {Path(source["locator"].split("#")[0]).name for source in rows("sources", case)}
    assert set(BAD) <= named | read
    assert {"empty.html", "noise.bin", "bomb.docx", "bomb.png", "broken.pdf", "wrong.csv"} <= named
    assert "pipe" in named | read


def test_nothing_was_read_from_this_machine(case):
    assert "root:" not in json.dumps(rows("sources", case))
    assert run("verify", case).returncode == 0


def test_building_again_ends_alike(case):
    before = {name: run(name, case, "--format", "jsonl").stdout for name in ("sources", "claims", "findings", "drops")}
    done = run("build", case.parent / "sources", "-o", case, "--offline", "--timeout", "20", "--quiet")
    assert done.returncode == 1
    assert before == {name: run(name, case, "--format", "jsonl").stdout for name in before}


def test_hostile_archives_and_documents_of_the_shared_data(tmp_path, shared):
    hostile = shared / "hostile"
    if not hostile.is_dir():
        pytest.skip("../shared/data/hostile is not there")
    papers = sorted((hostile / "pdf").glob("*.pdf"))[::25]
    done = run("build", hostile / "warc", *papers, "-o", tmp_path / "case", "--offline", "--quiet")
    assert done.returncode == 1, done.stderr
    assert run("verify", tmp_path / "case").returncode == 0
    held = {Path(capture["locator"].split("#")[0]).name for capture in rows("sources", tmp_path / "case")}
    named = {Path(drop["locator"].split("#")[0]).name for drop in rows("drops", tmp_path / "case")}
    assert {paper.name for paper in papers} <= held | named
