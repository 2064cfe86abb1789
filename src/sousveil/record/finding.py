"""Findings: the claims that say the same thing, with the origins that they rest on."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sousveil.record.claim import Organisation, Place

__all__ = ["Constraint", "Dispute", "Finding", "Origin", "Origins"]

Status = Literal[
    "planned", "researched", "procured", "installed", "operating", "suspended", "ended", "banned", "denied"
]


class Origin(Struct, frozen=True, kw_only=True):
    """Where a lineage starts: a source of the case, or one that is only cited."""

    claims: tuple[str, ...]
    """Identifiers of the finding's claims that go back to it."""
    source: str | None = None
    cited: str | None = None
    """Name of an origin that the case does not hold, so that the researcher can go and get it."""
    independent: bool = False
    """Known to be independent of every other origin: it counts towards `min`."""
    reason: str = ""
    """For people: why the lineage ends here."""
    unknown: bool = False
    """The words are somebody else's ("reports say"), and nobody says whose. `source` is where the trail ends."""
    interested: str | None = None
    """ISO 3166-1 alpha-2 code of the state whose media these are, where they report on that state: one party."""


class Origins(Struct, frozen=True, kw_only=True):
    """`max` counts every lineage that could be independent, `min` only those known to be."""

    min: int
    max: int
    named: tuple[Origin, ...]


class Dispute(Struct, frozen=True, kw_only=True):
    """Claims of one finding that cannot all be right, or of which one is doubted."""

    kind: Literal["denial", "doubt", "quantity"]
    claims: tuple[str, ...]
    """Identifiers: of those that deny, doubt or give another quantity, then of those they speak against."""
    reason: str
    """For people: what stands against what."""


class Constraint(Struct, frozen=True, kw_only=True):
    """A finding of kind `constraint` that bears on another one."""

    finding: str
    by: str
    """Identifier of the constraint."""
    reason: str
    """For people: same place, which time, what it is about."""


class Finding(Struct, frozen=True, kw_only=True):
    """Claims that say the same thing. Times are EDTF."""

    id: str
    kind: str
    technology: tuple[str, ...]
    acts: tuple[str, ...]
    place: Place | None
    site_types: tuple[str, ...]
    operator: Organisation | None
    supplier: Organisation | None
    first_reported: str | None
    last_reported: str | None
    status: Status
    disputed: bool
    claims: tuple[str, ...]
    origins: Origins
    time: str | None = None
    """When it was, from the first to the last time that its claims tell; EDTF, null where none tells one."""
    about: tuple[str, ...] = ()
    """What a constraint, a law or a control is about: sections of the vocabulary's natures.toml, such as `power`."""
    disputes: tuple[Dispute, ...] = ()
    """`disputed` is set where there is one."""
