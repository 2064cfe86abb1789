"""Our list of Korean particles beside a morphological analyser, on the labelled sentences.

The analyser is no part of `find`: it takes seconds to load and found hardly more (docs/VOCABULARY.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sousveil.vocabulary import load

CASES = Path(__file__).parents[2] / "eval" / "cases" / "claims"
NOUNS = ("군", "경찰", "정부", "당국", "주민", "시민", "카메라", "검찰", "학생", "공안")
PARTICLES = {"JKS", "JKC", "JKG", "JKO", "JKB", "JKV", "JKQ", "JX", "JC", "XSN", "VCP", "EC", "EF", "ETM"}


@pytest.fixture(scope="module")
def kiwi() -> Any:
    return pytest.importorskip("kiwipiepy").Kiwi()


def _sentences() -> Iterator[str]:
    for path in sorted(CASES.rglob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            if case["lang"] == "ko":
                yield from case["text"].split("\n")


def _as_words(kiwi: Any, sentence: str, noun: str) -> set[int]:
    """Where the analyser sees the noun as a word of its own: nothing but particles follow it in its stretch."""
    found: set[int] = set()
    tokens = kiwi.tokenize(sentence)
    for number, token in enumerate(tokens):
        if token.form != noun or token.tag not in {"NNG", "NNP", "NNB"}:
            continue
        if token.start and re.match("[가-힣A-Za-z0-9]", sentence[token.start - 1]):
            continue
        rest = sentence[token.start :]
        stop = token.start + len(re.match("[가-힣]*", rest).group())  # type: ignore[union-attr]
        behind = [t for t in tokens[number + 1 :] if t.start < stop]
        if all(t.tag in PARTICLES for t in behind):
            found.add(token.start)
    return found


def test_marked_words_are_those_of_the_analyser(kiwi: Any) -> None:
    korean = load().orthography("ko")
    ours: set[tuple[str, str, int]] = set()
    theirs: set[tuple[str, str, int]] = set()
    for sentence in _sentences():
        for noun in NOUNS:
            if noun not in sentence:
                continue
            expression = re.compile(korean.expression(f"{noun}~"))
            ours.update((noun, sentence, match.start()) for match in expression.finditer(sentence))
            theirs.update((noun, sentence, start) for start in _as_words(kiwi, sentence, noun))
    assert len(theirs) > 60
    missed = [(noun, text[at : at + 8]) for noun, text, at in sorted(theirs - ours)]
    extra = [(noun, text[at : at + 8]) for noun, text, at in sorted(ours - theirs)]
    assert len(missed) <= 0.05 * len(theirs), missed
    assert len(extra) <= 0.05 * len(theirs), extra


@pytest.mark.parametrize("word", ["군인은", "군수가", "군대를", "군사", "군의회는"])
def test_longer_words_are_longer_words_to_both(kiwi: Any, word: str) -> None:
    sentence = f"어제 {word} 카메라를 봤다."
    assert not _as_words(kiwi, sentence, "군")
    assert not re.search(load().orthography("ko").expression("군~"), sentence)
