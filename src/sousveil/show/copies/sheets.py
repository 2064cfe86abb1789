"""Pages of a PDF drawn as pictures, with the words of claims outlined. Drawn here and not in the browser, so that
nothing of the document reaches it but points of colour."""

from __future__ import annotations

import ctypes
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

from sousveil.errors import ReadLoss
from sousveil.read.pdf_lines import open_pdf
from sousveil.show.copies.copy import Copy, Mark

__all__ = ["drawn"]

_WIDEST: Final = 1_600
_MOST_POINTS: Final = 4_000_000
"""Points of colour of one page: a page can be as wide as a house."""
_LEAST: Final = 1.0
_SCALE: Final = 2.0
"""Points of colour for a point of the page, where there is room."""
_CHARACTERS: Final = 400_000


def drawn(payload: bytes, number: int, marks: Sequence[Mark]) -> Copy:
    """One page (from 1). Raises ReadLoss where the document cannot be opened, has no such page, or a page that cannot
    be drawn."""
    import pypdfium2

    with closing(open_pdf(payload)) as document:
        pages = len(document)
        if not 1 <= number <= pages:
            raise ReadLoss("no-such-page", f"The document has {pages} pages.")
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale, picture, size = _picture(page, width, height)
            here = [mark for mark in marks if mark.page == number]
            boxes = list(_boxes(page, here, size))
        except (pypdfium2.PdfiumError, ValueError) as error:
            raise ReadLoss("page-broken", f"Page {number} cannot be drawn: {error}.") from error
    return Copy(
        _svg(picture, size, boxes, number, pages),
        marked=tuple(sorted({claim for claim, _ in boxes})),
        pages=pages,
        small=scale < _LEAST,
    )


def _picture(page: Any, width: float, height: float) -> tuple[float, bytes, tuple[int, int]]:
    if not (width > 0 and height > 0):
        raise ValueError("it has no size")
    scale = min(_SCALE, _WIDEST / width, (_MOST_POINTS / (width * height)) ** 0.5)
    # Not its forms and notes: what was read is the page.
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=False)
    array = bitmap.to_numpy()
    rows, columns, channels = array.shape
    if channels not in (3, 4):
        raise ValueError("it has no colours that we know")
    picture = _png(array[:, :, :3], columns, rows)
    bitmap.close()
    return scale, picture, (columns, rows)


def _png(array: Any, width: int, height: int) -> bytes:
    """Eight-bit RGB as PNG (ISO 15948), each line as its difference from the one above, which suits pages."""
    import numpy as np

    lines = np.zeros((height, 1 + width * 3), dtype=np.uint8)
    flat = np.ascontiguousarray(array).reshape(height, width * 3)
    lines[:, 0] = 2
    lines[:, 1:] = flat
    lines[1:, 1:] -= flat[:-1]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def _boxes(page: Any, marks: Sequence[Mark], size: tuple[int, int]) -> Iterator[tuple[int, tuple[int, int, int, int]]]:
    """Claims with the rectangles of their words, in points of colour from the top left."""
    from pypdfium2 import raw

    if not marks:
        return
    text = page.get_textpage()
    try:
        count = min(raw.FPDFText_CountChars(text), _CHARACTERS)
        edges = [ctypes.c_double() for _ in range(4)]
        left, top, right, bottom = edges
        for mark in marks:
            if not 0 <= mark.start < mark.end <= count:
                continue
            for index in range(raw.FPDFText_CountRects(text, mark.start, mark.end - mark.start)):
                if raw.FPDFText_GetRect(text, index, *(ctypes.byref(edge) for edge in edges)):
                    yield mark.claim, _on_picture(page, size, (left.value, top.value), (right.value, bottom.value))
    finally:
        text.close()


def _on_picture(
    page: Any, size: tuple[int, int], one: tuple[float, float], other: tuple[float, float]
) -> tuple[int, int, int, int]:
    """Left, top, width and height of a rectangle of the page on its picture, however the page is turned."""
    from pypdfium2 import raw

    found = []
    for x, y in (one, other):
        at_x, at_y = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, ctypes.byref(at_x), ctypes.byref(at_y))
        found.append((at_x.value, at_y.value))
    (x1, y1), (x2, y2) = found
    return min(x1, x2), min(y1, y2), max(1, abs(x2 - x1)), max(1, abs(y2 - y1))


def _svg(
    picture: bytes,
    size: tuple[int, int],
    boxes: Sequence[tuple[int, tuple[int, int, int, int]]],
    number: int,
    pages: int,
) -> str:
    """The page with its marks. Every value in it is a number of ours."""
    width, height = size
    out = [
        f'<svg class="sheet" viewBox="0 0 {width} {height}" role="img" aria-label="Page {number} of {pages}">',
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{b64encode(picture).decode()}"/>',
    ]
    seen: set[int] = set()
    for claim, (x, y, wide, high) in boxes:
        place = f' id="claim-{claim}"' if claim not in seen else ""
        seen.add(claim)
        out.append(
            f'<rect class="claim"{place} x="{x - 3}" y="{y - 3}" width="{wide + 6}" height="{high + 6}" rx="3"/>'
        )
    return "".join([*out, "</svg>"])
