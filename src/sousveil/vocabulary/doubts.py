"""Whether a passage says that somebody doubts what it tells, or could not confirm it."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.vocabulary.loader import Vocabulary

__all__ = ["doubt_in"]

_known: dict[tuple[str, str], re.Pattern[str] | None] = {}


def doubt_in(quote: str, lang: str, vocabulary: Vocabulary) -> str | None:
    """The words of doubt in a quote, as it has them: "could not confirm"; null where there are none."""
    code = lang.partition("-")[0]
    key = (vocabulary.digest, code)
    if key not in _known:
        listed = vocabulary.weighing.get(code)
        spelled = vocabulary.orthography(code)
        terms = "|".join(spelled.expression(term) for term in listed.doubts) if listed else ""
        _known[key] = re.compile(terms, re.IGNORECASE) if terms else None
    pattern = _known[key]
    span = _first(pattern, vocabulary.orthography(code).view(quote)) if pattern is not None else None
    return quote[span[0] : span[1]] if span else None


@lru_cache(maxsize=1 << 16)
def _first(pattern: re.Pattern[str], view: str) -> tuple[int, int] | None:
    """Where the first words of doubt stand. Copies have the same passages, and each finding asks of all its claims."""
    match = pattern.search(view)
    return match.span() if match else None
