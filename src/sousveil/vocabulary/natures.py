"""What a claim without a device is about: the nature of a constraint, a law, a control."""

from __future__ import annotations

import re

from sousveil.vocabulary.loader import Vocabulary

__all__ = ["natures_of"]

_Patterns = tuple[tuple[str, re.Pattern[str]], ...]
_known: dict[tuple[str, str, str], _Patterns] = {}


def natures_of(kind: str, quote: str, lang: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The natures whose words stand in a quote, in the order of the file; empty where none does."""
    code = lang.split("-", maxsplit=1)[0]
    key = (vocabulary.digest, kind, code)
    if key not in _known:
        _known[key] = _patterns(kind, code, vocabulary)
    view = vocabulary.orthography(code).view(quote)
    return tuple(nature for nature, pattern in _known[key] if pattern.search(view))


def _patterns(kind: str, code: str, vocabulary: Vocabulary) -> _Patterns:
    spelled = vocabulary.orthography(code)
    return tuple(
        (nature, re.compile("|".join(spelled.expression(term) for term in terms[code]), re.IGNORECASE))
        for nature, terms in vocabulary.natures.get(kind, {}).items()
        if terms.get(code)
    )
