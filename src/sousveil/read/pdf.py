"""PDF to a frozen text, from its text layer."""

from __future__ import annotations

import re
import unicodedata
from contextlib import closing
from datetime import date
from typing import Any, Final

from sousveil.errors import ReadLoss
from sousveil.read.dates import find_dates, latest
from sousveil.read.frozen import Builder, Omissions, Piece
from sousveil.read.language import paragraphs_of
from sousveil.read.pdf_layout import paragraphs, running_lines
from sousveil.read.pdf_lines import Line, Sheet, open_pdf, sheets
from sousveil.record import Capture, Dated, Text

__all__ = ["EXTRACTOR", "read_pdf"]

EXTRACTOR: Final = "pdf/1"
_LEAST: Final = 3
"""Fewer letters than this in a whole document are no text: a scan with a stamp on it."""
_MAPPED: Final = 0.5
"""At least this share of the characters must have a meaning in Unicode."""
_OPENING: Final = 1500
"""A date in the first so many characters of the text is taken for the document's."""
_CREATED: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_JOINED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
_DULL: Final = re.compile(
    r"untitled|microsoft|\.(?:docx?|pdf|indd|qxd|tex|pptx?|xlsx?|odt|rtf)\b|^\W*$|^(?:document|title|slide) ?\d*$",
    re.IGNORECASE,
)


def read_pdf(capture: Capture, payload: bytes) -> Text:
    """The text layer of a PDF. Raises ReadLoss: `pdf-encrypted`, `pdf-broken`, `no-text-layer` for a scan,
    `pdf-unmapped-font` where the characters cannot be told."""
    with closing(open_pdf(payload)) as document:
        pages = list(sheets(document))
        facts = document.get_metadata_dict()
    _require_text(pages)
    omissions = Omissions()
    left_out = running_lines(pages)
    builder = Builder()
    spans: list[tuple[int, int, Any]] = []
    groups = paragraphs(pages, left_out)
    body = _body_height(groups)
    for group in groups:
        builder.begin("\n\n")
        for line, following in zip(group, [*group[1:], None], strict=True):
            builder.add(Piece(line.text, line.anchor))
            if following is not None and _apart(line, following):
                builder.gap()
        span = builder.block()
        if span:
            heading = len(group) <= 3 and group[0].height > 1.15 * body
            spans.append((*span, "heading" if heading else "paragraph"))
    content, segments = builder.freeze()
    if not content:
        raise _no_text_layer()
    _count(omissions, pages, left_out, builder)
    main, tagged = paragraphs_of(content, spans)
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor=EXTRACTOR,
        lang=main,
        paragraphs=tagged,
        segments=segments,
        title=_title(facts, content, spans),
        agency=_agency(content),
        published=_published(facts, content, capture.retrieved),
        url=capture.url,
        omissions=omissions.freeze(),
    )


def _require_text(pages: list[Sheet]) -> None:
    characters = "".join(line.text for sheet in pages for line in sheet.lines)
    solid = [char for char in characters if not char.isspace()]
    if sum(char.isalnum() for char in solid) < _LEAST:
        raise _no_text_layer()
    known = sum(unicodedata.category(char) not in ("Co", "Cn") and char != "\ufffd" for char in solid)
    if known < _MAPPED * len(solid):
        raise ReadLoss(
            "pdf-unmapped-font",
            "The PDF does not say which characters its glyphs are. Reading it needs OCR, an optional extra for later.",
        )


def _no_text_layer() -> ReadLoss:
    return ReadLoss(
        "no-text-layer",
        "The PDF holds pictures of pages and no text. Reading it needs OCR, an optional extra for later.",
    )


def _apart(line: Line, following: Line) -> bool:
    """Whether a space stands between two lines of a paragraph: not after a hyphen or between Han and kana."""
    last, first = line.text.rstrip()[-1:], following.text.lstrip()[:1]
    return not (last in "-\u2010\u00ad" or (_JOINED.match(last) and _JOINED.match(first)))


def _body_height(groups: list[list[Line]]) -> float:
    """Height of the lines that most characters stand in, in points."""
    heights: dict[float, int] = {}
    for group in groups:
        for line in group:
            height = round(line.height, 0)
            heights[height] = heights.get(height, 0) + len(line.text)
    return max(heights, key=lambda height: (heights[height], -height)) if heights else 0.0


def _count(omissions: Omissions, pages: list[Sheet], left_out: set[tuple[int, int]], builder: Builder) -> None:
    for sheet in pages:
        for index, line in enumerate(sheet.lines):
            if (sheet.number, index) in left_out:
                omissions.add("running-header", line.text)
        if not sheet.lines:
            omissions.add("page-without-text", f"page {sheet.number}", 0)
        if sheet.cut:
            omissions.add("page-too-long", f"page {sheet.number}", sheet.cut)
    if builder.invisible:
        omissions.add("invisible-character", "", builder.invisible)


def _title(facts: dict[str, str], content: str, spans: list[tuple[int, int, Any]]) -> str | None:
    """The title that the document states, else its first heading."""
    stated = " ".join((facts.get("Title") or "").replace("\x00", "").split())
    if stated and not _DULL.search(stated) and len(stated) < 300:
        return stated
    for start, end, role in spans[:5]:
        if role == "heading" and 5 < end - start < 300:
            return content[start:end]
    return None


def _agency(content: str) -> str | None:
    from sousveil.vocabulary.credits import find_credit

    credit = find_credit(content)
    return credit.words if credit else None


def _published(facts: dict[str, str], content: str, retrieved: str) -> Dated | None:
    """The date on the first page, else the day on which the file was made, which is only its latest possible origin."""
    limit = latest(retrieved)
    for found in find_dates(content[:_OPENING]):
        if limit is None or found.value <= limit:
            return Dated(value=found.value.isoformat(), evidence=f"text: {found.words}", certainty="medium")
    stated = facts.get("CreationDate") or ""
    match = _CREATED.match(stated)
    if match:
        try:
            made = date(*map(int, match.groups()))
        except ValueError:
            return None
        if limit is None or made <= limit:
            return Dated(value=made.isoformat(), evidence=f"pdf CreationDate: {stated[:40]}", certainty="low")
    return None
