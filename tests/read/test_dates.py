"""Publication dates: what is believed, with what evidence, and how sure."""

from __future__ import annotations

import pytest

from read.samples import read_sample
from sousveil.read.dates import find_dates, parse_date

BODY = (
    "<article><h1>Cameras at the quay</h1>{}<p>The harbour authority installed forty cameras "
    "along the quay, a spokesman said, and more will follow soon.</p><p>Residents were not "
    "told, two people who live there said on condition that they are not named "
    "here.</p></article>"
)


def published(head: str = "", visible: str = "", url: str | None = None, **fields: object) -> tuple[str, str] | None:
    page = (
        f"<html><head><title>x</title>{head}</head><body>{BODY.format(visible)}<footer>© 2019 The "
        f"Paper</footer></body></html>"
    )
    found = read_sample(page, url=url, **fields).published
    if found is not None:
        assert found.evidence
    return (found.value, found.certainty) if found else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2024-04-16T08:00:00Z", "2024-04-16"), ("16. April 2024", "2024-04-16"), ("April 16th, 2024", "2024-04-16"),
        ("16 de abril de 2024", "2024-04-16"), ("le 16 avril 2024", "2024-04-16"), ("16 апреля 2024 г.", "2024-04-16"),
        ("2024년 4월 16일", "2024-04-16"), ("2024年4月16日", "2024-04-16"), ("2024. 4. 16. 오전", "2024-04-16"),
        ("입력 2024.04.16 09:30", "2024-04-16"), ("16.04.2024", "2024-04-16"), ("16.04.24", "2024-04-16"),
        ("16 kwietnia 2024", "2024-04-16"), ("20240416", "2024-04-16"), ("Tue, 16 Apr 2024 09:30:00 GMT", "2024-04-16"),
        ("1713259800", "2024-04-16"), ("31.02.2024", None), ("version 1.2.3", None), ("+82 2 2024 1616", None),
        ("1899-01-01", None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(words: str, expected: str | None) -> None:
    found = parse_date(words)
    assert (found.isoformat() if found else None) == expected


def test_the_order_of_day_and_month_follows_the_language() -> None:
    assert find_dates("4/5/2024", "en-US")[0].value.isoformat() == "2024-04-05"
    assert find_dates("4/5/2024", "de")[0].value.isoformat() == "2024-05-04"
    assert find_dates("4/16/2024", "de")[0].value.isoformat() == "2024-04-16"


LD = (
    "<script "
    'type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-04-16T08:00:00+09:0'
    '0","dateModified":"2024-05-01"}</script>'
)


@pytest.mark.parametrize(
    ("head", "visible", "url", "expected"),
    [
        (LD, "", None, ("2024-04-16", "high")),
        ('<meta property="article:published_time" content="2024-04-16T08:00:00Z">', "", None, ("2024-04-16", "high")),
        ("", "", "https://example.org/2024/04/16/cameras.html", ("2024-04-16", "high")),
        ("", '<p class="date">Veröffentlicht am 16. April 2024</p>', None, ("2024-04-16", "high")),
        ("", "<p>입력 2024.04.16 09:30</p>", None, ("2024-04-16", "high")),
        ("", '<time datetime="2024-04-16">Tuesday</time>', None, ("2024-04-16", "high")),
        (LD, "", "https://example.org/2021/01/01/cameras.html", ("2024-04-16", "medium")),
        ("", "", None, None),
        ('<meta property="article:modified_time" content="2024-04-16">', "", None, ("2024-04-16", "low")),
        (LD.replace("2024-04-16", "2031-04-16"), "", "https://example.org/2024/04/16/x", ("2024-04-16", "high")),
    ],
)
def test_witnesses_are_ranked(head: str, visible: str, url: str | None, expected: tuple[str, str] | None) -> None:
    assert published(head, visible, url) == expected


def test_a_copyright_year_is_no_date() -> None:
    assert published(visible="<p>Copyright 2018 by the paper, all year.</p>") is None


def test_the_day_of_archiving_is_not_the_day_of_publication() -> None:
    address = "https://web.archive.org/web/20230101000000/http://example.org/2020/02/03/cameras"
    assert published(url=address) == ("2020-02-03", "high")


def test_evidence_says_where_the_date_stands() -> None:
    page = f"<html><head>{LD}</head><body>{BODY.format('')}</body></html>"
    found = read_sample(page).published
    assert found is not None
    assert found.evidence == "json-ld datePublished: 2024-04-16T08:00:00+09:00"
