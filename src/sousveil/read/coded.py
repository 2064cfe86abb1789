"""A row of a table of coded records: the coders' summary is the text, their codes travel beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from sousveil.errors import ReadLoss
from sousveil.read.charset import decode
from sousveil.read.dates import latest, parse_date
from sousveil.read.language import language
from sousveil.read.plain import byte_offsets
from sousveil.record import Anchor, Capture, CodedRecord, Dated, Link, Paragraph, Segment, Text

__all__ = ["EXTRACTOR", "read_coded"]

EXTRACTOR: Final = "coded/1"
_BREAK: Final = "\n\n"


class _Field(NamedTuple):
    """A value of a row. `runs` are (start, end) in the decoded file; joined they are the value."""

    value: str
    runs: tuple[tuple[int, int], ...]


def read_coded(capture: Capture, payload: bytes) -> Text:
    """The summary of one coded record, exactly as the coders wrote it; `Text.coded` has all values by role.

    A row with fewer cells than the header has empty ones at its end.

    Raises ReadLoss: `coded-broken` where there is no row, `no-summary` where that cell is empty.
    """
    coded = capture.coded
    if coded is None:
        raise ReadLoss("coded-broken", "The capture does not say which column plays which role. Name a column map.")
    decoded = decode(payload, capture.charset)
    rows = list(_rows(decoded.text, coded.delimiter))
    if len(rows) < 2:
        raise ReadLoss("coded-broken", "The row holds no values under the table's header. Check its quotes.")
    by_column = dict(zip((field.value.strip() for field in rows[0]), rows[1], strict=False))
    offsets = byte_offsets(payload, decoded)
    content, segments, spans = _summary(coded, by_column, offsets)
    if not content.strip():
        raise ReadLoss("no-summary", "The record's summary is empty. Its codes alone make no quotable text.")
    main = language(content)
    values = _values(coded, by_column)
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor=EXTRACTOR,
        lang=main,
        paragraphs=tuple(Paragraph(start=start, end=end, lang=main) for start, end in spans),
        segments=segments,
        charset=decoded.charset,
        published=_published(coded, values, capture.retrieved),
        url=capture.url,
        links=tuple(
            Link(start=0, end=0, url=word)
            for value in values.get("link", ())
            for word in value.split()
            if _is_address(word)
        ),
        coded=values,
    )


def _is_address(word: str) -> bool:
    """Whether a word is an http(s) address."""
    try:
        parts = urlsplit(word)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _summary(
    coded: CodedRecord, by_column: dict[str, _Field], offsets: Callable[[int], int]
) -> tuple[str, tuple[Segment, ...], list[tuple[int, int]]]:
    content = ""
    segments: list[Segment] = []
    spans: list[tuple[int, int]] = []
    for column in coded.roles.get("summary", ()):
        field = by_column.get(column)
        if field is None or not field.value.strip():
            continue
        content += _BREAK if content else ""
        start = len(content)
        for first, last in field.runs:
            anchor = Anchor(kind="bytes", start=offsets(first), end=offsets(last))
            segments.append(Segment(start=len(content), end=len(content) + last - first, anchor=anchor))
            content += field.value[len(content) - start : len(content) - start + last - first]
        spans.append((start, len(content)))
    return content, tuple(segments), spans


def _values(coded: CodedRecord, by_column: dict[str, _Field]) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for role, value in coded.constants.items():
        values[role] = (value,)
    for role, columns in coded.roles.items():
        found = tuple(by_column[column].value.strip() for column in columns if column in by_column)
        found = tuple(value for value in found if value)
        if found:
            values[role] = found
    return values


def _published(coded: CodedRecord, values: dict[str, tuple[str, ...]], retrieved: str) -> Dated | None:
    for value in values.get("published", ()):
        day = parse_date(value)
        limit = latest(retrieved)
        if day is not None and (limit is None or day <= limit):
            columns = ", ".join(coded.roles.get("published", ()))
            return Dated(value=day.isoformat(), evidence=f"column {columns}: {value}"[:200], certainty="medium")
    return None


def _rows(text: str, delimiter: str) -> Iterator[list[_Field]]:
    """Rows of a CSV file (RFC 4180) with where each value stands, which the csv module does not tell."""
    row: list[_Field] = []
    at, size = 0, len(text)
    while at < size:
        field, at = _quoted(text, at, delimiter) if text[at] == '"' else _bare(text, at, delimiter)
        row.append(field)
        if at < size and text[at] == delimiter:
            at += 1
            if at == size:
                row.append(_Field("", ()))
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        yield row
        row = []
    if row:
        yield row


def _bare(text: str, start: int, delimiter: str) -> tuple[_Field, int]:
    at = start
    while at < len(text) and text[at] not in (delimiter, "\r", "\n"):
        at += 1
    return _Field(text[start:at], ((start, at),) if at > start else ()), at


def _quoted(text: str, start: int, delimiter: str) -> tuple[_Field, int]:
    runs: list[tuple[int, int]] = []
    at = first = start + 1
    while at < len(text):
        if text[at] != '"':
            at += 1
        elif text.startswith('""', at):  # one quotation mark of the value
            runs.append((first, at + 1))
            at += 2
            first = at
        else:
            break
    if at > first:
        runs.append((first, at))
    end = at + 1
    while end < len(text) and text[end] not in (delimiter, "\r", "\n"):  # words after the closing mark belong to nobody
        end += 1
    return _Field("".join(text[begin:stop] for begin, stop in runs), tuple(runs)), end
