"""How a finding went on: each act with its reports over time, who reported it first, and when they say it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from markupsafe import Markup
from msgspec import Struct

from sousveil.record.claim import ACTS
from sousveil.record.source import Source
from sousveil.show.words.present import date_phrase
from sousveil.store.claims.claims import StoredClaim
from sousveil.weigh.days import days_of, time_of

__all__ = ["Act", "Track", "track_of"]

_EDGE: Final = 3.0
"""Share of the width that is left free at both ends, so that a dot there is whole."""


class Held(Protocol):
    """Where sources are had by their identifiers."""

    def get(self, identifier: str, /) -> Source | None:
        """One source, or None."""
        ...


class Act(Struct, frozen=True):
    """One act: its reports drawn over time, and the first of them. `denied` where they say that it is not so."""

    act: str
    denied: bool
    picture: Markup
    claims: int
    first: StoredClaim
    source: Source | None
    reported: str
    told: str | None
    """When the claims say that it was, EDTF."""


class Track(Struct, frozen=True):
    """The acts in the order in which they usually follow each other, and the days that the pictures span."""

    acts: tuple[Act, ...]
    first: str
    last: str
    undated: int
    """Claims whose source has no date."""


def track_of(claims: Sequence[StoredClaim], sources: Held) -> Track | None:
    """The acts of a finding's claims; null where there is none."""
    by_act: dict[tuple[int, bool], list[StoredClaim]] = {}
    for stored in claims:
        key = (ACTS.index(stored.claim.act), stored.claim.polarity == "denied")
        by_act.setdefault(key, []).append(stored)
    if not by_act:
        return None
    days = {stored.claim.id: _day(stored, sources) for stored in claims}
    known = sorted(day for day in days.values() if day)
    span = (known[0], known[-1]) if known else None
    acts = [_act(ACTS[number], denied, some, days, sources, span) for (number, denied), some in sorted(by_act.items())]
    return Track(
        tuple(acts), date_phrase(span[0].isoformat()) if span else "", date_phrase(span[1].isoformat()) if span else "",
        sum(day is None for day in days.values()),
    )  # fmt: skip


def _day(stored: StoredClaim, sources: Held) -> date | None:
    source = sources.get(stored.claim.evidence.source)
    days = days_of(source.published) if source else None
    return days[0] if days else None


def _act(
    act: str,
    denied: bool,
    claims: Sequence[StoredClaim],
    days: Mapping[str, date | None],
    sources: Held,
    span: tuple[date, date] | None,
) -> Act:
    first = min(claims, key=lambda stored: (days[stored.claim.id] or date.max, stored.claim.id))
    source = sources.get(first.claim.evidence.source)
    return Act(
        act, denied, _picture(claims, days, span, denied), len(claims), first, source,
        date_phrase(source.published) if source else "", time_of(stored.claim.time for stored in claims),
    )  # fmt: skip


def _picture(
    claims: Sequence[StoredClaim], days: Mapping[str, date | None], span: tuple[date, date] | None, denied: bool
) -> Markup:
    """A dot for each day on which it was reported, larger for several reports; the line runs from the first to the
    last."""
    counted = Counter(day for stored in claims if (day := days[stored.claim.id]) is not None)
    places = {day: _share(day, span) for day in sorted(counted) if span}
    dots = Markup("").join(
        Markup('<circle cx="{}%" cy="12" r="{}"/>').format(f"{place:.2f}", min(8.0, 3.5 + 0.5 * counted[day]))
        for day, place in places.items()
    )
    ends = list(places.values())
    line = (
        Markup('<line x1="{}%" x2="{}%" y1="12" y2="12"/>').format(f"{ends[0]:.2f}", f"{ends[-1]:.2f}") if ends else ""
    )
    return Markup('<svg class="acts-track{}" width="100%" height="24" aria-hidden="true">{}{}</svg>').format(
        " denied" if denied else "", line, dots
    )


def _share(day: date, span: tuple[date, date]) -> float:
    length = (span[1] - span[0]).days
    return 50.0 if not length else _EDGE + (100 - 2 * _EDGE) * (day - span[0]).days / length
