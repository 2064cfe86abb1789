"""Turns what a model answered into claims: each part is checked against the text, and what it cannot show is lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal

from sousveil.errors import FindLoss
from sousveil.find.model.answer import Answered, Term
from sousveil.find.model.passages import Passage
from sousveil.find.model.sight import Sight
from sousveil.find.model.words import Span, quote_span, slot_span
from sousveil.find.segment import Block, sentences
from sousveil.find.tables import Tables, tables_for
from sousveil.record.claim import (
    ACTS,
    KINDS,
    SITE_TYPES,
    TECHNOLOGIES,
    Claim,
    Evidence,
    Organisation,
    Place,
    Quantity,
)
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Checker"]

_LONGEST_QUOTE = 1000
_LONGEST_NAME = 80
_NEEDS_TECHNOLOGY = {"deployment", "supply", "biometrics", "research"}
_YEARS = re.compile(r"(?:\.\.|\d{4})(?:/(?:\.\.|\d{4}))?")


class Checker:
    """Checks the claims of one text's passages. `losses` holds what was not kept, in the order in which it fell."""

    def __init__(self, text: Text, vocabulary: Vocabulary, extractor: str, rule: str) -> None:
        self._text = text
        self._digest = text.sha256
        self._vocabulary = vocabulary
        self._extractor = extractor
        self._rule = rule
        self._published = text.published.value if text.published else None
        self.losses: list[FindLoss] = []

    def claims(self, passage: Passage, answered: Sequence[Answered | FindLoss]) -> list[Claim]:
        """The claims that the text bears out, each once, in the order of the text."""
        found: dict[str, Claim] = {}
        for number, item in enumerate(answered, 1):
            if isinstance(item, FindLoss):
                self.lose(passage, item, number)
                continue
            try:
                claim, losses = self._claim(passage, item)
            except FindLoss as fallen:
                self.lose(passage, fallen, number)
                continue
            if claim.id in found:
                losses = [*losses, FindLoss("claim-repeated", f"The model gave this claim twice: {item.quote!r}")]
            for loss in losses:
                self.lose(passage, loss, number)
            found.setdefault(claim.id, claim)
        return sorted(found.values(), key=lambda claim: (claim.evidence.start, claim.id))

    def lose(self, passage: Passage, loss: FindLoss, number: int | None = None) -> None:
        """Notes a loss with its place: the passage, and which claim of the answer."""
        which = f", claim {number}" if number else ""
        self.losses.append(FindLoss(loss.reason, f"Passage at {passage.start}{which}: {loss}"))

    def _claim(self, passage: Passage, answered: Answered) -> tuple[Claim, list[FindLoss]]:
        """A claim, and the values that it is kept without. Raises FindLoss where no claim is left."""
        for name, value, terms in (("kind", answered.kind, KINDS), ("act", answered.act.id, ACTS)):
            if value not in terms:
                raise FindLoss("claim-term", f"{value!r} is no {name} of ours. Quote: {answered.quote!r}")
        content = self._text.content
        quoted = quote_span(content, passage, answered.quote, answered.occurrence)
        block, tables, evidence = self._evidence(passage, quoted, answered.quote)
        sight = Sight(content, evidence, tables)
        if sight.is_refused:
            detail = f"The sentence is a question, a demand or about something else: {answered.quote!r}"
            raise FindLoss("sentence-refused", detail)
        filling = _Filling(answered, sight, quoted, (passage.start, evidence[1]), (block.start, block.end))
        technology = filling.terms("technology", answered.technology, TECHNOLOGIES, {"technology", "technology_weak"})
        if not technology and (answered.technology or answered.kind in _NEEDS_TECHNOLOGY):
            raise FindLoss("claim-without-technology", f"No word of the text says which technology: {answered.quote!r}")
        polarity = filling.act()
        claim = Claim(
            kind=answered.kind,
            technology=technology,
            act=answered.act.id,
            polarity=polarity,
            certainty=filling.certainty(),
            evidence=Evidence(
                source=self._text.source_id, url=self._text.url, lang=tables.code, text_sha256=self._digest,
                start=evidence[0], end=evidence[1], quote=content[evidence[0] : evidence[1]],
            ),
            operator=filling.operator(),
            supplier=filling.supplier(),
            place=filling.place(),
            site_types=filling.terms("site", answered.site_types, SITE_TYPES, {"site"}),
            target=filling.target(),
            time=filling.time(self._published),
            quantity=filling.quantity(),
            attributed_to=filling.speakers(),
            slots=dict(sorted(filling.spans.items())),
            extractor=self._extractor,
            rule=self._rule,
        )  # fmt: skip
        return claim, filling.losses

    def _evidence(self, passage: Passage, quoted: Span, quote: str) -> tuple[Block, Tables, Span]:
        """The whole sentences around a quote: a model cannot cut the "not" off.

        Raises:
            FindLoss: `quote-in-heading`, `quote-too-long`.
        """
        block = passage.block_at(*quoted)
        if block is None or block.heading:
            detail = f"The quote is of a heading, or of more than one paragraph: {quote!r}"
            raise FindLoss("quote-in-heading", detail)
        tables = tables_for(block.lang, self._vocabulary)
        assert tables is not None  # passages are made of languages that the vocabulary has
        held = [
            span
            for span in sentences(self._text.content, block.start, block.end, tables.language)
            if span[0] < quoted[1] and quoted[0] < span[1]
        ]
        start, end = held[0][0], held[-1][1]
        if end - start > _LONGEST_QUOTE:
            raise FindLoss("quote-too-long", f"The quote's sentences have {end - start} characters: {quote!r}")
        return block, tables, (start, end)


class _Filling:
    """Fills the slots of one claim and notes the words behind each."""

    def __init__(self, answered: Answered, sight: Sight, quoted: Span, reach: Span, paragraph: Span) -> None:
        self._answered = answered
        self._sight = sight
        self._quoted = quoted
        self._evidence = (sight.start, sight.end)
        self._reach = reach
        """What stands in the passage up to the evidence's end: what comes later is said of something else."""
        self._paragraph = paragraph
        self.losses: list[FindLoss] = []
        """Values that the claim is kept without."""
        self.spans: dict[str, Span] = {}

    def act(self) -> Literal["affirmed", "denied"]:
        """Checks the act and gives the polarity. Raises FindLoss."""
        act, sight = self._answered.act, self._sight
        span = self._span(act.words, self._quoted)
        if span is None:
            raise FindLoss("words-not-in-quote", f"The words of the act are not in the quote: {act.words!r}")
        known = {seen.ident for seen in sight.acts_at(span)}
        if known and act.id not in known:
            detail = f"The model reads {act.words!r} as {act.id}; here the words say {', '.join(sorted(known))}."
            raise FindLoss("claim-contradicts-words", detail)
        polarity = self._answered.polarity
        denied = sight.is_denied(span)
        if (denied and polarity == "affirmed") or (polarity == "denied" and not denied and not sight.holds_denial):
            detail = f"The model calls it {polarity}, and the words say otherwise: {self._answered.quote!r}"
            raise FindLoss("claim-contradicts-words", detail)
        self.spans["act"] = span
        return polarity

    def certainty(self) -> Literal["stated", "hedged"]:
        """Words of doubt that we know always count; others where the model shows them."""
        span = self._sight.hedge(self._quoted)
        if span is None and self._answered.certainty == "hedged":
            span = self._value("doubt", self._answered.doubt or "", self._evidence)
        if span is None:
            return "stated"
        self.spans["certainty"] = span
        return "hedged"

    def terms(self, slot: str, terms: Sequence[Term], known: Sequence[str], sections: set[str]) -> tuple[str, ...]:
        """The identifiers whose words stand in the text and do not mean another one of ours."""
        found: dict[str, Span] = {}
        for term in terms:
            if term.id not in known:
                self._lose("slot-term", f"{term.id!r} is no {slot} of ours")
                continue
            span = self._value(slot, term.words, self._reach)
            if span is not None and not self._sight.agrees(span, term.id, sections):
                self._lose("slot-contradicts-words", f"{term.words!r} does not mean {term.id}")
            elif span is not None:
                found.setdefault(term.id, span)
        for number, span in enumerate(found.values(), 1):
            self.spans[slot if number == 1 else f"{slot}.{number}"] = span
        return tuple(found)

    def operator(self) -> Organisation | None:
        """A public body that the vocabulary recognises: never a person."""
        return self._named("operator", self._answered.operator, self._reach, self._sight.is_body)

    def supplier(self) -> Organisation | None:
        """A company that the vocabulary knows; one that it does not know only where the evidence itself names it."""

        def is_supplier(span: Span) -> bool:
            named = self._is_name(span) and span[0] >= self._evidence[0] and not self._sight.is_no_company(span)
            return self._sight.is_company(span) or named

        return self._named("supplier", self._answered.supplier, self._reach, is_supplier)

    def place(self) -> Place | None:
        """A name as written; which place it is, resolving finds out."""
        found = self._named("place", self._answered.place, self._reach, self._is_name)
        return Place(name=found.name) if found else None

    def speakers(self) -> tuple[Organisation, ...]:
        """Who says it: named in the evidence, or known to us and named in the same paragraph."""
        found: list[Organisation] = []
        for words in self._answered.attributed_to:
            slot = f"attributed_to.{len(found) + 1}" if found else "attributed_to"
            speaker = self._named(slot, words, self._paragraph, self._is_speaker)
            if speaker is not None:
                found.append(speaker)
        return tuple(found)

    def target(self) -> str | None:
        """A group of people that the vocabulary knows: never one person."""
        span = self._value("target", self._answered.target, self._evidence)
        ident = self._sight.target(span) if span else None
        if span and ident is None:
            self._lose("slot-not-known", f"{self._answered.target!r} is no group of people that we know")
        elif span and ident:
            self.spans["target"] = span
        return ident

    def time(self, published: str | None) -> str | None:
        """Our own reading of the words; else years that stand in them as digits."""
        dated = self._answered.time
        span = self._value("time", dated.words if dated else None, self._reach)
        if dated is None or span is None:
            return None
        value = self._sight.time(span, published)
        if value is None and dated.edtf and _YEARS.fullmatch(dated.edtf):
            said = _digits(dated.words)
            value = dated.edtf if all(year in said for year in re.findall(r"\d{4}", dated.edtf)) else None
        if value is None or not any(map(str.isdigit, value)):
            self._lose("slot-not-in-words", f"{dated.words!r} does not say {dated.edtf}")
            return None
        self.spans["time"] = span
        return value

    def quantity(self) -> Quantity | None:
        """The number and the unit that the words say."""
        counted = self._answered.quantity
        span = self._value("quantity", counted.words if counted else None, self._evidence)
        if counted is None or span is None:
            return None
        sight = self._sight
        technologies = [m for m in sight.mentions if m.section in {"technology", "technology_weak"}]
        value = sight.quantity(span, technologies)
        if value is None and _stands(counted.unit, counted.words) and counted.value in sight.numbers(span):
            value = Quantity(value=counted.value, unit=counted.unit.casefold())
        if value is None or value.value != counted.value:
            self._lose("slot-not-in-words", f"{counted.words!r} does not say {counted.value:g} {counted.unit}")
            return None
        self.spans["quantity"] = span
        return value

    def _named(
        self, slot: str, words: str | None, within: Span, accepts: Callable[[Span], bool]
    ) -> Organisation | None:
        span = self._value(slot, words, within)
        if span is None or words is None:
            return None
        if len(words) > _LONGEST_NAME or not accepts(span):
            self._lose("slot-not-known", f"{words!r} cannot be the {slot.partition('.')[0]}")
            return None
        self.spans[slot] = span
        return Organisation(name=words)

    def _is_name(self, span: Span) -> bool:
        """Names begin with a capital in scripts that have them."""
        first = self._sight.content[span[0]]
        return not first.islower()

    def _is_speaker(self, span: Span) -> bool:
        inside = self._evidence[0] <= span[0] and span[1] <= self._evidence[1]
        return inside or self._sight.is_speaker(span)

    def _value(self, slot: str, words: str | None, within: Span) -> Span | None:
        """Where the words stand; a loss is noted where they do not."""
        if words is None:
            return None
        span = self._span(words, within)
        if span is None:
            self._lose("slot-not-in-text", f"{slot} is given as {words!r}, which the passage does not say here")
        return span

    def _span(self, words: str, within: Span) -> Span | None:
        language = self._sight.tables.language
        return slot_span(self._sight.content, words, self._quoted, self._evidence, within, language.writing)

    def _lose(self, reason: str, detail: str) -> None:
        self.losses.append(FindLoss(reason, f"{detail}. The claim was kept without it: {self._answered.quote!r}"))


def _digits(words: str) -> str:
    """The words with digits of any script as ASCII."""
    return "".join(str(unicodedata.digit(char, char)) for char in words)


def _stands(unit: str, words: str) -> bool:
    return unit.casefold() in words.casefold() and any(map(str.isalpha, unit))
