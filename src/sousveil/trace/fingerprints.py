"""Winnowing: a few hashes stand for a text so that any long enough shared run shares one of them.

After Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003).
"""

from __future__ import annotations

from sousveil.trace.tokens import Tokens

__all__ = ["SHINGLE", "WINDOW", "fingerprints"]

SHINGLE = 8
WINDOW = 4
_BASE = 1_000_003
_MASK = (1 << 61) - 1


def fingerprints(tokens: Tokens, shingle: int = SHINGLE, window: int = WINDOW) -> dict[int, int]:
    """Hash of each chosen shingle and the token that it first starts at.

    Every run of `shingle + window - 1` tokens that two texts share gives them at least one hash in common.
    """
    hashes = tokens.hashes
    count = len(hashes) - shingle + 1
    if count < 1:
        return {}
    top = pow(_BASE, shingle, 1 << 61)
    rolled = 0
    shingles: list[int] = []
    append = shingles.append
    for index, value in enumerate(hashes):
        rolled = (rolled * _BASE + value) & _MASK
        if index >= shingle:
            rolled = (rolled - hashes[index - shingle] * top) & _MASK
        if index >= shingle - 1:
            append(rolled)
    chosen: dict[int, int] = {}
    if count <= window:
        least = min(shingles)
        return {least: shingles.index(least)}
    at = -1
    for end in range(window - 1, count):
        start = end - window + 1
        if at < start:
            # The rightmost minimum of the window, so that neighbours choose the same one.
            at = min(range(end, start - 1, -1), key=shingles.__getitem__)
        elif shingles[end] <= shingles[at]:
            at = end
        else:
            continue
        chosen.setdefault(shingles[at], at)
    return chosen
