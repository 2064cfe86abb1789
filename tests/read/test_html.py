"""Web pages: what is the main text, what it is made of, and where each character stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from read.samples import RETRIEVED, capture, read_sample, reason
from sousveil.errors import IntegrityError
from sousveil.read import read
from sousveil.read.anchors import resolve, verify
from sousveil.read.html_tree import parse

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

PARAGRAPHS = [
    "The harbour authority installed forty cameras along the northern quay last week, a spokesman said on Monday.",
    "Residents were not told about it, according to two people who live there and who asked not to be named.",
    "The equipment came from a company abroad, customs records show, and was paid for out of the fund for roads.",
]
PAGE = f"""<!doctype html><html lang="en"><head><title>Harbour gets cameras | The Coast Paper</title>
<meta property="og:site_name" content="The Coast Paper"><link rel="canonical" href="/2024/04/cameras">
<script>var x = "script words";</script><style>p {{}}</style></head><body class="has-sidebar">
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<div class="cookie-banner">We use cookies on this site to make it better for you and for our partners.</div>
<div id="wrapper"><div class="article-body"><h1>Harbour gets cameras</h1>
<div class="share-bar"><a href="#">Facebook</a><a href="#">Twitter</a></div>
<p>{PARAGRAPHS[0]}</p>
<p>Read also: <a href="/other">A goalkeeper leaves after nine years</a></p>
<p>{PARAGRAPHS[1]} <a href="https://example.net/report#p2">The report</a> says so.</p>
<figure><img src="x.jpg"><figcaption>A camera on the quay. Photo: A. Writer</figcaption></figure>
<h2>Who paid</h2>
<p>{PARAGRAPHS[2]}</p>
<ul><li>forty dome cameras</li><li>two servers</li></ul>
<table><tr><th>Year</th><th>Cameras</th></tr><tr><td>2023</td><td>12</td></tr><tr><td>2024</td><td>40</td></tr></table>
<p style="display: none">Hidden words of nobody.</p>
<div class="newsletter">Subscribe to our newsletter for more stories like this one every week.</div>
</div>
<aside class="sidebar"><h3>Most read</h3><ul><li><a href="/a">Ten recipes for the summer</a></li></ul></aside>
<div id="comments"><p>A reader wrote a long comment here about cameras and about the weather on the quay.</p></div>
</div><footer>All rights reserved. Contact us by mail or by telephone at any hour of the day.</footer></body></html>"""


def test_the_main_text_and_nothing_else() -> None:
    text = read_sample(PAGE, url="https://coast.example/2024/04/cameras?x=1")
    for words in PARAGRAPHS:
        assert words in text.content
    for words in ("Home", "cookies", "Facebook", "goalkeeper", "Photo:", "script words", "Hidden", "Subscribe",
                  "recipes",                   "A reader wrote", "All rights reserved"):  # fmt: skip
        assert words not in text.content
    assert {o.reason for o in text.omissions} >= {
        "navigation", "consent", "share", "related", "caption", "hidden", "newsletter", "sidebar", "comments", "footer",
    }  # fmt: skip
    assert all(o.example or o.reason.endswith("character") for o in text.omissions)


def test_what_the_page_says_about_itself() -> None:
    text = read_sample(PAGE, url="https://coast.example/2024/04/cameras?x=1")
    assert (text.title, text.outlet, text.lang) == ("Harbour gets cameras", "The Coast Paper", "en")
    assert text.canonical_url == "https://coast.example/2024/04/cameras"
    assert [(text.content[link.start : link.end], link.url) for link in text.links] == [
        ("The report", "https://example.net/report#p2")
    ]
    assert read_sample(PAGE.replace("og:site_name", "x"), url="https://www.coast.example/a").outlet == "coast.example"


def test_roles_and_separators_of_blocks() -> None:
    text = read_sample(PAGE)
    roles = {text.content[p.start : p.end]: p.role for p in text.paragraphs}
    assert roles["Harbour gets cameras"] == "title"
    assert roles["Who paid"] == "heading"
    assert roles["two servers"] == "item"
    assert "forty dome cameras\ntwo servers" in text.content
    assert "Year\tCameras\n2023\t12\n2024\t40" in text.content


def test_anchors_are_xpaths_of_the_parsed_page() -> None:
    text = read_sample(PAGE)
    root = parse(PAGE.encode()).root
    for segment in text.segments:
        (node,) = root.xpath(segment.anchor.path)
        found = node[segment.anchor.start : segment.anchor.end]
        assert found.split() == text.content[segment.start : segment.end].split()


def test_a_changed_capture_is_found_out() -> None:
    data = PAGE.encode()
    text = read(capture(data), data)
    with pytest.raises((IntegrityError, KeyError)):
        verify(text, data.replace(b"forty cameras", b"fifty cameras"))


def test_white_space_becomes_single_spaces_with_an_exact_map() -> None:
    page = "<article><p>One\n   two\u00a0three <b>four</b>\t<i> five</i>six &nbsp; seven</p></article>"
    text = read_sample(page)
    assert text.content == "One two three four fivesix seven"
    assert "".join(found for _, found in resolve(text, page.encode())).split() == text.content.split()


def test_line_breaks_and_double_breaks() -> None:
    text = read_sample("<article>A first line of words<br>and a second line<br><br>A new paragraph of words</article>")
    assert text.content == "A first line of words\nand a second line\n\nA new paragraph of words"


def test_languages_are_told_paragraph_by_paragraph() -> None:
    page = (
        "<article><p>Die Hafenbehörde hat in der vergangenen Woche vierzig Kameras am Kai aufgestellt, sagte ein "
        "Sprecher.</p>"
        "<p>항만 당국이 지난주 북쪽 부두에 카메라 40대를 설치했다고 대변인이 월요일 밝혔다.</p>"
        "<p>港务局上周在北码头安装了四十个摄像头，发言人周一说。</p>"
        "<p>港湾局は先週、北埠頭にカメラを設置したと話した。</p></article>"
    )
    assert [p.lang for p in read_sample(page).paragraphs] == ["de", "ko", "zh", "ja"]


def test_a_wire_agency_is_read_from_the_dateline() -> None:
    page = f"<article><h1>x</h1><p>SEOUL, April 16 (Yonhap) -- {PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article>"
    agency = read_sample(page).agency
    assert agency is not None
    assert "Yonhap" in agency


def test_elements_whose_names_mislead_are_still_read() -> None:
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS * 3)
    for page in (
        f'<body><div class="sidebar-right"><div class="share-entry">{body}</div></div></body>',
        f"<body><form><table><tr><td>{body}</td></tr></table></form></body>",
        f'<body class="comments-open"><div class="widget"><div class="widget-container">{body}</div></div></body>',
    ):
        assert read_sample(page).content.count(PARAGRAPHS[0]) == 3


@pytest.mark.parametrize(
    "page", ["", " ", "<html></html>", "<script>x</script>", "<!-- c -->", "<body><p> </p></body>"]
)
def test_pages_without_words_are_losses(page: str) -> None:
    assert reason(page) in {"no-main-text", "html-empty", "empty"}


def test_depth_and_width_do_no_harm() -> None:
    words = f"<p>{PARAGRAPHS[0]}</p>"
    for page in (
        "<div>" * 20000 + words + "</div>" * 20000,
        "<b>" * 20000 + words,
        "<article>" + "<p>word</p>" * 50000 + words,
        "<article><p>" + "x<br>" * 50000 + PARAGRAPHS[0] + "</article>",
        "<table>" * 3000 + words,
    ):
        assert reason(page) in {"read", "no-main-text"}


def test_nothing_is_fetched_or_expanded() -> None:
    page = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">'
        '<!ENTITY b "&a;&a;&a;">]><html><body>'
        "<p>Words &x; &b; and more words that make a paragraph of text.</p></body></html>"
    )
    assert "root:" not in read_sample(page, "application/xhtml+xml").content


def test_reading_is_a_pure_function() -> None:
    data = PAGE.encode()
    first = read(capture(data), data)
    for _ in range(3):
        assert read(capture(data), data) == first
    assert first.source_id == capture(data).source_id
    assert RETRIEVED


@pytest.mark.skipif(not (SHARED / "hostile").exists(), reason="the shared data are not here")
@pytest.mark.parametrize("name", ["html-payloads.json", "naughty-strings.json"])
def test_hostile_strings_in_a_page(name: str) -> None:
    strings = json.loads((SHARED / "hostile" / "text" / name).read_text("utf-8"))
    for string in _leaves(strings):
        for page in (f"<article><p>{string}</p><p>{PARAGRAPHS[0]}</p></article>", string):
            data = page.encode("utf-8", "surrogatepass")
            if reason(data) == "read":
                text = read_sample(data)
                assert etree.HTML(f"<p>{PARAGRAPHS[0]}</p>") is not None
                assert text.content


def _leaves(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [leaf for inner in values for leaf in _leaves(inner)]
