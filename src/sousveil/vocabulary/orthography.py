"""How a language is written: how its words stand, which letters are alike, which forms words have."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping

from sousveil.vocabulary.inflection import Inflection, WordForms
from sousveil.vocabulary.letters import LetterForms, Letters
from sousveil.vocabulary.terms import FOUND, Writing, anchor_of, expression_of

__all__ = ["Matcher", "Orthography"]


class Matcher:
    """A term, compiled: its expression, and the endings that its words may have."""

    __slots__ = ("_endings", "_found", "pattern")

    def __init__(self, pattern: re.Pattern[str], endings: list[frozenset[str]]) -> None:
        self.pattern = pattern
        self._found = pattern.groupindex.get(FOUND, 0)
        shift = 1 if self._found else 0
        self._endings = [(number + shift, listed) for number, listed in enumerate(endings, 1)]

    def spans(self, view: str, start: int = 0, end: int = sys.maxsize) -> Iterator[tuple[int, int]]:
        """Where the term stands in a view, between `start` and `end`."""
        for match in self.pattern.finditer(view, start, end):
            if match.end() > match.start() and self._is_form(match):
                yield match.span(self._found)

    def spans_at(self, view: str, starts: list[int]) -> Iterator[tuple[int, int]]:
        """Where the term stands in a view, when it can only begin at some places, given in order."""
        read_to = 0
        for start in starts:
            match = self.pattern.match(view, start) if start >= read_to else None
            if match is not None:
                read_to = match.end()
                if self._is_form(match):
                    yield match.span(self._found)

    def stands(self, view: str, start: int, end: int) -> bool:
        """Whether the term stands in a view between `start` and `end`."""
        return next(self.spans(view, start, end), None) is not None

    def _is_form(self, match: re.Match[str]) -> bool:
        for group, listed in self._endings:
            ending = match.group(group)
            if ending is not None and ending.lower() not in listed:
                return False
        return True


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

    def expression(self, term: str, writing: Writing | None = None) -> str:
        """The regular expression of a term in this language. Raises `ValueError` as `expression_of`."""
        return expression_of(self.letters.term(term), writing or self.writing, self.inflection)

    def matcher(self, term: str, writing: Writing | None = None) -> Matcher:
        """What finds a term in views of texts, without small words that are written together with it."""
        taken: list[frozenset[str]] = []
        expression = expression_of(self.letters.term(term), writing or self.writing, self.inflection, taken=taken)
        return Matcher(re.compile(expression, 0 if term.startswith("/") else re.IGNORECASE), taken)

    def anchor(self, term: str) -> str | None:
        """The longest text that stands in every match of the term, as it is in a view in lower case."""
        return anchor_of(self.letters.term(term), self.inflection)
