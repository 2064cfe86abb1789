"""Bytes to frozen text.

Invariant: every character of a frozen text says where in the captured bytes it stands, or was set by us as white
space between blocks; the map is made while the text is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sousveil.record import Capture, Text

__all__ = ["read"]


def read(capture: Capture, payload: bytes) -> Text:
    """Read the frozen text of a capture. Pure: the same bytes give the same text.

    Raises ReadLoss with a reason (`pdf-encrypted`, `no-text-layer`, `unknown-format`, …) where there is none.
    """
    from sousveil.read.formats import reader_for

    return reader_for(capture, payload)(capture, payload)
