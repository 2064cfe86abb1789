"""Texts of an evaluation set as the reader would freeze them, for scorers that start after reading."""

from __future__ import annotations

import msgspec

from sousveil.find.own_words import own_passages
from sousveil.record.identity import sha256_text
from sousveil.record.text import Dated, Paragraph, Text
from sousveil.vocabulary.loader import load

__all__ = ["plain_text", "with_own_words"]


def with_own_words(text: Text) -> Text:
    """A text with what a build notes of it beside the reader: where it says that its own people saw or heard it."""
    return msgspec.structs.replace(text, own=own_passages(text, load()))


def plain_text(content: str, *, lang: str = "en", name: str = "", published: str | None = None) -> Text:
    """A text with one paragraph; `name` keeps equal contents apart."""
    return Text(
        capture_sha256=sha256_text(f"{name}\0{content}"),
        content=content,
        extractor="eval/1",
        lang=lang,
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),),
        segments=(),
        published=Dated(value=published, evidence="given", certainty="high") if published else None,
    )
