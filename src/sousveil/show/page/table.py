"""Rows as CSV downloads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from starlette.requests import Request
from starlette.responses import StreamingResponse

from sousveil.show.server.shelf import Shelf
from sousveil.store.case import Case

__all__ = ["csv_answer", "download"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # A spreadsheet would run what somebody wrote into a title: a leading apostrophe makes it text.
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


_FIRST, _BLOCK = 10, 200
"""Rows that are sent together: few at first, so that somebody sees some at once."""


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # The mark at the start tells spreadsheets that Korean is UTF-8.
    buffer.write("\ufeff")
    writer.writerow(header)
    for number, row in enumerate(rows, 1):
        writer.writerow([_cell(value) for value in row])
        if number == _FIRST or number % _BLOCK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_answer(
    request: Request, name: str, header: Sequence[str], rows: Callable[[Case], Iterable[Sequence[object]]]
) -> StreamingResponse:
    """A download in UTF-8 with a header line. Rows are taken as they are sent, from a case that is lent for as long as
    that takes: a million claims are never in memory at once."""
    return download(request, f"{name}.csv", "text/csv", lambda case: _lines(header, rows(case)))


def download(request: Request, name: str, kind: str, parts: Callable[[Case], Iterable[bytes]]) -> StreamingResponse:
    """A file in UTF-8 whose parts are made as they are sent, from a case that is lent for as long as that takes."""
    shelf: Shelf = request.app.state.shelf

    def lent() -> Iterator[bytes]:
        with shelf.borrow() as case:
            yield from parts(case)

    return StreamingResponse(
        lent(), media_type=f"{kind}; charset=utf-8", headers={"content-disposition": f'attachment; filename="{name}"'}
    )
