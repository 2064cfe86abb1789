"""Speakers are words that name somebody: `eval/cases/speakers` in twelve languages, and what misled before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sousveil.find import find
from sousveil.find.speaker_words import speaker_words
from sousveil.find.tables import tables_for
from sousveil.record import Paragraph, Text
from sousveil.vocabulary import load

CASES = Path(__file__).parents[2] / "eval" / "cases" / "speakers"
RIGHT = {"first": 40, "later": 37}
WRONG = {"first": 1, "later": 5}
"""Sentences with a name that nobody has in them, at most. When `later` was first scored, after `first` had
been worked on, 33 were right and 5 had a wrong name; what it showed was mended after that."""
ARTICLES = {
    "the", "a", "an", "la", "el", "le", "les", "los", "un", "una", "une", "o", "um", "uma", "das", "die", "der",
    "einer", "einem", "eine",
}  # fmt: skip


def speakers(content: str, lang: str) -> list[list[str]]:
    paragraph = Paragraph(start=0, end=len(content), lang=lang, role="paragraph")
    text = Text(
        capture_sha256="cd" * 32, content=content, extractor="test/1", lang=lang, paragraphs=(paragraph,),
        segments=(), published=None,
    )  # fmt: skip
    return [[speaker.name for speaker in claim.attributed_to] for claim in find(text)]


def bare(names: list[str]) -> list[str]:
    """Names without a first article and quotation marks: they are told by whom, not by which form."""
    words = [name.strip("«»《》").split(" ") for name in names]
    return [" ".join(name[1:] if len(name) > 1 and name[0].lower() in ARTICLES else name) for name in words]


@pytest.mark.parametrize("part", ["first", "later"])
def test_speakers_in_twelve_languages(part: str) -> None:
    right, wrong = 0, []
    for line in (CASES / f"{part}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = speakers(row["text"], row["lang"])
        if not found:
            continue
        named, expected = bare(found[0]), bare(row["speakers"])
        right += named == expected
        if set(named) - set(expected):
            wrong.append((row["text"], named))
    assert right >= RIGHT[part]
    assert len(wrong) <= WRONG[part], wrong


@pytest.mark.parametrize(
    ("lang", "content", "expected"),
    [
        ("en", "Since 2021 traffic cameras have been added on main roads into Pyongyang by the police.", []),
        ("en", "Teachers in Rakhine were told that the police had installed 40 surveillance cameras.", []),
        ("en", "The university built a program that finds number plates with the cameras of the police.", []),
        ("en", "The police use 300 surveillance cameras, a Washington study released this week finds.",
         ["a Washington study"]),
        ("de", "Seit 2021 kamen an den Hauptstraßen nach Pjöngjang 40 Überwachungskameras der Polizei hinzu.", []),
        ("de", "Die Polizei hat 40 Überwachungskameras installiert, wie eine Geräteanalyse ergab.",
         ["eine Geräteanalyse"]),
        ("fr", "La police a installé 40 caméras de surveillance selon le quartier.", []),
        ("zh", "公安部第三研究所研发出一套声纹比对软件,能从数百万条录音中找出同一说话人。", []),
    ],
)  # fmt: skip
def test_a_thing_a_time_or_a_manner_says_nothing(lang: str, content: str, expected: list[str]) -> None:
    found = speakers(content, lang)
    assert found
    assert found[0] == expected


@pytest.mark.parametrize("phrase", ["(May 3) officials", ")2023 ministry", "() yesterday police"])
def test_a_bracket_before_a_day_is_no_word(phrase: str) -> None:
    tables = tables_for("en", load())
    assert tables is not None
    span = speaker_words(tables, phrase, (0, len(phrase)), [])
    assert span is not None
    assert phrase[span[0] : span[1]] == phrase.rsplit(maxsplit=1)[-1]
