"""Rewrites by their details: other words, the same numbers and names in the same order."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lineage_making import make_claim, make_text
from sousveil.record.echo import Echo
from sousveil.record.text import Text
from sousveil.trace.document import prepare
from sousveil.trace.families import Families
from sousveil.trace.retelling.rewrites import rewrites
from sousveil.vocabulary.loader import load

DOCUMENTS: dict[str, dict[str, Any]] = {
    entry["id"]: entry
    for entry in tomllib.loads((Path(__file__).parent / "rewritten.toml").read_text("utf-8"))["document"]
}
PAIRS = [(ident, model) for ident, entry in DOCUMENTS.items() for model in entry.get("repeats", ())]
ALONE = [ident for ident, entry in DOCUMENTS.items() if "repeats" not in entry]


@cache
def _text(ident: str) -> Text:
    entry = DOCUMENTS[ident]
    content = f"{entry['title']}\n\n{entry['text'].strip()}"
    return make_text(content, lang=entry["lang"], outlet=entry["outlet"], published=entry["published"])


def _rewrites(texts: Sequence[Text], *, claims: bool = True) -> list[Echo]:
    """The rewrites of a case, each text of which makes a claim in its first words."""
    vocabulary = load()
    made = {text.source_id: [make_claim(text, text.content[:30])] for text in texts} if claims else {}
    return rewrites(prepare(texts, made, vocabulary), vocabulary, Families([]))


@cache
def _case() -> dict[tuple[str, str], Echo]:
    """The rewrites among all the documents as one case, by what repeats what."""
    names = {_text(ident).source_id: ident for ident in DOCUMENTS}
    found = _rewrites([_text(ident) for ident in DOCUMENTS])
    return {(names[e.origin_from.source], names[e.origin_to.source]): e for e in found if e.origin_to}


@pytest.mark.parametrize(("ident", "model"), PAIRS)
def test_a_rewrite_in_other_words_is_linked_to_what_it_was_written_from(ident: str, model: str) -> None:
    assert (ident, model) in _case()


@pytest.mark.parametrize("ident", ALONE)
def test_a_report_of_its_own_is_linked_to_nothing(ident: str) -> None:
    assert [pair for pair in _case() if pair[0] == ident] == []


@pytest.mark.parametrize(("ident", "model"), PAIRS)
def test_a_pair_is_judged_alike_where_it_is_the_whole_case(ident: str, model: str) -> None:
    assert [echo.origin_to and echo.origin_to.source for echo in _rewrites([_text(ident), _text(model)])] == [
        _text(model).source_id
    ]


@pytest.mark.parametrize("ident", [ident for ident, entry in DOCUMENTS.items() if "between" in entry])
def test_the_passage_is_only_what_was_written_from_the_other(ident: str) -> None:
    (echo,) = [echo for (source, _), echo in _case().items() if source == ident]
    size, (low, high) = len(_text(ident).content) / 100, DOCUMENTS[ident]["between"]
    assert low * size - 40 <= echo.origin_from.start < echo.origin_from.end <= high * size + 40


def test_each_passage_of_an_article_that_merges_two_reports_has_its_own_origin() -> None:
    first, second = _case()["x10-1", "x4-1"], _case()["x10-1", "x7-1"]
    content = _text("x10-1").content
    assert first.origin_from.end <= second.origin_from.start
    assert "Nightjar" in content[first.origin_from.start : first.origin_from.end]
    assert "Ashdown" in content[second.origin_from.start : second.origin_from.end]
    assert content[: first.origin_from.start].count("geese") == 1


@pytest.mark.parametrize(("ident", "model"), PAIRS)
def test_both_sides_are_shown_and_say_the_same(ident: str, model: str) -> None:
    echo = _case()[ident, model]
    here, there = _text(ident).content, _text(model).content
    assert echo.origin_to is not None
    assert 4 <= len(echo.aligned) <= 24
    for pair in echo.aligned:
        assert echo.origin_from.start <= pair.start < pair.end <= echo.origin_from.end
        assert echo.origin_to.start <= pair.to_start < pair.to_end <= echo.origin_to.end
        words, other = here[pair.start : pair.end].casefold(), there[pair.to_start : pair.to_end].casefold()
        alike = words == other or any(words[at : at + 2] in other for at in range(len(words) - 1))
        assert alike or pair.what.startswith("number")
    assert list(echo.aligned) == sorted(echo.aligned, key=lambda pair: pair.start)


def test_numbers_meet_whether_in_words_or_in_figures() -> None:
    echo = _case()["x8-2", "x8-1"]
    written = {_text("x8-2").content[pair.start : pair.end]: pair.what for pair in echo.aligned}
    assert written["열여섯"] == "number 16"


def test_the_order_of_arrival_changes_nothing() -> None:
    texts = [_text(ident) for ident in DOCUMENTS if DOCUMENTS[ident]["lang"] in {"en", "ko"}]
    shuffled = list(texts)
    random.Random(7).shuffle(shuffled)
    assert _rewrites(shuffled) == _rewrites(texts)


def test_the_same_details_in_another_order_are_weaker() -> None:
    model, rewrite = _text("x3-1"), _text("x3-2")
    (straight,) = _rewrites([model, rewrite])
    sentences = rewrite.content.replace("\n\n", " ").split(". ")
    turned = make_text(
        ". ".join(reversed(sentences)), lang="ar", outlet=rewrite.outlet, published=DOCUMENTS["x3-2"]["published"]
    )
    scores = [echo.score for echo in _rewrites([model, turned])]
    assert not scores or scores[0] < straight.score


def test_without_a_claim_or_a_word_of_surveillance_details_link_nothing() -> None:
    report = (
        "The bakers of Quillham sold 4,310 loaves on Saturday. Edith Marrow counted 212 of rye. At the stall of Tom "
        "Sarsen 87 were left over, and 19 of them went to the zoo. The fair cost 1,450. It rained for 35 minutes."
    )
    retold = (
        "Bread fetched crowds at Quillham: Saturday's tally was 4,310. Of rye, Edith Marrow says, there were 212. Tom "
        "Sarsen took 87 home, less 19 that animals got. Organisers paid 1,450 pounds. A shower lasted 35 minutes."
    )
    texts = [
        make_text(report, outlet="A", published="2024-05-01"), make_text(retold, outlet="B", published="2024-05-02")
    ]  # fmt: skip
    assert _rewrites(texts, claims=False) == []
    assert len(_rewrites(texts)) == 1
