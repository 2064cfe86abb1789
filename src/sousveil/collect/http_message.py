"""HTTP responses as archives hold them: the head, the body, and the encodings around it undone (RFC 9110, 9112)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

from msgspec import Struct

from sousveil.errors import CollectLoss

__all__ = ["Body", "Head", "decode_body", "decode_content", "parse_head"]

_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_MAX_HEAD = 256 * 1024
_ZSTD_PIECE = 512


class Head(Struct, frozen=True, kw_only=True):
    """Status and headers, in order and as sent; bytes that are no UTF-8 are read as Latin-1."""

    status: int
    headers: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The first header of that name, which must be lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def tokens(self, name: str) -> list[str]:
        """The comma-separated values of all headers of that name, lower case, in order."""
        joined = ",".join(value for key, value in self.headers if key.lower() == name)
        return [token.strip().lower() for token in joined.split(",") if token.strip()]


class Body(Struct, frozen=True, kw_only=True):
    """A decoded body and, where a part of it is missing or damaged, what was lost."""

    payload: bytes
    dechunked: bytes
    """The body without transfer encoding: what payload digests are usually taken of."""
    lost: CollectLoss | None = None


def parse_head(block: bytes) -> tuple[Head, bytes]:
    """The head of a response and the bytes after it.

    Raises:
        CollectLoss: `http-head`: the block is no HTTP response.
    """
    end = re.compile(rb"\r?\n\r?\n").search(block, 0, _MAX_HEAD)
    lines = block[: end.start() if end else _MAX_HEAD].splitlines()
    status = re.match(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?:[ \t]|$)", lines[0]) if lines else None
    if status is None:
        raise CollectLoss("http-head", "The record says that it is an HTTP response, but no status line is in it.")
    if end is None and len(block) > _MAX_HEAD:
        raise CollectLoss("http-head", f"The head of the HTTP response is longer than {_MAX_HEAD} bytes.")
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        if line[:1] in {b" ", b"\t"} and headers:  # obsolete folding goes on with the header before
            name, value = headers[-1]
            headers[-1] = (name, f"{value} {_text(line)}".strip())
        elif b":" in line:
            field, _, value_bytes = line.partition(b":")
            headers.append((_text(field), _text(value_bytes)))
    return Head(status=int(status.group(1)), headers=tuple(headers)), block[end.end() :] if end else b""


def decode_body(head: Head, body: bytes, max_bytes: int) -> Body:
    """Undo the transfer encoding, then the content encodings.

    A body that was stored without the encoding that its head names is taken as it is: many archives do that.

    Raises:
        CollectLoss: `too-large`, `http-encoding` (one that we cannot undo or nothing of which could be read).
    """
    lost: CollectLoss | None = None
    whole = body
    if "chunked" in head.tokens("transfer-encoding"):
        whole, lost = _dechunk(body)
    else:
        announced = head.get("content-length") or ""
        if announced.isdecimal() and len(body) < int(announced) and not head.tokens("content-encoding"):
            lost = CollectLoss(
                "http-truncated",
                f"The server announced {announced} bytes and {len(body)} are there; those are kept, the rest is lost.",
            )
    payload, undone = decode_content(whole, head.tokens("content-encoding"), max_bytes)
    return Body(payload=payload, dechunked=whole, lost=undone or lost)


def decode_content(body: bytes, encodings: list[str], max_bytes: int) -> tuple[bytes, CollectLoss | None]:
    """Undo content encodings, last one first, never making more than `max_bytes`.

    Raises:
        CollectLoss: `too-large`, `http-encoding`.
    """
    lost: CollectLoss | None = None
    for encoding in reversed(encodings):
        if encoding in {"identity", "utf-8", "none"}:
            continue
        decoder = _DECODERS.get(encoding)
        if decoder is None:
            raise CollectLoss("http-encoding", f"The body has the content encoding {encoding!r}, which is unknown.")
        decoded, complete = decoder(body, max_bytes)
        if decoded is None:
            continue  # stored already decoded
        if not complete:
            lost = CollectLoss(
                "http-encoding",
                f"The {encoding} data of the body end early or are damaged; the {len(decoded)} bytes before that "
                "are kept, the rest is lost.",
            )
        body = decoded
    if len(body) > max_bytes:
        raise _too_large(max_bytes)
    return body, lost


def _too_large(max_bytes: int) -> CollectLoss:
    return CollectLoss(
        "too-large", f"The payload is larger than {max_bytes} bytes; raise the limit on the size of a payload."
    )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return data.decode("latin-1").strip()


def _dechunk(body: bytes) -> tuple[bytes, CollectLoss | None]:
    """Undo chunked transfer encoding; what comes before the first wrong chunk is kept."""
    parts: list[bytes] = []
    position = 0
    while True:
        size_line = _CHUNK.match(body, position)
        if size_line is None:
            if not parts:
                return body, None  # the archive's writer has undone it and left the header
            return b"".join(parts), _bad_chunk(body, position)
        size = int(size_line.group(1), 16)
        start = size_line.end()
        if size == 0:
            return b"".join(parts), None
        if start + size > len(body):
            if not parts and body[start : start + 1] == b"":
                return body, None
            parts.append(body[start:])
            return b"".join(parts), _bad_chunk(body, position)
        parts.append(body[start : start + size])
        position = start + size
        if body[position : position + 2] == b"\r\n":
            position += 2
        elif body[position : position + 1] == b"\n":
            position += 1
        elif position < len(body):
            return b"".join(parts), _bad_chunk(body, position)


def _bad_chunk(body: bytes, position: int) -> CollectLoss:
    return CollectLoss(
        "http-chunks",
        f"The chunk lengths of the body are wrong at byte {position} of {len(body)}; what could be read is kept.",
    )


Decoded = tuple[bytes | None, bool]
"""Bytes, or nothing where the body is not in that encoding, and whether the data came to their proper end."""


def _inflate(body: bytes, max_bytes: int, wbits: int) -> Decoded:
    parts: list[bytes] = []
    room = max_bytes + 1
    while body:
        inflater = zlib.decompressobj(wbits)
        try:
            part = inflater.decompress(body, room)
        except zlib.error:
            return (b"".join(parts), False) if parts else (None, False)
        parts.append(part)
        room -= len(part)
        if room <= 0:
            raise _too_large(max_bytes)
        if not inflater.eof:
            return b"".join(parts), False
        body = inflater.unused_data if wbits == 31 and inflater.unused_data[:2] == b"\x1f\x8b" else b""
    return b"".join(parts), True


def _gzip(body: bytes, max_bytes: int) -> Decoded:
    if not body.startswith(b"\x1f\x8b"):
        return None, True
    return _salvaged(body, max_bytes, 31)


def _deflate(body: bytes, max_bytes: int) -> Decoded:
    """`deflate` means zlib's format; some servers send the bare data (RFC 9110, 8.4.1.2)."""
    if len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0:
        return _salvaged(body, max_bytes, 15)
    decoded, complete = _inflate(body, max_bytes, -15)
    return (decoded, True) if complete else (None, True)


def _salvaged(body: bytes, max_bytes: int, wbits: int) -> Decoded:
    """As `_inflate`; where the data are damaged, what can be read before the damage."""
    decoded, complete = _inflate(body, max_bytes, wbits)
    if decoded is not None:
        return decoded, complete
    inflater = zlib.decompressobj(wbits)
    kept = bytearray()
    try:
        for start in range(0, len(body), 512):
            kept += inflater.decompress(body[start : start + 512], max_bytes + 1 - len(kept))
            if len(kept) > max_bytes:
                raise _too_large(max_bytes)
    except zlib.error:
        pass  # reported by the caller: the second value says that the data did not end well
    if not kept:
        raise CollectLoss("http-encoding", "The compressed body is damaged from its start.")
    return bytes(kept), False


def _brotli(body: bytes, max_bytes: int) -> Decoded:
    import brotli  # type: ignore[import-untyped]  # ships no types

    decoder = brotli.Decompressor()
    kept = bytearray()
    try:
        kept += decoder.process(body, output_buffer_limit=max_bytes + 1)
        while not decoder.is_finished() and not decoder.can_accept_more_data() and len(kept) <= max_bytes:
            kept += decoder.process(b"", output_buffer_limit=max_bytes + 1 - len(kept))
    except brotli.error:
        return None, True  # brotli has no mark of its own: data that are none were stored decoded
    if len(kept) > max_bytes:
        raise _too_large(max_bytes)
    return bytes(kept), bool(decoder.is_finished())


def _zstd(body: bytes, max_bytes: int) -> Decoded:
    import zstandard

    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return None, True
    # The window is what the format lets a sender make us set aside: 8 MiB is what RFC 9659 allows on the web.
    frames = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
    decoder = frames.decompressobj()
    kept = bytearray()
    try:
        # Small pieces: zstd can make 32 KiB of one byte, and its pieces come out whole.
        for start in range(0, len(body), _ZSTD_PIECE):
            piece = body[start : start + _ZSTD_PIECE]
            while piece:
                if decoder.eof:
                    decoder = frames.decompressobj()
                kept += decoder.decompress(piece)
                piece = decoder.unused_data if decoder.eof else b""
            if len(kept) > max_bytes:
                raise _too_large(max_bytes)
    except zstandard.ZstdError as error:
        if not kept:
            raise CollectLoss("http-encoding", "The compressed body is damaged from its start.") from error
        return bytes(kept), False
    return bytes(kept), bool(decoder.eof)


_DECODERS: dict[str, Callable[[bytes, int], Decoded]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
