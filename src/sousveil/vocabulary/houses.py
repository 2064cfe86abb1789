"""Words for houses that publish reports or news, and for what they publish, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.word_lists import CitingWords

__all__ = ["MASTHEAD", "PRESS", "HouseWords", "house_words"]

PRESS = "press"
"""The kind of house whose word is cited without a document of theirs."""
MASTHEAD = "masthead"
"""Words that stand in the names of papers only."""
_ENGLISH = "en"
_NEVER = re.compile(r"(?!)")


class HouseWords(Struct, frozen=True):
    """Expressions of one language, which match the view of a text."""

    houses: re.Pattern[str]
    """Any word for a house, in this language or, for names, in English."""
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    english: tuple[tuple[str, re.Pattern[str]], ...]
    studies: re.Pattern[str]
    titled: re.Pattern[str]
    issued: re.Pattern[str]

    def kind(self, word: str) -> str | None:
        """The kind of house that a word of a view stands for: `lab`. English words count with a capital only."""
        own = next((kind for kind, pattern in self.kinds if pattern.fullmatch(word)), None)
        if own is not None or not word[:1].isupper():
            return own
        return next((kind for kind, pattern in self.english if pattern.fullmatch(word)), None)


_known: dict[tuple[str, str], HouseWords | None] = {}


def house_words(lang: str, vocabulary: Vocabulary) -> HouseWords | None:
    """The words of a language (ISO 639-1); null where houses.toml has none."""
    code = lang.partition("-")[0]
    key = (vocabulary.digest, code)
    if key not in _known:
        _known[key] = _read(code, vocabulary)
    return _known[key]


def _read(code: str, vocabulary: Vocabulary) -> HouseWords | None:
    spelled = vocabulary.orthography(code)
    by_kind = {kind: by_lang[code] for kind, by_lang in vocabulary.houses.items() if by_lang.get(code)}
    if not by_kind:
        return None
    english = {kind: by_lang[_ENGLISH] for kind, by_lang in vocabulary.houses.items() if by_lang.get(_ENGLISH)}
    if code == _ENGLISH:
        english = {}
    words = vocabulary.citing.get(code, CitingWords())
    spelled_in_english = vocabulary.orthography(_ENGLISH)
    own = _expression((term for terms in by_kind.values() for term in terms), spelled)
    names = _expression((term for terms in english.values() for term in terms), spelled_in_english)
    return HouseWords(
        houses=re.compile(f"{own}|{names}" if names else own, re.IGNORECASE),
        kinds=tuple((kind, _any(terms, spelled)) for kind, terms in by_kind.items()),
        english=tuple((kind, _any(terms, spelled_in_english)) for kind, terms in english.items()),
        studies=_any(words.studies, spelled),
        titled=_any(words.titled, spelled),
        issued=_any(words.issued, spelled),
    )


def _expression(terms: Iterable[str], spelled: Orthography) -> str:
    return "|".join(map(spelled.expression, sorted(set(terms), key=lambda term: (-len(term), term))))


def _any(terms: Iterable[str], spelled: Orthography) -> re.Pattern[str]:
    expression = _expression(terms, spelled)
    return re.compile(expression, re.IGNORECASE) if expression else _NEVER
