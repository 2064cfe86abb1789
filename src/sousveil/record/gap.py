"""Gaps: what a case lacks, and where an original may be had."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from sousveil.record.echo import CitedOrigin
from sousveil.record.identity import identifier

__all__ = ["GAP_KINDS", "Gap", "Suggestion", "gap_id"]

GapKind = Literal["original-not-held", "one-origin", "not-re-reported", "one-language"]
GAP_KINDS: Final[tuple[GapKind, ...]] = ("original-not-held", "one-origin", "not-re-reported", "one-language")


class Suggestion(Struct, frozen=True, kw_only=True):
    """Where an original may be had. Nobody has looked there: a person follows it or leaves it.

    Either `url` or `words` is set.
    """

    what: str
    """For people: what stands there if anything does: `the DOI's page`, `a copy near 16 April 2024`."""
    why: str
    """For people: the words or the link that it rests on."""
    url: str | None = None
    """http or https on a public host, percent-encoded, without tracking parameters and fragment."""
    words: str | None = None
    """What to type into a search engine of one's own choice."""


class Gap(Struct, frozen=True, kw_only=True):
    """One thing that the case lacks."""

    kind: GapKind
    subject: str
    """What the gap is about: the reference of a cited origin, the identifier of a finding, `place:` and a place,
    `technology:` and a technology."""
    sentence: str
    """For people, with names and terms as the records have them."""
    sources: int
    """How many sources depend on it: those that cite the original, that repeat the finding, that have the claims."""
    claims: int
    """How many claims depend on it."""
    findings: tuple[str, ...] = ()
    """Identifiers of the findings that rest on it."""
    cited_by: tuple[str, ...] = ()
    """Identifiers of the sources that cite the original."""
    cited: CitedOrigin | None = None
    """What is known of the original, where the gap is one that is not held."""
    house_texts: int = 0
    """How many texts the case holds of the house that is cited. One may be the original, though nothing says so."""
    last_reported: str | None = None
    """EDTF; for a finding that was not re-reported."""
    lang: str | None = None
    """The one language (ISO 639-1) in which there are claims."""
    leads: tuple[Suggestion, ...] = ()
    """Where the original may be had, best first."""

    @property
    def id(self) -> str:
        """Follows from the kind and the subject."""
        return gap_id(self.kind, self.subject)


def gap_id(kind: str, subject: str) -> str:
    """The identifier of the gap of a kind that is about a subject."""
    return identifier("g", kind, subject)
