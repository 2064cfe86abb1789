"""Files and folders: all that is there comes out, in an order that depends on names alone."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from sousveil.collect import Collected, CollectOptions, collect
from sousveil.collect.sniff import media_type
from sousveil.record import Drop

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return out.getvalue()


def open_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr("content.xml", "<x/>")
    return out.getvalue()


def taken(items: list[Collected | Drop]) -> list[str]:
    return [Path(i.capture.locator).name for i in items if isinstance(i, Collected)]


def dropped(items: list[Collected | Drop]) -> list[tuple[str, str]]:
    return [(Path(i.locator).name, i.reason) for i in items if isinstance(i, Drop)]


def test_one_file(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<!doctype html><p>words")
    os.utime(path, (1713259800, 1713259800.9))
    for source in (path, str(path)):
        [item] = collect(source)
        assert isinstance(item, Collected)
        capture = item.capture
        assert item.payload == path.read_bytes()
        assert (capture.url, capture.status, capture.method) == (None, None, "file")
        assert capture.locator == str(path)
        assert capture.retrieved == "2024-04-16T09:30:00Z"


def test_a_folder_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c.txt", "B.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    items = list(collect(tmp_path))
    assert taken(items) == ["B.txt", "a.txt", "1.txt", "2.txt", "c.txt"]
    assert items == list(collect(tmp_path))


def test_what_is_passed_over_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>x")
    (tmp_path / ".hidden.html").write_text("<p>x")
    (tmp_path / ".folder").mkdir()
    (tmp_path / ".DS_Store").write_text("litter")
    (tmp_path / "._page.html").write_text("litter")
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe")
    items = list(collect(tmp_path))
    assert taken(items) == ["page.html"]
    assert dropped(items) == [
        (".folder", "hidden"), (".hidden.html", "hidden"), ("again", "link"), ("empty.txt", "empty"),
        ("gone.txt", "missing"), ("pipe", "not-a-file"),
    ]  # fmt: skip


def test_folders_that_go_in_circles_or_very_deep(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1050):  # deeper than calls may nest
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(os.open("z.txt", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
    os.close(folder)
    items = list(collect(tmp_path))
    # Taken down from the top: what clears temporary folders after the tests calls itself for each level.
    top, spare = tmp_path / "d", tmp_path / "spare"
    while (top / "d").exists():
        (top / "d").rename(spare)
        top.rmdir()
        spare.rename(top)
    assert dropped(items) == [("a", "unreadable"), ("b", "unreadable"), ("z.txt", "empty")]


def test_excluded_folders_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "x.txt").write_text("x")
    (tmp_path / "a.txt").write_text("a")
    monkeypatch.chdir(tmp_path)
    for root in (tmp_path, Path("."), Path("../") / tmp_path.name):  # noqa: PTH201  # as a user types it
        items = list(collect(root, CollectOptions(exclude=(Path("case"),))))
        assert taken(items) == ["a.txt"]
        assert len(items) == 1


def test_sources_that_are_not_there(tmp_path: Path) -> None:
    [item] = collect(tmp_path / "no-such-file.html")
    assert isinstance(item, Drop)
    assert (item.stage, item.reason) == ("collect", "missing")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    [item] = collect(path)
    assert isinstance(item, Drop)
    assert item.reason == "unreadable"


def test_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 2000)
    [item] = collect(tmp_path, CollectOptions(max_bytes=1999))
    assert isinstance(item, Drop)
    assert item.reason == "too-large"


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\n.txt"
    with open(path, "wb") as file:  # noqa: PTH123  # a Path cannot say these bytes as plainly
        file.write(b"words")
    [item] = collect(tmp_path)
    assert isinstance(item, Collected)
    item.capture.locator.encode("utf-8")


def test_unknown_bytes_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_bytes(bytes(range(256)))
    [item] = collect(tmp_path)
    assert isinstance(item, Collected)
    assert item.capture.media_type == "application/octet-stream"


MAIL = b"Received: from a\r\n by b\r\nFrom: a@example.org\r\nSubject: x\r\n\r\nwords"


@pytest.mark.parametrize(
    ("payload", "name", "declared", "expected"),
    [
        (b"%PDF-1.7\n", "a.html", "text/html", "application/pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.7\n", "a.bin", "", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "", "", "image/png"),
        (b"\xff\xd8\xff\xe0", "", "text/plain", "image/jpeg"),
        (b"RIFF1234WEBPVP8 ", "", "", "image/webp"),
        (b"BMW sold cameras", "a.txt", "", "text/plain"),
        (b"MM", "", "", "text/plain"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a", "", WORD),
        (zipped("[Content_Types].xml", "word/document.xml"), "a", "application/zip", WORD),
        (open_document(), "a.odt", "", "application/vnd.oasis.opendocument.text"),
        (zipped("a.txt"), "a.docx", "", "application/zip"),
        (b"PK\x03\x04 broken", "a.docx", "", "application/zip"),
        (b"<!DOCTYPE HTML><html>", "", "", "text/html"),
        (b"\xef\xbb\xbf  <html>", "", "", "text/html"),
        ("\ufeff<html><p>".encode("utf-16-le"), "", "", "text/html"),
        (b"<!-- a --><!-- b -->\n<?xml version='1.0'?><html>", "", "", "text/html"),
        (b"<html><p>", "", "text/plain", "text/html"),
        (b"<html><p>", "a.txt", "", "text/html"),
        (b"words", "a.html", "", "text/html"),
        (b"words", "", "text/html", "text/html"),
        (b"words < more", "", "", "text/plain"),
        (b"words", "a.html", "application/octet-stream", "text/html"),
        (b"{}", "a.json", "", "application/json"),
        (b"<?xml version='1.0'?><rss>", "", "", "application/xml"),
        (MAIL, "", "", "message/rfc822"),
        (b"From me to you at noon\nReceived: x\n", "", "", "message/rfc822"),
        (b"Note: cameras\nwere installed", "", "", "text/plain"),
        ("\ufeffwords".encode("utf-16-le"), "", "", "text/plain"),
        ("얼굴 인식".encode("euc-kr"), "", "", "text/plain"),
        (b"\x00\x01\x02\x03", "a.txt", "", "text/plain"),
        (b"\x00\x01\x02\x03", "", "", "application/octet-stream"),
    ],
)
def test_media_types(payload: bytes, name: str, declared: str, expected: str) -> None:
    assert media_type(payload, name, declared) == expected


def test_sniffing_takes_no_time_on_hostile_bytes() -> None:
    for payload in (b"<!---->" * 600, b"<!-- " * 900, b"a:b\n" * 1000, b" " * 4096, b"<?xml?>" * 500):
        media_type(payload)
