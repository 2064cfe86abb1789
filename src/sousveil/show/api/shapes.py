"""What answers look like, as types: from them the schemas of the OpenAPI document are made.

Rows themselves are made in `record.rows`, as the command line prints them. A value that is told in one of two fields
(`source` or `cited`) leaves the other one out.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from sousveil import record
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES, Certainty, Evidence, Place, Polarity, Quantity
from sousveil.record.echo import Direction, EchoState, EchoType
from sousveil.record.entity import Method
from sousveil.record.judgement import CLAIM_STATES

__all__ = [
    "CaseInfo", "Claim", "Drop", "Echo", "Entity", "Finding", "Flow", "Gap", "Import", "Indicator",
    "Listing", "LogEntry", "Match", "Me", "Outcome",
    "Problem", "Result", "Source", "SourceText",
]  # fmt: skip

Kind = Annotated[str, Meta(extra_json_schema={"enum": list(KINDS)})]
Technology = Annotated[str, Meta(extra_json_schema={"enum": list(TECHNOLOGIES)})]
Act = Annotated[str, Meta(extra_json_schema={"enum": list(ACTS)})]
SiteType = Annotated[str, Meta(extra_json_schema={"enum": list(SITE_TYPES)})]
ClaimState = Annotated[str, Meta(extra_json_schema={"enum": list(CLAIM_STATES)})]


class Named(Struct, frozen=True, kw_only=True):
    """An organisation: the name in the document's script and, where known, the identifier of the entity."""

    name: str
    ref: str | None


class Claim(Struct, frozen=True, kw_only=True):
    """One passage of one text saying one thing, with its exact words and what people decided about it."""

    id: str
    kind: Kind
    technology: tuple[Technology, ...]
    act: Act
    polarity: Polarity
    certainty: Certainty
    operator: Named | None
    supplier: record.Organisation | None
    place: Place | None
    site_types: tuple[SiteType, ...]
    target: str | None
    time: str | None
    reported: str | None
    quantity: Quantity | None
    attributed_to: tuple[Named, ...]
    evidence: Evidence
    slots: dict[str, tuple[int, int]]
    extractor: str
    rule: str
    state: ClaimState


class Repeated(Struct, frozen=True, kw_only=True):
    """What a source repeats: a source of the case, or an origin that is only cited."""

    type: str
    score: float
    source: str | UnsetType = UNSET
    cited: str | UnsetType = UNSET


class Source(record.Source, frozen=True, kw_only=True):
    """What a researcher would cite: where it was, when it was published and fetched, the digests of its bytes and of
    its text, and what it repeats."""

    echo_of: tuple[Repeated, ...]  # type: ignore[assignment]


class SourceText(Struct, frozen=True, kw_only=True):
    """The frozen text of a source. Offsets of claims and echoes count the Unicode code points of `content`."""

    source: str
    sha256: str
    """SHA-256 of `content` in UTF-8."""
    capture_sha256: str
    extractor: str
    lang: str
    content: str


class To(Struct, frozen=True, kw_only=True):
    """Where the words came from: a passage of a source of the case, or an origin that is only cited."""

    source: str | UnsetType = UNSET
    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET
    cited: str | UnsetType = UNSET
    ref: str | UnsetType = UNSET
    title: str | UnsetType | None = UNSET
    date: str | UnsetType | None = UNSET
    url: str | UnsetType | None = UNSET


class AlignedWords(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Words of both sides that say the same, as start and end in the two texts."""

    from_: tuple[int, int]
    to: tuple[int, int]
    what: str | None


class Echo(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A passage that repeats another: the arrow points to where the words or facts came from."""

    id: str
    from_: record.Passage
    to: To | None
    type: EchoType
    score: float
    reason: str
    direction: Direction
    aligned: tuple[AlignedWords, ...]
    state: EchoState


class Origin(Struct, frozen=True, kw_only=True):
    """Where a lineage starts: a source of the case, or one that is only cited."""

    claims: tuple[str, ...]
    independent: bool
    unknown: bool
    interested: str | None
    reason: str
    source: str | UnsetType = UNSET
    cited: str | UnsetType | None = UNSET


class Origins(Struct, frozen=True, kw_only=True):
    """How many independent origins there are: at least `min`, at most `max`."""

    min: int
    max: int
    named: tuple[Origin, ...]


class Limit(Struct, frozen=True, kw_only=True):
    """A finding that bears on another one, and why."""

    finding: str
    reason: str


class Finding(record.Finding, frozen=True, kw_only=True):
    """Claims that say the same thing, with the origins that they rest on."""

    operator: Named | None  # type: ignore[assignment]
    origins: Origins  # type: ignore[assignment]
    constraints: tuple[Limit, ...]


class Drop(record.Drop, frozen=True, kw_only=True):
    """Something that was not kept, and why."""


class Entity(record.Entity, frozen=True, kw_only=True):
    """An organisation of the case, with every spelling."""

    spellings: tuple[str, ...]


class Match(Struct, frozen=True, kw_only=True):
    """A proposal that two names mean one organisation."""

    id: str
    left: str
    right: str
    method: Method
    score: float
    reason: str
    evidence: tuple[str, ...]
    state: Literal["proposed", "accepted", "rejected"]


class Gap(record.Gap, frozen=True, kw_only=True):
    """Something that the case lacks, and where it may be had."""

    id: str


class Import(record.Import, frozen=True, kw_only=True):
    """One imported file, with how many records of it are held."""

    id: str
    rows: int


class Listing(record.Listing, frozen=True, kw_only=True):
    """An organisation on a published list, as the newest file of the list has it."""

    id: str


class Flow(record.Flow, frozen=True, kw_only=True):
    """One trade flow as one country reported it. It is context and no evidence of a deployment."""


class Indicator(record.Indicator, frozen=True, kw_only=True):
    """One yearly value of a country or a region. It is context and no evidence of a deployment."""


class LogEntry(Struct, frozen=True, kw_only=True):
    """One thing done; `hash` covers every other field, and `prev` is the hash of the entry before."""

    seq: int
    at: str
    who: str
    action: str
    subject: str
    detail: dict[str, Any]
    prev: str
    hash: str


class CaseInfo(Struct, frozen=True, kw_only=True):
    """The case as a whole."""

    title: str
    created: str
    counts: dict[str, int]
    """How much of everything it holds."""
    sousveil: str
    """Version of the program."""
    api: str
    """Version of these answers."""


class Me(Struct, frozen=True, kw_only=True):
    """Whoever asks, and what they may."""

    name: str
    role: Literal["read", "review", "lead"]
    signed_in: bool
    """With an account; else with the server's token."""


class Result(Struct, frozen=True, kw_only=True):
    """One subject of a step, and its state after it."""

    subject: str
    state: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What a decision did: the state of the subject after it, and how the count of origins changed, in words. Of a
    step, `subject` and `state` are those of its first judgement, and `each` has all."""

    subject: str
    state: str
    said: str
    action: str
    each: tuple[Result, ...]


class Problem(Struct, frozen=True, kw_only=True):
    """Why there is no answer (RFC 9457); `detail` says what to do."""

    title: str
    status: int
    detail: str
