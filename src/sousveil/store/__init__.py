"""The only SQL. One folder holds a case; the log is append-only; what people decide is kept apart from proposals.

Invariant: bytes are in the archive before a row points at them, and nothing that was acknowledged is ever lost.
"""

from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter, StoredClaim
from sousveil.store.findings.findings import FindingFilter
from sousveil.store.log.ledger import LogEntry
from sousveil.store.people.agreed import Guidelines
from sousveil.store.sources.evidence import Sighting, SourceFilter
from sousveil.store.sources.links import EchoFilter, StoredEcho
from sousveil.store.sources.search import Hit
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
