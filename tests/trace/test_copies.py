"""Copies, syndication and shared quotations."""

from __future__ import annotations

from lineage_making import make_text
from sousveil.record.echo import Echo
from sousveil.record.text import Text
from sousveil.trace import trace

STORY = (
    "The city council of Brenholt voted on Tuesday evening to buy forty cameras for the market square and the bus "
    "station. The cameras will be mounted before the winter by a firm from the capital, which has also offered to "
    "train the guards. Two members of the council voted against the purchase because nobody had said how long the "
    "pictures would be kept. The mayor answered that a rule would follow in spring. Shopkeepers had asked for the "
    "cameras after a series of thefts last year."
)
OTHER = (
    "Ferry traffic on the lake stood still for most of Sunday after a storm tore one of the landing stages loose. "
    "Mechanics worked through the night, and by Monday noon the first boats left again with half of their passengers. "
    "The company expects repairs to last a week and has hired buses that run along the northern shore meanwhile."
)


def between(echoes: list[Echo], one: Text, other: Text) -> list[Echo]:
    return [
        echo
        for echo in echoes
        if echo.origin_to and echo.origin_from.source == one.source_id and echo.origin_to.source == other.source_id
    ]


def test_a_reprint_is_a_copy_of_the_earlier_text_with_the_exact_passage() -> None:
    first = make_text(STORY, outlet="Brenholt Herald", published="2024-03-05")
    reprint = make_text(f"Our region\n\n{STORY}", outlet="Lake Post", published="2024-03-07")
    (echo,) = trace([reprint, first, make_text(OTHER)], {})
    assert between([echo], reprint, first)
    assert echo.type == "copy"
    assert echo.score > 0.95
    passage = reprint.content[echo.origin_from.start : echo.origin_from.end]
    assert passage == STORY.rstrip(".")
    assert echo.origin_to is not None
    assert first.content[echo.origin_to.start : echo.origin_to.end] == passage
    assert "published earlier" in echo.reason


def test_order_of_arrival_changes_nothing() -> None:
    texts = [
        make_text(STORY, outlet="A", published="2024-03-05"),
        make_text(STORY + " " + OTHER, outlet="B", published="2024-03-06"),
        make_text(OTHER, outlet="C", published="2024-03-04"),
    ]
    assert trace(texts, {}) == trace(list(reversed(texts)), {})


def test_a_mixture_echoes_both_of_its_sources_passage_by_passage() -> None:
    one = make_text(STORY, outlet="A", published="2024-03-05")
    two = make_text(OTHER, outlet="B", published="2024-03-05")
    mixture = make_text(f"{STORY}\n\n{OTHER}", outlet="C", published="2024-03-08")
    echoes = trace([one, two, mixture], {})
    assert {echo.origin_to.source for echo in echoes if echo.origin_to} == {one.source_id, two.source_id}
    spans = sorted((echo.origin_from.start, echo.origin_from.end) for echo in echoes)
    assert spans[0][1] <= spans[1][0]


def test_copies_of_copies_point_at_the_first() -> None:
    family = [make_text(STORY, outlet=name, published=f"2024-03-0{day}") for day, name in enumerate("ABCD", 1)]
    echoes = trace(family, {})
    assert {echo.origin_to.source for echo in echoes if echo.origin_to} == {family[0].source_id}
    assert len(echoes) == 3


def test_a_footer_that_all_pages_share_is_no_copy() -> None:
    footer = (
        "Subscribe to our newsletter and never miss a story from the region, delivered to your inbox every morning."
    )
    words = OTHER.split()
    pages = [
        make_text(" ".join(words[n:] + words[:n] + [f"{n * 7919}"]).replace(" ", f" q{n}", 60) + "\n\n" + footer)
        for n in range(60)
    ]
    assert trace(pages, {}) == []


def test_how_an_outlet_closes_its_pages_is_no_copy_between_them() -> None:
    plea = (
        "The Brenholt Herald lives from what its readers give. If our work has been of use to you, send us what you "
        "can spare, tell a neighbour where you read it, and write to the desk on the second floor of the old customs "
        "house when you know of something that others would rather keep to themselves."
    )
    more = " ".join(f"On day {number} the gauge at the lock showed {number * 7} centimetres." for number in range(9))
    one = make_text(f"{STORY} {more}\n\n{plea}", outlet="Brenholt Herald", published="2024-03-05")
    two = make_text(f"{OTHER} {OTHER.upper()[::-1]}\n\n{plea}", outlet="Brenholt Herald", published="2024-03-07")
    assert between(trace([one, two], {}), two, one) == []
    elsewhere = make_text(f"{OTHER}\n\n{plea}", outlet="Lake Post", published="2024-03-07")
    assert between(trace([one, elsewhere], {}), elsewhere, one)


def test_chinese_copies_are_found_by_characters() -> None:
    story = (
        "据当地居民介绍，市政府上个月在火车站和长途汽车站安装了六十四台带有人脸识别功能的摄像头，"
        "画面由公安局指挥中心保存三十天，费用由省里承担。"
    )
    first = make_text(story, lang="zh", outlet="甲报", published="2024-03-05")
    copy = make_text("本报讯 " + story, lang="zh", outlet="乙报", published="2024-03-06")
    (echo,) = trace([first, copy], {})
    assert echo.type == "copy"
    assert between([echo], copy, first)


def test_a_text_with_an_agency_credit_that_copies_another_with_the_same_credit_is_syndication() -> None:
    wire = f"BRENHOLT (AP) — {STORY}"
    first = make_text(wire, outlet="A", published="2024-03-05")
    second = make_text(wire, outlet="B", published="2024-03-06")
    kinds = {(echo.type, echo.cited.name if echo.cited else None) for echo in trace([first, second], {})}
    assert ("syndication", None) in kinds
    assert ("syndication", "The Associated Press") in kinds


def test_a_long_shared_quotation_is_a_quote_and_not_a_copy() -> None:
    said = (
        "we have never kept a picture longer than the law allows, we have never shown one to anybody outside this "
        "building, and we will open the doors of the control room to every member of the council who wants to see it, "
        "today, tomorrow or on any other day of the year"
    )
    one = make_text(f"The chief spoke at noon. “{said},” he said. {OTHER}", outlet="A", published="2024-03-05")
    two = make_text(f"{STORY} Asked about it, the chief said: “{said}.”", outlet="B", published="2024-03-06")
    (echo,) = trace([one, two], {})
    assert echo.type == "quote"
    assert two.content[echo.origin_from.start : echo.origin_from.end].startswith("we have never kept")


def test_coded_rows_are_not_copies_of_each_other() -> None:
    rows = [
        make_text(
            f"The police of town {n} have used body-worn cameras from the same firm since {n}.",
            coded={"city": (str(n),)},
        )
        for n in range(2000, 2020)
    ]
    assert trace(rows, {}) == []
