"""Plain text to a frozen text, also where it was pasted from a web page with everything around the article."""

from __future__ import annotations

import re
from array import array
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from sousveil.errors import ReadLoss
from sousveil.read.charset import Decoded, decode
from sousveil.read.dates import find_dates, latest
from sousveil.read.frozen import Builder, Omissions, Piece
from sousveil.read.language import language, main_language
from sousveil.read.pasted import left_out
from sousveil.read.words import phrase_words
from sousveil.record import Anchor, Capture, Dated, Paragraph, Text

__all__ = ["EXTRACTOR", "Line", "byte_offsets", "read_plain"]

EXTRACTOR: Final = "plain/1"
_LINE: Final = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+|\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_WRAP: Final = (45, 100)
"""Lines this long (characters) in a row are one wrapped paragraph; shorter ones are verses or entries."""
_TITLE: Final = 160
_NO_TITLE: Final = (".", "。", "!", ",", ":", ";", *phrase_words().sentence_ends)
_RULE: Final = re.compile(r"[-=_*~#]{5,}[ \t]*\n")
_OPENING: Final = 6
"""A date in the first so many blocks is the text's own."""


class Line(NamedTuple):
    """A line without its end, and where it starts in the decoded text."""

    start: int
    text: str


def read_plain(capture: Capture, payload: bytes, prefix: str = "") -> Text:
    """The text of a plain file; `prefix` is the anchors' path (a part of a message).

    Raises ReadLoss (`no-main-text`) where nothing but white space is left.
    """
    decoded = decode(payload, capture.charset)
    offsets = byte_offsets(payload, decoded)
    blocks = _blocks(decoded.text)
    reasons = left_out([" ".join(line.text for line in block) for block in blocks])
    omissions = Omissions()
    builder = Builder()
    spans = []
    wrapped = _is_wrapped(blocks)
    for index, block in enumerate(blocks):
        if reasons[index]:
            omissions.add(reasons[index], " ".join(line.text for line in block))
            continue
        builder.begin("\n\n")
        for line in block:
            if not wrapped:
                builder.line_break()
            builder.add(_piece(line if not wrapped else Line(line.start, line.text + " "), offsets, prefix))
        span = builder.block()
        if span:
            spans.append(span)
    content, segments = builder.freeze()
    if not content:
        raise ReadLoss("no-main-text", "The file holds no words.")
    if builder.invisible:
        omissions.add("invisible-character", "", builder.invisible)
    replaced = decoded.text.count("\ufffd")
    if replaced:
        omissions.add("undecodable-character", "", replaced)
    title_at = _title(content, spans)
    title = content[slice(*spans[title_at])] if title_at is not None else None
    tagged = [(start, end, language(content[start:end])) for start, end in spans]
    main = main_language([(lang, end - start) for start, end, lang in tagged])
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor=EXTRACTOR,
        lang=main,
        paragraphs=tuple(
            Paragraph(
                start=start,
                end=end,
                lang=lang if lang != "und" else main,
                role="title" if index == title_at else "paragraph",
            )
            for index, (start, end, lang) in enumerate(tagged)
        ),
        segments=segments,
        charset=decoded.charset,
        title=title,
        agency=_agency(content),
        published=_published(content, spans, capture.retrieved),
        url=capture.url,
        omissions=omissions.freeze(),
    )


def byte_offsets(payload: bytes, decoded: Decoded) -> Callable[[int], int]:
    """A function from an index in the decoded text to the byte where that character starts."""
    text, bom = decoded.text, decoded.bom
    body = payload[bom:]
    if text.isascii() and len(text) == len(body):
        return lambda index: bom + index
    table = array("Q", [bom])
    decoder = getincrementaldecoder(decoded.codec)("replace")
    for position in range(len(body)):
        given = decoder.decode(body[position : position + 1])
        # Several characters from one byte: a broken sequence ended at the byte that follows it.
        table.extend([bom + position] * (len(given) - 1) + [bom + position + 1] * bool(given))
    table.extend([len(payload)] * len(decoder.decode(b"", final=True)))
    return table.__getitem__


def _blocks(text: str) -> list[list[Line]]:
    """Lines between blank lines; each line its own block where the text has no blank lines."""
    blocks: list[list[Line]] = [[]]
    for match in _LINE.finditer(text):
        line = match.group()
        if line in ("\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"):
            if blocks[-1] and blocks[-1][-1].text == "":
                blocks.append([])
            elif blocks[-1]:
                blocks[-1].append(Line(match.end(), ""))
        elif line in ("\x0c", "\u2029"):
            blocks.append([])
        elif line.strip():
            if blocks[-1] and blocks[-1][-1].text == "":
                blocks[-1].pop()
            blocks[-1].append(Line(match.start(), line))
    blocks = [[line for line in block if line.text] for block in blocks]
    blocks = [block for block in blocks if block]
    if len(blocks) == 1 and not _is_wrapped(blocks):
        blocks = [[line] for line in blocks[0]]
    return blocks


def _is_wrapped(blocks: list[list[Line]]) -> bool:
    """Whether lines were broken at a width: most lines but the last of a block are about equally long."""
    lengths = [len(line.text) for block in blocks for line in block[:-1]]
    if not lengths:
        return False
    low, high = _WRAP
    return sum(low <= length <= high for length in lengths) > 0.8 * len(lengths)


def _piece(line: Line, offsets: Callable[[int], int], prefix: str) -> Piece:
    def anchor(start: int, end: int) -> Anchor:
        return Anchor(kind="bytes", start=offsets(line.start + start), end=offsets(line.start + end), path=prefix)

    return Piece(line.text, anchor)


def _title(content: str, spans: list[tuple[int, int]]) -> int | None:
    """Index of the first block, if it is one short line that does not end like a sentence and more follows. A note
    between ruled lines at the very top is passed over."""
    ruled = bool(spans) and _RULE.match(content, spans[0][0]) is not None
    at = 1 if ruled else 0
    if len(spans) < at + 2:
        return None
    first = content[slice(*spans[at])]
    if len(first) > _TITLE or "\n" in first or first.rstrip("\"'”’»)").endswith(_NO_TITLE):
        return None
    return at


def _published(content: str, spans: list[tuple[int, int]], retrieved: str) -> Dated | None:
    """A day that stands on a line of its own near the top, or in the dateline of the first paragraph."""
    limit = latest(retrieved)
    for start, end in spans[:_OPENING]:
        for found in find_dates(content[start : min(end, start + 90)]):
            alone = end - start - len(found.words) <= 40
            if (alone or found.start < 40) and (limit is None or found.value <= limit):
                words = content[start : start + found.start + len(found.words)]
                certainty: Literal["medium", "low"] = "medium" if alone else "low"
                return Dated(value=found.value.isoformat(), evidence=f"text: {words}", certainty=certainty)
    return None


def _agency(content: str) -> str | None:
    from sousveil.vocabulary.credits import find_credit

    credit = find_credit(content)
    return credit.words if credit else None
