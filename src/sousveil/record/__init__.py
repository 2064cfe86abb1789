"""The values that travel: frozen, typed, no I/O, no database, so that a worker elsewhere can carry them.

Invariant: a record refers to others by digest or identifier only, and never changes after it was made.
"""

from sousveil.record.capture import Capture, CodedRecord, Drop
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
from sousveil.record.echo import ECHO_TYPES, CitedOrigin, Echo, Passage
from sousveil.record.finding import Finding, Origin, Origins
from sousveil.record.identity import identifier, sha256_bytes, sha256_text
from sousveil.record.judgement import CLAIM_STATES, Judgement, state_of
from sousveil.record.source import EchoOf, Source
from sousveil.record.text import Anchor, Dated, Link, Omission, Paragraph, Segment, Text

__all__ = [
    "ACTS", "CLAIM_STATES", "ECHO_TYPES", "KINDS", "SITE_TYPES", "TECHNOLOGIES", "Anchor", "Capture", "CitedOrigin",
    "Claim", "CodedRecord", "Dated", "Drop", "Echo", "EchoOf", "Evidence", "Finding", "Judgement", "Link", "Omission",
    "Organisation", "Origin", "Origins", "Paragraph", "Passage", "Place", "Quantity", "Segment", "Source", "Text",
    "identifier", "sha256_bytes", "sha256_text", "state_of",
]  # fmt: skip
