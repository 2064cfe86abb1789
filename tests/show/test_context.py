"""Panels of imported statistics, and the part of a page that shows them."""

from __future__ import annotations

from lxml import html

from sousveil.record.reference import Flow, Indicator, TradeFlow
from sousveil.show.atlas.context import indicator_panels, trade_panels
from sousveil.show.page.rendering import _environment


def flow(
    reporter: str, partner: str, value: float, code: str = "8525", flow: TradeFlow = "export", **more: object
) -> Flow:
    values = {"import_id": "i", "period": "2021", "edition": "HS2017", **more}
    return Flow(reporter=reporter, partner=partner, flow=flow, code=code, value_usd=value, **values)  # type: ignore[arg-type]


def value(year: str, value: float, region: int | None = None, place: str = "PRK", series: str = "light") -> Indicator:
    return Indicator(
        import_id="i", series=series, title=series.capitalize(), unit="%", country="KP", region=region, place=place,
        year=year, value=value,
    )  # fmt: skip


FLOWS = [
    flow("CN", "KP", 900, "852589", edition="HS2022", estimated=True),
    flow("KP", "CN", 1000, flow="import", edition="HS2017"),
    flow("M49:490", "KP", 40),
    flow("RU", "KP", 3, "8806"),
    flow("RU", "KP", 5, "852110", period="2021-03"),
    flow("KP", "RU", 9, "8525"),
]


def test_listed_headings_stand_first_with_what_else_they_cover() -> None:
    panels = trade_panels(FLOWS, "KP")
    assert [(panel.code, panel.period) for panel in panels] == [("8521", "2021-03"), ("8525", "2021"), ("8806", "2021")]
    assert "webcams" in panels[1].warning
    assert "does not describe" in panels[2].title
    assert panels[0].chart is None
    assert panels[1].chart is not None
    assert panels[1].chart.title == "Heading 8525, bought by North Korea"


def test_a_row_says_what_to_know_of_its_figures() -> None:
    china, asia = trade_panels(FLOWS, "KP")[1].rows
    assert (china.partner, china.sold, china.bought, china.difference) == ("China", "900", "1\u202f000", "−100")
    assert china.marks == (
        "sold: added up from 852589, which need not be all", "sold: estimated or added up by the publisher",
        "editions differ: HS2022, HS2017",
    )  # fmt: skip
    assert (asia.partner, asia.bought, asia.difference) == ("Other Asia, not specified", "–", "–")
    assert "Taiwan" in asia.marks[0]


def test_the_largest_partners_are_shown_and_the_others_counted() -> None:
    sellers = ["CN", "RU", "US", "DE", "FR", "IT", "ES", "JP", "KR", "VN", "TH", "IN", "LA", "MM"]
    (panel,) = trade_panels([flow(code, "KP", 100 - n) for n, code in enumerate(sellers)], "KP")
    assert (panel.rows[0].partner, len(panel.rows), panel.more) == ("China", 12, 2)
    assert trade_panels([flow("KP", "CN", 1)], "KP") == ()


def test_the_country_stands_before_its_regions() -> None:
    panels = indicator_panels(
        [
            value("2019", 3, 2, "Ryanggang"), value("2019", 2, 1, "Chagang"), value("2019", 9), value("2020", 10),
            value("2001", 20, series="electrification"), value("1999~", 1, series="electrification"),
        ],
        "KP",
    )  # fmt: skip
    assert [panel.series for panel in panels] == ["electrification", "light"]
    assert [chart.title for chart in panels[1].charts] == ["Light, North Korea", "Light, Chagang", "Light, Ryanggang"]
    assert {(chart.rows[0][0], chart.rows[-1][0]) for chart in panels[1].charts} == {("2019", "2020")}
    assert panels[0].charts[0].rows == (("2001", "20"),)


def test_the_page_says_that_it_is_no_evidence_and_has_every_number_in_a_table() -> None:
    part = _environment().get_template("context.html").module
    shown = part.trade(trade_panels(FLOWS, "KP"), "North Korea") + part.indicators(  # type: ignore[attr-defined]
        indicator_panels([value("2019", 9, None, "<i>x")], "KP")
    )
    page = html.document_fromstring(str(shown))
    sections = page.xpath("//section")
    assert len(sections) == 2
    assert all("None of this is evidence of a deployment" in section.text_content() for section in sections)
    assert not page.xpath("//i | //script | //*[@style]")
    cells = {cell.text_content() for cell in page.xpath("//td | //th")}
    figures = {text.text for text in page.xpath("//*[@class='chart-figure' or @class='chart-year']")}
    assert figures
    assert figures <= cells | {"0"}
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert str(part.trade((), "North Korea")).strip() == ""  # type: ignore[attr-defined]
