"""How a language is written: how its words stand, which letters are alike, which forms words have."""

from __future__ import annotations

from collections.abc import Mapping

from sousveil.vocabulary.inflection import Inflection, WordForms
from sousveil.vocabulary.letters import LetterForms, Letters
from sousveil.vocabulary.terms import Writing, anchor_of, expression_of

__all__ = ["Orthography"]


class Orthography:
    """The rules by which the terms of one language are matched.

    Expressions match `view(text)` and not the text itself; both are of the same length.
    Raises `ValueError` where the letters cannot be used.
    """

    def __init__(
        self, writing: Writing, letters: LetterForms, forms: WordForms, tables: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.writing: Writing = writing
        self.letters = Letters(letters, tables)
        self.inflection = Inflection(forms, self.letters.term)

    def view(self, text: str) -> str:
        """The text as it is matched."""
        return self.letters.view(text)

    def expression(self, term: str, writing: Writing | None = None, *, found: bool = False) -> str:
        """The regular expression of a term in this language. Raises `ValueError` as `expression_of`."""
        return expression_of(self.letters.term(term), writing or self.writing, self.inflection, found=found)

    def anchor(self, term: str) -> str | None:
        """The longest text that stands in every match of the term, as it is in a view in lower case."""
        return anchor_of(self.letters.term(term), self.inflection)
