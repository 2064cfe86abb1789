"""What is kept of a finding as it was, and what the difference between two of its states is."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from msgspec import Struct

from sousveil.record import Finding
from sousveil.record.claim import Organisation, Place
from sousveil.record.finding import Origins

__all__ = ["STEPS", "Step", "Summary", "steps_of", "summary_of"]

Step = Literal["added", "gone", "more", "fewer", "disputed", "agreed", "status", "other"]
STEPS: Final[tuple[Step, ...]] = ("added", "gone", "more", "fewer", "disputed", "agreed", "status", "other")
"""What a change is: the finding came or went, has more origins or fewer, is disputed or no longer, has another status,
or changed otherwise (its claims, dates and names). Whether origins are more is told by the most, then by the known."""


class _Where(Struct, frozen=True, array_like=True):
    name: str
    geonameid: int | None
    country: str | None
    precision: str | None


class _Who(Struct, frozen=True, array_like=True):
    name: str
    ref: str | None
    country: str | None


class Summary(Struct, frozen=True, array_like=True):
    """What is kept of a finding as it was: enough for its sentence, its status and its count."""

    kind: str
    technology: tuple[str, ...]
    place: _Where | None
    site_types: tuple[str, ...]
    operator: _Who | None
    supplier: _Who | None
    about: tuple[str, ...]
    status: str
    acts: tuple[str, ...]
    first: str | None
    last: str | None
    least: int
    most: int
    disputed: bool
    claims: int

    def finding(self, identifier: str) -> Finding:
        """The finding as far as it is known: without the claims and the names of its origins."""
        place, operator, supplier = self.place, self.operator, self.supplier
        record = {
            "id": identifier, "kind": self.kind, "technology": self.technology, "acts": self.acts,
            "place": place and {
                "name": place.name, "geonameid": place.geonameid, "country": place.country, "precision": place.precision
            },
            "site_types": self.site_types, "operator": operator and _organisation(operator),
            "supplier": supplier and _organisation(supplier), "first_reported": self.first,
            "last_reported": self.last, "status": self.status, "disputed": self.disputed, "claims": (),
            "origins": Origins(min=self.least, max=self.most, named=()), "about": self.about,
        }  # fmt: skip
        return msgspec.convert(record, Finding)


def _organisation(who: _Who) -> Organisation:
    return Organisation(name=who.name, ref=who.ref, country=who.country)


def summary_of(finding: Finding) -> Summary:
    """What is kept of a finding."""
    return Summary(
        finding.kind, finding.technology, _where(finding.place), finding.site_types, _who(finding.operator),
        _who(finding.supplier), finding.about, finding.status, finding.acts, finding.first_reported,
        finding.last_reported, finding.origins.min, finding.origins.max, finding.disputed, len(finding.claims),
    )  # fmt: skip


def _where(place: Place | None) -> _Where | None:
    return _Where(place.name, place.geonameid, place.country, place.precision) if place else None


def _who(who: Organisation | None) -> _Who | None:
    return _Who(who.name, who.ref, who.country) if who else None


def steps_of(before: Summary | None, after: Summary | None) -> tuple[Step, ...]:
    """What a change is, the weightiest first."""
    if before is None or after is None:
        return () if before is after else ("added",) if before is None else ("gone",)
    found: list[Step] = []
    was, now = (before.most, before.least), (after.most, after.least)
    if was != now:
        found.append("more" if now > was else "fewer")
    if before.disputed != after.disputed:
        found.append("disputed" if after.disputed else "agreed")
    if before.status != after.status:
        found.append("status")
    return tuple(found) if found or before == after else ("other",)
