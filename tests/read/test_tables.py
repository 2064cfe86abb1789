"""Cells keep their column in the frozen text, also where their neighbours are empty or span."""

from __future__ import annotations

from read.samples import read_sample

PROSE = (
    "<p>The province published what it bought on Tuesday, and the list covers the years from 2019 to 2023. "
    "It was drawn up by the auditors, who counted every device that was delivered to the towns in that time.</p>"
)


def _content(table: str) -> str:
    return read_sample(f"<html><body><article>{PROSE}<table>{table}</table>{PROSE}</article></body></html>").content


def test_empty_cells_leave_their_tab() -> None:
    content = _content(
        "<tr><th>City</th><th>Maker</th><th>Year</th></tr><tr><td>Larnok</td><td></td><td>2021</td></tr>"
        "<tr><td></td><td>Vexo</td><td>2022</td></tr>"
    )
    assert "\n\nCity\tMaker\tYear\nLarnok\t\t2021\n\tVexo\t2022\n\n" in content


def test_cells_that_span_hold_their_columns() -> None:
    content = _content(
        "<tr><th>City</th><th>Device</th><th>Year</th></tr>"
        '<tr><td rowspan="2">Larnok</td><td>Cameras</td><td>2021</td></tr>'
        '<tr><td>Drones</td><td>2022</td></tr><tr><td colspan="2">Both</td><td>2023</td></tr>'
    )
    assert "Larnok\tCameras\t2021\n\tDrones\t2022\nBoth\t\t2023\n\n" in content


def test_a_span_of_a_million_columns_is_cut() -> None:
    content = _content('<tr><td colspan="1000000">a b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>')
    assert len(content) < 700
