"""Claims: one passage of one text saying one thing. The terms are fixed; docs/CODING.md says how they are used."""

from __future__ import annotations

from functools import cached_property
from typing import Final, Literal

from msgspec import Struct

from sousveil.record.identity import identifier

__all__ = [
    "ACTS",
    "KINDS",
    "SITE_TYPES",
    "TECHNOLOGIES",
    "Claim",
    "Evidence",
    "Organisation",
    "Place",
    "Quantity",
]

KINDS: Final = (
    "deployment", "supply", "biometrics", "research", "law", "human-surveillance", "border-control", "constraint",
)  # fmt: skip
TECHNOLOGIES: Final = (
    "camera", "face-recognition", "plate-recognition", "video-analytics", "thermal-camera", "body-camera", "drone",
    "gunshot-detection", "fingerprint", "iris", "voiceprint", "dna", "biometric-database", "digital-id",
    "border-sensor", "electric-fence", "physical-barrier", "signal-jamming", "phone-spyware", "phone-monitoring",
    "phone-forensics", "cell-site-simulator", "interception", "deep-packet-inspection", "internet-filtering",
    "location-tracking", "social-media-monitoring", "predictive-policing", "integrated-platform", "fusion-center",
    "camera-registry", "doorbell-camera-partnership", "access-control", "checkpoint", "informant-network", "other",
)  # fmt: skip
ACTS: Final = (
    "plan", "research", "procure", "supply", "install", "operate", "expand", "suspend", "end", "ban",
)  # fmt: skip
SITE_TYPES: Final = (
    "school", "workplace", "airport", "station", "port", "border", "street", "road", "residence", "hospital", "shop",
    "prison", "checkpoint", "worship", "government", "monument", "hotel", "stadium", "network", "nationwide", "other",
)  # fmt: skip

Polarity = Literal["affirmed", "denied"]
Certainty = Literal["stated", "hedged"]
Precision = Literal["site", "city", "district", "region", "country"]


class Organisation(Struct, frozen=True, kw_only=True):
    """A supplier, an operator or a speaker: the name in the document's script and, where known, the entity."""

    name: str
    ref: str | None = None
    """Identifier in the vocabulary or of an entity of the case, such as `hikvision`."""
    country: str | None = None
    """ISO 3166-1 alpha-2, of the organisation's seat."""


class Place(Struct, frozen=True, kw_only=True):
    """Where it is. `name` is as the document writes it; the rest is null until resolved.

    A country that only a public body tells (`県警`, `sheriff's office`) has the gazetteer's name of it, and the words
    behind it are the body's.
    """

    name: str
    geonameid: int | None = None
    country: str | None = None
    lat: float | None = None
    """Degrees, WGS 84; null for a place that is only known as a country."""
    lon: float | None = None
    precision: Precision | None = None
    radius_km: float | None = None
    """How far from the point the thing may be, in kilometres: half the extent of what is named; null for a country and
    where no point is known."""


class Quantity(Struct, frozen=True, kw_only=True):
    """How many or how much: `unit` is `camera`, `km`, `USD`, `person` and the like, singular."""

    value: float
    unit: str
    approximate: bool = False


class Evidence(Struct, frozen=True, kw_only=True):
    """The exact words. `text.content[start:end] == quote`, always."""

    source: str
    url: str | None
    lang: str
    text_sha256: str
    start: int
    end: int
    quote: str


class Claim(Struct, frozen=True, kw_only=True, dict=True):
    """One passage saying one thing. `slots` holds the span of the words behind each value, in the same offsets as
    the evidence; a slot with several values numbers the later ones: `technology`, `technology.2`."""

    kind: str
    technology: tuple[str, ...]
    act: str
    polarity: Polarity
    certainty: Certainty
    evidence: Evidence
    operator: Organisation | None = None
    supplier: Organisation | None = None
    place: Place | None = None
    site_types: tuple[str, ...] = ()
    target: str | None = None
    time: str | None = None
    """When it happened, EDTF; null where the text gives none."""
    reported: str | None = None
    """When the speaker said or published it, EDTF, where the text tells: "said on Monday", "in a report of May 2021".
    The page's own date is the source's `published`."""
    quantity: Quantity | None = None
    attributed_to: tuple[Organisation, ...] = ()
    """From the speaker that the document quotes to the one behind; empty where the outlet speaks for itself."""
    slots: dict[str, tuple[int, int]] = {}
    extractor: str
    """Name and version of the reader of claims: `rules/1`."""
    rule: str
    """What in the vocabulary read it, such as `en:deployment:install`."""
    edited_from: str | None = None
    """The identifier of the claim as it was proposed, where a person corrected it since: it keeps that one."""

    @cached_property
    def id(self) -> str:
        """Follows from where the words are and what they are read to say; the same claim keeps it when
        resolution improves, and when a person corrects it."""
        return self.edited_from or identifier(
            "c", self.evidence.source, self.evidence.text_sha256, self.evidence.start, self.evidence.end,
            self.kind, self.technology, self.act, self.polarity, sorted(self.slots.items()),
        )  # fmt: skip
