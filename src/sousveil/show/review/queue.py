"""Whose queue it is, and what the address narrows it to."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from sousveil.show.page.choosing import asked
from sousveil.show.server.access import asking
from sousveil.store.claims.claims import ClaimFilter

__all__ = ["FILTERS", "coder_of", "wanted_of"]

FILTERS: Final = (
    "kind", "technology", "act", "country", "site_type", "supplier", "operator", "speaker", "polarity", "certainty",
    "lang", "source", "finding",
)  # fmt: skip
"""By which the queue can be narrowed, as the list of claims can."""


def coder_of(request: Request) -> str:
    """Whose queue it is."""
    found = asking(request)
    assert found is not None, "the gate lets in nobody whom it does not know"
    return found.visitor.name


def wanted_of(request: Request) -> ClaimFilter | None:
    """What the address narrows the queue to; null for all of it."""
    values = asked(request, *FILTERS)
    return ClaimFilter(**values) if values else None
