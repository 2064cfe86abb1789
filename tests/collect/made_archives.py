"""Small web archives written by hand, so that tests can break them in a known place."""

from __future__ import annotations

import gzip
import hashlib
from base64 import b32encode

DATE = "2024-04-16T09:30:00Z"


def page(words: str) -> bytes:
    return f"<!doctype html><title>t</title><p>{words}</p>".encode()


def http(body: bytes, status: str = "200 OK", headers: tuple[str, ...] = ("Content-Type: text/html",)) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + body


def sha1(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data).digest()).decode()


def record(
    block: bytes,
    url: str = "https://example.org/a",
    kind: str = "response",
    length: int | str | None = None,
    fields: tuple[str, ...] = (),
    content_type: str = "application/http; msgtype=response",
) -> bytes:
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {DATE}",
        f"Content-Type: {content_type}",
        *fields,
        f"Content-Length: {len(block) if length is None else length}",
        "",
        "",
    ]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def response(words: str, url: str = "https://example.org/a") -> bytes:
    return record(http(page(words)), url)


def members(*records: bytes) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def arc(*records: tuple[str, bytes]) -> bytes:
    about = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n\n"
    whole = b"filedesc://test.arc 127.0.0.1 20140216050221 text/plain %d\n" % len(about) + about
    for head, block in records:
        whole += b"%s %d\n%s\n" % (head.encode(), len(block), block)
    return whole
