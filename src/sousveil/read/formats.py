"""Which reader a capture needs: what the bytes show, then what the sender said."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath
from typing import Final, cast

from sousveil.errors import ReadLoss
from sousveil.record import Capture, Text

__all__ = ["Reader", "format_of", "reader_for"]

Reader = Callable[[Capture, bytes], Text]

_MARKUP: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|title|meta|div|p|"
    rb"h1|article|main|section|table|script|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_WIDE_MARKUP: Final = re.compile(rb"\A(?:\xff\xfe|\xfe\xff)?\x00?<\x00?[!a-zA-Z]\x00")
_MESSAGE: Final = re.compile(
    rb"\A(?:(?:from|to|date|subject|message-id|received|mime-version|return-path|delivered-to|content-type|reply-to|"
    rb"x-[\w-]+|dkim-signature|cc|sender)\s*:[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_IMAGES: Final = (
    b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM", b"\x00\x00\x01\x00",
)  # fmt: skip
_SUFFIXES: Final = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".mhtml": "eml", ".eml": "eml", ".pdf": "pdf",
    ".docx": "docx", ".txt": "plain", ".md": "plain", ".text": "plain",
}  # fmt: skip
_MEDIA: Final = {
    "text/html": "html", "application/xhtml+xml": "html", "application/html": "html", "text/plain": "plain",
    "text/markdown": "plain", "text/csv": "unknown", "application/pdf": "pdf", "message/rfc822": "eml",
    "multipart/related": "eml", "text/css": "unknown", "text/javascript": "unknown", "text/xml": "unknown",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


# Readers load where they are needed: a run over web pages needs no PDF library.
_READERS: Final = {
    "html": ("html", "read_html"), "plain": ("plain", "read_plain"), "pdf": ("pdf", "read_pdf"),
    "docx": ("docx", "read_docx"), "eml": ("eml", "read_eml"), "coded": ("coded", "read_coded"),
}  # fmt: skip


def format_of(capture: Capture, payload: bytes) -> str:
    """`html`, `plain`, `pdf`, `docx`, `eml`, `coded`, `image`, `empty` or `unknown`."""
    if capture.coded is not None:
        return "coded"
    if not payload.strip():
        return "empty"
    head = payload[:4096]
    by_bytes = _by_bytes(payload, head)
    if by_bytes:
        return by_bytes
    return _by_label(capture, head)


def _by_label(capture: Capture, head: bytes) -> str:
    """By the sender's media type or the file's name, as far as the bytes do not speak against it."""
    media = capture.media_type.lower()
    suffix = _SUFFIXES.get(PurePosixPath(capture.locator.lower()).suffix) if capture.method == "file" else None
    named = _MEDIA.get(media) or suffix
    if media.startswith("image/") and media != "image/svg+xml":
        named = "image"
    elif _MARKUP.match(head) or _WIDE_MARKUP.match(head):
        named = "html"
    elif named in (None, "plain") and _MESSAGE.match(head):
        named = "eml"
    elif named is None and (media.startswith("text/") or media in ("", "application/octet-stream")):
        named = "plain"
    if named == "plain" and not _is_text(head):
        named = None
    return named or "unknown"


def _by_bytes(payload: bytes, head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if b"word/document" in payload else "unknown"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] == b"ftypavif":
        return "image"
    return None


def _is_text(head: bytes) -> bool:
    """Whether bytes are characters in some encoding: next to no control bytes (UTF-16 has a mark or zeros)."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    for half, other in ((head[0::2], head[1::2]), (head[1::2], head[0::2])):
        if half.count(0) > 0.6 * len(half):
            return _controls(other) <= len(other) // 50
    return _controls(head) <= len(head) // 100


def _controls(data: bytes) -> int:
    return sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in data)


def reader_for(capture: Capture, payload: bytes) -> Reader:
    """The reader for a capture. Raises ReadLoss where there is none for its format."""
    kind = format_of(capture, payload)
    reader = _READERS.get(kind)
    if reader is not None:
        module, name = reader
        return cast("Reader", getattr(import_module(f"sousveil.read.{module}"), name))
    if kind == "image":
        raise ReadLoss(
            "image-needs-ocr", "The capture is an image. Reading words in images (OCR) is an optional extra."
        )
    if kind == "empty":
        raise ReadLoss("empty", "The capture holds no bytes but white space.")
    raise ReadLoss(
        "unknown-format",
        f"No reader for {capture.media_type or 'bytes of unknown type'}. Save it as HTML, PDF, DOCX, EML or text;"
        " a table of records is added as a file, with --columns.",
    )
