"""Trade statistics: what each format gives, what is left out and why, and what is refused."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sousveil.errors import ReferenceDataError
from sousveil.record import Drop
from sousveil.record.reference import Flow
from sousveil.reference.trade import open_trade

PAGE = Path(__file__).parents[2] / "docs" / "IMPORTING.md"
EXPORT = {
    "typeCode": "C", "freqCode": "A", "refPeriodId": "20210101", "refYear": "2021", "refMonth": "52", "period": "2021",
    "reporterCode": "156", "reporterISO": "CHN", "reporterDesc": "China", "flowCode": "X", "flowDesc": "Export",
    "partnerCode": "408", "partnerISO": "PRK", "partnerDesc": "Dem. People's Rep. of Korea", "partner2Code": "0",
    "partner2ISO": "W00", "partner2Desc": "World", "classificationCode": "H5", "classificationSearchCode": "HS",
    "isOriginalClassification": "TRUE", "cmdCode": "852580", "cmdDesc": "Television cameras, digital cameras",
    "aggrLevel": "6", "isLeaf": "TRUE", "customsCode": "C00", "customsDesc": "TOTAL CPC", "mosCode": "0",
    "motCode": "0", "motDesc": "TOTAL MOT", "qtyUnitCode": "5", "qtyUnitAbbr": "u", "qty": "1200",
    "isQtyEstimated": "FALSE", "altQtyUnitCode": "-1", "altQtyUnitAbbr": "N/A", "altQty": "0",
    "isAltQtyEstimated": "FALSE", "netWgt": "350.5", "isNetWgtEstimated": "FALSE", "grossWgt": "0",
    "isGrossWgtEstimated": "FALSE", "cifvalue": "", "fobvalue": "48000", "primaryValue": "48000",
    "legacyEstimationFlag": "0", "isReported": "TRUE", "isAggregate": "FALSE",
}  # fmt: skip
"""A row as the site's download has it, column by column."""
COLUMNS = tuple(EXPORT)
LEGACY = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,Reporter Code,"
    "Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,2nd Partner ISO,"
    "Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,Commodity,Qty Unit Code,"
    "Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),Gross weight (kg),Trade Value (US$),"
    "CIF Trade Value (US$),FOB Trade Value (US$),Flag"
)


def line(*, end: str = "", **changes: str) -> str:
    """A row of Comtrade+, with some of its cells changed."""
    cells = {**EXPORT, **changes}
    return ",".join(f'"{cells[name]}"' if "," in cells[name] else cells[name] for name in COLUMNS) + end


def written(path: Path, *rows: str, columns: str = ",".join(COLUMNS), encoding: str = "utf-8") -> Path:
    path.write_text("\r\n".join([columns, *rows]) + "\r\n", encoding)
    return path


def read(path: Path) -> tuple[list[Flow], list[Drop]]:
    records = list(open_trade(path).records("i1"))
    return [r for r in records if isinstance(r, Flow)], [r for r in records if isinstance(r, Drop)]


def test_a_flow_that_stands_there_twice_is_taken_once_and_told(tmp_path: Path) -> None:
    flows, drops = read(written(tmp_path / "t.csv", line(), line()))
    assert (len(flows), [drop.reason for drop in drops]) == (1, ["twice"])


def test_a_row_of_the_download_becomes_a_flow(tmp_path: Path) -> None:
    flows, drops = read(written(tmp_path / "t.csv", line()))
    assert not drops
    assert flows == [
        Flow(
            import_id="i1", reporter="CN", partner="KP", flow="export", period="2021", code="852580", edition="HS2017",
            value_usd=48000, net_kg=350.5, quantity=1200, unit="items", estimated=False, row=2,
        )
    ]  # fmt: skip


def test_a_comma_at_the_end_of_every_row_shifts_nothing(tmp_path: Path) -> None:
    plain = read(written(tmp_path / "a.csv", line(), line(period="2022")))
    assert read(written(tmp_path / "b.csv", line(end=","), line(end=",", period="2022"))) == plain
    assert len(plain[0]) == 2


def test_a_row_with_a_cell_too_many_is_dropped_and_not_shifted(tmp_path: Path) -> None:
    torn = line().replace('"Television cameras, digital cameras"', "Television cameras, digital cameras")
    flows, drops = read(written(tmp_path / "t.csv", line(), torn, line(end=","), line(end=",9")))
    assert [flow.row for flow in flows] == [2]
    assert [(drop.reason, drop.locator) for drop in drops] == [("columns", f"t.csv:{row}") for row in (3, 4, 5)]


def test_a_file_whose_columns_a_program_has_shifted_is_refused(tmp_path: Path) -> None:
    cells = [cell if "," not in cell else f'"{cell}"' for cell in EXPORT.values()]
    shifted = ",".join([*cells[1:], ""])
    with pytest.raises(ReferenceDataError, match=r"shifted.*'freqCode' stands '20210101'"):
        open_trade(written(tmp_path / "t.csv", shifted, shifted))
    with pytest.raises(ReferenceDataError, match="another number of cells than the 47 columns"):
        open_trade(written(tmp_path / "u.csv", "1," + line(), "2," + line()))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"partner2Code": "899"}, "part-second-partner"),
        ({"customsCode": "C03"}, "part-customs"),
        ({"motCode": "2100"}, "part-transport"),
        ({"mosCode": "3"}, "part-supply"),
        ({"flowCode": "DX"}, "flow"),
        ({"cmdCode": "TOTAL"}, "level"),
        ({"cmdCode": "85"}, "level"),
        ({"typeCode": "S"}, "services"),
        ({"classificationCode": "S4"}, "classification"),
        ({"period": "202113", "freqCode": "M"}, "period"),
        ({"reporterCode": "0", "reporterISO": "W00"}, "area"),
        ({"reporterCode": "410", "reporterISO": "JPN"}, "area"),
        ({"partnerCode": "", "partnerISO": ""}, "area"),
        ({"primaryValue": "-3"}, "number"),
        ({"primaryValue": "inf"}, "number"),
        ({"netWgt": "n/a"}, "number"),
        ({"primaryValue": "", "netWgt": "0", "qty": "0"}, "empty"),
    ],
)
def test_what_is_no_total_is_left_out_with_its_reason(tmp_path: Path, changes: dict[str, str], reason: str) -> None:
    flows, drops = read(written(tmp_path / "t.csv", line(), line(**changes), line(**changes)))
    assert len(flows) == 1
    assert [(drop.stage, drop.reason, drop.locator) for drop in drops] == [
        ("import", reason, "t.csv:3"), ("import", reason, "t.csv:4"),
    ]  # fmt: skip
    assert drops[0].detail.endswith(".")
    assert f"`{reason}`" in PAGE.read_text("utf-8")


@pytest.mark.parametrize(
    ("number", "iso", "code"),
    [
        ("842", "USA", "US"), ("251", "FRA", "FR"), ("757", "CHE", "CH"), ("699", "IND", "IN"), ("36", "AUS", "AU"),
        ("490", "S19", "M49:490"), ("810", "SUN", "M49:810"), ("891", "SCG", "M49:891"), ("97", "EUR", "M49:097"),
        ("0", "W00", "W00"), ("412", "XKX", "XK"), ("999", "", "M49:999"), ("736", "SDN", "M49:736"),
        ("492", "EU2", "M49:492"), ("408", "", "KP"),
    ],
)  # fmt: skip
def test_areas(tmp_path: Path, number: str, iso: str, code: str) -> None:
    flows, drops = read(written(tmp_path / "t.csv", line(partnerCode=number, partnerISO=iso)))
    assert [flow.partner for flow in flows] == [code], drops


def test_months_weights_and_estimates(tmp_path: Path) -> None:
    rows = [
        line(freqCode="M", period="202203", classificationCode="H6", cmdCode="8525", isAggregate="TRUE"),
        line(netWgt="0", qty="0", qtyUnitCode="-1", qtyUnitAbbr="N/A"),
        line(legacyEstimationFlag="4", cmdCode="852589"),
        line(flowCode="RX", classificationCode="HS", qtyUnitCode="", qtyUnitAbbr="kg"),
    ]
    flows, _ = read(written(tmp_path / "t.csv", *rows))
    assert [flow.period for flow in flows] == ["2022-03", "2021", "2021", "2021"]
    assert [flow.estimated for flow in flows] == [True, False, True, False]
    assert [(flow.net_kg, flow.quantity, flow.unit) for flow in flows[1::2]] == [
        (None, None, None), (350.5, 1200, "kg"),
    ]  # fmt: skip
    assert [(flow.code, flow.edition, flow.flow) for flow in flows[::3]] == [
        ("8525", "HS2022", "export"), ("852580", "", "re-export"),
    ]  # fmt: skip


def test_the_answer_of_the_api_gives_the_same(tmp_path: Path) -> None:
    record: dict[str, object] = {**EXPORT, "reporterISO": None, "reporterDesc": None, "partnerISO": None}
    record |= {"reporterCode": 156, "partnerCode": 408, "partner2Code": 0, "motCode": 0, "qtyUnitCode": 5}
    record |= {"primaryValue": 48000.0, "netWgt": 350.5, "qty": 1200, "isAggregate": False, "legacyEstimationFlag": 0}
    answer = {"elapsedTime": "0.1 secs", "count": 2, "data": [record, {**record, "motCode": 1000}], "error": ""}
    (tmp_path / "t.json").write_text(json.dumps(answer), "utf-8")
    (tmp_path / "list.json").write_text(json.dumps([record]), "utf-8")
    expected = read(written(tmp_path / "t.csv", line()))[0][0]
    flows, drops = read(tmp_path / "t.json")
    assert [(f.reporter, f.partner, f.value_usd, f.net_kg, f.quantity, f.unit, f.edition, f.row) for f in flows] == [
        (expected.reporter, expected.partner, 48000, 350.5, 1200, "items", "HS2017", 1)
    ]
    assert [drop.reason for drop in drops] == ["part-transport"]
    assert open_trade(tmp_path / "t.json").format == "comtrade-json"
    assert len(read(tmp_path / "list.json")[0]) == 1


def test_a_refusal_of_the_api_is_no_file_of_statistics(tmp_path: Path) -> None:
    (tmp_path / "t.json").write_text('{"statusCode": 401, "message": "Access denied"}', "utf-8")
    with pytest.raises(ReferenceDataError, match=r"t\.json holds no row"):
        open_trade(tmp_path / "t.json")
    (tmp_path / "t.json").write_text('{"data": [{"a": 1}, {"b"', "utf-8")
    with pytest.raises(ReferenceDataError, match=r"\A.*damaged JSON.*Download it again\.\Z"):
        list(open_trade(tmp_path / "t.json").records("i"))


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        ('{"data": [' + "[" * 200_000 + "]" * 200_000 + "]}", ["columns"]),
        ('{"data": [' + '{"period":' * 100_000 + "1" + "}" * 100_000 + "]}", ["level"]),
        ('{"x": {"data": [{"period": 1}]}, "data": [1, null, "a", {}]}', ["columns"] * 3 + ["level"]),
        (
            '{"data": [{"cmdCode": "8525", "flowCode": "X", "a": {"flowCode": "M", "b": [1]}, "period": "?"}]}',
            ["period"],
        ),
        ('{"data": [{"period": ' + "9" * 5000 + "}]}", None),
        ('{"data": [{"primaryValue": 1e99999999999999999999}]}', None),
        ('{"data": [{"period": NaN}]}', None),
        ('{"data": [{}]} x', None),
    ],
    ids=["lists", "records", "no-records", "nested", "digits", "exponent", "nan", "rest"],
)
def test_hostile_json(tmp_path: Path, content: str, reasons: list[str] | None) -> None:
    (tmp_path / "t.json").write_text(content, "utf-8")
    if reasons is None:
        with pytest.raises(ReferenceDataError, match="damaged JSON"):
            read(tmp_path / "t.json")
    else:
        assert [drop.reason for drop in read(tmp_path / "t.json")[1]] == reasons


def test_the_csv_of_the_site_before_2023(tmp_path: Path) -> None:
    total = (
        'H4,2016,2016,2016,6,1,1,Import,408,"D.P.R. Korea",PRK,156,China,CHN,,,,,,,,852580,Cameras,5,'
        "Number of items,30,,,,12,,900,,,4"
    )
    flows, drops = read(written(tmp_path / "t.csv", total, columns=LEGACY))
    assert not drops
    assert flows == [
        Flow(
            import_id="i1", reporter="KP", partner="CN", flow="import", period="2016", code="852580", edition="HS2012",
            value_usd=900, net_kg=12, quantity=30, unit="items", estimated=True, row=2,
        )
    ]  # fmt: skip
    gone = ("2nd Partner", "Customs", "Mode of Transport", "Alt Qty", "Gross", "CIF", "FOB")
    short = ",".join(name for name in LEGACY.split(",") if not name.startswith(gone))
    world = "H4,2016,2016,2016,4,0,3,Re-Export,36,Australia,AUS,0,World,WLD,8525,Cameras,1,No Quantity,,,91128858,0"
    flows, drops = read(written(tmp_path / "u.csv", world, columns=short))
    assert not drops
    assert [(f.reporter, f.partner, f.flow, f.code, f.unit) for f in flows] == [
        ("AU", "W00", "re-export", "8525", None)
    ]
    assert open_trade(tmp_path / "u.csv").format == "comtrade-legacy-csv"


def test_tabs_gzip_and_windows_letters(tmp_path: Path) -> None:
    row = line(reporterDesc="T\u00fcrkiye", reporterCode="792", reporterISO="TUR")
    written(tmp_path / "t.csv", row, encoding="cp1252")
    assert read(tmp_path / "t.csv")[0][0].reporter == "TR"
    tabbed = "\t".join(COLUMNS) + "\n" + "\t".join(EXPORT.values()) + "\n"
    (tmp_path / "bulk.txt.gz").write_bytes(gzip.compress(tabbed.encode()))
    assert read(tmp_path / "bulk.txt.gz")[0][0].partner == "KP"


def test_another_table_is_refused_with_its_columns(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Entity,Code,Year,Share\nChad,TCD,2000,3\n", "utf-8")
    with pytest.raises(ReferenceDataError, match=r"t\.csv has not the columns.*'Entity', 'Code', 'Year', 'Share'"):
        open_trade(tmp_path / "t.csv")
    (tmp_path / "e.csv").write_bytes(b"\r\n\r\n")
    with pytest.raises(ReferenceDataError, match="empty"):
        open_trade(tmp_path / "e.csv")
    (tmp_path / "l.csv").write_bytes(b"a" * (1 << 21))
    with pytest.raises(ReferenceDataError, match="line of more than"):
        open_trade(tmp_path / "l.csv")


def test_every_row_is_a_flow_or_a_drop(tmp_path: Path) -> None:
    rows = [line(cmdCode=str(852000 + i), motCode=str(i % 3), primaryValue=str(i - 5)) for i in range(300)]
    flows, drops = read(written(tmp_path / "t.csv", *rows))
    assert sorted([f.row for f in flows] + [int(d.locator.removeprefix("t.csv:")) for d in drops]) == [*range(2, 302)]
    assert Counter(drop.reason for drop in drops) == {"part-transport": 200, "number": 2}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["", "csv", "json", "row"]))
def test_any_bytes_end_in_an_error_or_in_drops(tmp_path: Path, data: bytes, kind: str) -> None:
    head = {"": b"", "csv": ",".join(COLUMNS).encode() + b"\n", "json": b'{"data": [', "row": b""}[kind]
    if kind == "row":
        # A good row in which some bytes are replaced.
        good = bytearray((",".join(COLUMNS) + "\n" + line() + "\n" + line()).encode())
        for place, byte in zip(range(0, len(data), 2), data[1::2], strict=False):
            good[(data[place] * 7 + place) % len(good)] = byte
        data = bytes(good)
    path = tmp_path / "any"
    path.write_bytes(head + data)
    try:
        records = list(open_trade(path).records("i"))
    except ReferenceDataError as error:
        records, message = [], str(error)
    else:
        message = path.name
    assert path.name in message
    assert all(isinstance(record, Flow | Drop) for record in records)


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "t.csv"

    def peak(rows: int) -> int:
        with path.open("w", encoding="utf-8") as file:
            file.write(",".join(COLUMNS) + "\n")
            file.writelines(f"{line(motCode=str(i % 4), netWgt=str(i))}\n" for i in range(rows))
        tracemalloc.start()
        for _ in open_trade(path).records("i"):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(16_000) < peak(4000) + 100_000  # both are longer than a block
