"""Technologies with a number each are a claim each: "25 fingerprint scanners and 10 thermal cameras"."""

from __future__ import annotations

from copy import copy

from sousveil.find.kinds import Reading
from sousveil.find.mention import Mention
from sousveil.find.quantities import numbers_in
from sousveil.find.tables import Tables

__all__ = ["each_with_its_number"]

_WORDS_BETWEEN = 3
"""Words between a number and the device that it counts: "25 mobile fingerprint scanners"."""
_PAUSES = frozenset(".,;:()")


def each_with_its_number(
    reading: Reading, mentions: list[Mention], tables: Tables, content: str
) -> list[tuple[Reading, int | None]]:
    """The reading, or one for each technology that is counted by itself, with where its own words begin.

    What is not counted goes with the one before it: "20 drones with thermal cameras and 40 radios". A part of what
    was counted before keeps it: "14,000 cameras, 2,200 of them recognise faces".
    """
    technologies = sorted(reading.technologies, key=lambda t: (t.start, t.end))
    if tables.language.writing != "spaced" or reading.topic is not None or len({t.ident for t in technologies}) < 2:
        return [(reading, None)]
    numbers = numbers_in(tables, content, technologies[0].start - 60, technologies[-1].start)
    groups: list[tuple[int, list[Mention]]] = []
    for number, technology in enumerate(technologies):
        before = technologies[number - 1].end if number else 0
        counted = next(
            (span for _, span in reversed(numbers) if before <= span[0] and span[1] <= technology.start), None
        )
        if counted is not None and _is_near(content[counted[1] : technology.start]):
            groups.append((counted[0], [technology]))
        elif groups:
            groups[-1][1].append(technology)
        else:
            return [(reading, None)]
    if len(groups) < 2:
        return [(reading, None)]
    parts: list[tuple[Reading, int | None]] = []
    for number, (start, group) in enumerate(groups):
        part = copy(reading)
        whole = groups[number - 1][1] if number else []
        taken_up = whole and any(
            m.section == "pronouns" and whole[-1].end <= m.start and m.end <= group[0].start for m in mentions
        )
        part.technologies = [*whole, *group] if taken_up else group
        parts.append((part, start))
    return parts


def _is_near(between: str) -> bool:
    return _PAUSES.isdisjoint(between) and len(between.split()) <= _WORDS_BETWEEN
