"""Filling the placeholders of a sentence: `{name}`, with a particle that depends on what stands there (`{name:을/를}`),
and parts that are left out where they would be empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter
from typing import Final

from markupsafe import Markup, escape

from sousveil.show.words.particles import with_particle

__all__ = ["BROKEN", "fill", "fill_parts", "links", "parts", "placeholders"]

BROKEN: Final = (KeyError, ValueError, IndexError)
"""What `fill` raises for a pattern that these values cannot fill."""
_PART: Final = re.compile(r"\[([^\[\]]*)\]")
_LINK: Final = re.compile(r"<[^<>]+>")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*")


def fill(pattern: str, values: Mapping[str, object]) -> str:
    """The pattern with its placeholders filled; markup where a value is markup, with everything else escaped.

    Raises one of `BROKEN` where the pattern names a value that is not there, or is no pattern.
    """
    pieces = [_piece(text, name, form, values) for text, name, form in _parsed(pattern)]
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup("").join(pieces)
    return "".join(pieces)


def _piece(text: str, name: str | None, form: str, values: Mapping[str, object]) -> str:
    if name is None:
        return text
    value = values[name]
    if "/" in form:
        said = with_particle(value if isinstance(value, Markup) else str(value), form)
    else:
        said = value if isinstance(value, Markup) else format(value, form)
    return escape(text) + said if isinstance(said, Markup) else text + said


def fill_parts(pattern: str, values: Mapping[str, object]) -> str:
    """The same with parts in square brackets. Of a part, the first of the forms that a bar parts is said all of whose
    placeholders have values that are not empty; none, where there is no such form: `[ in {place}| by {operator}]`."""

    def part(match: re.Match[str]) -> str:
        for form in match[1].split("|"):
            if all(values.get(name) for name in placeholders(form)):
                return form
        return ""

    return fill(_PART.sub(part, pattern), {name: "" if value is None else value for name, value in values.items()})


def placeholders(pattern: str) -> frozenset[str]:
    """The names in a pattern. Raises ValueError where it is none."""
    return frozenset(name for _, name, _ in _parsed(pattern) if name is not None)


@lru_cache(maxsize=8192)
def _parsed(pattern: str) -> tuple[tuple[str, str | None, str], ...]:
    """Text, the name of the value behind it, and its form. Only plain names: a catalogue reaches into no value."""
    pieces = []
    for text, name, form, conversion in Formatter().parse(pattern):
        if name is not None and (not _NAME.fullmatch(name) or conversion):
            raise ValueError(f"{{{name}}} is no placeholder")
        pieces.append((text, name, form or ""))
    return tuple(pieces)


def links(pattern: str) -> int:
    """How many runs of words in angle brackets it has."""
    return len(_LINK.findall(pattern))


def parts(pattern: str) -> frozenset[str]:
    """The placeholders that stand in parts which may be left out."""
    return frozenset().union(*(placeholders(part) for part in _PART.findall(pattern)))
