"""How far people agree who judged the same claims blind: on keeping a claim, on each slot, on the words behind it.

Keep or reject: Cohen's kappa for two people (`kappa.py`), Krippendorff's alpha over all of them. Slots: Krippendorff's
alpha (`alpha.py`), over the claims that both kept, since a claim that somebody rejected has no slots: its value is
missing. Empty is a value (the text does not say), and a slot that somebody did not touch has the value that the machine
proposed. So a proposal that both let stand counts as agreement, which flatters: people who work on proposals agree more
than people who start from the bare text.

Spans are counted from where the machine proposed them, so that chance means: two people who move the ends of spans as
often and as far as these two did, each without regard to the other. Everything is counted in tallies that a claim can
be added to and taken from, so that one more decision does not mean to count all of them again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from sousveil.record import Claim
from sousveil.record.claim import Organisation, Place
from sousveil.review.alpha import AMOUNT, NOMINAL, SETS, Alpha, Metric, Span, Spans, krippendorff_alpha
from sousveil.review.double_coding import DoubleCoded
from sousveil.review.kappa import Kappa, cohen_kappa

__all__ = [
    "FEWEST", "METRICS", "PASSAGE", "SLOTS", "TOLERANCES", "Agreement", "Figure", "Pair", "Tally", "Unit", "agreement",
    "differing", "unit_of",
]  # fmt: skip

FEWEST: Final = 20
"""Claims below which no coefficient is told: one more disagreement would move the share by five points or more. It is
a convention of ours."""
TOLERANCES: Final = (0, 5, 20)
"""How many code points an end of a span may lie off, of which a reader chooses one."""
PASSAGE: Final = "passage"
"""What the span of the claim's own words is called among the spans of slots."""
METRICS: Final[dict[str, str]] = {
    "kind": "nominal", "technology": "set", "act": "nominal", "polarity": "nominal", "certainty": "nominal",
    "operator": "nominal", "supplier": "nominal", "place": "nominal", "country": "nominal", "site_types": "set",
    "target": "nominal", "time": "nominal", "reported": "nominal", "quantity": "ratio", "attributed_to": "set",
}  # fmt: skip
"""The slots, and how their values are compared."""
SLOTS: Final = tuple(METRICS)
_METRICS: Final[dict[str, Metric[Any]]] = {"nominal": NOMINAL, "set": SETS, "ratio": AMOUNT}

Values = tuple[Hashable, ...]
"""The values of `SLOTS`, in their order, so that the same values compare as the same."""
People = tuple[str, str]
"""Two coders in the order of their names."""


class Unit(Struct, frozen=True, kw_only=True):
    """What two people made of one claim, ready to be counted."""

    people: People
    kept: tuple[bool, bool]
    values: tuple[Values | None, Values | None]
    """Null for who rejected it."""
    spans: tuple[tuple[str, tuple[Span, Span]], ...] = ()
    """For each span that one of them has: the slot, and where both have it. Empty where one of them rejected."""
    agreed: bool
    """Whether both said the same in everything, in what is not compared here, too."""


class Figure(Struct, frozen=True, kw_only=True):
    """How far people agree about one thing."""

    slot: str
    """A slot, or `PASSAGE`."""
    metric: str
    """How values are compared: `nominal`, `set`, `ratio` or `span`."""
    alpha: Alpha

    @property
    def told(self) -> bool:
        """Whether there are enough units to say anything."""
        return self.alpha.units >= FEWEST


class Pair(Struct, frozen=True, kw_only=True):
    """Two people and their decisions to keep or to reject."""

    people: People
    kappa: Kappa
    table: tuple[tuple[int, int], tuple[int, int]]
    """Rows: the first kept, rejected; columns: the second kept, rejected."""


class Agreement(Struct, frozen=True, kw_only=True):
    """All figures, over everybody or over one pair."""

    claims: int
    """Claims that two people judged blind."""
    agreed: int
    """Those about which both said the same, in everything."""
    pairs: tuple[Pair, ...]
    """Every two people who judged claims together, those with the most claims first."""
    decision: Alpha
    """Keep or reject, over everybody who is counted."""
    slots: tuple[Figure, ...]
    spans: tuple[Figure, ...]


class Tally:
    """How often which values met, for each two people."""

    def __init__(self) -> None:
        self._decisions: defaultdict[People, Counter[tuple[bool, bool]]] = defaultdict(Counter)
        self._values: defaultdict[tuple[People, str], Counter[tuple[Hashable, Hashable]]] = defaultdict(Counter)
        self._spans: defaultdict[tuple[People, str], Counter[tuple[Span, Span]]] = defaultdict(Counter)
        self._agreed: Counter[People] = Counter()

    def add(self, unit: Unit) -> None:
        """Count a claim."""
        self._count(unit, 1)

    def take(self, unit: Unit) -> None:
        """Count it no longer."""
        self._count(unit, -1)

    def _count(self, unit: Unit, step: int) -> None:
        people = unit.people
        self._decisions[people][unit.kept] += step
        self._agreed[people] += step * unit.agreed
        one, other = unit.values
        if one is None or other is None:
            return
        for slot, first, second in zip(SLOTS, one, other, strict=True):
            self._values[people, slot][first, second] += step
        for slot, spans in unit.spans:
            self._spans[people, slot][spans] += step

    def figures(self, tolerance: int = 0, people: People | None = None) -> Agreement:
        """The figures over everybody, or over two people; pairs are always listed, all of them."""
        pairs = [
            Pair(people=each, kappa=cohen_kappa(counts), table=_table(counts))
            for each, counts in self._decisions.items()
            if counts.total()
        ]
        pairs.sort(key=lambda pair: (-pair.kappa.n, pair.people))
        among = [pair.people for pair in pairs if people in {None, pair.people}]
        decisions = _sum(self._decisions[each] for each in among)
        words = {slot for (each, slot), counts in self._spans.items() if each in among and counts.total()}
        return Agreement(
            claims=decisions.total(),
            agreed=sum(self._agreed[each] for each in among),
            pairs=tuple(pairs),
            decision=krippendorff_alpha(decisions, NOMINAL),
            slots=tuple(
                Figure(slot=slot, metric=metric, alpha=krippendorff_alpha(counts, _METRICS[metric]))
                for slot, metric in METRICS.items()
                for counts in [_sum(self._values[each, slot] for each in among if (each, slot) in self._values)]
            ),
            spans=tuple(
                Figure(slot=slot, metric="span", alpha=krippendorff_alpha(counts, Spans(tolerance)))
                for slot in (PASSAGE, *(known for known in SLOTS if known in words), *sorted(words - {PASSAGE, *SLOTS}))
                for counts in [_sum(self._spans[each, slot] for each in among if (each, slot) in self._spans)]
            ),
        )


def agreement(units: Iterable[Unit], tolerance: int = 0) -> Agreement:
    """The figures over units, in whatever order they and their people come."""
    tally = Tally()
    for unit in units:
        tally.add(unit)
    return tally.figures(tolerance)


def unit_of(coded: DoubleCoded, proposed: Claim) -> Unit:
    """What is counted of a claim that two people judged blind; `proposed` is the claim as the machine proposed it.

    Raises ValueError where what they changed does not fit that claim.
    """
    one, other = sorted((coded.first, coded.second), key=lambda coding: coding.who)
    claims = (one.coded(proposed), other.coded(proposed))
    first = _values(claims[0]) if claims[0] else None
    # Most often nobody changed anything, and both have the same claim.
    second = first if claims[1] is claims[0] else _values(claims[1]) if claims[1] else None
    return Unit(
        people=(one.who, other.who),
        kept=(one.stance.kept, other.stance.kept),
        values=(first, second),
        spans=_spans(proposed, *claims),
        agreed=coded.agreed,
    )


def differing(unit: Unit) -> tuple[str, ...]:
    """In what they differ: `decision`, slots, `passage`, and `words` for the words behind slots. With no tolerance."""
    if unit.kept[0] != unit.kept[1]:
        return ("decision",)
    one, other = unit.values
    slots = [slot for slot, a, b in zip(SLOTS, one, other, strict=True) if a != b] if one and other else []
    moved = {slot for slot, (a, b) in unit.spans if a != b}
    return (*slots, *([PASSAGE] if PASSAGE in moved else ()), *(["words"] if moved - {PASSAGE} else ()))


def _table(counts: Mapping[tuple[bool, bool], int]) -> tuple[tuple[int, int], tuple[int, int]]:
    cells = [counts.get((one, other), 0) for one in (True, False) for other in (True, False)]
    return (cells[0], cells[1]), (cells[2], cells[3])


def _sum(counters: Iterable[Counter[Any]]) -> Counter[Any]:
    total: Counter[Any] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def _values(claim: Claim) -> Values:
    """Names are compared by what they refer to, or else as they are written, whatever the case of their letters. That a
    number is approximate is not compared."""
    place, amount = claim.place, claim.quantity
    return (
        claim.kind, frozenset(claim.technology), claim.act, claim.polarity, claim.certainty, _name(claim.operator),
        _name(claim.supplier), _where(place), place.country if place else None, frozenset(claim.site_types),
        _folded(claim.target), claim.time, claim.reported, (amount.value, amount.unit) if amount else (0.0, ""),
        frozenset(filter(None, map(_name, claim.attributed_to))),
    )  # fmt: skip


def _name(organisation: Organisation | None) -> str | None:
    return (organisation.ref or _folded(organisation.name)) if organisation else None


def _folded(words: str | None) -> str | None:
    return " ".join(words.casefold().split()) if words else None


def _where(place: Place | None) -> Hashable:
    return place and (place.geonameid or (_folded(place.name), place.country))


def _spans(proposed: Claim, one: Claim | None, other: Claim | None) -> tuple[tuple[str, tuple[Span, Span]], ...]:
    if one is None or other is None:
        return ()
    if one is other:
        # Nobody moved anything.
        still: Span = ("moved", 0, 0)
        return ((PASSAGE, (still, still)), *((slot.partition(".")[0], (still, still)) for slot in sorted(one.slots)))
    was, first, second = _words(proposed), _words(one), _words(other)
    start = proposed.evidence.start
    return tuple(
        (name.partition(".")[0], (_span(start, was.get(name), a), _span(start, was.get(name), b)))
        for name in sorted({*first, *second})
        for a, b in [(first.get(name), second.get(name))]
    )


def _words(claim: Claim) -> dict[str, tuple[int, int]]:
    return {PASSAGE: (claim.evidence.start, claim.evidence.end), **claim.slots}


def _span(start: int, was: tuple[int, int] | None, now: tuple[int, int] | None) -> Span:
    """Counted from the span that was proposed; from the start of the claim's words where none was."""
    if now is None:
        return ("none", 0, 0)
    if was is None:
        return ("new", now[0] - start, now[1] - start)
    return ("moved", now[0] - was[0], now[1] - was[1])
