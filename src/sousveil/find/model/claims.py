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
from sousveil.find.model.words import Span, brief, quote_span, slot_span
from sousveil.find.segment import sentences
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

_LONGEST_NAME = 80
_YEARS = re.compile(r"(?:\.\.|\d{4})(?:/(?:\.\.|\d{4}))?")
_TECHNOLOGY = {"technology", "technology_weak"}


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
                losses = [*losses, FindLoss("claim-repeated", f"The model gave this claim twice: {brief(item.quote)}")]
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
                detail = f"{brief(value)} is no {name} of ours. Quote: {brief(answered.quote)}"
                raise FindLoss("claim-term", detail)
        content = self._text.content
        quoted = quote_span(content, passage, answered.quote, answered.occurrence)
        tables, evidence = self._sentence(passage, quoted, answered.quote)
        sight = Sight(content, evidence, tables)
        if sight.is_refused:
            detail = f"The sentence is a question, a demand or about something else: {brief(answered.quote)}"
            raise FindLoss("sentence-refused", detail)
        filling = _Filling(answered, sight, quoted)
        technology = filling.terms("technology", answered.technology, TECHNOLOGIES, _TECHNOLOGY)
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

    def _sentence(self, passage: Passage, quoted: Span, quote: str) -> tuple[Tables, Span]:
        """The whole sentence around a quote: a model cannot cut the "not" off.

        Raises:
            FindLoss: `quote-in-heading`, `quote-of-several`.
        """
        block = passage.block_at(*quoted)
        if block is None:
            raise FindLoss("quote-of-several", f"The quote is of more than one paragraph: {brief(quote)}")
        if block.heading:
            raise FindLoss("quote-in-heading", f"The quote is of a heading: {brief(quote)}")
        tables = tables_for(block.lang, self._vocabulary)
        assert tables is not None  # passages are made of languages that the vocabulary has
        held = [
            span
            for span in sentences(self._text.content, block.start, block.end, tables.language)
            if span[0] < quoted[1] and quoted[0] < span[1]
        ]
        if len(held) != 1:
            raise FindLoss("quote-of-several", f"The quote is of {len(held)} sentences: {brief(quote)}")
        return tables, held[0]


class _Filling:
    """Fills the slots of one claim and notes the words behind each. All of them stand in one sentence."""

    def __init__(self, answered: Answered, sight: Sight, quoted: Span) -> None:
        self._answered = answered
        self._sight = sight
        self._sentence = (sight.start, sight.end)
        self._quoted = quoted
        self.losses: list[FindLoss] = []
        """Values that the claim is kept without."""
        self.spans: dict[str, Span] = {}

    def act(self) -> Literal["affirmed", "denied"]:
        """Checks kind, act and polarity together, once the technologies are known; gives the polarity.

        Raises:
            FindLoss: `words-not-in-quote`, `words-not-known`, `claim-contradicts-words`.
        """
        answered = self._answered
        act = answered.act
        span = self._span(act.words, self._quoted)
        if span is None:
            raise FindLoss("words-not-in-quote", f"The words of the act are not in the quote: {brief(act.words)}")
        technologies = [words for slot, words in self.spans.items() if slot.startswith("technology")]
        known = list(self._sight.readings(span, technologies))
        if not known:
            words = [act.words, *(term.words for term in answered.technology)]
            raise FindLoss(
                "words-not-known",
                f"Our vocabulary reads no claim of kind {answered.kind} from {', '.join(map(brief, words))}. Where it"
                f" should, add the words to a vocabulary of your own. Quote: {brief(answered.quote)}",
            )
        said = (answered.kind, act.id, answered.polarity)
        meant = [(kind, one.ident, "denied" if one.denied else "affirmed") for kind, one in known]
        if said not in meant:
            detail = f"The model says {', '.join(said)}; the words say {', '.join(meant[0])}: {brief(answered.quote)}"
            raise FindLoss("claim-contradicts-words", detail)
        self.spans["act"] = span
        return answered.polarity

    def certainty(self) -> Literal["stated", "hedged"]:
        """Whether words of doubt that the vocabulary knows reach the quote, whatever the model says."""
        span = self._sight.hedge(self._quoted)
        if span is not None:
            self.spans["certainty"] = span
            return "hedged"
        if self._answered.certainty == "hedged":
            self._lose("slot-not-known", f"{brief(self._answered.doubt or '')} are no words of doubt that we know")
        return "stated"

    def terms(self, slot: str, terms: Sequence[Term], ours: Sequence[str], sections: set[str]) -> tuple[str, ...]:
        """The identifiers whose words stand in the sentence and mean them."""
        found: dict[str, Span] = {}
        for term in terms:
            if term.id not in ours:
                self._lose("slot-term", f"{brief(term.id)} is no {slot} of ours")
                continue
            span = self._value(slot, term.words)
            if span is None:
                continue
            known = self._sight.knows(span, sections)
            if term.id in known:
                found.setdefault(term.id, span)
            elif known:
                self._lose("slot-contradicts-words", f"{brief(term.words)} means {', '.join(sorted(known))} to us")
            else:
                self._lose("slot-not-known", f"{brief(term.words)} is no {slot} that we know, nor {term.id}")
        for number, span in enumerate(found.values(), 1):
            self.spans[slot if number == 1 else f"{slot}.{number}"] = span
        return tuple(found)

    def operator(self) -> Organisation | None:
        """A public body that the vocabulary recognises: never a person."""
        return self._named("operator", self._answered.operator, self._sight.is_body)

    def supplier(self) -> Organisation | None:
        """A company of the register, or one that the sentence introduces as one."""
        return self._named("supplier", self._answered.supplier, self._sight.is_company)

    def place(self) -> Place | None:
        """A name as written; which place it is, resolving finds out."""
        found = self._named("place", self._answered.place, self._sight.is_place)
        return Place(name=found.name) if found else None

    def speakers(self) -> tuple[Organisation, ...]:
        """Who says it, as far as the sentence says so."""
        found: list[Organisation] = []
        for words in self._answered.attributed_to:
            slot = f"attributed_to.{len(found) + 1}" if found else "attributed_to"
            speaker = self._named(slot, words, self._sight.speaks)
            if speaker is not None:
                found.append(speaker)
        return tuple(found)

    def target(self) -> str | None:
        """A group of people that the vocabulary knows: never one person."""
        words = self._answered.target
        span = self._value("target", words)
        if span is None or words is None:
            return None
        known = sorted(self._sight.knows(span, {"target"}))
        if not known:
            self._lose("slot-not-known", f"{brief(words)} is no group of people that we know")
            return None
        self.spans["target"] = span
        return known[0]

    def time(self, published: str | None) -> str | None:
        """Our own reading of the words; else years that stand in them as digits."""
        dated = self._answered.time
        span = self._value("time", dated.words if dated else None)
        if dated is None or span is None:
            return None
        value = self._sight.time(span, published)
        if value is None and dated.edtf and _YEARS.fullmatch(dated.edtf):
            years = re.findall(r"\d{4}", dated.edtf)
            value = dated.edtf if years and all(year in _digits(dated.words) for year in years) else None
        if value is None:
            self._lose("slot-not-in-words", f"{brief(dated.words)} does not say {dated.edtf}")
            return None
        self.spans["time"] = span
        return value

    def quantity(self) -> Quantity | None:
        """The number and the unit that we read from the words, where the model reads that number too."""
        counted = self._answered.quantity
        span = self._value("quantity", counted.words if counted else None)
        if counted is None or span is None:
            return None
        value = self._sight.quantity(span)
        if value is None or value.value != counted.value:
            self._lose("slot-not-in-words", f"{brief(counted.words)} does not say {counted.value:g} {counted.unit}")
            return None
        self.spans["quantity"] = span
        return value

    def _named(self, slot: str, words: str | None, accepts: Callable[[Span], bool]) -> Organisation | None:
        span = self._value(slot, words)
        if span is None or words is None:
            return None
        if len(words) > _LONGEST_NAME or not accepts(span):
            self._lose("slot-not-known", f"{brief(words)} is no {slot.partition('.')[0]} that we can tell to be one")
            return None
        self.spans[slot] = span
        return Organisation(name=words)

    def _value(self, slot: str, words: str | None) -> Span | None:
        """Where the words stand; a loss is noted where they do not."""
        if words is None:
            return None
        span = self._span(words, self._sentence)
        if span is None:
            self._lose("slot-not-in-text", f"{slot} is given as {brief(words)}, which the sentence does not say")
        return span

    def _span(self, words: str, within: Span) -> Span | None:
        return slot_span(self._sight.content, words, self._quoted, within)

    def _lose(self, reason: str, detail: str) -> None:
        quote = brief(self._answered.quote)
        self.losses.append(FindLoss(reason, f"{detail}. The claim was kept without it: {quote}"))


def _digits(words: str) -> str:
    """The words with digits of any script as ASCII."""
    return "".join(str(unicodedata.digit(char, char)) for char in words)
