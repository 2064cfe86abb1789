"""What bytes are: by their first bytes, then by what the sender or the file's name says (as WHATWG's MIME
sniffing does for the types that it knows)."""

from __future__ import annotations

import re
from pathlib import PurePath

__all__ = ["HEAD", "is_gzip", "media_type", "split_content_type"]

HEAD = 4096
"""Bytes from the start of a payload that are looked at."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"WARC/", "application/warc"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_BY_NAME = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".txt": "text/plain",
    ".text": "text/plain", ".md": "text/plain", ".eml": "message/rfc822", ".mht": "multipart/related",
    ".mhtml": "multipart/related", ".xml": "application/xml", ".json": "application/json", ".csv": "text/csv",
    ".tsv": "text/tab-separated-values", ".svg": "image/svg+xml",
}  # fmt: skip
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    b"word/": f"{_OFFICE}wordprocessingml.document",
    b"xl/": f"{_OFFICE}spreadsheetml.sheet",
    b"ppt/": f"{_OFFICE}presentationml.presentation",
    b"META-INF/container.xml": "application/epub+zip",
}
_ZIP_ENTRY = re.compile(rb"PK\x03\x04.{26}(word/|xl/|ppt/|META-INF/container\.xml)", re.DOTALL)
_ZIP_MIMETYPE = re.compile(rb"PK\x03\x04.{22}\x08\x00\x00\x00mimetype([\x21-\x7e]{3,100})", re.DOTALL)
_TAG = re.compile(
    rb"<(!doctype\s+html|html|head|body|title|meta|script|style|link|article|main|div|table|h1|p|a|b|br)[\s>/]",
    re.IGNORECASE,
)
_MAIL_FIELD = re.compile(rb"[!-9;-~]{1,60}:")
_MAIL_MARKS = {b"received", b"mime-version", b"message-id", b"return-path", b"delivered-to", b"dkim-signature"}
_VAGUE = {"", "application/octet-stream", "binary/octet-stream", "application/download", "unknown/unknown"}


def is_gzip(head: bytes) -> bool:
    """Whether bytes begin a gzip member (RFC 1952): magic, deflate, no reserved flags."""
    return head[:3] == b"\x1f\x8b\x08" and len(head) > 3 and head[3] & 0xE0 == 0


def split_content_type(value: str | None) -> tuple[str, str | None]:
    """A Content-Type header as media type and charset, both lower case: `("text/html", "euc-kr")`."""
    kind, _, parameters = (value or "").partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", parameters, re.IGNORECASE)
    return kind.strip().lower(), charset.group(1).lower() if charset else None


def media_type(payload: bytes, name: str = "", declared: str = "") -> str:
    """The media type of `payload`, lower case and without parameters.

    Unmistakable first bytes win, since servers mislabel PDFs and pictures; then what the sender declared; then
    the extension of `name`; then whether it looks like HTML, mail or text.
    """
    head = payload[:HEAD]
    by_magic = _by_magic(head, payload)
    if by_magic:
        return by_magic
    markup = _looks_like_html(head)
    if declared not in _VAGUE:
        # A page sent as plain text is still a page; anything else is taken at its sender's word.
        return "text/html" if markup and declared == "text/plain" else declared
    named = _BY_NAME.get(PurePath(name).suffix.lower())
    if named and not (markup and named == "text/plain"):
        return named
    return "text/html" if markup else _guess(head)


def _guess(head: bytes) -> str:
    if head.lstrip().startswith(b"<?xml"):
        return "application/xml"
    if _looks_like_mail(head):
        return "message/rfc822"
    return "text/plain" if _looks_like_text(head) else "application/octet-stream"


def _by_magic(head: bytes, payload: bytes) -> str:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            # "BM" also begins words: a bitmap says its size in the next four bytes.
            if kind == "image/bmp" and int.from_bytes(head[2:6], "little") != len(payload):
                continue
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return {b"heic": "image/heic", b"heix": "image/heic", b"avif": "image/avif"}.get(head[8:12], "video/mp4")
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(payload)
    # PDFs often begin with a few stray bytes; readers accept the mark within the first kilobyte.
    if b"%PDF-" in head[:1024] and not _looks_like_html(head):
        return "application/pdf"
    return ""


def _zip_type(payload: bytes) -> str:
    """By the names of its entries, as they stand before each entry's data: a foreign ZIP's directory is not parsed."""
    stated = _ZIP_MIMETYPE.match(payload[:200])  # OpenDocument and EPUB say their type in a first, unpacked entry
    if stated:
        return stated.group(1).split(b"PK")[0].decode("ascii").lower()
    entry = _ZIP_ENTRY.search(payload)
    return _ZIPPED[entry.group(1)] if entry else "application/zip"


def _looks_like_html(head: bytes) -> bool:
    if head[:3] == b"\xef\xbb\xbf":
        head = head[3:]
    elif head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head[2:].replace(b"\x00", b"")
    rest = head.lstrip()
    # A loop and not one expression: a run of comments must not make the matcher try every way to pair them.
    while rest[:4] == b"<!--" or rest[:5] == b"<?xml":
        rest = rest.partition(b"-->" if rest[:4] == b"<!--" else b"?>")[2].lstrip()
    return _TAG.match(rest) is not None


def _looks_like_mail(head: bytes) -> bool:
    """Header lines from the first line on, one of them a header that only mail has (RFC 5322)."""
    for number, line in enumerate(head.splitlines()):
        if number == 0 and line.startswith(b"From "):
            continue
        if line[:1] in {b" ", b"\t"}:
            continue
        if not _MAIL_FIELD.match(line):
            return False
        if line.partition(b":")[0].lower() in _MAIL_MARKS:
            return True
    return False


def _looks_like_text(head: bytes) -> bool:
    """Text of any encoding: UTF-16 says so with a mark; the others hold few control characters."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return True
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 or byte == 127 for byte in head)
    return b"\x00" not in head and controls * 50 <= len(head)
