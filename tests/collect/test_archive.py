"""The archive of a case gives back what it was given, and other people's tools can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from sousveil.collect.archive import Archive
from sousveil.collect.collected import Collected, capture
from sousveil.errors import IntegrityError

AT = "2024-04-16T09:30:00Z"


def fetched(payload: bytes, **changes: object) -> Collected:
    values: dict[str, object] = {
        "media_type": "text/html", "locator": "https://example.org/a", "url": "https://example.org/a", "retrieved": AT,
        "method": "http", "status": 200, "headers": (("Content-Type", "text/html"), ("Content-Encoding", "gzip")),
        **changes,
    }  # fmt: skip
    return capture(payload, **values)


def local(payload: bytes) -> Collected:
    return capture(payload, media_type="text/plain", locator="/home/someone/secret/a.txt", retrieved=AT, method="file")


def test_reads_back_what_was_appended(tmp_path: Path) -> None:
    items = [fetched(b"<p>one"), local(b"two"), fetched(b"\r\n\r\nthree\r\n\r\n"), local(bytes(range(256)) * 500)]
    with Archive(tmp_path / "archive.warc.gz") as archive:
        places = [archive.append(item.capture, item.payload) for item in items]
        assert [archive.read(*place) for place in places] == [item.payload for item in items]
        assert archive.size == sum(length for _, length in places)
    with Archive(tmp_path / "archive.warc.gz") as again:
        assert [again.read(*place) for place in places] == [item.payload for item in items]
        assert again.append(items[0].capture, items[0].payload)[0] == sum(length for _, length in places)


@given(st.binary(max_size=300), st.text(max_size=60), st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40))))
def test_any_bytes_and_any_headers(
    tmp_path_factory: pytest.TempPathFactory, payload: bytes, url: str, headers: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("archive") / "a.warc.gz"
    item = fetched(payload, url=url, headers=tuple(headers), locator=url)
    with Archive(path) as archive:
        place = archive.append(item.capture, item.payload)
        assert archive.read(*place) == payload


def test_others_can_read_it_and_its_digests_hold(tmp_path: Path) -> None:
    hostile = (("X", "a\r\nWARC/1.1\r\nInjected: 1"), ("Set-Cookie\r\n\r\n", "b"), ("Transfer-Encoding", "chunked"))
    items = [
        fetched(b"<p>one", headers=hostile, url="https://example.org/a b\r\nc/길"),
        local(b"two"),
        fetched(b"", status=299),
    ]
    path = tmp_path / "archive.warc.gz"
    with Archive(path) as archive:
        for item in items:
            archive.append(item.capture, item.payload)
    seen = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            seen.append((record.rec_type, record.content_stream().read()))
            assert record.rec_headers.get_header("WARC-Date") == AT
            assert record.rec_headers.get_header("Injected") is None
            assert record.digest_checker.passed is True
    assert seen == [("response", b"<p>one"), ("resource", b"two"), ("response", b"")]


def test_no_path_of_the_researcher_is_passed_on(tmp_path: Path) -> None:
    import gzip

    item = local(b"two")
    with Archive(tmp_path / "a.warc.gz") as archive:
        archive.append(item.capture, item.payload)
    whole = gzip.decompress((tmp_path / "a.warc.gz").read_bytes())
    assert b"/home/someone" not in whole
    assert f"urn:sha256:{item.capture.sha256}".encode() in whole
    assert b"X-Sousveil-Name: a.txt\r\n" in whole


def test_the_same_capture_makes_the_same_record(tmp_path: Path) -> None:
    item = fetched(b"<p>one")
    for name in ("a", "b"):
        with Archive(tmp_path / name) as archive:
            archive.append(item.capture, item.payload)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_tail_that_nobody_committed_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    one, two = fetched(b"<p>one"), local(b"two")
    with Archive(path) as archive:
        first = archive.append(one.capture, one.payload)
        committed = archive.size
        archive.append(two.capture, two.payload)
    with path.open("ab") as file:
        file.write(b"\x1f\x8b half a record")
    with Archive(path) as archive:
        archive.truncate(committed)
        assert archive.size == committed
        second = archive.append(two.capture, two.payload)
        assert second[0] == committed
        assert archive.read(*first) == one.payload
        assert archive.read(*second) == two.payload


def test_a_shorter_archive_than_was_committed_is_an_error(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive, pytest.raises(IntegrityError, match="restore"):
        archive.truncate(10)


def test_wrong_places_and_damage_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    item = fetched(b"<p>one")
    with Archive(path) as archive:
        offset, length = archive.append(item.capture, item.payload)
    for place in ((offset + 1, length), (offset, length - 1), (offset, length + 5), (10_000, 50)):
        with Archive(path) as archive, pytest.raises(IntegrityError):
            archive.read(*place)
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 0x10
    path.write_bytes(damaged)
    with Archive(path) as archive, pytest.raises(IntegrityError):
        archive.read(offset, length)


def test_bytes_that_are_not_the_capture_are_refused(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.warc.gz") as archive, pytest.raises(IntegrityError):
        archive.append(fetched(b"<p>one").capture, b"<p>two")
    assert not (tmp_path / "a.warc.gz").exists()
