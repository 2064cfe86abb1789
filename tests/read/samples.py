"""Captures for the tests of this room."""

from __future__ import annotations

from sousveil.errors import ReadLoss
from sousveil.read import read
from sousveil.read.anchors import verify
from sousveil.record import Capture, Text, sha256_bytes

RETRIEVED = "2024-06-01T09:30:00Z"


def capture(payload: bytes, media_type: str = "text/html", **fields: object) -> Capture:
    described: dict[str, object] = {
        "sha256": sha256_bytes(payload),
        "size": len(payload),
        "media_type": media_type,
        "locator": "sample",
        "retrieved": RETRIEVED,
        "method": "file",
    }
    return Capture(**(described | fields))


def read_sample(payload: bytes | str, media_type: str = "text/html", **fields: object) -> Text:
    """Read bytes, and hold the invariants that every text has."""
    data = payload.encode() if isinstance(payload, str) else payload
    text = read(capture(data, media_type, **fields), data)
    check(text, data)
    return text


def check(text: Text, data: bytes) -> None:
    verify(text, data)
    end = 0
    for segment in text.segments:
        assert text.content[end : segment.start].strip() == "", "words of ours between segments"
        assert end <= segment.start < segment.end <= len(text.content)
        end = segment.end
    assert text.content[end:] == ""
    end = 0
    for paragraph in text.paragraphs:
        assert end <= paragraph.start < paragraph.end
        assert text.content[end : paragraph.start].strip() == ""
        end = paragraph.end
    assert end == len(text.content)
    for link in text.links:
        assert 0 <= link.start <= link.end <= len(text.content)
        assert link.url.startswith(("http://", "https://"))


def reason(payload: bytes | str, media_type: str = "text/html", **fields: object) -> str:
    """The reason for which a sample is not read."""
    data = payload.encode() if isinstance(payload, str) else payload
    try:
        read(capture(data, media_type, **fields), data)
    except ReadLoss as loss:
        return loss.reason if str(loss) else "unnamed"
    return "read"
