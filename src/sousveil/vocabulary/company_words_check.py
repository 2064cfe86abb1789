"""What is wrong in company_words.toml, one sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sousveil.vocabulary.company_words import CompanyWords, WordsOfNames
from sousveil.vocabulary.terms import expression_of

__all__ = ["check_company_words"]

_PHRASES = ("between", "inside", "open", "behind")


def check_company_words(words: CompanyWords) -> Iterator[str]:
    """Everything that is wrong in the words of company names."""
    trades = {trade for language in words.languages.values() for trade in language.trade}
    for part in ("weightless", "soft"):
        for trade in getattr(words, part):
            if trade not in trades:
                yield f"company_words.toml {part}: no language has the trade '{trade}'; add its words or remove it"
    for code, language in words.languages.items():
        yield from (f"company_words.toml [languages.{code}]: {fault}" for fault in _faults(language))


def _faults(language: WordsOfNames) -> Iterator[str]:
    for country in (*language.countries, *language.seats):
        if not re.fullmatch(r"[A-Z]{2}", country):
            yield f"country '{country}' must be two capital letters (ISO 3166-1)"
    for region in language.regions:
        if region.isupper():
            yield f"the region '{region}' must be lower-case words joined by hyphens; codes are countries'"
    for letter in language.letters:
        if not re.fullmatch(r"[a-z]", letter):
            yield f"'{letter}' is not one Latin letter"
    if bool(language.open) != bool(language.behind):
        yield "`open` and `behind` need each other: phrases before and behind the second name"
    for part in _PHRASES:
        for term in getattr(language, part):
            try:
                re.compile(expression_of(term, language.writing))
            except (ValueError, re.error) as error:
                yield f"{part}: '{term}' cannot be read: {error}"
