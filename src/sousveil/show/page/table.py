"""Rows as CSV downloads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from starlette.requests import Request
from starlette.responses import StreamingResponse

from sousveil.show.server.shelf import Shelf
from sousveil.store.case import Case

__all__ = ["csv_answer"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    # A spreadsheet would run what somebody wrote into a title: a leading apostrophe makes it text.
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # The mark at the start tells spreadsheets that Korean is UTF-8.
    buffer.write("\ufeff")
    writer.writerow(header)
    for number, row in enumerate(rows):
        writer.writerow([_cell(value) for value in row])
        if number % 200 == 199:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_answer(
    request: Request, name: str, header: Sequence[str], rows: Callable[[Case], Iterable[Sequence[object]]]
) -> StreamingResponse:
    """A download in UTF-8 with a header line. Rows are taken as they are sent, from a case that is lent for as long as
    that takes: a million claims are never in memory at once."""
    shelf: Shelf = request.app.state.shelf

    def lent() -> Iterator[Sequence[object]]:
        with shelf.borrow() as case:
            yield from rows(case)

    return StreamingResponse(
        _lines(header, lent()),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )
