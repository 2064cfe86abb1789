"""What a claim without a device is about: the nature of a constraint, a law, a control."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from sousveil.vocabulary.language import Language
from sousveil.vocabulary.loader import DATA, Vocabulary
from sousveil.vocabulary.terms import Writing, expression_of

__all__ = ["natures_of"]

_WRITING: dict[str, Writing] = {"zh": "joined", "ja": "joined", "ko": "suffixed"}


@cache
def _table() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((DATA / "natures.toml").read_text("utf-8"))


@cache
def _patterns(kind: str, lang: str, writing: Writing) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (nature, re.compile("|".join(expression_of(term, writing) for term in terms[lang]), re.IGNORECASE))
        for nature, terms in _table().get(kind, {}).items()
        if lang in terms
    )


def natures_of(kind: str, quote: str, lang: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The natures whose words stand in a quote, in the order of the file; empty where none does."""
    code = lang.split("-", maxsplit=1)[0]
    language: Language | None = vocabulary.language(lang)
    writing = language.writing if language else _WRITING.get(code, "spaced")
    return tuple(nature for nature, pattern in _patterns(kind, code, writing) if pattern.search(quote))
