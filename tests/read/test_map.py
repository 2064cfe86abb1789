"""The map of any page leads back to its words, whatever the page is made of."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from read.samples import capture, check
from sousveil.errors import ReadLoss
from sousveil.read import read

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from(" \n\t\u00a0\u3000\u200b\u00ad\u200e\x00\x07\ufeff&<>\"'감시카메라監視камера🎥\U000e0041"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)
INLINE = st.sampled_from([
    "b", "i", "a href='/x'", "a href='http://e.org/'", "span class='share'", "o:p", "font",
])  # fmt: skip
BLOCK = st.sampled_from([
    "p", "div", "li", "td", "tr", "table", "ul", "blockquote", "h2", "article", "pre", "form", "section", "figure",
    "div class='article-body'", "div class='sidebar'", "div style='display:none'", "figcaption", "custom-element",
    "noscript",
])  # fmt: skip


def element(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name.split(maxsplit=1)[0]}>"


def broken(first: str, second: str) -> str:
    return f"{first}<br>{second}<!-- c -->"


INLINES = st.recursive(
    WORDS,
    lambda inner: st.one_of(st.builds(element, INLINE, inner), st.builds(broken, inner, inner)),
    max_leaves=8,
)
BLOCKS = st.recursive(
    INLINES,
    lambda inner: st.builds(element, BLOCK, st.lists(inner, max_size=4).map("".join)),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, max_size=6).map("".join))
def test_every_segment_of_a_page_stands_where_it_says(body: str) -> None:
    data = f"<html><body>{body}</body></html>".encode("utf-8", "replace")
    try:
        text = read(capture(data), data)
    except ReadLoss:
        return
    check(text, data)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=12).map("\n".join), st.sampled_from(["utf-8", "utf-16", "cp949", "gb18030", "cp1251"]))
def test_every_segment_of_a_plain_text_stands_where_it_says(content: str, codec: str) -> None:
    data = content.encode(codec, "replace")
    try:
        text = read(capture(data, "text/plain"), data)
    except ReadLoss:
        return
    check(text, data)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "message/rfc822", "application/octet-stream"])
)
def test_no_bytes_break_a_reader(data: bytes, media_type: str) -> None:
    try:
        text = read(capture(data, media_type), data)
    except ReadLoss:
        return
    check(text, data)
