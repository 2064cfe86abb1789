"""Going back: from a frozen text to the captured bytes, to see that each segment says what it claims."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sousveil.errors import IntegrityError
from sousveil.record import Segment, Text

__all__ = ["resolve", "verify"]


def resolve(text: Text, payload: bytes) -> Iterator[tuple[Segment, str]]:
    """Each segment with the characters that stand at its anchor in `payload`, read anew."""
    reader = text.extractor.partition("/")[0]
    if reader == "pdf":
        yield from _pages(text, payload)
        return
    trees: dict[str, Any] = {}
    for segment in text.segments:
        anchor = segment.anchor
        part, path = anchor.path.partition("/")[::2] if reader == "eml" else ("", anchor.path)
        if part not in trees:
            trees[part] = _source(reader, text, payload, part, anchor.kind)
        source = trees[part]
        if anchor.kind == "node":
            from sousveil.read.html_tree import text_node

            yield segment, text_node(source, "/" + path.lstrip("/"))[anchor.start : anchor.end]
        else:
            yield segment, source[anchor.start : anchor.end].decode(_codec(text), "replace")


def verify(text: Text, payload: bytes) -> None:
    """Raises IntegrityError for the first segment whose characters differ from those of the capture."""
    for segment, found in resolve(text, payload):
        said = text.content[segment.start : segment.end]
        if len(said) != len(found) or any(
            one != other and not (one.isspace() and other.isspace()) for one, other in zip(said, found, strict=True)
        ):
            raise IntegrityError(
                f"Characters {segment.start}-{segment.end} of the text of {text.source_id} read {said[:60]!r}, but the "
                f"capture has {found[:60]!r} there. The text was not made from these bytes."
            )


def _source(reader: str, text: Text, payload: bytes, part: str, kind: str) -> Any:
    """What anchors of a kind point into: the root of a parsed document, or bytes."""
    if reader == "docx":
        from sousveil.read.docx import main_root

        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            return main_root(archive)
    if part:
        from sousveil.read.eml import part_payload

        payload = part_payload(payload, int(part))
    if kind == "bytes":
        return payload
    from sousveil.read.html_tree import parse_as

    return parse_as(payload, text.charset or "utf-8")


def _codec(text: Text) -> str:
    from sousveil.read.charset import codec_of

    return codec_of(text.charset or "utf-8")


def _pages(text: Text, payload: bytes) -> Iterator[tuple[Segment, str]]:
    from sousveil.read.pdf_lines import open_pdf, page_text

    with closing(open_pdf(payload)) as document:
        cache: dict[int, str] = {}
        for segment in text.segments:
            anchor = segment.anchor
            if anchor.page not in cache:
                cache[anchor.page] = page_text(document, anchor.page)
            yield segment, cache[anchor.page][anchor.start : anchor.end]
