"""Identifiers that follow from content, so that the same input gives the same case on any machine."""

from __future__ import annotations

import hashlib
import json

__all__ = ["identifier", "sha256_bytes", "sha256_text"]


_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=list)


def sha256_bytes(data: bytes) -> str:
    """SHA-256 of bytes, lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_text(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, lower-case hexadecimal."""
    return sha256_bytes(text.encode("utf-8"))


def identifier(prefix: str, *parts: object) -> str:
    """`prefix` and the first 16 hexadecimal digits of a digest over `parts`.

    64 bits: among a million identifiers the chance that any two collide is about 3 in 10 million.
    """
    return prefix + sha256_text(_CANONICAL.encode(parts))[:16]
