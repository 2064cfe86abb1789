"""Where quotation marks stand around words, in the forms that languages give them."""

from __future__ import annotations

import re

__all__ = ["quotations"]

_QUOTED = re.compile(
    r"“([^“”]{12,900})”|\"([^\"\n]{12,600})\"|「([^「」]{6,400})」|『([^『』]{6,400})』|«([^«»]{12,900})»|„([^„“”]{12,900})[“”]|‘([^‘’]{30,600})’"
)
_OPENING = '"“„«‘「『'


def quotations(content: str) -> list[tuple[int, int]]:
    """Offsets of what stands in quotation marks, without the marks."""
    if not any(mark in content for mark in _OPENING):
        return []
    found = []
    for match in _QUOTED.finditer(content):
        group = match.lastindex or 0
        found.append(match.span(group))
    return found
