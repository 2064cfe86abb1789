"""What a claim without a device is about: the nature of a constraint, a law, a control."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache

from sousveil.record.claim import KINDS
from sousveil.vocabulary.citing import WRITING
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.loader import DATA, Vocabulary
from sousveil.vocabulary.terms import Writing, expression_of

__all__ = ["faults", "natures_of"]


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
    writing = language.writing if language else WRITING.get(code, "spaced")
    return tuple(nature for nature, pattern in _patterns(kind, code, writing) if pattern.search(quote))


def faults() -> Iterator[str]:
    """What is wrong in natures.toml, one sentence each."""
    for kind, natures in _table().items():
        if kind not in KINDS:
            yield f"natures.toml: '{kind}' is no kind of claim; use one of {', '.join(KINDS)}"
        for nature, by_lang in natures.items():
            for lang, terms in by_lang.items():
                for term in terms:
                    try:
                        re.compile(expression_of(term, WRITING.get(lang, "spaced")))
                    except (ValueError, re.error) as error:
                        yield f"natures.toml [{kind}.{nature}] {lang}: '{term}' cannot be read: {error}"
