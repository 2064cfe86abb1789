"""Web archives: each page that stands in one comes out, and each fault is a drop at the place where it stands."""

from __future__ import annotations

import gzip
import importlib
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from collect.made_archives import DATE, arc, http, members, page, record, response, sha1
from damaged import METHODS, damaged, inside, zipped
from sousveil.collect import Collected, CollectOptions, collect
from sousveil.collect.web_archive import is_wacz, wacz, web_archive
from sousveil.record import Drop, sha256_bytes

Items = list[Collected | Drop]
THREE = (response("one", "https://example.org/1"), response("two", "https://example.org/2"),
         response("three", "https://example.org/3"))  # fmt: skip


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Items]:
    def collected(data: bytes, name: str = "test.warc", options: CollectOptions | None = None) -> Items:
        path = tmp_path / name
        path.write_bytes(data)
        return list(collect(path, options or CollectOptions()))

    return collected


def words(items: Items) -> list[str]:
    whole = [i.payload.decode().partition("<p>")[2] for i in items if isinstance(i, Collected)]
    return [text.removesuffix("</p>") for text in whole]


def reasons(items: Items) -> list[str]:
    return [i.reason for i in items if isinstance(i, Drop)]


def places(items: Items) -> list[str]:
    return [i.locator.rpartition("#")[2] for i in items if isinstance(i, Drop)]


def test_a_plain_archive(read: Callable[..., Items]) -> None:
    items = read(b"".join(THREE))
    assert words(items) == ["one", "two", "three"]
    first = items[0]
    assert isinstance(first, Collected)
    capture = first.capture
    assert capture.url == "https://example.org/1"
    assert capture.retrieved == DATE
    assert (capture.status, capture.method, capture.media_type) == (200, "warc", "text/html")
    assert capture.headers == (("Content-Type", "text/html"),)
    assert capture.sha256 == sha256_bytes(first.payload)
    second = items[1]
    assert isinstance(second, Collected)
    assert second.capture.locator.endswith(f"test.warc#{len(THREE[0])}")


def test_compressed_by_member_and_whole(read: Callable[..., Items]) -> None:
    by_member = read(members(*THREE), "a.warc.gz")
    whole = read(gzip.compress(b"".join(THREE)), "b.warc.gz")
    assert words(by_member) == words(whole) == ["one", "two", "three"]
    second = by_member[1]
    assert isinstance(second, Collected)
    assert second.capture.locator.endswith(f"#{len(members(THREE[0]))}")


def test_known_by_content_whatever_the_name(read: Callable[..., Items]) -> None:
    assert words(read(members(*THREE), "strange.bin")) == ["one", "two", "three"]
    assert words(read(arc(("http://e.org/ 127.0.0.1 20140102000000 text/html", http(page("x")))), "a.dat")) == ["x"]


@pytest.mark.parametrize("compressed", [False, True])
def test_what_stood_before_a_cut_is_kept(read: Callable[..., Items], compressed: bool) -> None:
    whole = members(*THREE) if compressed else b"".join(THREE)
    third = len(members(*THREE[:2]) if compressed else b"".join(THREE[:2]))
    for cut in range(third + 1, len(whole) - 4, 7):
        items = read(whole[:cut], "a.warc")
        assert words(items)[:2] == ["one", "two"], cut
        assert len(reasons(items)) == 1, (cut, reasons(items))
        assert places(items)[0].startswith(str(third)), cut


@given(st.integers(0, 3_000), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_one_wrong_byte_never_loses_in_silence(position: int, change: int) -> None:
    """Any byte of a compressed archive may be wrong: each record is there as it was, or there is a drop."""
    whole = bytearray(members(*THREE))
    position %= len(whole)
    whole[position] ^= change
    items = list(web_archive(io.BytesIO(bytes(whole)), len(whole), "x", DATE, CollectOptions()))
    found = set(words([i for i in items if isinstance(i, Collected)]))
    assert found <= {"one", "two", "three"}
    assert len(found) == 3 or reasons(items)
    assert len(found) >= 2 or reasons(items)


def test_a_damaged_member_costs_its_record_alone(read: Callable[..., Items]) -> None:
    one, two, three = (members(each) for each in THREE)
    broken = bytearray(two)
    broken[len(broken) // 2] ^= 0xFF
    items = read(one + bytes(broken) + three, "a.warc.gz")
    assert words(items) == ["one", "three"]
    assert places(items)
    assert all(int(place.partition("+")[0]) == len(one) for place in places(items))


def test_bytes_between_records_are_named(read: Callable[..., Items]) -> None:
    items = read(THREE[0] + b"what is this\r\n" + THREE[1])
    assert words(items) == ["one", "two"]
    assert "warc-garbage" in reasons(items)


@pytest.mark.parametrize("length", ["abc", "-5", "", "²"])
def test_a_length_that_is_no_number(read: Callable[..., Items], length: str) -> None:
    items = read(THREE[0] + record(http(page("lost")), length=length) + THREE[2])
    assert words(items) == ["one", "three"]
    assert reasons(items) == ["warc-length"]
    assert places(items) == [str(len(THREE[0]))]


@pytest.mark.parametrize("wrong", [5, 20, 110, 116, 120, 128, 400, 100_000, 50_000_000, 10**15])
@pytest.mark.parametrize("compressed", [False, True])
def test_a_wrong_length_does_not_swallow_the_next_record(
    read: Callable[..., Items], wrong: int, compressed: bool
) -> None:
    second = record(http(page("lost")), length=wrong)
    assert len(http(page("lost"))) < 110
    if compressed:
        items = read(members(THREE[0], second, THREE[2]), "a.warc.gz")
        assert words(items) == ["one", "three"]
        assert places(items)[0] == str(len(members(THREE[0])))
        return
    items = read(THREE[0] + second + THREE[2])
    assert words(items) == ["one", "three"]
    assert reasons(items)
    assert places(items)[0] == str(len(THREE[0]))


def test_a_header_without_end(read: Callable[..., Items]) -> None:
    items = read(THREE[0] + b"WARC/1.0\r\nWARC-Type: response\r\n" + b"x" * 100_000 + b"\r\n" + THREE[2])
    assert words(items) == ["one", "three"]
    assert "warc-header" in reasons(items)


def test_a_record_inside_a_header_keeps_its_own_address(read: Callable[..., Items]) -> None:
    cut_header = THREE[1][: THREE[1].index(b"Content-Length")]
    items = read(THREE[0] + cut_header + THREE[2])
    assert words(items) == ["one", "three"]
    assert [i.capture.url for i in items if isinstance(i, Collected)] == [
        "https://example.org/1", "https://example.org/3",
    ]  # fmt: skip
    assert reasons(items) == ["warc-header"]


@pytest.mark.parametrize(
    "line", [b"WARC/1.0\r\n", b"WARC/1.0\r\n\r\n", b"\n", b"\0", b"http://a:b c 20140216050221 d x\n"]
)
def test_hostile_repetition_takes_linear_time_and_few_drops(read: Callable[..., Items], line: bytes) -> None:
    items = read(THREE[0] + line * (2_000_000 // len(line)) + THREE[2])
    assert words(items)[0] == "one"
    assert words(items)[-1] == "three"
    assert len(items) < 2200


def test_a_length_beyond_the_limit_that_takes_in_other_records(read: Callable[..., Items]) -> None:
    filler = record(b"x" * 3_000_000, kind="metadata")
    items = read(THREE[0] + record(http(page("lost")), length=2_500_000) + THREE[1] + filler + THREE[2],
                 options=CollectOptions(max_bytes=10_000))  # fmt: skip
    assert words(items) == ["one", "two", "three"]
    assert reasons(items)[0] == "warc-length"


def test_many_wrong_lengths_take_linear_time(read: Callable[..., Items]) -> None:
    wrong = record(b"x", length=60_000_000)
    items = read(THREE[0] + wrong * 20_000 + THREE[2])
    assert words(items) == ["one", "three"]
    assert len(items) <= 1003


def test_digests(read: Callable[..., Items]) -> None:
    good = http(page("good"))
    block = (f"WARC-Block-Digest: {sha1(good)}",)
    payload = (f"WARC-Payload-Digest: {sha1(page('good'))}",)
    wrong = (f"WARC-Block-Digest: {sha1(b'other')}",)
    wrong_payload = (f"WARC-Payload-Digest: {sha1(b'other')}",)
    unknown = ("WARC-Block-Digest: blake9:AAAA",)
    items = read(
        record(good, fields=block) + record(good, fields=payload) + record(good, fields=wrong)
        + record(good, fields=wrong_payload) + record(good, fields=unknown) + record(good)
    )  # fmt: skip
    assert words(items) == ["good"] * 4
    assert reasons(items) == ["warc-digest"] * 2


def test_payload_digest_of_the_decoded_body(read: Callable[..., Items]) -> None:
    body = gzip.compress(page("packed"))
    block = http(body, headers=("Content-Type: text/html", "Content-Encoding: gzip"))
    for digested in (body, page("packed")):
        assert words(read(record(block, fields=(f"WARC-Payload-Digest: {sha1(digested)}",)))) == ["packed"]


def _zlib_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        # The bytes are part of the tests' names, which several processes must agree on: no time in them.
        ("gzip", gzip.compress(page("packed"), mtime=0)),
        ("x-gzip", gzip.compress(page("packed"), mtime=0)),
        ("deflate", zlib.compress(page("packed"))),
        ("deflate", _zlib_raw(page("packed"))),
        ("br", brotli.compress(page("packed"))),
        ("zstd", zstandard.compress(page("packed"))),
        ("gzip, br", brotli.compress(gzip.compress(page("packed"), mtime=0))),
        ("identity", page("packed")),
        ("gzip", page("packed")),
        ("deflate", page("packed")),
        ("br", page("packed")),
        ("zstd", page("packed")),
    ],
)
def test_content_encodings(read: Callable[..., Items], encoding: str, packed: bytes) -> None:
    block = http(packed, headers=("Content-Type: text/html", f"Content-Encoding: {encoding}"))
    assert words(read(record(block))) == ["packed"]


def test_an_unknown_encoding_is_a_drop(read: Callable[..., Items]) -> None:
    items = read(record(http(page("x"), headers=("Content-Encoding: rot13",))))
    assert reasons(items) == ["http-encoding"]


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)]
)
def test_a_cut_encoding_keeps_what_can_be_read(
    read: Callable[..., Items], encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = page(" ".join(str(n * n * 7919) for n in range(20_000)))
    packed = pack(body)
    items = read(
        record(http(packed[: len(packed) // 2], headers=("Content-Type: text/html", f"Content-Encoding: {encoding}")))
    )
    assert reasons(items) == ["http-encoding"]
    kept = items[0]
    assert isinstance(kept, Collected)
    assert len(kept.payload) > 1000
    assert body.startswith(kept.payload)
    lost = items[1]
    assert isinstance(lost, Drop)
    assert lost.capture_sha256 == kept.capture.sha256


CHUNKED = ("Content-Type: text/html", "Transfer-Encoding: chunked")


def test_chunks(read: Callable[..., Items]) -> None:
    body = page("chunked")
    good = b"%x\r\n%s\r\n%x;ext=1\r\n%s\r\n0\r\n\r\n" % (10, body[:10], len(body) - 10, body[10:])
    assert words(read(record(http(good, headers=CHUNKED)))) == ["chunked"]
    assert words(read(record(http(body, headers=CHUNKED)))) == ["chunked"]


def test_wrong_chunk_lengths_are_named_and_the_rest_goes_on(read: Callable[..., Items]) -> None:
    body = page("chunked")
    for bad in (
        b"%x\r\n%s\r\nzz\r\n" % (len(body), body),
        b"%x\r\n%s" % (len(body) + 50, body),
        b"%x\r\n%s\r\n" % (len(body), body),
    ):
        items = read(record(http(bad, headers=CHUNKED)) + THREE[1])
        assert words(items) == ["chunked", "two"]
        assert reasons(items) == ["http-chunks"]


def test_statuses_without_a_page(read: Callable[..., Items]) -> None:
    items = read(
        record(http(b"", "301 Moved", ("Location: /x",))) + record(http(page("x"), "404 Not Found")) + THREE[1]
        + record(http(b"", "204 No Content")) + record(b"no head at all")
    )  # fmt: skip
    assert words(items) == ["two"]
    assert reasons(items) == ["http-status", "http-status", "empty", "http-head"]


def test_a_body_shorter_than_announced_is_named(read: Callable[..., Items]) -> None:
    items = read(record(http(page("short"), headers=("Content-Type: text/html", "Content-Length: 5000"))))
    assert words(items) == ["short"]
    assert reasons(items) == ["http-truncated"]


def test_other_kinds_of_record(read: Callable[..., Items]) -> None:
    items = read(
        record(b"software: x", kind="warcinfo", content_type="application/warc-fields")
        + record(b"GET / HTTP/1.0\r\n\r\n", kind="request") + record(b"a: b", kind="metadata")
        + record(b"", kind="revisit") + record(b"", kind="revisit")
        + record(page("held"), kind="resource", content_type="text/html; charset=big5")
        + record(b"20140102 1.2.3.4", url="dns:example.org", content_type="text/dns")
    )  # fmt: skip
    assert words(items) == ["held"]
    assert reasons(items) == ["warc-revisit"]
    held = items[0]
    assert isinstance(held, Collected)
    assert (held.capture.status, held.capture.charset) == (None, "big5")
    dropped = items[1]
    assert isinstance(dropped, Drop)
    assert "the archive has 2" in dropped.detail


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("<https://example.org/wget>", "https://example.org/wget"),
        ("https://example.org/a b c", "https://example.org/a%20b%20c"),
        ("https://example.org/길", "https://example.org/길"),
        ("javascript:alert(1)", None),
        ("urn:uuid:1234", None),
        ("", None),
    ],
)
def test_addresses(read: Callable[..., Items], target: str, url: str | None) -> None:
    [item] = read(record(http(page("x")), url=target))
    assert isinstance(item, Collected)
    assert item.capture.url == url


@pytest.mark.parametrize(
    ("stated", "read_as"),
    [
        ("2024-04-16T09:30:00.123456Z", "2024-04-16T09:30:00Z"),
        ("2024-04-16T11:30:00+02:00", "2024-04-16T09:30:00Z"),
        ("20240416093000", "2024-04-16T09:30:00Z"),
        ("never", "2014-02-16T05:02:20Z"),
    ],
)
def test_dates(read: Callable[..., Items], stated: str, read_as: str) -> None:
    block = http(page("x"), headers=("Content-Type: text/html", "Date: Sun, 16 Feb 2014 05:02:20 GMT"))
    [item] = read(record(block).replace(DATE.encode(), stated.encode()))
    assert isinstance(item, Collected)
    assert item.capture.retrieved == read_as


def test_too_large(read: Callable[..., Items]) -> None:
    options = CollectOptions(max_bytes=10_000)
    stored_large = record(http(b"x" * 2_000_000))
    packed_large = record(http(gzip.compress(b"x" * 2_000_000), headers=("Content-Encoding: gzip",)))
    for archive in (stored_large + packed_large + THREE[1], members(stored_large, packed_large, THREE[1])):
        items = read(archive, "a.warc", options)
        assert words(items) == ["two"]
        assert reasons(items) == ["too-large", "too-large"]


def test_a_bomb_ends(read: Callable[..., Items], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("sousveil.collect.runs"), "_RATIO_FLOOR", 1_000_000)
    items = read(members(THREE[0], b"\x00" * 50_000_000, THREE[1]), "a.warc.gz")
    assert words(items) == ["one"]
    assert "archive-ratio" in reasons(items)


def test_nothing_in_it(read: Callable[..., Items]) -> None:
    assert reasons(read(b"", "empty.warc")) == ["archive-empty"]
    assert reasons(read(record(b"a: b", kind="metadata"))) == ["archive-empty"]
    assert reasons(read(b"not an archive at all", "a.warc")) == ["warc-garbage"]
    assert reasons(read(b"not an archive at all", "a.arc")) == ["arc-garbage"]


ARC_HEAD = "http://example.com/{} 93.184.216.119 20140216050221 text/html"


def test_arc(read: Callable[..., Items]) -> None:
    data = arc(*((ARC_HEAD.format(n), http(page(n))) for n in ("one", "two words", "three")))
    for form in (data, gzip.compress(data)):
        items = read(form, "a.arc")
        assert words(items) == ["one", "two words", "three"]
        second = items[1]
        assert isinstance(second, Collected)
        assert second.capture.url == "http://example.com/two%20words"
        assert second.capture.retrieved == "2014-02-16T05:02:21Z"


def test_arc_that_is_wrong(read: Callable[..., Items]) -> None:
    good = arc((ARC_HEAD.format("a"), http(page("one"))))
    bad = b"http://example.com/ 1.2.3.4 20140216050221 text/html abc\nsome lines\nthat are lost\n"
    after = (ARC_HEAD.format("b") + f" {len(http(page('two')))}\n").encode() + http(page("two")) + b"\n"
    items = read(good + bad + after, "a.arc")
    assert words(items) == ["one", "two"]
    assert reasons(items) == ["arc-header", "arc-garbage"]
    cut = read(good[:-30], "b.arc")
    assert reasons(cut) == ["archive-truncated"]


def test_wacz(read: Callable[..., Items]) -> None:
    data = zipped({
        "datapackage.json": b"{}",
        "archive/b.warc.gz": members(THREE[1]),
        "archive/a.warc": THREE[0],
        "pages/pages.jsonl": b"{}",
    })  # fmt: skip
    for name in ("x.wacz", "x.zip"):
        items = read(data, name)
        assert words(items) == ["one", "two"]
        first = items[0]
        assert isinstance(first, Collected)
        assert first.capture.locator.endswith(f"{name}!archive/a.warc#0")


def test_wacz_that_is_wrong(read: Callable[..., Items]) -> None:
    assert reasons(read(b"no zip", "x.wacz")) == ["archive-damaged"]
    assert reasons(read(zipped({"datapackage.json": b"{}"}), "x.wacz")) == ["archive-empty"]
    bomb = zipped({"archive/a.warc": b"\x00" * 20_000_000, "archive/b.warc": THREE[1]})
    items = read(bomb, "x.wacz")
    assert words(items) == ["two"]
    assert reasons(items) == ["archive-ratio"]
    whole = bytearray(zipped({"archive/a.warc": THREE[0] * 50, "archive/b.warc": THREE[1]}))
    whole[100] ^= 0xFF
    items = read(bytes(whole), "x.wacz")
    assert words(items)[-1] == "two"
    assert reasons(items)


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_member_of_a_wacz_costs_no_other(read: Callable[..., Items], method: int) -> None:
    wrong = inside(THREE[0] * 50, "archive/a.warc", method)
    held = io.BytesIO(wrong)
    with zipfile.ZipFile(held, "a") as container:
        container.writestr("archive/b.warc", THREE[1])
    items = read(held.getvalue(), "x.wacz")
    assert any(isinstance(item, Drop) and "!archive/a.warc" in item.locator for item in items)
    last = items[-1]
    assert isinstance(last, Collected)
    assert last.capture.locator.endswith("x.wacz!archive/b.warc#0")


def test_no_damage_to_a_wacz_ends_in_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    kinds = set()
    for data in damaged({"archive/a.warc": THREE[0] * 20, "archive/b.warc": THREE[1]}, times=1200, seed=9):
        path.write_bytes(data)
        is_wacz(path)
        items = list(wacz(path, "x.wacz", "2024-04-16T09:30:00Z", CollectOptions()))
        assert items, "nothing came out and nothing was dropped"
        kinds |= {type(item) for item in items}
    assert kinds == {Collected, Drop}


def test_the_same_archive_reads_the_same(read: Callable[..., Items]) -> None:
    data = members(*THREE)[:-20]
    assert read(data) == read(data)
