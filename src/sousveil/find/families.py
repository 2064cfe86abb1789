"""Technologies, acts and sections of the vocabulary that the coding rules treat alike."""

from __future__ import annotations

from typing import Final

__all__ = ["BARRIERS", "DEALS", "OF_A_BODY", "PUBLIC_BODIES"]

OF_A_BODY: Final = frozenset({"fingerprint", "iris", "voiceprint", "dna", "biometric-database"})
"""Technologies that take or keep something of a person's body."""
BARRIERS: Final = frozenset({"physical-barrier", "electric-fence", "border-sensor"})
"""Technologies that are border control where a border is near."""
DEALS: Final = frozenset({"procure", "supply"})
"""Acts of buying and selling."""
PUBLIC_BODIES: Final = frozenset({"operator", "named_operator"})
"""Sections of mentions that name a public body, by pattern or by register."""
