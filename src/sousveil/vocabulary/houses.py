"""Words for houses that publish reports or news, and for what they publish, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.word_lists import CitingWords

__all__ = ["PRESS", "HouseWords", "house_words"]

PRESS = "press"
"""The kind of house whose word is cited without a document of theirs."""
_NEVER = re.compile(r"(?!)")


class HouseWords(Struct, frozen=True):
    """Expressions of one language, which match the view of a text."""

    houses: re.Pattern[str]
    """Any word for a house."""
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    studies: re.Pattern[str]
    titled: re.Pattern[str]
    issued: re.Pattern[str]

    def kind(self, word: str) -> str | None:
        """The kind of house that a word stands for, as a view: `lab`."""
        return next((kind for kind, pattern in self.kinds if pattern.fullmatch(word)), None)


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
    words = vocabulary.citing.get(code, CitingWords())
    return HouseWords(
        houses=_any((term for terms in by_kind.values() for term in terms), spelled),
        kinds=tuple((kind, _any(terms, spelled)) for kind, terms in by_kind.items()),
        studies=_any(words.studies, spelled),
        titled=_any(words.titled, spelled),
        issued=_any(words.issued, spelled),
    )


def _any(terms: Iterable[str], spelled: Orthography) -> re.Pattern[str]:
    listed = sorted(set(terms), key=lambda term: (-len(term), term))
    return re.compile("|".join(map(spelled.expression, listed)), re.IGNORECASE) if listed else _NEVER
