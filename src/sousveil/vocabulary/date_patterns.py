"""What may stand in braces in the `patterns` of `[times]`, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["PLACE", "PLACEHOLDERS", "pattern_faults"]

PLACEHOLDERS = (
    "year", "last_year", "last_era_year", "month", "day", "weekday", "season", "quarter", "half", "decade",
    "decade_name", "era", "era_year", "relative_year", "relative_week", "ago", "ahead", "unit", "solar_year",
    "last_solar_year", "solar_decade", "solar_month", "solar_day", "lunar_year", "lunar_month", "lunar_day",
)  # fmt: skip
"""What may stand in braces in a pattern; each is a group of the expression that is made of it."""
PLACE = re.compile(r"\{([a-z_]+)\}")
"""A placeholder in a pattern; braces around a number repeat what stands before, as in any expression."""
_GROUPS = frozenset(
    {
        "y", "m", "d", "s", "w", "q", "h", "era", "ey", "ry", "rw", "n", "nf", "u", "dec", "dn", "last", "last_ey",
        "sy", "sm", "sd", "last_sy", "sdec", "hy", "hm", "hd", "prior", "next",
    }
)  # fmt: skip
"""Groups that are read; a pattern may also name one itself."""


def pattern_faults(pattern: str) -> Iterator[str]:
    """What is wrong with a pattern, as parts of a sentence."""
    for name in PLACE.findall(pattern):
        if name not in PLACEHOLDERS:
            yield f"{{{name}}} stands for nothing; use one of {', '.join(PLACEHOLDERS)}"
    bare = PLACE.sub("x", pattern.removeprefix("/").removesuffix("/"))
    try:
        groups = re.compile(bare).groupindex
    except re.error as error:
        yield f"it cannot be read: {error}"
        return
    if unread := sorted(set(groups) - _GROUPS):
        yield f"its group {unread[0]} is not read; use one of {', '.join(sorted(_GROUPS))}"
    if not PLACE.search(pattern) and not set(groups) - {"prior", "next"}:
        yield "it names no part of a date; put one into braces, such as {month}"
