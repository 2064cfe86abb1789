"""Where a text says that it appeared elsewhere first, or in another language: "originally published by X",
"republished under a licence", "translated from"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from sousveil.trace.citing.cues import sentence_at
from sousveil.trace.document import Document
from sousveil.trace.houses import entry_key, house_key
from sousveil.vocabulary.houses import house_words
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Reprint", "is_translation", "reprinted", "translated"]

_HEAD, _TAIL = 600, 900
"""Code points at the beginning and the end of a text in which it speaks of itself."""
_REACH = 70
"""Code points between the words and the name."""
_Find = Callable[[Document, int, int, int, Vocabulary], tuple[str, str] | None]
"""From where the words begin and end, and where their sentence ends, to the key and the name of a house."""
_CAPITAL = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ0-9][\w.’'&-]*"


class Reprint(Struct, frozen=True):
    """The words that say so, and whose the text is."""

    key: str
    name: str
    words: str
    url: str | None = None


def reprinted(document: Document, vocabulary: Vocabulary) -> Iterator[Reprint]:
    """Every house in whose pages the text says that it appeared first."""
    return _houses(document, "reprinted", _named, vocabulary)


def translated(document: Document, vocabulary: Vocabulary) -> Iterator[Reprint]:
    """Every house whose text it says that it translates: one that is known by name. "Translated from the German" names
    none."""
    return _houses(document, "translated", _known_house, vocabulary)


def _houses(document: Document, what: str, find: _Find, vocabulary: Vocabulary) -> Iterator[Reprint]:
    """The house that `find` sees behind each of the words that say so, each once."""
    content = document.text.content
    seen: set[str] = set()
    for start, end in _said(document, what, vocabulary):
        first, last = sentence_at(content, start, end)
        named = find(document, start, end, last, vocabulary)
        if named is not None and named[0] not in seen:
            seen.add(named[0])
            words = " ".join(content[first:last].split())[:160]
            yield Reprint(*named, words, _link(document, first, last))


def is_translation(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether a text says that it is a translation."""
    return next(_said(document, "translated", vocabulary), None) is not None


def _said(document: Document, part: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Where the terms of one list of citing.toml stand in what a text says of itself."""
    content, lang = document.text.content, document.text.lang
    for match in _words(lang, part, vocabulary).finditer(vocabulary.orthography(lang).view(content)):
        if not _HEAD < match.start() < len(content) - _TAIL:
            yield match.span()


def _named(document: Document, start: int, end: int, last: int, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The key and the name of the house that stands behind the words, or before them where the verb comes last."""
    known = _known_house(document, start, end, last, vocabulary)
    if known is not None:
        return known
    match = _names(document.text.lang, vocabulary).match(document.text.content, end)
    if match is None:
        return None
    words = match["name"].rstrip(".’'").split()
    while words[-1] in vocabulary.naming("joiners"):
        words.pop()
    name = " ".join(words)
    return house_key(name, vocabulary), name


_shapes: dict[tuple[str, str], re.Pattern[str]] = {}


def _names(lang: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    """A name by its capitals, behind an article and a word for a house: `the website Harbour Watch`."""
    key = (vocabulary.digest, lang.partition("-")[0])
    if key not in _shapes:
        words = house_words(lang, vocabulary)
        houses = words.houses.pattern if words is not None else "(?!)"
        small = "|".join(map(re.escape, (*vocabulary.naming("joiners"), "&")))
        articles = "|".join(map(re.escape, (*vocabulary.naming("articles"), *vocabulary.naming("indefinite"))))
        _shapes[key] = re.compile(
            rf"\s*(?:(?:{articles})\s)?(?:(?:{houses})\s)?[«“\"‘'『「]?"
            rf"(?P<name>(?!\d){_CAPITAL}(?:\s(?:{small}|{_CAPITAL})){{0,5}})"
        )
    return _shapes[key]


def _known_house(document: Document, start: int, end: int, last: int, vocabulary: Vocabulary) -> tuple[str, str] | None:
    content = document.text.content
    near = [
        mention
        for mention in document.mentions
        if (0 <= mention.start - end <= _REACH and mention.start < last)
        or (0 <= start - mention.end <= 4 and vocabulary.writing(document.text.lang) != "spaced")
    ]
    for mention in sorted(near, key=lambda mention: abs(mention.start - end)):
        entry = vocabulary.outlets.get(mention.ref)
        key = entry_key(entry) if entry else mention.ref
        if key != document.house:
            return key, entry.name.removeprefix("=") if entry else content[mention.start : mention.end]
    return None


def _link(document: Document, first: int, last: int) -> str | None:
    return next((link.url for link in document.text.links if first <= link.start < link.end <= last), None)


_known: dict[tuple[str, str, str], re.Pattern[str]] = {}


def _words(lang: str, part: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    code = lang.partition("-")[0]
    key = (vocabulary.digest, code, part)
    if key not in _known:
        words = vocabulary.citing.get(code)
        terms: tuple[str, ...] = getattr(words, part) if words is not None else ()
        spelled = vocabulary.orthography(code)
        _known[key] = re.compile("|".join(map(spelled.expression, terms)) or "(?!)", re.IGNORECASE)
    return _known[key]
