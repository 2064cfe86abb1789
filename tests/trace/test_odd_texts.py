"""Odd texts and addresses are traced like any other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_making import make_text
from sousveil.trace import trace

_LETTERS = st.text(alphabet='ab 北한あя.“”"()=【】/\n0123,−٣\u200b\u0301', max_size=200)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LETTERS, min_size=1, max_size=5))
def test_any_text_is_traced_and_passages_lie_within(contents: list[str]) -> None:
    texts = [make_text(content, outlet=str(n), lang="ko") for n, content in enumerate(contents)]
    length = {text.source_id: len(text.content) for text in texts}
    for echo in trace(texts, {}):
        for passage in (echo.origin_from, echo.origin_to):
            if passage is not None:
                assert 0 <= passage.start < passage.end <= length[passage.source]


@pytest.mark.parametrize(
    "url", ["http://[broken", "", "mailto:a@b.example", "http://user:pw@host.example:99999/x", "//"]
)
def test_broken_addresses_do_no_harm(url: str) -> None:
    text = make_text("Some words.", url=url or None, canonical=url or None, links=(url,))
    other = make_text("Other words.", url="https://a.example/", links=(url,))
    trace([text, other], {})
