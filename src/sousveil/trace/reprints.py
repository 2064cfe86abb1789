"""Where a text says that it appeared elsewhere first: "originally published by X", "republished under a licence"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sousveil.trace.cues import sentence_at
from sousveil.trace.document import Document
from sousveil.trace.houses import entry_key, house_key
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Reprint", "reprinted"]

_HEAD, _TAIL = 600, 900
"""Code points at the beginning and the end of a text in which it speaks of itself."""
_REACH = 70
"""Code points between the words and the name."""
_CAPITAL = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ0-9][\w.’'&-]*"
_SMALL = r"of|for|de|du|des|la|le|and|&|y|e|и|та"
_NAME = re.compile(
    r"\s*(?:(?:the|la|le|el|the website|der|die|das|o|a)\s)?[«“\"‘'『「]?"
    rf"(?P<name>(?!\d){_CAPITAL}(?:\s(?:{_SMALL}|{_CAPITAL})){{0,5}})"
)
_SMALL_END = re.compile(rf"\s(?:{_SMALL})$")


class Reprint(Struct, frozen=True):
    """The words that say so, and whose the text is."""

    key: str
    name: str
    words: str
    url: str | None = None


def reprinted(document: Document, vocabulary: Vocabulary) -> Iterator[Reprint]:
    """Every house in whose pages the text says that it appeared first."""
    content, lang = document.text.content, document.text.lang
    pattern = _words(lang, vocabulary)
    view = vocabulary.orthography(lang).view(content)
    seen: set[str] = set()
    for match in pattern.finditer(view):
        if _HEAD < match.start() < len(content) - _TAIL:
            continue
        first, last = sentence_at(content, match.start(), match.end())
        named = _named(document, match.start(), match.end(), last, vocabulary)
        if named is not None and named[0] not in seen:
            seen.add(named[0])
            words = " ".join(content[first:last].split())[:160]
            yield Reprint(*named, words, _link(document, first, last))


def _named(document: Document, start: int, end: int, last: int, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The key and the name of the house that stands behind the words, or before them where the verb comes last."""
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
    match = _NAME.match(content, end)
    if match is None:
        return None
    name = _SMALL_END.sub("", match["name"])
    return house_key(name, vocabulary), name


def _link(document: Document, first: int, last: int) -> str | None:
    return next((link.url for link in document.text.links if first <= link.start < link.end <= last), None)


_known: dict[tuple[str, str], re.Pattern[str]] = {}


def _words(lang: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    code = lang.partition("-")[0]
    key = (vocabulary.digest, code)
    if key not in _known:
        words = vocabulary.citing.get(code)
        terms = words.reprinted if words is not None else ()
        spelled = vocabulary.orthography(code)
        _known[key] = re.compile("|".join(map(spelled.expression, terms)) or "(?!)", re.IGNORECASE)
    return _known[key]
