"""What stands against what in a finding: denials, doubts, and quantities that cannot both be right.

A denial of a step speaks against those who say that this step or a later one was taken: that nothing was installed is
no denial of a plan. One voice, an origin with whom it cites, does not speak against itself: where it says both, it
speaks of two things. Quantities contradict each other where two origins give them for the same thing at the same time
and rounding explains no difference; successive dates are growth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import floor, log10
from typing import Final

from sousveil.record.claim import Claim, Quantity
from sousveil.record.finding import Dispute, Origins
from sousveil.record.source import Source
from sousveil.vocabulary.doubts import doubt_in
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.ranges import ends_range
from sousveil.weigh.days import days_of, span_of

__all__ = ["disputes_of"]

_LEVEL: Final = {
    "plan": 0, "research": 0, "procure": 1, "supply": 1, "install": 2, "operate": 2, "expand": 2,
}  # fmt: skip
"""How far a step goes; steps that stop something are denied by their like alone."""
_ROUNDED = 0.05
"""Relative difference up to which two figures are one, each rounded in its way."""
_FAR = 1.5
"""How many times an exact figure a larger approximate one must be: "more than 5,000" against 300."""
_ONE_TIME = 366
"""Days between the publications of two undated figures from which the later may be growth."""
_SHOWN = 3
"""Voices that a reason names on either side."""
_WORDS = 90
"""Characters of a quote in a reason."""
_VALUES = 40
"""Different figures of one thing that are compared with each other, those that most claims give."""


def disputes_of(
    claims: Sequence[Claim], origins: Origins, sources: Mapping[str, Source], vocabulary: Vocabulary
) -> tuple[Dispute, ...]:
    """The disputes among claims that say the same thing: denials first, then doubts, then quantities."""
    ordered = sorted(claims, key=lambda claim: (_published(claim, sources), claim.evidence.source, claim.id))
    doubts = {
        claim.id: words
        for claim in ordered
        if (words := doubt_in(claim.evidence.quote, claim.evidence.lang, vocabulary)) is not None
    }
    affirmed = [claim for claim in ordered if claim.polarity == "affirmed" and claim.id not in doubts]
    denied = [claim for claim in ordered if claim.polarity == "denied" and claim.id not in doubts]
    doubting = [claim for claim in ordered if claim.id in doubts]
    origin_of = {claim: number for number, origin in enumerate(origins.named) for claim in origin.claims}
    voices = {
        claim.id: (origin_of.get(claim.id), *(speaker.name.casefold() for speaker in claim.attributed_to))
        for claim in ordered
    }

    def opposed(one: Claim, other: Claim) -> bool:
        return voices[one.id] != voices[other.id]

    found = []
    deniers, against = _sides(denied, affirmed, lambda one, other: opposed(one, other) and _denies(one, other))
    if deniers:
        found.append(_dispute("denial", deniers, against, "deny it", "say it", sources))
    doubters, believers = _sides(doubting, affirmed, opposed)
    if doubters:
        found.append(_dispute("doubt", doubters, believers, "doubt it or could not confirm it", "say it", sources))
    counted = [claim for claim in affirmed if _is_figure(claim, vocabulary)]
    return (*found, *_quantities(counted, origin_of, sources))


def _dispute(
    kind: str, against: Sequence[Claim], side: Sequence[Claim], verb: str, other: str, sources: Mapping[str, Source]
) -> Dispute:
    reason = f"{_voices(against, sources)} {verb}; {_voices(side, sources)} {other}"
    return Dispute(
        kind=kind,  # type: ignore[arg-type]
        claims=tuple(claim.id for claim in (*against, *side)),
        reason=reason,
    )


def _sides(
    against: Sequence[Claim], side: Sequence[Claim], speaks: Callable[[Claim, Claim], bool]
) -> tuple[list[Claim], list[Claim]]:
    """Those of one side that speak against somebody of the other, and those whom they speak against."""
    met = [claim for claim in side if any(speaks(one, claim) for one in against)]
    return [one for one in against if any(speaks(one, claim) for claim in met)], met


def _denies(denial: Claim, claim: Claim) -> bool:
    """Whether a denial of one step speaks against an affirmed one, as far as both times tell."""
    if denial.act not in _LEVEL or claim.act not in _LEVEL:
        same = denial.act == claim.act
    else:
        same = _LEVEL[claim.act] >= _LEVEL[denial.act]
    mine, theirs = span_of(denial.time), span_of(claim.time)
    apart = mine is not None and theirs is not None and (mine[1] < theirs[0] or theirs[1] < mine[0])
    return same and not apart


def _quantities(claims: Sequence[Claim], origin_of: Mapping[str, int], sources: Mapping[str, Source]) -> list[Dispute]:
    by_thing: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_thing[_thing(claim)].append(claim)
    found = []
    for thing in sorted(by_thing, key=str):
        sides = _contradicting(by_thing[thing], origin_of, sources)
        if sides:
            told = "; ".join(f"{_figure(side[0])} ({_voices(side, sources)})" for side in sides)
            found.append(
                Dispute(
                    kind="quantity",
                    claims=tuple(claim.id for side in sides for claim in side),
                    reason=f"figures that cannot all be right: {told}",
                )
            )
    return found


def _is_figure(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether a claim gives one figure: what was added tells no total, and a range is no figure."""
    if claim.quantity is None or claim.act == "expand":
        return False
    start = claim.slots.get("quantity", (claim.evidence.start, 0))[0] - claim.evidence.start
    return not ends_range(claim.evidence.quote[: max(0, start)], claim.evidence.lang, vocabulary)


def _thing(claim: Claim) -> tuple[object, ...]:
    """What a figure counts: one for schools and airports together is no other figure for schools."""
    unit = claim.quantity.unit if claim.quantity else ""
    return unit, _LEVEL.get(claim.act, claim.act), claim.technology, tuple(sorted(claim.site_types)), claim.target


def _contradicting(
    claims: Sequence[Claim], origin_of: Mapping[str, int], sources: Mapping[str, Source]
) -> list[list[Claim]]:
    """The claims of one thing by figure, those that some other one contradicts; the smallest figure first."""
    by_value: dict[tuple[float, bool], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.quantity is not None:
            by_value[claim.quantity.value, claim.quantity.approximate].append(claim)
    values = sorted(sorted(by_value, key=lambda value: (-len(by_value[value]), value))[:_VALUES])
    against: set[tuple[float, bool]] = set()
    for one, other in combinations(values, 2):
        if any(
            origin_of.get(mine.id) != origin_of.get(theirs.id) and _contradict(mine, theirs, sources)
            for mine in by_value[one]
            for theirs in by_value[other]
        ):
            against |= {one, other}
    return [by_value[value] for value in values if value in against]


def _contradict(one: Claim, other: Claim, sources: Mapping[str, Source]) -> bool:
    if one.quantity is None or other.quantity is None or not _at_one_time(one, other, sources):
        return False
    low, high = sorted((one.quantity, other.quantity), key=lambda quantity: quantity.value)
    if low.approximate or low.value <= 0:
        return False  # "at least 300" holds of 500
    if high.approximate:
        return high.value > low.value * _FAR
    return not _is_rounded(low, high)


def _at_one_time(one: Claim, other: Claim, sources: Mapping[str, Source]) -> bool:
    if one.time or other.time:
        mine, theirs = span_of(one.time), span_of(other.time)
        return mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]
    mine, theirs = (days_of(_published(claim, sources)) for claim in (one, other))
    if mine is None or theirs is None:
        return False
    return abs((mine[0] - theirs[0]).days) < _ONE_TIME


def _is_rounded(low: Quantity, high: Quantity) -> bool:
    """Whether rounding one figure to as many digits as the other has gives the other, or both are nearly equal."""
    digits = min(_digits(low.value), _digits(high.value))
    if _to_digits(low.value, digits) == _to_digits(high.value, digits):
        return True
    return high.value - low.value <= high.value * _ROUNDED


def _digits(value: float) -> int:
    """Significant digits: 2 of 62,000."""
    return len(f"{value:.10g}".partition("e")[0].replace(".", "").strip("0")) or 1


def _to_digits(value: float, digits: int) -> float:
    return round(value, digits - 1 - floor(log10(value)))


def _figure(claim: Claim) -> str:
    quantity = claim.quantity
    assert quantity is not None
    value = f"{quantity.value:,.0f}" if quantity.value == int(quantity.value) else f"{quantity.value:,g}"
    return f"{'about ' if quantity.approximate else ''}{value} {quantity.unit}"


def _voices(claims: Sequence[Claim], sources: Mapping[str, Source]) -> str:
    """Who says it, with the words of the first; one voice a source."""
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(_voice(claim, sources), claim)
    shown = [f"{name} (“{_short(claim.evidence.quote)}”)" for name, claim in list(first.items())[:_SHOWN]]
    more = len(first) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _voice(claim: Claim, sources: Mapping[str, Source]) -> str:
    source = sources.get(claim.evidence.source)
    outlet = (source.outlet or source.title or source.url if source else None) or claim.evidence.source
    speaker = claim.attributed_to[0].name if claim.attributed_to else ""
    return f"{speaker} in {outlet}" if speaker and speaker != outlet else outlet


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _WORDS else f"{words[: _WORDS - 1].rstrip()}…"


def _published(claim: Claim, sources: Mapping[str, Source]) -> str:
    source = sources.get(claim.evidence.source)
    return (source.published if source else None) or ""
