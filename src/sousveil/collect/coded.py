"""Tables as sources: each row of coded records becomes a capture; a list of addresses is handed back to be fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, structs

from sousveil.collect.collected import Collected, capture, drop
from sousveil.collect.columns import AddressColumn, column_map, layout
from sousveil.collect.files import modified, printable, regular_size, unreadable
from sousveil.collect.options import CollectOptions
from sousveil.collect.rows import Row, Table, decoded, table
from sousveil.errors import CollectLoss
from sousveil.record import CodedRecord, Drop

__all__ = ["Address", "address_list", "coded_table"]


class Address(Struct, frozen=True, kw_only=True):
    """An address that a list names, and where it stands there."""

    url: str
    locator: str


def coded_table(path: Path, options: CollectOptions) -> Iterator[Collected | Address | Drop]:
    """The rows of a CSV file, in order. Locators are `TABLE.csv#RECORD-ID`, or `#row-N` as a spreadsheet counts.

    Raises:
        CollectLoss: the table cannot be read, or has no column that is needed.
        UsageError: the column map is wrong.
    """
    mapped = column_map(options.columns) if options.columns else None
    locator = printable(path)
    read = table(_bytes(path, options))
    what = layout(tuple(cell.strip() for cell in read.header.cells), mapped)
    for number, loss in read.lost:
        yield drop(loss, f"{locator}#row-{number}")
    if isinstance(what, AddressColumn):
        yield from _addresses(read, what.index, locator)
    else:
        described = structs.replace(what, delimiter=read.delimiter)
        yield from _records(read, described, locator, modified(path))


def address_list(path: Path, options: CollectOptions) -> Iterator[Address | Drop]:
    """The addresses of a `.urls` file: one a line; empty lines and those that begin with # say nothing.

    Raises:
        CollectLoss: the file cannot be read, or names no address.
    """
    locator = printable(path)
    text, _ = decoded(_bytes(path, options))
    found = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            found = True
            yield Address(url=line.strip(), locator=f"{locator}#line-{number}")
    if not found:
        raise CollectLoss("empty", "The list names no address.")


def _bytes(path: Path, options: CollectOptions) -> bytes:
    size = regular_size(path)
    if size > options.max_bytes:
        detail = f"The table has {size} bytes, more than the {options.max_bytes} that are read; split it."
        raise CollectLoss("too-large", detail)
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(error) from error


def _addresses(read: Table, index: int, locator: str) -> Iterator[Address | Drop]:
    for row in read.rows:
        place = f"{locator}#row-{row.number}"
        url = row.cells[index].strip() if index < len(row.cells) else ""
        if url:
            yield Address(url=url, locator=place)
        else:
            yield drop(CollectLoss("csv-empty-cell", "The row gives no address."), place)


def _records(read: Table, coded: CodedRecord, locator: str, retrieved: str) -> Iterator[Collected | Drop]:
    columns = list(coded.columns)
    summary = [columns.index(name) for name in coded.roles["summary"]]
    record_id = columns.index(coded.roles["record_id"][0]) if "record_id" in coded.roles else None
    needed = max(columns.index(name) for names in coded.roles.values() for name in names)
    header = _with_line_end(read.header.raw, read.charset)
    short: list[Row] = []
    for row in read.rows:
        name = _cell(row, record_id) if record_id is not None else ""
        place = f"{locator}#{name or f'row-{row.number}'}"
        if any(cell.strip() for cell in row.cells[len(columns) :]):
            detail = (
                f"Row {row.number} has {len(row.cells)} cells under {len(columns)} columns, so it is not known which "
                "is which; is a quotation mark missing?"
            )
            yield drop(CollectLoss("csv-ragged", detail), place)
        elif not any(_cell(row, index) for index in summary):
            detail = f"Row {row.number} has an empty {columns[summary[0]]!r}, so there are no words to read."
            yield drop(CollectLoss("csv-empty-cell", detail), place)
        else:
            if len(row.cells) <= needed:
                short.append(row)
            yield capture(
                header + row.raw,
                media_type="text/csv",
                locator=place,
                retrieved=retrieved,
                method="csv",
                charset=read.charset,
                coded=coded,
            )
    if short:
        detail = f"{len(short)} rows, this the first, end before the last column; what they lack is taken as empty."
        yield drop(CollectLoss("csv-short-row", detail), f"{locator}#row-{short[0].number}")


def _cell(row: Row, index: int) -> str:
    return row.cells[index].strip() if index < len(row.cells) else ""


def _with_line_end(raw: bytes, charset: str) -> bytes:
    end = "\n".encode(charset if charset.startswith(("utf-16", "utf-32")) else "ascii")
    return raw if raw.endswith((end, b"\r")) else raw + end
