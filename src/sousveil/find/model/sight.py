"""What the rules see in the sentence that a model points at: a model may point, our vocabulary says what words mean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from sousveil.find import gate
from sousveil.find.acts import Act
from sousveil.find.dates import time_of
from sousveil.find.families import PUBLIC_BODIES
from sousveil.find.kinds import kind_of, readings_of_topics
from sousveil.find.model.words import Span
from sousveil.find.predicates import Predicate
from sousveil.find.quantities import quantity_of
from sousveil.find.sentence import Sentence, acts_in, deny_what_failed, recognise
from sousveil.find.suppliers import introduced_by
from sousveil.find.tables import Mention, Tables
from sousveil.find.topics import topics_of
from sousveil.record.claim import Quantity
from sousveil.vocabulary.gazetteer import load_gazetteer

__all__ = ["Sight"]

_IN_A_REPORT = 3
"""How many words for surveillance we take the text around to hold: the model has judged that it is about it."""


class Sight:
    """One sentence, as the rule reader sees it. Spans are of words inside it."""

    def __init__(self, content: str, sentence: Span, tables: Tables) -> None:
        self.content = content
        self.start, self.end = sentence
        self.tables = tables

    @cached_property
    def _sentence(self) -> Sentence:
        return recognise(self.content, self.start, self.end, self.tables)

    @property
    def _mentions(self) -> list[Mention]:
        return self._sentence.mentions

    @cached_property
    def _acts(self) -> list[Act]:
        return [act for act in acts_in(self._sentence, self.tables) if not gate.is_single_use(self._mentions, act)]

    @property
    def is_refused(self) -> bool:
        """Whether it is a question, a demand, product talk or about another surveillance."""
        return gate.is_refused(self.content[self.start : self.end], self._mentions)

    def knows(self, span: Span, sections: set[str]) -> set[str]:
        """The identifiers that words stand for."""
        return {m.ident for m in self._mentions if m.section in sections and _meets(m, span)}

    def readings(self, words: Span, technologies: list[Span]) -> Iterator[tuple[str, Act]]:
        """The kinds of claim that the act in these words makes of technologies; plans and denials around it count."""
        chosen = [t for t in self._sentence.technologies if any(_meets(t, span) for span in technologies)]
        starts = self._sentence.clauses
        topics = topics_of(self._mentions, starts)
        told, _ = readings_of_topics(topics, chosen, self._acts, self._mentions, starts, _IN_A_REPORT)
        for act in (act for act in self._acts if chosen and _meets(act, words)):
            # The fence may be on a border that an earlier sentence names; the model has read it.
            for near in (False, True):
                reading = kind_of(Predicate(act, chosen), self._mentions, border_near=near)
                told += [reading] if reading else []
        for reading in told:
            if _meets(reading.act, words):
                if reading.kind != "constraint":
                    deny_what_failed(reading.act, self._sentence, self.tables, self.content)
                yield reading.kind, reading.act

    def hedge(self, quoted: Span) -> Span | None:
        """The first words of doubt that reach the quote: not those of another clause that has an act of its own."""
        starts = self._sentence.clauses

        def clause(at: int) -> int:
            return bisect_right(starts, at) - 1

        own = range(clause(quoted[0]), clause(quoted[1] - 1) + 1)
        others = {act.clause for act in self._acts} - {0, *own}
        hedges = [m for m in self._mentions if m.section == "hedge" and clause(m.start) not in others]
        return (hedges[0].start, hedges[0].end) if hedges else None

    def is_body(self, span: Span) -> bool:
        """Whether the words name a public body."""
        return any(m.section in PUBLIC_BODIES and _meets(m, span) for m in self._mentions)

    def is_company(self, span: Span) -> bool:
        """Whether the words stand for a company: one of the register, one that the sentence introduces as such, or
        one without a name ("Chinese vendors"). "The company" points to another sentence and names none."""
        here = {m.section for m in self._mentions if _meets(m, span)}
        if "named_supplier" in here or ("supplier" in here and "pointing" not in here):
            return True
        cues = [m for m in self._mentions if m.section == "introducing"]
        named = [introduced_by(cue, self._mentions, self.start, self.end, self.tables, self.content) for cue in cues]
        return any(name is not None and (name.start, name.end) == span for name in named)

    def is_place(self, span: Span) -> bool:
        """Whether the words name a place that the gazetteer has."""
        gazetteer = load_gazetteer(self.tables.vocabulary.folder)
        spotted = gazetteer.spot(self.content, self.start, self.end, self.tables.code)
        return any(t.candidates and t.start < span[1] and span[0] < t.end for t in spotted)

    def speaks(self, span: Span) -> bool:
        """Whether the words name who says what the sentence says."""
        return any(speaker.start < span[1] and span[0] < speaker.end for speaker in self._sentence.speakers)

    def time(self, span: Span, published: str | None) -> str | None:
        """The time that the words mean, as EDTF."""
        found = time_of(self.tables, self.content, *span, span[0], published)
        return found[0] if found else None

    def quantity(self, span: Span) -> Quantity | None:
        """The quantity that the words mean."""
        found = quantity_of(self.tables, self.content, *span, self._sentence.technologies)
        return found[0] if found else None


def _meets(words: Mention | Act, span: Span) -> bool:
    return words.start < span[1] and span[0] < words.end
