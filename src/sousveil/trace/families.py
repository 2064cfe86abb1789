"""Families: texts that are copies of one another, so that a link to one of them is a link to their first."""

from __future__ import annotations

from collections.abc import Container, Sequence

from sousveil.record.echo import Echo

__all__ = ["Families", "best_origin"]

WHOLE = 0.5
"""Share of a text that a copy must be for the two to be one family."""
SAME = 0.9
"""Share from which a copy is the same text and adds nothing to how common its words are."""
NEARLY = 0.85
"""An origin whose score is at least this part of the best one's may be preferred for coming first."""


class Families:
    """Follows copies to the first text of their family."""

    def __init__(self, echoes: Sequence[Echo]) -> None:
        self._origin: dict[str, str] = {}
        self._same: dict[str, str] = {}
        for echo in sorted(echoes, key=lambda echo: (-echo.score, echo.id)):
            if echo.origin_to is not None and echo.type in {"copy", "syndication"}:
                if echo.score >= WHOLE:
                    self._origin.setdefault(echo.origin_from.source, echo.origin_to.source)
                if echo.score >= SAME:
                    self._same.setdefault(echo.origin_from.source, echo.origin_to.source)
        self._explained = frozenset(
            echo.origin_from.source
            for echo in echoes
            if echo.type == "rewrite" or (echo.type in {"copy", "syndication"} and echo.score >= WHOLE)
        )
        self._pairs = {
            frozenset((echo.origin_from.source, echo.origin_to.source)) for echo in echoes if echo.origin_to is not None
        }

    def root(self, source: str) -> str:
        """The first text of a source's family; the source itself where it is no copy."""
        return _first(source, self._origin)

    def same(self, source: str) -> str:
        """The first text of those that are the same but for a few words."""
        return _first(source, self._same)

    def is_explained(self, source: str) -> bool:
        """Whether most of a text is known to come from another one."""
        return source in self._explained

    def linked(self, one: str, other: str) -> bool:
        """Whether an echo ties the two directly."""
        return frozenset((one, other)) in self._pairs


def _first(source: str, origins: dict[str, str]) -> str:
    seen = {source}
    while (origin := origins.get(source)) is not None and origin not in seen:
        seen.add(origin)
        source = origin
    return source


def best_origin(echoes: Sequence[Echo], families: Families, retold: Container[str] = ()) -> Echo:
    """The echo to keep among several origins of one text: of those nearly as good as the best, one that is itself
    no copy and not retold (`retold` holds sources that are) from elsewhere, then the surest."""
    best = max(echo.score for echo in echoes)
    near = [echo for echo in echoes if echo.score >= best * NEARLY]

    def order(echo: Echo) -> tuple[bool, bool, float, str]:
        target = echo.origin_to.source if echo.origin_to else ""
        return families.root(target) != target, target in retold, -echo.score, echo.id

    return min(near, key=order)
