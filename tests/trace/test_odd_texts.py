"""Odd texts and addresses are traced like any other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineage_making import make_text
from sousveil.trace import trace
from sousveil.trace.document import prepare
from sousveil.trace.quoting.quotation_match import COMPARED, FORMULA, compared
from sousveil.trace.quoting.quotation_words import QuotedWords
from sousveil.trace.retelling.wording import Wording
from sousveil.vocabulary.loader import load

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


@pytest.mark.parametrize("numbered", [False, True])
def test_a_formula_on_each_line_is_compared_a_few_times(numbered: bool) -> None:
    quote = "“We will watch every street {} of the capital with cameras made in China,” said the mayor of the town."
    texts = [
        make_text(
            "\n".join(quote.format(step + at if numbered else "") for at in range(400)) + f"\n{step}", outlet=name
        )
        for step, name in ((1000, "One"), (7000, "Other"))
    ]
    words = [QuotedWords(document, load(), Wording(load())) for document in prepare(texts, {}, load())]
    assert len(words[0].quotations) == 400
    assert 1 <= len(compared(words[0], words[1])) <= (FORMULA + 1 if not numbered else COMPARED)
    assert any(echo.type in {"quote", "copy"} for echo in trace(texts, {}))
