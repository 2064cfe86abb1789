"""Trade statistics of UN Comtrade, as its site and its API give them: CSV, JSON, and the CSV of the site before 2023.

Nothing here is evidence of a deployment: the goods of a number are mostly other goods (`vocabulary/data/trade.toml`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Flow
from sousveil.reference.lists.entries import key_of
from sousveil.reference.opening import head, open_text
from sousveil.reference.tabular import BROKEN, Refusal, Row, dropped, listed, read_table
from sousveil.reference.trade_json import is_json, json_rows
from sousveil.reference.trade_layouts import Cells, Layout, layout_of, picker
from sousveil.reference.trade_rows import read_flow
from sousveil.vocabulary.areas import Areas, load_areas
from sousveil.vocabulary.trade import TradeGoods, load_trade

__all__ = ["TradeFile", "open_trade"]

_SAMPLE: Final = 50
"""Rows that are looked at before a file is taken for what its columns say."""
_ADVICE: Final = (
    "Give the CSV that https://comtradeplus.un.org offers under Download, or what its API answers, as CSV or JSON."
)


class TradeFile(NamedTuple):
    """A file of trade statistics that was found to be one."""

    path: Path
    format: str
    """`comtrade-csv`, `comtrade-json` or `comtrade-legacy-csv`."""
    layout: Layout | None
    """Of the columns; null for JSON."""
    areas: Areas
    goods: TradeGoods
    title: str = "UN Comtrade"
    licence: str | None = "UN Comtrade policy on use and re-dissemination"
    url: str | None = "https://comtradeplus.un.org/"

    def records(self, import_id: str) -> Iterator[Flow | Drop]:
        """Of each row the flow, or why it is none.

        Raises `ReferenceDataError` where the file turns out to be damaged on the way.
        """
        seen: set[int] = set()
        for number, cells in self._rows():
            if cells is None:
                yield dropped(self.path.name, number, "columns", BROKEN)
                continue
            flow = read_flow(cells, number, import_id, self.areas, self.goods)
            if isinstance(flow, Refusal):
                yield dropped(self.path.name, number, flow.reason, flow.detail)
                continue
            key = key_of(flow.reporter, flow.partner, flow.flow, flow.period, flow.code, flow.edition)
            if key in seen:
                yield dropped(self.path.name, number, "twice", "An earlier row of the file tells of the same flow")
                continue
            seen.add(key)
            yield flow

    def _rows(self) -> Iterator[tuple[int, Cells | None]]:
        if self.layout is None:
            yield from json_rows(self.path)
            return
        with open_text(self.path) as stream:
            columns, rows = read_table(self.path, stream)
            pick = picker(self.layout, columns)
            for number, cells in rows:
                yield number, None if cells is None else pick(cells)


def open_trade(path: Path, folder: str | None = None) -> TradeFile:
    """Find out what a file of trade statistics is.

    Args:
        path: the file; also gzip, or a zip archive that holds one.
        folder: a researcher's own vocabulary (`Vocabulary.folder`), which may add editions, units and areas.

    Raises:
        ReferenceDataError: it is none that we read, or its columns are shifted.
    """
    areas, goods = load_areas(folder), load_trade(folder)
    if is_json(head(path, 4096)):
        if next(json_rows(path), None) is None:
            raise ReferenceDataError(f"{path.name} holds no row of trade statistics. {_ADVICE}")
        return TradeFile(path, "comtrade-json", None, areas, goods)
    with open_text(path) as stream:
        columns, rows = read_table(path, stream)
        layout = layout_of(columns)
        if layout is None:
            raise ReferenceDataError(
                f"{path.name} has not the columns of UN Comtrade; its columns are {listed(columns)}. {_ADVICE}"
            )
        _refuse_shifted(path, list(islice(rows, _SAMPLE)), layout, columns)
    return TradeFile(path, f"{layout.name}-csv", layout, areas, goods)


def _refuse_shifted(path: Path, rows: list[Row], layout: Layout, columns: tuple[str, ...]) -> None:
    """A file whose values stand in the wrong columns; readers that make a comma at the end of rows a cell do that."""
    pick = picker(layout, columns)
    whole = [pick(row.cells) for row in rows if row.cells is not None]
    if rows and not whole:
        raise ReferenceDataError(
            f"The rows of {path.name} have another number of cells than the {len(columns)} columns that its first line "
            f"names, so none can be told apart. {_ADVICE}"
        )
    if whole and all(row.frequency.strip() not in {"", "A", "M"} for row in whole):
        raise ReferenceDataError(
            f"The columns of {path.name} are shifted: under 'freqCode' stands {whole[0].frequency[:40]!r} and not A or "
            f"M. A program that saved it took the comma at the end of its rows for a cell. {_ADVICE}"
        )
