"""The only SQL. One folder holds a case; the log is append-only; what people decide is kept apart from proposals.

Invariant: bytes are in the archive before a row points at them, and nothing that was acknowledged is ever lost.
"""

from sousveil.store.agreed import Guidelines
from sousveil.store.case import Case
from sousveil.store.claims import ClaimFilter, StoredClaim
from sousveil.store.evidence import Sighting, SourceFilter
from sousveil.store.findings import FindingFilter
from sousveil.store.ledger import LogEntry
from sousveil.store.links import EchoFilter, StoredEcho
from sousveil.store.search import Hit
from sousveil.store.verify import Fault

__all__ = [
    "Case",
    "ClaimFilter",
    "EchoFilter",
    "Fault",
    "FindingFilter",
    "Guidelines",
    "Hit",
    "LogEntry",
    "Sighting",
    "SourceFilter",
    "StoredClaim",
    "StoredEcho",
]
