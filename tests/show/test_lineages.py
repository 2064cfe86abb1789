"""Links side by side, and lineages as trees: over HTTP, on the small case and on one with a large family."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pytest
from lxml import html

from show.served import opened, served
from show.small_case import ARABIC, KOREAN, REPORT, VERSION, WIRE, add, build
from show.test_pages import source_path, tree, words
from sousveil.record import Echo, Judgement, Passage
from sousveil.show.sources.descent import LEVEL, climb, tree_of
from sousveil.show.words.links import came_first, lag_phrase
from sousveil.store import Case


def echo_of(case: Path, text: str, kind: str) -> Echo:
    """The echo of this type that starts in the text."""
    source = source_path(case, text.split("\n", maxsplit=1)[0]).rpartition("/")[2]
    with Case.open(case) as held:
        return next(e.echo for e in held.echoes(source, kind) if e.echo.origin_from.source == source)


def marked(page: html.HtmlElement, side: str) -> dict[str, str]:
    """By number, the words behind it on one side, up to the next thing that is not marked."""
    found = {}
    for ref in page.xpath(f"//a[@class='ref'][starts-with(@id, '{side}-')]"):
        following = ref.getnext()
        while following is not None and following.tag != "mark":
            following = following.getnext()
        found[ref.get("id").partition("-")[2]] = following.text_content()
    return found


def test_both_sides_mark_the_same_words_with_the_same_numbers(client: httpx.Client, small_case: Path) -> None:
    one = echo_of(small_case, WIRE, "rewrite")
    page = tree(client, f"/echoes/{one.id}")
    assert marked(page, "a") == {"1": "1,500", "2": "1,500", "3": "Hikvision"}
    assert marked(page, "b") == marked(page, "a")
    for ref in page.xpath("//section[@class='side-by']//a[@class='ref']"):
        assert page.xpath("//*[@id=$id]", id=ref.get("href")[1:]), "each number leads to the other side"
    for side, text in (("a", WIRE), ("b", REPORT)):
        passage = page.xpath(f"//section[@aria-labelledby='side-{side}']//p[starts-with(@class, 'passage')]")[0]
        for ref in passage.xpath(".//a"):
            ref.drop_tree()
        assert passage.text_content() in text
    shown = words(page)
    assert "The other came first: 16 April 2024 before 17 April 2024." in shown
    assert "Strong (0.92 of 1)" in shown
    assert "18 of 21 words in the same order" in shown
    assert "1 finding has words of this passage." in shown
    rows = list(csv.reader(io.StringIO(client.get(f"/echoes/{one.id}/aligned.csv").text.lstrip("\ufeff"))))
    assert [(row[0], row[3], row[6], row[7]) for row in rows[1:]] == [
        ("1", "1,500 cameras", "1,500 cameras", ""),
        ("2", "1,500", "1,500", "number: 1500"),
        ("3", "Hikvision", "Hikvision", ""),
    ]


def test_a_guess_is_called_one_and_arabic_runs_from_right_to_left(client: httpx.Client, small_case: Path) -> None:
    page = tree(client, f"/echoes/{echo_of(small_case, ARABIC, 'translation').id}")
    assert "Which came first is a guess: no date, no credit line and no citation tells." in words(page)
    left, right = page.xpath("//p[starts-with(@class, 'passage')]")
    assert (left.get("lang"), left.get("dir")) == ("ar", "rtl")
    assert (right.get("lang"), right.get("dir")) == ("ko", "ltr")
    assert marked(page, "a") == {"1": "بيونغ يانغ"}
    assert marked(page, "b") == {"1": "평양"}


def test_a_cited_origin_has_a_card_and_everyone_who_cites_it(client: httpx.Client, small_case: Path) -> None:
    page = tree(client, f"/echoes/{echo_of(small_case, ARABIC, 'citation').id}")
    assert "The case does not hold it: get it if you can." in words(page)
    (everyone,) = page.xpath("//a[text()='Everyone who cites it']/@href")
    below = tree(client, everyone)
    assert words(below.find(".//h1")) == "What goes back to Harbour Institute"
    assert "Only cited: get it if you can" in words(below)
    assert [words(a) for a in below.xpath("//*[@class='descent']//li/ol//p[@class='what']/a[last()]")] == [
        ARABIC.split("\n")[0]
    ]


def test_the_page_has_the_form_and_what_was_decided(client: httpx.Client, small_case: Path) -> None:
    page = tree(client, f"/echoes/{echo_of(small_case, WIRE, 'rewrite').id}")
    assert page.xpath("//form[contains(@action, '/decide')]//button/text()") == ["Confirm", "Cut"]


def test_a_lineage_starts_at_its_origin_from_wherever_one_comes(client: httpx.Client, small_case: Path) -> None:
    report = source_path(small_case, REPORT.split("\n")[0]).replace("sources", "lineages")
    arabic = source_path(small_case, ARABIC.split("\n")[0]).replace("sources", "lineages")
    for path in (report, arabic):
        page = tree(client, path)
        assert words(page.find(".//h1")) == f"What goes back to “{REPORT.split(chr(10))[0]}”"
        assert [(row.xpath("string(td[1])"), words(row.find("th/a"))) for row in page.xpath("//tbody/tr")] == [
            ("0", REPORT.split("\n")[0]),
            ("1", WIRE.split("\n")[0]),
            ("1", KOREAN.split("\n")[0]),
            ("2", ARABIC.split("\n")[0]),
        ]
        assert "1 day later" in words(page)
    assert "which came first is a guess" in words(page)
    assert page.xpath("//*[contains(@class, 'asked')]/@id") == [f"n-{arabic.rpartition('/')[2]}"]
    (whole,) = page.xpath("//a[text()='CSV of the whole lineage']/@href")
    rows = list(csv.DictReader(io.StringIO(client.get(whole).text.lstrip("\ufeff"))))
    assert [(row["level"], row["type"], row["direction"]) for row in rows] == [
        ("0", "", ""), ("1", "rewrite", "date"), ("1", "translation", "undated"), ("2", "translation", "unknown"),
    ]  # fmt: skip
    assert client.get("/lineages.csv").status_code == 400


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An origin with 130 copies, of which the first is copied once, and two that copy each other."""
    path = tmp_path_factory.mktemp("family") / "case"
    with Case.create(path, "A family") as case:
        texts = [
            add(case, b"%d" % number, f"{number}.html", f"Copy {number}\nThe same words again.", "en")
            for number in range(134)
        ]
        for text in texts:
            case.put_reading(text, [], VERSION)

        def copy(of: int, to: int, kind: str = "copy") -> Echo:
            ends = [Passage(source=texts[n].source_id, start=0, end=6) for n in (of, to)]
            return Echo(origin_from=ends[0], origin_to=ends[1], type=kind, score=0.9, reason="words", direction="date")

        links = [copy(number, 0) for number in range(1, 131)]
        case.put_echoes([*links, copy(131, 1), copy(131, 0, "citation"), copy(132, 133), copy(133, 132)])
    return path


def test_a_large_family_comes_in_parts(family: Path) -> None:
    for address in served(family):
        with opened(address) as client:
            first = tree(client, source_path(family, "Copy 0").replace("sources", "lineages"))
            (more,) = first.xpath("//li[@class='more']/a")
            assert words(more) == f"{131 - LEVEL} more"
            seen, following = list[str](), str(more.get("href"))
            seen += first.xpath("//tbody//th/a/@href")
            while following:
                page = tree(client, following)
                seen += page.xpath("//tbody//th/a/@href")[1:]
                following = next(iter(page.xpath("//li[@class='more']/a/@href")), "")
            assert len(set(seen)) == 132


def test_a_source_stands_under_what_it_copies_and_not_under_what_it_cites(family: Path) -> None:
    with Case.open(family) as case:
        named = {source.title: source.id for source in case.sources()}
        nodes = {node.identifier: node for node in tree_of(case, named["Copy 0"], whole=True).nodes()}
        assert len(nodes) == 132
        assert nodes[named["Copy 131"]].under == named["Copy 1"]
        assert nodes[named["Copy 131"]].level == 2
        assert case.repeat_count(named["Copy 0"]) == 131


def test_a_circle_has_an_end(family: Path) -> None:
    with Case.open(family) as case:
        one = next(source.id for source in case.sources() if source.title == "Copy 132")
        assert len(list(tree_of(case, one).nodes())) == 2


def test_links_that_were_cut_do_not_exist(tmp_path: Path) -> None:
    path = build(tmp_path / "case")
    one = echo_of(path, KOREAN, "translation")
    assert one.origin_to
    origin = one.origin_to.source
    with Case.open(path, write=True) as case:
        assert case.repeat_count(origin) == 2
        case.judge(
            Judgement(at="2024-05-01T00:00:00Z", who="a", subject=one.id, verdict="cut", reason="they had it first")
        )
        assert case.repeat_count(origin) == len(list(case.repeats(origin))) == 1
        assert one.origin_from.source not in {node.identifier for node in tree_of(case, origin).nodes()}
        assert climb(case, one.origin_from.source) == one.origin_from.source


def test_what_repeats_a_source_is_read_from_an_index(family: Path) -> None:
    with Case.open(family) as case:
        for column in ("to_source", "cited_ref"):
            plan = case._db.rows(
                "EXPLAIN QUERY PLAN SELECT count(DISTINCT from_source) FROM echo"
                f" WHERE {column} = 'x' AND state IN ('proposed', 'confirmed') AND from_source <> ''"
            )
            assert f"USING COVERING INDEX echo_{column[:2] if column == 'to_source' else 'cited'} " in str(list(plan))


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("2024-04-16", "2024-04-16", "same day"),
        ("2024-04-16", "2024-04-19", "3 days later"),
        ("2024-04-19", "2024-04-16", "3 days earlier"),
        ("2021-04-16", "2024-04-16", "about 3 years later"),
        ("2024-04", "2024-04-16", ""),
        (None, "2024-04-16", ""),
    ],
)
def test_how_much_later(first: str | None, then: str | None, said: str) -> None:
    assert lag_phrase(first, then) == said


def test_every_direction_has_words() -> None:
    end = Passage(source="s1", start=0, end=1)
    for direction in ("date", "citation", "credit", "undated", "length", "unknown"):
        one = Echo(origin_from=end, origin_to=end, type="copy", score=1, reason="", direction=direction)
        assert ("guess" in came_first(one, None, None)) is not one.is_directed
