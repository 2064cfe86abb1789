"""Lines of pages to paragraphs, by geometry; what repeats on page after page is not text."""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import Final

from sousveil.read.pdf_lines import Line, Sheet

__all__ = ["paragraphs", "running_lines"]

_MARGIN: Final = 0.12
"""Share of a page's height, from the top and from the bottom, in which headers and footers stand."""
_REPEATED: Final = 0.4
"""A line of the margin on this share of the pages, two at least, is a running header or footer."""
_GAP: Final = 0.35
"""A new paragraph starts where the next line stands so much farther off than usual, in heights of a line."""
_WIDEST: Final = 1.8
"""Lines of one paragraph are no farther apart than this, in heights of a line."""
_ROW: Final = 0.3
"""Lines whose feet differ by less than this share of their height stand side by side."""
_SIZE: Final = 0.15
"""A change of a line's height by this share starts a new paragraph: a heading, a note."""
_INDENT: Final = 0.8
"""A first line that is indented by so many heights of a line starts a new paragraph."""
_SHORT: Final = 0.75
"""A line that ends before this share of the column's width ends its paragraph if it ends a sentence."""
_DIGITS: Final = re.compile(r"\d+|\b[ivxlc]{1,6}\b", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"\W*(?:page|seite|p\.|s\.|стр\.?|página|página|페이지|第)?\s*\d{1,4}\s*(?:(?:/|of|von|de|из|页|頁|쪽)\s*\d{0,4})?\W*",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?:。！？][\"'”’»)\]]*\s*\Z")


def running_lines(sheets: list[Sheet]) -> set[tuple[int, int]]:
    """(page, index of line) of running headers, footers and page numbers."""
    places: dict[str, list[tuple[int, int]]] = {}
    found: set[tuple[int, int]] = set()
    for sheet in sheets:
        for index, line in enumerate(sheet.lines):
            _, bottom, _, top = line.box
            if not sheet.height or (bottom < (1 - _MARGIN) * sheet.height and top > _MARGIN * sheet.height):
                continue
            if _NUMBER.fullmatch(line.text.strip()) and len(sheets) > 1:
                found.add((sheet.number, index))
            places.setdefault(_DIGITS.sub("#", " ".join(line.text.split())).casefold(), []).append(
                (sheet.number, index)
            )
    for where in places.values():
        pages = len({page for page, _ in where})
        if pages >= 2 and pages >= _REPEATED * len(sheets):
            found.update(where)
    return found


def paragraphs(sheets: list[Sheet], left_out: set[tuple[int, int]]) -> list[list[Line]]:
    """Lines grouped into paragraphs, in reading order; a paragraph may go on over the end of a page."""
    groups: list[list[Line]] = []
    for sheet in sheets:
        lines = [
            line
            for index, line in enumerate(sheet.lines)
            if (sheet.number, index) not in left_out and not line.text.isspace()
        ]
        width, pitch = _column(lines), _pitch(lines)
        for line in lines:
            if groups and not _starts(groups[-1], line, width, pitch):
                groups[-1].append(line)
            else:
                groups.append([line])
    return groups


def _column(lines: list[Line]) -> float:
    """Width of the page's column: that of its long lines."""
    widths = sorted(line.box[2] - line.box[0] for line in lines)
    return widths[int(len(widths) * 0.8)] if widths else 0.0


def _pitch(lines: list[Line]) -> float:
    """The usual distance from one line of the page to the next, in heights of a line."""
    distances = [
        (line.base - following.base) / line.height
        for line, following in pairwise(lines)
        if line.height > 0 and 0.5 < (line.base - following.base) / line.height < 2.5
    ]
    return min(median(distances), _WIDEST) if distances else 1.2


def _starts(group: list[Line], line: Line, width: float, pitch: float) -> bool:
    """Whether `line` starts a new paragraph after those in `group`."""
    last = group[-1]
    if _same_row(last, line):
        return False
    height = max(last.height, 0.1)
    if abs(line.height - last.height) > _SIZE * max(line.height, height):
        return True
    ended = _SENTENCE_END.search(last.text) is not None
    if line.page != last.page or line.base > last.base + height:  # the next page, or the next column
        return ended or line.text.lstrip()[:1].isupper()
    if last.base - line.base > (pitch + _GAP) * height:
        return True
    left, right = last.box[0], last.box[2]
    indent = line.box[0] - (left if len(group) > 1 else group[0].box[0])
    if indent > _INDENT * height and (len(group) > 1 or ended):
        return True
    return ended and right - left < _SHORT * width


def _same_row(last: Line, line: Line) -> bool:
    return (
        last.page == line.page
        and abs(last.base - line.base) < _ROW * max(last.height, 0.1)
        and line.box[0] > last.box[2] - last.height
    )
