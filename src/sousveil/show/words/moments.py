"""Moments for people."""

from __future__ import annotations

from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.present import date_phrase

__all__ = ["moment_phrase"]


def moment_phrase(at: str) -> str:
    """`2024-04-16T09:30:00Z` as `16 April 2024, 09:30 UTC`; empty for nothing."""
    if len(at) < len("2024-04-16T09:30") or at[10] != "T":
        return date_phrase(at)
    return _("{day}, {time} UTC", day=date_phrase(at[:10]), time=at[11:16])
