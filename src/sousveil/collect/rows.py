"""Rows of a CSV file with the very bytes that each one stands in: a row is evidence, so it is cut and not rewritten."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator

from msgspec import Struct

from sousveil.errors import CollectLoss

__all__ = ["Row", "Table", "decoded", "table"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LIKELY = [
    "cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "big5", "cp932", "euc_jp",
    "cp949", "koi8_r", "iso8859_2", "mac_roman",
]  # fmt: skip
_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+\Z")
_SAMPLE = 256 * 1024
_MAX_CELL = 1024 * 1024


class Row(Struct, frozen=True, kw_only=True):
    """A row: its number as a spreadsheet shows it (the header is 1), its bytes with the line end, its cells."""

    number: int
    raw: bytes
    cells: tuple[str, ...]


class Table(Struct, frozen=True, kw_only=True):
    """A header, and the rows below it."""

    header: Row
    charset: str
    delimiter: str
    rows: list[Row]
    lost: list[tuple[int, CollectLoss]]
    """Rows that could not be cut out, by number."""


def decoded(data: bytes) -> tuple[str, str]:
    """Text without its byte order mark, and the encoding: by that mark, as UTF-8, or guessed by charset-normalizer."""
    for bom, charset in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(charset, "replace"), charset
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        guess = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
        charset = guess.encoding if guess else "cp1252"
        return data.decode(charset, "replace"), charset


def table(data: bytes, charset: str | None = None) -> Table:
    """Cut a CSV file (RFC 4180; also with semicolons, tabs or bars) into rows.

    Args:
        data: the file, or the payload of a capture of one row, which is laid out the same way.
        charset: the encoding where it is known, such as that of the capture.

    Raises:
        CollectLoss: `empty`: there is no header.
    """
    text, charset = (data.decode(charset, "replace"), charset) if charset else decoded(data)
    # Cutting is done on characters that stand for single bytes, so that each row's bytes are exactly known. In the
    # encodings that we meet no byte of a longer character is a quote, a comma or a line end; UTF-16 and UTF-32 go
    # there and back without loss.
    wide = charset.startswith(("utf-16", "utf-32"))
    carrier = charset if wide else "latin-1"
    units = text if wide else data.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    delimiter = _delimiter(units)
    rows, lost = _cut(units, delimiter, carrier, charset)
    if not rows:
        raise CollectLoss("empty", "The table is empty; its first row must name the columns.")
    return Table(header=rows[0], charset=charset, delimiter=delimiter, rows=rows[1:], lost=lost)


def _cut(units: str, delimiter: str, carrier: str, charset: str) -> tuple[list[Row], list[tuple[int, CollectLoss]]]:
    taken: list[str] = []
    reader = csv.reader(_lines(units, taken), delimiter=delimiter)
    csv.field_size_limit(_MAX_CELL)  # the module has one limit for all; nothing else here reads CSV
    rows: list[Row] = []
    lost: list[tuple[int, CollectLoss]] = []
    number = 0
    while True:
        taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return rows, lost
        except csv.Error as error:
            number += 1
            detail = (
                f"Row {number} and the {len(taken)} lines from there on are lost ({error}); is a quotation mark "
                "missing in it?"
            )
            lost.append((number, CollectLoss("csv-row", detail)))
            continue
        number += 1
        if not any(cell.strip() for cell in cells):
            continue
        raw = "".join(taken).encode(carrier)
        if carrier == "latin-1":
            cells = [cell.encode("latin-1").decode(charset, "replace") for cell in cells]
        rows.append(Row(number=number, raw=raw, cells=tuple(cells)))


def _lines(units: str, taken: list[str]) -> Iterator[str]:
    """Lines with their ends, each noted in `taken` as the parser asks for it."""
    for line in _LINE.finditer(units):
        taken.append(line.group())
        yield line.group()


def _delimiter(units: str) -> str:
    header = units[:65536].splitlines()[0] if units else ""
    return max(",;\t|", key=lambda mark: (header.count(mark), mark == ","))
