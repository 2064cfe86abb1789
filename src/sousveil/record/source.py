"""Sources: what a researcher would cite."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["EchoOf", "Source"]


class EchoOf(Struct, frozen=True, kw_only=True):
    """One thing that a source repeats."""

    type: str
    score: float
    source: str | None = None
    cited: str | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A capture with its text and metadata, as `sousveil sources` prints it."""

    id: str
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    published_evidence: str | None
    lang: str
    capture_sha256: str
    text_sha256: str
    retrieved: str
    bytes: int
    media_type: str
    locator: str
    agency: str | None = None
    characters: int = 0
    """Code points of its frozen text; 0 where that was not told."""
    own: tuple[tuple[int, int], ...] = ()
    """Passages in which its text says that its own people saw it, heard it or read it (`Text.own`)."""
    echo_of: tuple[EchoOf, ...] = ()
