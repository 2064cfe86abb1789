"""The text layer of a PDF as lines with boxes, page by page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from statistics import median
from typing import Any, Final, NamedTuple

from sousveil.errors import ReadLoss
from sousveil.record import Anchor

__all__ = ["Line", "Sheet", "open_pdf", "page_text", "sheets"]

Box = tuple[float, float, float, float]

_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD
_HYPHEN: Final = 2  # what pdfium reports for a hyphen at a line's end
_MOST_CHARACTERS: Final = 400_000
"""A page with more characters than this is made to exhaust us; the rest of it is left out and counted."""


class Line(NamedTuple):
    """A line of a page. `boxes` has one box (left, bottom, right, top in points) and `indices` one index of
    pdfium's characters for each code point of `text`."""

    page: int
    text: str
    boxes: list[Box]
    indices: list[int]
    box: Box
    height: float
    """Height of most of its characters, in points: the size of the font."""
    base: float
    """Where most of its characters stand, in points from the bottom of the page."""

    def anchor(self, start: int, end: int) -> Anchor:
        """Where code points `start` to `end` stand; `start` and `end` of the anchor count pdfium's characters."""
        return Anchor(
            kind="page",
            page=self.page,
            box=_around(self.boxes[start:end]),
            start=self.indices[start],
            end=self.indices[end - 1] + 1,
        )


class Sheet(NamedTuple):
    """One page: its number from 1, its height in points and its lines in reading order; `cut` counts characters
    beyond what is read of a page."""

    number: int
    height: float
    lines: list[Line]
    cut: int


def open_pdf(payload: bytes) -> Any:
    """A pypdfium2 document. Raises ReadLoss (`pdf-encrypted`, `pdf-broken`)."""
    import pypdfium2
    from pypdfium2 import raw

    # pdfium leaves its last error standing when some broken files fail: this failure puts a known one there.
    raw.FPDF_LoadMemDocument(b"", 0, None)
    try:
        document = pypdfium2.PdfDocument(payload)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise ReadLoss("pdf-encrypted", "The PDF is locked with a password. Save an unlocked copy.") from error
        raise ReadLoss("pdf-broken", f"The PDF cannot be opened: {error}. Fetch it again or repair it.") from error
    if not pages:
        raise ReadLoss("pdf-broken", "The PDF holds no pages. Fetch it again or repair it.")
    return document


def sheets(document: Any) -> Iterator[Sheet]:
    """Pages in order; a page that cannot be loaded has no lines."""
    import pypdfium2
    from pypdfium2 import raw

    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            yield Sheet(index + 1, 0.0, [], 0)
            continue
        text_page = None
        try:
            text_page = page.get_textpage()
            count = raw.FPDFText_CountChars(text_page)
            lines = list(_lines(text_page, index + 1, min(count, _MOST_CHARACTERS)))
            yield Sheet(index + 1, float(page.get_height()), lines, max(0, count - _MOST_CHARACTERS))
        except pypdfium2.PdfiumError:
            yield Sheet(index + 1, 0.0, [], 0)
        finally:
            if text_page is not None:
                text_page.close()
            page.close()


def page_text(document: Any, number: int) -> str:
    """The characters of a page (from 1), one for each of pdfium's, as `Line.indices` counts them."""
    from pypdfium2 import raw

    page = document[number - 1]
    text_page = page.get_textpage()
    count = min(raw.FPDFText_CountChars(text_page), _MOST_CHARACTERS)
    characters = "".join(_character(raw.FPDFText_GetUnicode(text_page, index)) for index in range(count))
    text_page.close()
    page.close()
    return characters


def _character(code: int) -> str:
    if code == _HYPHEN:
        return "-"
    return "\ufffd" if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _lines(text_page: Any, number: int, count: int) -> Iterator[Line]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    characters: list[str] = []
    boxes: list[Box] = []
    indices: list[int] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in (10, 13):
            if characters:
                yield _line(number, characters, boxes, indices)
                characters, boxes, indices = [], [], []
            continue
        characters.append(_character(code))
        indices.append(index)
        if raw.FPDFText_GetLooseCharBox(text_page, index, pointer):
            boxes.append((round(box.left, 2), round(box.bottom, 2), round(box.right, 2), round(box.top, 2)))
        else:
            boxes.append(boxes[-1] if boxes else (0.0, 0.0, 0.0, 0.0))
        if code == _HYPHEN:  # pdfium goes on in the next line without saying so
            yield _line(number, characters, boxes, indices)
            characters, boxes, indices = [], [], []
    if characters:
        yield _line(number, characters, boxes, indices)


def _line(number: int, characters: list[str], boxes: list[Box], indices: list[int]) -> Line:
    solid = [box for box in boxes if box[3] > box[1]] or boxes
    height = median(box[3] - box[1] for box in solid)
    base = median(box[1] for box in solid)
    return Line(number, "".join(characters), boxes, indices, _around(boxes), height, base)


def _around(boxes: list[Box]) -> Box:
    """The smallest box around others; boxes of generated spaces are empty and do not count."""
    solid = [box for box in boxes if box[2] > box[0] and box[3] > box[1]] or boxes
    return (
        min(box[0] for box in solid),
        min(box[1] for box in solid),
        max(box[2] for box in solid),
        max(box[3] for box in solid),
    )
