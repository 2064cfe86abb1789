"""What people type to find findings, in words of the interface: "cameras in schools", "North Korea", "감시 카메라".

A finding's index has its names and its quotes in their own languages, and marks for its identifiers. Here words of the
interface are turned into these marks, in English and in the reader's language, so that a Korean editor finds what only
an English article says.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from sousveil.show.words import labels
from sousveil.show.words.catalogue import language
from sousveil.show.words.names import country_name, country_names
from sousveil.store.findings.finding_search import Term, mark_of

__all__ = ["terms_of"]

_TABLES: Final = (
    ("kind", labels.KIND), ("technology", labels.TECHNOLOGY), ("site", labels.SITE), ("act", labels.ACT),
    ("status", labels.STATUS),
)  # fmt: skip
_WORD: Final = re.compile(r"\w+")
_SMALL: Final = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"})
_MOST: Final = 16
"""Words of a query that are looked for."""


def terms_of(query: str) -> tuple[Term, ...]:
    """The terms of what somebody typed: phrases of the interface with their marks, other words by themselves. Small
    English words are left out where others stand beside them."""
    words = _WORD.findall(unicodedata.normalize("NFKC", query))[:_MOST]
    meant = [word for word in words if word.casefold() not in _SMALL] or words
    phrases = _phrases(language())
    found: list[Term] = []
    at = 0
    while at < len(meant):
        for end in range(min(len(meant), at + 5), at, -1):
            said = " ".join(meant[at:end])
            if marks := phrases.get(said.casefold()):
                found.append(Term(said, marks))
                at = end
                break
        else:
            found.append(Term(meant[at]))
            at += 1
    return tuple(found)


@cache
def _phrases(_language: str) -> dict[str, tuple[str, ...]]:
    """Marks by what the interface calls them, in English and in the language of the request."""
    found: dict[str, set[str]] = {}

    def put(words: str, mark: str) -> None:
        said = " ".join(
            word for word in _WORD.findall(words.casefold().removeprefix("the ")) if word not in _SMALL
        )  # as the words of a query are taken
        if said:
            found.setdefault(said, set()).add(mark)

    for field, table in _TABLES:
        for value, english in table.items():
            mark = mark_of(field, value)
            for words in {english, labels.label(table, value), value.replace("-", " ")}:
                put(words, mark)
                # "camera" for "cameras"
                if words.endswith("s") and " " not in words:
                    put(words[:-1], mark)
    for country, english in country_names().items():
        for words in {english, country_name(country)}:
            put(words, mark_of("country", country))
    return {words: tuple(sorted(marks)) for words, marks in found.items()}
