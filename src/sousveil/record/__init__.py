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
from sousveil.record.echo import ECHO_TYPES, Aligned, CitedOrigin, Direction, Echo, Passage
from sousveil.record.editing import EDITABLE, edited, moved, words_elsewhere
from sousveil.record.entity import MATCH_METHODS, Entity, Match, NameUse, is_name_key
from sousveil.record.finding import Constraint, Dispute, Finding, Origin, Origins
from sousveil.record.gap import GAP_KINDS, Gap, Suggestion
from sousveil.record.identity import identifier, sha256_bytes, sha256_text
from sousveil.record.judgement import (
    CLAIM_STATES,
    Judgement,
    Settled,
    Stance,
    deciders,
    settled,
    standing,
    state_of,
    written_claim,
)
from sousveil.record.reference import Flow, Import, Indicator, Listing
from sousveil.record.source import EchoOf, Source
from sousveil.record.text import Anchor, Dated, Link, Omission, Paragraph, Segment, Text

__all__ = [
    "ACTS", "CLAIM_STATES", "ECHO_TYPES", "EDITABLE", "GAP_KINDS", "KINDS", "MATCH_METHODS", "SITE_TYPES",
    "TECHNOLOGIES",
    "Aligned", "Anchor", "Capture", "CitedOrigin", "Claim", "CodedRecord", "Constraint", "Dated", "Direction",
    "Dispute", "Drop", "Echo", "EchoOf", "Entity", "Evidence", "Finding", "Flow", "Gap", "Import", "Indicator",
    "Judgement", "Link", "Listing", "Match", "NameUse", "Omission", "Organisation", "Origin", "Origins", "Paragraph",
    "Passage", "Place", "Quantity", "Segment", "Settled", "Source", "Stance", "Suggestion", "Text", "deciders",
    "edited", "identifier", "is_name_key", "moved", "settled", "sha256_bytes", "sha256_text", "standing", "state_of",
    "words_elsewhere", "written_claim",
]  # fmt: skip
