"""Names that mean no more than "the government of the country that this is about"."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from sousveil.vocabulary.citing import WRITING
from sousveil.vocabulary.loader import DATA
from sousveil.vocabulary.terms import expression_of

__all__ = ["GOVERNMENT", "is_government"]

GOVERNMENT = "government:"
"""Begins the reference of such an organisation; the country's ISO 3166-1 alpha-2 code follows."""


@cache
def _pattern(lang: str) -> re.Pattern[str] | None:
    terms = tomllib.loads((DATA / "government.toml").read_text("utf-8")).get(lang)
    if not terms:
        return None
    writing = WRITING.get(lang, "spaced")
    return re.compile("|".join(f"(?:{expression_of(term, writing)})" for term in terms), re.IGNORECASE)


def is_government(name: str, lang: str) -> bool:
    """Whether a name, in a language (ISO 639-1), calls a government without naming a body."""
    pattern = _pattern(lang.split("-", maxsplit=1)[0])
    return pattern is not None and pattern.fullmatch(name.strip()) is not None
