"""Plain text: whole where it is a text, without the page around it where it was pasted from one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from read.samples import read_sample

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

POEM = """The Fence

I walked along the wire at noon,
the wire was new, the posts were white;
a lamp was burning like a moon
that nobody had hung that night.

And someone said: it sees you still…
And someone said: it always will…
"""
REPORT = """Annual report

1. Summary

The office counted 214 cameras in 2023...
It could not count those in the harbour.

2. Recent developments

March 3, 2023
The council voted.

March 9, 2023
The council voted again.

See also

Chapter 4 of the report of 2021, which lists every post by street and year of purchase, with its price.
"""
KOREAN = """국경 경비 강화

북한 당국이 국경 지역에 새로운 감시 카메라를 설치했다고 소식통이 전했다.

주민들은 밤에 강가로 나갈 수 없다고 한다.
"""
LIST = "cameras\nlamps\nposts\nwire\ncables\nbatteries"

PASTED = """Harbour gets new cameras

FacebookTwitterWhatsAppTelegramEmailShare

By A. Writer

The harbour authority installed forty cameras along the northern quay last week, a spokesman said on Monday.

Residents were not told about it, according to two people who live there and who asked not to be named.

Tags: harbour, cameras

A. Writer

A. Writer covers the coast for this paper and has a dog.

Related Posts

Ten recipes for the summer that you must try

Summer is here and with it the time of salads. We have collected the best…

June 3, 2024

Goalkeeper leaves after nine years

The club said on Friday that its goalkeeper will leave at the end of the…

June 2, 2024
"""
PASTED_KO = """새 감시 카메라 설치

카카오톡 페이스북 트위터 공유

항만 당국이 지난주 북쪽 부두에 카메라 40대를 설치했다고 대변인이 월요일 밝혔다.

주민들은 통보를 받지 못했다고 두 명의 주민이 말했다.

관련기사

여름에 꼭 먹어야 할 음식 열 가지

여름이 왔다. 샐러드의 계절이다. 우리가 모은 최고의…

2024.06.03

골키퍼 9년 만에 팀을 떠나

구단은 금요일 골키퍼가 시즌이 끝나면…

2024.06.02
"""


@pytest.mark.parametrize("whole", [POEM, REPORT, KOREAN, LIST, "One line only."])
def test_texts_that_were_not_pasted_stay_whole(whole: str) -> None:
    text = read_sample(whole, "text/plain")
    assert text.content.split() == whole.split()
    assert not text.omissions


def test_verses_keep_their_lines() -> None:
    assert "posts were white;\na lamp was burning" in read_sample(POEM, "text/plain").content


def test_lines_broken_at_a_width_are_joined() -> None:
    wrapped = (
        "The authority said on Monday that it had bought more cameras than\nin any year before, "
        "and that they would all be on the quay by the\nend of the month."
    )
    assert "\n" not in read_sample(wrapped, "text/plain").content


def test_a_title_is_the_first_short_line() -> None:
    assert read_sample(POEM, "text/plain").title == "The Fence"
    assert read_sample(KOREAN, "text/plain").title == "국경 경비 강화"
    assert read_sample("A sentence ends here.\n\nAnother one.", "text/plain").title is None


@pytest.mark.parametrize(
    ("pasted", "kept", "gone"),
    [
        (PASTED, ["forty cameras", "two people who live there"],
         ["Facebook", "Tags:", "has a dog", "Related", "salads", "Goalkeeper", "June"]),
        (PASTED_KO, ["카메라 40대를", "두 명의 주민이"], ["카카오톡", "관련기사", "샐러드", "골키퍼", "2024"]),
    ],
)  # fmt: skip
def test_what_a_page_puts_around_its_article_is_left_out(pasted: str, kept: list[str], gone: list[str]) -> None:
    text = read_sample(pasted, "text/plain")
    assert [words for words in kept if words not in text.content] == []
    assert [words for words in gone if words in text.content] == []
    assert {o.reason for o in text.omissions} >= {"share", "related"}


def test_a_date_line_and_a_ruled_note_at_the_top() -> None:
    ruled = f"----------\nA note about this file. It is long.\n----------\n\nThe headline\n\nApril 18, 2024\n\n{PASTED}"
    text = read_sample(ruled, "text/plain")
    assert text.title == "The headline"
    assert text.published is not None
    assert (text.published.value, text.published.certainty) == ("2024-04-18", "medium")
    assert read_sample(KOREAN, "text/plain").published is None


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_byte_offsets_hold_in_every_encoding(codec: str) -> None:
    text = read_sample(KOREAN.encode(codec), "text/plain")
    assert "감시 카메라" in text.content


@pytest.mark.skipif(not (SHARED / "article.txt").exists(), reason="the shared data are not here")
def test_the_shared_article_is_read_without_its_page() -> None:
    text = read_sample((SHARED / "article.txt").read_bytes(), "text/plain")
    assert len(text.content) > 2000
    for words in ("WhatsApp", "Tags:", "Keep Reading", "Recent Posts", "July 15", "newswriter"):
        assert words not in text.content
    assert sum(o.count for o in text.omissions) >= 20


def test_lines_made_to_exhaust_a_pattern_take_no_time() -> None:
    began = time.monotonic()
    for line in ("copy link " * 29 + "!", "share on x via " * 19 + "end", "e-mail mail " * 24 + "?", "1.1." * 70 + "a"):
        read_sample(f"{line}\n\nA paragraph follows.\n\n{line}", "text/plain")
        read_sample(f"<article><p>{line}</p><p>A paragraph follows.</p></article>")
    read_sample(b"<!-- a -->" * 400 + b"words", "text/plain")
    assert time.monotonic() - began < 5
