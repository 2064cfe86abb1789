"""The answer of UN Comtrade's API: `{"data": [{...}, ...]}`, or a list of such records, read one after the other.

ijson's events are taken as they come: what lies deeper than a record's own values is passed over and never built, so
that a file that nests without end takes no memory and no stack.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import ijson

from sousveil.errors import ReferenceDataError
from sousveil.reference.opening import open_bytes
from sousveil.reference.trade_layouts import NAMES, Cells

__all__ = ["is_json", "json_rows"]

_LIST: Final = "data"
"""The key of the list of records."""
_USED: Final = {names[0]: field for field, names in NAMES.items()}
_NESTED: Final = "?"
"""Stands for what is no single value, so that it cannot be read as one."""


def is_json(start: bytes) -> bool:
    """Whether a file that begins so is JSON."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def json_rows(path: Path) -> Iterator[tuple[int, Cells | None]]:
    """The records, counted from 1; null for an entry of the list that is no record.

    Raises `ReferenceDataError` where the file is damaged.
    """
    try:
        with open_bytes(path) as stream:
            for number, record in enumerate(_records(ijson.basic_parse(stream, use_float=True)), 1):
                cells = None if record is None else Cells._make(record.get(field, "") for field in Cells._fields)
                yield number, cells
    except (ijson.JSONError, UnicodeDecodeError, ArithmeticError, ValueError, SystemError) as error:
        # ijson turns Python's error about numbers of more than 4,300 digits into a SystemError.
        fault = str(error).split("\n", 1)[0][:200].strip()  # ijson draws the place below
        raise ReferenceDataError(f"{path.name} is damaged JSON: {fault}. Download it again.") from error


def _records(events: Iterator[tuple[str, object]]) -> Iterator[dict[str, str] | None]:
    depth, rows = 0, -1
    """How deep we are, and how deep the list of records is; -1 outside of it."""
    key = ""
    record: dict[str, str] | None = None
    for event, value in events:
        if event in {"start_map", "start_array"}:
            depth += 1
            if rows < 0:
                rows = depth if event == "start_array" and (depth == 1 or (depth == 2 and key == _LIST)) else -1
            elif depth == rows + 1:
                record = {} if event == "start_map" else None
            elif depth == rows + 2 and record is not None and key in _USED:
                record[_USED[key]] = _NESTED
        elif event in {"end_map", "end_array"}:
            depth -= 1
            if depth == rows:
                yield record
            elif depth < rows:
                rows = -1
        elif event == "map_key":
            if depth == (1 if rows < 0 else rows + 1):
                key = str(value).casefold()
        elif rows >= 0 and depth == rows:
            yield None
        elif rows >= 0 and depth == rows + 1 and record is not None and key in _USED:
            record[_USED[key]] = "" if value is None else str(value)
