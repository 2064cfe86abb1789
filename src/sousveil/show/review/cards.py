"""A claim as it is put before a coder: its words in their surroundings, its slots, whose they are, what hangs on it.

Everything is read by identifier, in numbers that have a bound: a card takes milliseconds in a case of a million claims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct
from starlette.requests import Request

from sousveil.record.claim import Claim
from sousveil.record.judgement import settled
from sousveil.record.rows import claim_row
from sousveil.record.source import Source
from sousveil.record.text import Text
from sousveil.review.queue import Queued, similar
from sousveil.show.addresses import address
from sousveil.show.page.choosing import page_of
from sousveil.show.page.rendering import fragment
from sousveil.show.review.decided import Noted, Side, notes_of, sides_of
from sousveil.show.review.passage import Passage, passage_of
from sousveil.show.review.queue import coder_of
from sousveil.show.review.slots import SlotRow, slots_of
from sousveil.show.review.stakes import Stake, stake_of
from sousveil.show.words.catalogue import gettext, later
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.present import claim_phrase
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter, StoredClaim

__all__ = ["Alike", "Card", "Lineage", "card_html", "card_of", "queued_of"]

_ALIKE: Final = 12
_BESIDE: Final = 60
"""Claims of a source that are looked through for those in the paragraphs that are shown."""
_REPEATS: Final = 3
_USES: Final = {
    "disputed": later("Its finding is disputed: claims stand against each other, and this is one of them."),
    "only-claim": later("Its finding rests on this claim alone."),
    "only-origin": later("An origin of its finding rests on this claim alone."),
    "unsure": later("The decisions so far leave it open how this one ends."),
    "again": later("It says once more what other claims of its finding say."),
    "unweighed": later("It belongs to no finding yet."),
}  # fmt: skip
"""Why a claim stands where it stands in the queue, by what `review.queue` calls it."""


class Lineage(Struct, frozen=True, kw_only=True):
    """One thing that the source repeats."""

    type: str
    source: Source | None
    cited: str | None


class Alike(Struct, frozen=True, kw_only=True):
    """A claim that says the same in nearly the same words, to be decided together with this one."""

    claim: Claim
    source: Source | None
    same_words: bool


class Card(Struct, frozen=True, kw_only=True):
    """Everything that is needed to decide about a claim."""

    queued: Queued
    state: str
    source: Source
    passage: Passage
    slots: list[SlotRow]
    use: str
    """Why it stands here, in words."""
    repeats: list[Lineage]
    more_repeats: int
    stake: Stake | None
    alike: list[Alike]
    beside: list[StoredClaim]
    """Other claims in the paragraphs that are shown, which it may be merged with."""
    notes: list[Noted]
    sides: list[Side]
    """What each of two people said, where a third settles it, or where it is settled."""
    own: Side | None = None
    """What whoever asks said about it."""

    @property
    def claim(self) -> Claim:
        """The claim as it stands."""
        return self.queued.claim

    @property
    def waits_for(self) -> Literal["", "second", "third"]:
        """Whom it waits for, where two people decide."""
        return self.queued.waits_for

    @property
    def at(self) -> str:
        """The page of the source, at the claim's words."""
        said = self.claim.evidence
        return f"{address(f'/sources/{said.source}', at=f'{said.start}-{said.end}')}#at"

    @property
    def data(self) -> str:
        """What the island works on, as JSON."""
        row: dict[str, Any] = claim_row(self.claim, self.state)
        return msgspec.json.encode({
            "claim": row,
            "phrase": claim_phrase(self.claim),
            "waits_for": self.waits_for,
            "passage": [self.passage.start, self.passage.end],
            "rows": {each.field.name: each.value for each in self.slots if each.told},
            "own": bool(self.own),
        }).decode()  # fmt: skip


def queued_of(case: Case, identifier: str) -> tuple[Queued, str] | None:
    """A claim that is asked for by name, with its state; whoever asks for it gets it, whatever the queue says."""
    stored = case.claim(identifier)
    if stored is None:
        return None
    finding = case.findings_of([identifier]).get(identifier, "")
    waits_for = settled(case.judgements(identifier)).waits_for
    return Queued(claim=stored.claim, state=stored.state, finding=finding, waits_for=waits_for), stored.state


def card_of(case: Case, request: Request, queued: Queued, state: str, *, drawn: bool = True) -> Card | None:
    """The card of a claim; null where its text is gone. One that is not drawn on a page lacks what only a page has:
    where the claims that say the same stand, what its source repeats, and the claims beside it."""
    claim = queued.claim
    source, text = case.source(claim.evidence.source), case.text(claim.evidence.source)
    if source is None or text is None:
        return None
    finding = case.finding(queued.finding) if queued.finding else None
    passage = passage_of(text, claim)
    repeats, _more = page_of(iter(source.echo_of if drawn else ()), _REPEATS)
    coder = coder_of(request)
    sides, own = sides_of(case, claim.id, coder)
    return Card(
        queued=queued, state=state, source=source, passage=passage, slots=slots_of(claim, text),
        use=_use(queued, state),
        repeats=[
            Lineage(type=each.type, source=case.source(each.source) if each.source else None, cited=each.cited)
            for each in repeats
        ],
        more_repeats=max(0, len(source.echo_of) - _REPEATS),
        stake=stake_of(claim, finding) if finding else None,
        alike=list(_alike(case, claim, drawn=drawn)), beside=_beside(case, claim, text, passage) if drawn else [],
        notes=notes_of(case, claim.id, coder), sides=sides, own=own,
    )  # fmt: skip


def card_html(request: Request, card: Card, around: Mapping[str, object]) -> str:
    """The card as it stands on the page; `around` is what the template needs beside it."""
    return fragment(request, "review_card.html", card=card, **around)


def _use(queued: Queued, state: str) -> str:
    if state != "proposed":
        return ""
    if queued.use in _USES:
        return gettext(_USES[queued.use])
    if queued.estimate is None:
        return _("Too few decisions to learn from yet: the findings that most claims speak for come first.")
    return _("{percent}% likely to be accepted, judging by the decisions so far.", percent=round(queued.estimate * 100))


def _alike(case: Case, claim: Claim, *, drawn: bool) -> Iterator[Alike]:
    found = similar(case, claim, limit=_ALIKE)
    behind = [stored.claim.evidence.source for stored in found] if drawn else []
    sources = {source.id: source for source in case.bare_sources(behind)}
    for stored in found:
        other = stored.claim
        same = _plain(other.evidence.quote) == _plain(claim.evidence.quote)
        yield Alike(claim=other, source=sources.get(other.evidence.source), same_words=same)


def _plain(quote: str) -> str:
    return " ".join(quote.split()).casefold()


def _beside(case: Case, claim: Claim, text: Text, passage: Passage) -> list[StoredClaim]:
    """Other claims of the same source in the paragraphs that are shown."""
    found: Sequence[StoredClaim] = list(case.claims(ClaimFilter(source=text.source_id), limit=_BESIDE))
    return [
        each
        for each in found
        if each.claim.id != claim.id
        and each.state != "rejected"
        and each.claim.evidence.start < passage.end
        and each.claim.evidence.end > passage.start
    ]
