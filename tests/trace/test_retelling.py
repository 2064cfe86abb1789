"""Rewrites and translations."""

from __future__ import annotations

from lineage_making import make_text
from sousveil.find import find
from sousveil.trace import trace

REPORT = (
    "Engineers hired by the province of Ostrava drilled holes into the walls of ancient chapels in order to hide "
    "microphones behind the frescoes, a restorer discovered. She noticed fresh plaster beneath a cracked saint, "
    "scraped it away and found a copper wire that led into the sacristy. The priest claimed ignorance. Carpenters who "
    "had repaired the pews remembered strangers with heavy toolboxes who arrived at dusk and refused coffee. An "
    "invoice in the parish archive mentions acoustic dampers, a word that no carpenter understood. The wire ended in "
    "a cupboard with a padlock, and nobody admits to owning the key."
)
REWRITE = (
    "A restorer working in old chapels discovered that engineers paid by Ostrava province had drilled into the walls "
    "to hide microphones behind frescoes. Beneath a saint with a crack she noticed plaster that was fresh, and once "
    "she had scraped this away, a copper wire showed itself, leading to the sacristy. Ignorance was what the priest "
    "claimed. According to carpenters repairing pews, strangers came at dusk carrying heavy toolboxes and refused "
    "offers of coffee. In the archive of the parish an invoice mentions dampers of an acoustic kind, which the "
    "carpenter did not understand. A padlock secures the cupboard where the wire ends, and the key is owned by nobody."
)
INDEPENDENT = (
    "Microphones were discovered in churches of Ostrava province this spring. Members of a congregation became "
    "suspicious when radio interference disturbed the organ during mass. A technician with a field meter walked along "
    "the nave and located six transmitters inside candle holders. Police removed them and opened an inquiry. The "
    "bishop demanded an explanation from the governor, whose spokesman said that no order had been given. Worshippers "
    "now whisper even during confession."
)


def test_a_rewrite_is_linked_and_an_independent_report_of_the_event_is_not() -> None:
    report = make_text(REPORT, outlet="A", published="2024-05-01")
    rewrite = make_text(REWRITE, outlet="B", published="2024-05-03")
    independent = make_text(INDEPENDENT, outlet="C", published="2024-05-02")
    (echo,) = [echo for echo in trace([report, rewrite, independent], {}) if echo.type in {"rewrite", "copy"}]
    assert echo.origin_from.source == rewrite.source_id
    assert echo.origin_to is not None
    assert echo.origin_to.source == report.source_id
    assert "same order" in echo.reason


def test_a_translation_is_linked_by_numbers_and_names_in_order() -> None:
    english = make_text(
        "North Korea bought 16,420 cameras in 2012, customs figures show. Between 2009 and 2011 it had bought 85,570. "
        "In Hyesan 320 of them stand along 14 kilometres of the river. Hikvision delivered 1,250 more in 2013. "
        "The police of Hoeryong run 45 control rooms. Repairs cost $230,000 a year.",
        outlet="Ledger", published="2014-01-10",
    )  # fmt: skip
    korean = make_text(
        "세관 통계에 따르면 북한은 2012년 카메라 1만6420대를 샀다. 2009년부터 2011년까지는 8만5570대를 사들였다. "
        "혜산에는 강변 14㎞를 따라 320대가 서 있다. Hikvision은 2013년 1250대를 더 납품했다. "
        "회령 경찰은 감시실 45곳을 운영한다. 수리비는 연간 23만 달러다.",
        lang="ko", outlet="소식", published="2014-01-14",
    )  # fmt: skip
    elsewhere = make_text(
        "2012년 서울의 버스 승객은 85,570명 늘었다. 시는 정류장 320곳을 새로 만들었다. 요금은 1250원이다.",
        lang="ko", outlet="교통", published="2014-01-15",
    )  # fmt: skip
    claims = {text.source_id: find(text) for text in (english, korean)}
    (echo,) = [echo for echo in trace([english, korean, elsewhere], claims) if echo.origin_to]
    assert echo.type == "translation"
    assert (echo.origin_from.source, echo.origin_to and echo.origin_to.source) == (korean.source_id, english.source_id)
    assert "16420" in echo.reason


def test_the_same_facts_in_another_order_are_no_translation() -> None:
    sentences = [f"Area {n} has {n * 371} cameras and {n * 83} guards." for n in range(1, 9)]
    spiegel = [f"Gebiet {n} hat {n * 371} Kameras und {n * 83} Wachen." for n in range(8, 0, -1)]
    english = make_text(" ".join(sentences), published="2024-01-01")
    german = make_text(" ".join(spiegel), lang="de", published="2024-01-02")
    assert trace([english, german], {}) == []
