"""The word lists of reading, which stand in data/*.toml, in their shapes: words of dates, of page parts, of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from sousveil.errors import VocabularyError

__all__ = ["DateWords", "NameWords", "PhraseWords", "date_words", "faults", "name_words", "one_of", "phrase_words"]

_DATA = Path(__file__).parent / "data"
_WIDE = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
Words = tuple[str, ...]
Shape = TypeVar("Shape")


class DateWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """dates.toml, which explains its lists."""

    months: dict[str, Words]
    """`1` to `12`."""
    ordinals: Words
    of: Words
    elided: Words
    year: Words
    month: Words
    day: Words
    published: Words
    changed: Words
    other: Words
    before_day: Words
    ago: Words


class PhraseWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """phrases.toml, which explains its lists."""

    labels: Words
    calls: Words
    of_the_site: Words
    credits: Words
    sources: Words
    more: Words
    tags: Words
    sentence_ends: Words
    buttons: Words


class NameWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """names.toml: words, pairs of words, stems and whole names, by the reason for which an element is left out."""

    words: dict[str, Words]
    pairs: dict[str, Words]
    stems: dict[str, Words]
    whole: dict[str, Words]


@cache
def date_words() -> DateWords:
    """The words of dates."""
    return _read("dates.toml", DateWords)


@cache
def phrase_words() -> PhraseWords:
    """What pages put around articles."""
    return _read("phrases.toml", PhraseWords)


@cache
def name_words() -> NameWords:
    """What names of elements say."""
    return _read("names.toml", NameWords)


def _read(name: str, shape: type[Shape]) -> Shape:
    try:
        return msgspec.toml.decode((_DATA / name).read_bytes(), type=shape)
    except msgspec.DecodeError as error:
        raise VocabularyError(f"{name}: {error}") from error


def one_of(phrases: Iterable[str]) -> str:
    """An expression for one of some expressions; those in scripts with spaces begin at the beginning of a word."""
    phrases = tuple(phrases)
    spaced = "|".join(phrase for phrase in phrases if not _WIDE.search(phrase))
    joined = "|".join(phrase for phrase in phrases if _WIDE.search(phrase))
    return "(?:" + "|".join(part for part in (rf"\b(?:{spaced})" if spaced else "", joined) if part) + ")"


def faults() -> list[str]:
    """What is wrong in the word lists of reading, one sentence each."""
    try:
        dates, phrases, _ = date_words(), phrase_words(), name_words()
    except VocabularyError as error:
        return [str(error)]
    found = [
        *_unreadable("dates.toml", dates, ("published", "changed", "other", "ago")),
        *_unreadable("phrases.toml", phrases, ("labels", "calls", "of_the_site", "credits", "more", "tags")),
    ]
    if list(dates.months) != [str(number) for number in range(1, 13)]:
        found.append("dates.toml [months]: the months must be 1 to 12, in order")
    return found


def _unreadable(name: str, words: Struct, parts: tuple[str, ...]) -> Iterator[str]:
    for part in parts:
        for phrase in getattr(words, part):
            try:
                empty = re.compile(phrase).search("") is not None
            except re.error as error:
                yield f"{name} {part}: '{phrase}' cannot be read: {error}"
                continue
            if empty:
                yield f"{name} {part}: '{phrase}' matches nothing at all; make part of it obligatory"
