"""Where in the captured bytes the words of claims stand: read off the text's own map, never looked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sousveil.record.capture import Capture
from sousveil.record.claim import Claim
from sousveil.record.text import Segment, Text
from sousveil.show.copies.copy import Mark, Reader

__all__ = ["Placed", "place", "reader_of"]


class Placed(Struct, frozen=True):
    """`marks` of the claims whose every word has a place in the capture; `pages` says on which page of a document each
    begins."""

    marks: tuple[Mark, ...]
    pages: dict[int, int]
    part: str = ""


def reader_of(text: Text, capture: Capture) -> Reader | None:
    """How a copy of the capture is made; None where no copy can be shown."""
    reader = text.extractor.partition("/")[0]
    first = text.segments[0].anchor.kind if text.segments else None
    if reader == "pdf":
        return "pdf"
    if reader == "html" or (reader == "eml" and first == "node"):
        return "html"
    if reader in {"plain", "coded"} or (reader == "eml" and first == "bytes"):
        return "plain"
    # A reader that is not ours: by what it says it read.
    return "html" if reader != "docx" and capture.media_type in {"text/html", "application/xhtml+xml"} else None


def place(text: Text, numbered: Mapping[int, Claim]) -> Placed:
    """The places of the claims' words. A claim of which a word has none is left out: better no mark than a wrong
    one."""
    starts = [segment.start for segment in text.segments]
    marks: list[Mark] = []
    pages: dict[int, int] = {}
    for number, claim in numbered.items():
        start, end = claim.evidence.start, claim.evidence.end
        at = max(0, bisect_right(starts, start) - 1)
        found = list(_within(text.segments[at:], start, end))
        if not _covers(text, start, end, found):
            continue
        own = [_mark(number, segment, low, high) for segment, low, high in found]
        marks += own
        pages[number] = own[0].page
    return Placed(tuple(marks), pages, _part(text))


def _within(segments: Iterable[Segment], start: int, end: int) -> Iterator[tuple[Segment, int, int]]:
    for segment in segments:
        if segment.start >= end:
            return
        if segment.end > start:
            yield segment, max(start, segment.start), min(end, segment.end)


def _covers(text: Text, start: int, end: int, found: list[tuple[Segment, int, int]]) -> bool:
    """Whether all between is white space, which we set."""
    at, gaps = start, []
    for _, low, high in found:
        gaps.append(text.content[at:low])
        at = high
    return bool(found) and not "".join([*gaps, text.content[at:end]]).strip()


def _mark(number: int, segment: Segment, low: int, high: int) -> Mark:
    anchor = segment.anchor
    if anchor.kind == "bytes":
        # A character may have several bytes: whoever decodes them counts.
        return Mark(number, low - segment.start, high - segment.start, str(anchor.start))
    first = anchor.start - segment.start
    return Mark(number, first + low, first + high, anchor.path, anchor.page)


def _part(text: Text) -> str:
    if not text.segments or text.extractor.partition("/")[0] != "eml":
        return ""
    return text.segments[0].anchor.path.partition("/")[0]
