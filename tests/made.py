"""Records for tests, made without collecting or reading."""

from __future__ import annotations

from sousveil.record import Capture, Claim, Evidence, Paragraph, Text, sha256_bytes

Made = tuple[Capture, bytes, Text, Claim]


def make(words: str, *, locator: str = "note.txt", published: str | None = None, lang: str = "en") -> Made:
    """A capture of `words`, its text, and one claim that quotes the first sentence."""
    payload = words.encode()
    capture = Capture(
        sha256=sha256_bytes(payload), size=len(payload), media_type="text/plain", locator=locator,
        retrieved="2024-05-01T00:00:00Z", method="file",
    )  # fmt: skip
    text = Text(
        capture_sha256=capture.sha256, content=words, extractor="plain/1", lang=lang, outlet="Northgate Monitor",
        paragraphs=(Paragraph(start=0, end=len(words), lang=lang),), segments=(), title="A note",
    )  # fmt: skip
    end = words.index(".") + 1
    claim = Claim(
        kind="deployment", technology=("camera", "face-recognition"), act="install", polarity="affirmed",
        certainty="stated", site_types=("school",), extractor="rules/1", rule="test", slots={"technology": (0, 3)},
        evidence=Evidence(
            source=capture.source_id, url=None, lang=lang, text_sha256=text.sha256, start=0, end=end, quote=words[:end]
        ),
    )  # fmt: skip
    return capture, payload, text, claim
