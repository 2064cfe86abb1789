"""What our vocabulary sees in the words that a model quotes. Where it knows them, it decides."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from sousveil.find import gate
from sousveil.find.acts import Act, acts_of
from sousveil.find.dates import time_of
from sousveil.find.model.words import Span
from sousveil.find.quantities import numbers_in, quantity_of
from sousveil.find.sentence import Sentence, recognise
from sousveil.find.tables import Mention, Tables
from sousveil.record.claim import Quantity

__all__ = ["Sight"]

_DENIALS = {"denial", "denying"}
_BODIES = {"operator", "named_operator"}
_SPEAKERS = {"named_outlet", "named_operator", "operator", "named_supplier"}
_NO_COMPANY = _BODIES | {"state", "target", "site", "technology", "technology_weak", "named_outlet"}
_DENIED_WITHIN = 40
"""Characters between a denial and an act that our vocabulary does not know."""


class Sight:
    """The evidence of one claim, as the rule reader would see it."""

    def __init__(self, content: str, evidence: Span, tables: Tables) -> None:
        self.content = content
        self.start, self.end = evidence
        self.tables = tables

    @cached_property
    def _sentence(self) -> Sentence:
        return recognise(self.content, self.start, self.end, self.tables)

    @property
    def mentions(self) -> list[Mention]:
        """Everything that the vocabulary recognises in the evidence."""
        return self._sentence.mentions

    @cached_property
    def _acts(self) -> list[Act]:
        seen, final = self._sentence, self.tables.language.order == "verb-final"
        return acts_of(seen.mentions, seen.technologies, seen.clauses, verb_final=final)

    @property
    def is_refused(self) -> bool:
        """Whether the evidence is a question, a demand, product talk or about another surveillance."""
        return gate.is_refused(self.content[self.start : self.end], self.mentions)

    def acts_at(self, span: Span) -> list[Act]:
        """The acts that the vocabulary sees in these words, with plans and denials around them counted in."""
        return [act for act in self._acts if act.start < span[1] and span[0] < act.end]

    def is_denied(self, span: Span) -> bool:
        """Whether the act in these words is denied, as far as the vocabulary can tell."""
        known = self.acts_at(span)
        if known:
            return any(act.denied for act in known)
        return any(
            m.section in _DENIALS and m.start - span[1] <= _DENIED_WITHIN and span[0] - m.end <= _DENIED_WITHIN
            for m in self.mentions
        )

    @property
    def holds_denial(self) -> bool:
        """Whether a word of denial stands in the evidence at all."""
        return any(m.section in _DENIALS for m in self.mentions)

    def hedge(self, quoted: Span) -> Span | None:
        """The first words of doubt that reach the quote: not those of another clause that has an act of its own."""
        starts = self._sentence.clauses

        def clause(at: int) -> int:
            return bisect_right(starts, at) - 1

        own = range(clause(quoted[0]), clause(quoted[1] - 1) + 1)
        others = {act.clause for act in self._acts} - {0, *own}
        hedges = [m for m in self.mentions if m.section == "hedge" and clause(m.start) not in others]
        return (hedges[0].start, hedges[0].end) if hedges else None

    def agrees(self, span: Span, ident: str, sections: set[str]) -> bool:
        """Whether the vocabulary reads the words as `ident` too, or does not know them."""
        known = {m.ident for m in self._at(span) if m.section in sections}
        return not known or ident in known

    def is_body(self, span: Span) -> bool:
        """Whether the words name a public body."""
        return any(m.section in _BODIES for m in self._at(span))

    def is_company(self, span: Span) -> bool:
        """Whether the vocabulary knows a company by these words."""
        return any(m.section == "named_supplier" for m in self._at(span))

    def is_no_company(self, span: Span) -> bool:
        """Whether all of the words are known to be something else."""
        whole = [m for m in self._at(span) if m.start <= span[0] and span[1] <= m.end]
        return any(m.section in _NO_COMPANY for m in whole) and not self.is_company(span)

    def is_speaker(self, span: Span) -> bool:
        """Whether the vocabulary knows the words as somebody who speaks or writes."""
        return any(m.section in _SPEAKERS or m.section == "attribution" for m in self._at(span))

    def target(self, span: Span) -> str | None:
        """The group of people that the words mean; null where we know none by them."""
        return next((m.ident for m in self._at(span) if m.section == "target"), None)

    def time(self, span: Span, published: str | None) -> str | None:
        """The time that the words mean, as EDTF."""
        found = time_of(self.tables, self.content, *span, span[0], published)
        return found[0] if found else None

    def quantity(self, span: Span, technologies: list[Mention]) -> Quantity | None:
        """The quantity that the words mean."""
        found = quantity_of(self.tables, self.content, *span, technologies)
        return found[0] if found else None

    def numbers(self, span: Span) -> set[float]:
        """The numbers in the words that are neither years nor money."""
        return {value for value, _ in numbers_in(self.tables, self.content, *span)}

    def _at(self, span: Span) -> list[Mention]:
        """What is recognised in these words, which may stand outside the evidence."""
        if self.start <= span[0] and span[1] <= self.end:
            return [m for m in self.mentions if m.start < span[1] and span[0] < m.end]
        return self.tables.mentions(self.content, *span)
