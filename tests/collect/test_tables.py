"""Tables: each row is kept in its own bytes, and a table that cannot be read says which column it lacks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sousveil.collect import Collected, CollectOptions, collect
from sousveil.collect.rows import table
from sousveil.errors import UsageError
from sousveil.record import Drop

if TYPE_CHECKING:
    from collect.conftest import Web

ATLAS = Path("../shared/data/atlas/atlas-2020.csv")
HEADER = "AOSNUMBER,City,County,State,Agency,Type of LEA,Summary,Type of Juris,Technology,Vendor,Link 1,Link 1 Date\r\n"
ROW = (
    'AOS9,Springfield,"A County, B County",XX,Springfield Police,Police,"They ""use""\r\ncameras.",M,Cameras,Acme,,\r\n'
)
ROW_2 = "AOS10,Shelbyville,,XX,Shelbyville Police,Police,Drones fly.,M,Drones,,https://example.org/a,01/02/2020\r\n"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[list[Collected], list[Drop]]]:
    def collected(data: str | bytes, options: CollectOptions | None = None) -> tuple[list[Collected], list[Drop]]:
        path = tmp_path / "table.csv"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        items = list(collect(path, options or CollectOptions(network=False)))
        return [i for i in items if isinstance(i, Collected)], [i for i in items if isinstance(i, Drop)]

    return collected


Read = Callable[..., tuple[list[Collected], list[Drop]]]


def test_atlas_columns_are_known(read: Read) -> None:
    rows, drops = read(HEADER + ROW + ROW_2)
    assert drops == []
    assert [row.payload for row in rows] == [(HEADER + ROW).encode(), (HEADER + ROW_2).encode()]
    first = rows[0].capture
    assert first.locator.endswith("table.csv#AOS9")
    assert (first.media_type, first.method, first.url, first.charset) == ("text/csv", "csv", None, "utf-8")
    assert first.coded is not None
    assert first.coded.roles["summary"] == ("Summary",)
    assert first.coded.roles["supplier"] == ("Vendor",)
    assert first.coded.roles["operator"] == ("Agency",)
    assert first.coded.roles["link"] == ("Link 1",)
    assert first.coded.constants == {"country": "US"}
    assert first.coded.columns == tuple(HEADER.strip().split(","))
    cells = next(csv.DictReader(io.StringIO(rows[0].payload.decode(), newline="")))
    assert cells["Summary"] == 'They "use"\r\ncameras.'


def test_a_missing_column_names_those_that_are_there(read: Read) -> None:
    rows, [drop] = read((HEADER + ROW_2).replace("Summary", "Notes"))
    assert rows == []
    assert drop.reason == "csv-missing-column"
    assert drop.locator.endswith("table.csv")
    assert "'Summary'" in drop.detail
    assert "'Notes'" in drop.detail
    assert "column map" in drop.detail


def test_a_table_that_is_nothing_we_know(read: Read) -> None:
    rows, [drop] = read("a,b\n1,2\n")
    assert rows == []
    assert drop.reason == "csv-columns"
    assert "'a', 'b'" in drop.detail


def test_a_column_map(read: Read, tmp_path: Path) -> None:
    columns = tmp_path / "map.toml"
    columns.write_text('[roles]\nsummary = "Text"\ntechnology = ["T 1", "t 2"]\n[constants]\ncountry = "GB"\n')
    options = CollectOptions(columns=columns)
    [row], drops = read("Text;T 1;T 2\nWords;a;b\n", options)
    assert drops == []
    assert row.capture.locator.endswith("#row-2")
    assert row.capture.coded is not None
    assert row.capture.coded.roles == {"summary": ("Text",), "technology": ("T 1", "T 2")}
    assert row.capture.coded.constants == {"country": "GB"}
    assert row.capture.coded.delimiter == ";"
    _, [drop] = read("Text;T 1\nWords;a\n", options)
    assert drop.reason == "csv-missing-column"
    assert "'t 2'" in drop.detail
    [atlas], drops = read(HEADER + ROW_2, options)
    assert drops == []
    assert atlas.capture.coded is not None
    assert atlas.capture.coded.roles["summary"] == ("Summary",)


@pytest.mark.parametrize(
    "text",
    ["not toml", "[roles]\ncolour = 'x'\n", "[roles]\nsummary = 3\n", "roles = 3\n", "[constants]\ncountry = 'x'\n",
     "[roles]\nsummary = 'x'\n[constants]\ncountry = 3\n"],
)  # fmt: skip
def test_a_wrong_column_map_ends_the_command(read: Read, tmp_path: Path, text: str) -> None:
    columns = tmp_path / "map.toml"
    columns.write_text(text)
    with pytest.raises(UsageError, match=r"map\.toml"):
        read("a,b\n1,2\n", CollectOptions(columns=columns))


def test_rows_that_cannot_be_used_are_counted(read: Read) -> None:
    rows, drops = read("summary,city,technology\nA,B\nC,D,E,,\nF,G,H,I\n,J,K\n\nL,M,N\n")
    assert [row.payload.decode().splitlines()[1] for row in rows] == ["A,B", "C,D,E,,", "L,M,N"]
    assert [(drop.locator.rpartition("#")[2], drop.reason) for drop in drops] == [
        ("row-4", "csv-ragged"), ("row-5", "csv-empty-cell"), ("row-2", "csv-short-row"),
    ]  # fmt: skip


def test_a_quotation_mark_that_never_closes(read: Read) -> None:
    rows, drops = read('summary,city\nA,B\n"C,D\n' + "E,F\n" * 400_000)
    assert len(rows) == 1 or drops
    assert drops[0].reason in {"csv-row", "csv-ragged"}
    assert drops[0].locator.endswith("#row-3")


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "Überwachung 감시"), ("utf-8-sig", "Überwachung 감시"), ("utf-16", "Überwachung 감시"),
        ("utf-16-be", "\ufeffÜberwachung"), ("utf-32", "감시"),
        ("cp1252", "Die Überwachung der Straßen wurde für die Bürger geräuschlos eingeführt, größer als früher"),
        ("cp949", "학교와 직장에 감시 카메라가 설치되었다고 보고서는 밝혔다. 얼굴 인식 기술도 함께 도입되었다."),
        ("gb18030", "报告称，学校和工作场所安装了监控摄像头。人脸识别技术也同时引进，边境地区设有电网。"),
        ("cp1251", "В школах и на рабочих местах установлены камеры наблюдения, сообщается в докладе."),
    ],
)  # fmt: skip
def test_encodings(read: Read, charset: str, words: str) -> None:
    text = f'summary,city\r\n"{words}",X\r\n"{words}\r\nagain",Y\r\n'
    if words.startswith("\ufeff"):
        text, words = "\ufeff" + text.replace("\ufeff", ""), words[1:]
    [one, two], drops = read(text.encode(charset))
    assert drops == []
    assert one.capture.charset is not None
    again = table(two.payload, two.capture.charset)
    decoded = two.payload.decode(two.capture.charset or "")
    assert decoded == f'summary,city\r\n"{words}\r\nagain",Y\r\n'
    assert [row.cells for row in again.rows] == [(f"{words}\r\nagain", "Y")]


def test_line_ends(read: Read) -> None:
    for end in ("\n", "\r\n", "\r"):
        rows, drops = read(end.join(("summary,city", "A,B", "C,D")))
        assert drops == []
        assert [row.payload for row in rows] == [
            f"summary,city{end}A,B{end}".encode(), f"summary,city{end}C,D".encode(),
        ]  # fmt: skip


def test_many_rows_take_linear_time(read: Read) -> None:
    rows, _ = read("summary,city\n" + "words words words,city\n" * 50_000)
    assert len(rows) == 50_000


def test_empty_tables(read: Read) -> None:
    for data in ("", "\n\n", "\ufeff"):
        rows, drops = read(data)
        assert rows == []
        assert [drop.reason for drop in drops] == ["empty"]


def test_a_list_of_addresses(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text(f"Title,URL\nA,{web.base}/page\nB,\nC,{web.base}/missing\nD,ftp://example.org/\n")
    items = list(collect(path, web.options()))
    assert [type(item).__name__ if isinstance(item, Collected) else item.reason for item in items] == [
        "Collected", "csv-empty-cell", "http-status", "url",
    ]  # fmt: skip
    first, third = items[0], items[2]
    assert isinstance(first, Collected)
    assert first.capture.locator == f"{web.base}/page"
    assert isinstance(third, Drop)
    assert third.locator == f"{web.base}/missing"
    assert third.detail.endswith(f"It stands at {path}#row-4.")
    again = list(collect(path, web.options(known=frozenset({f"{web.base}/page"}))))
    assert again == items[1:]
    assert web.asked.count("/page") == 1


def test_a_urls_file(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "links.urls"
    path.write_text(f"# what we read\n\n{web.base}/page\n{web.base}/missing\n")
    items = list(collect(path, web.options()))
    assert isinstance(items[0], Collected)
    assert isinstance(items[1], Drop)
    assert items[1].locator == f"{web.base}/missing"
    assert items[1].detail.endswith("links.urls#line-4.")


@pytest.mark.skipif(not ATLAS.is_file(), reason="shared/data/atlas is not there")
def test_the_atlas_comes_out_byte_for_byte() -> None:
    items = list(collect(ATLAS))
    data = ATLAS.read_bytes()
    rows = [item for item in items if isinstance(item, Collected)]
    assert len(rows) == len(items)
    header = data[: data.index(b"\n") + 1]
    assert header + b"".join(row.payload.removeprefix(header) for row in rows) == data
