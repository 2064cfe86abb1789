"""Families: texts that are copies of one another, so that a link to one of them is a link to their first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from msgspec import Struct

from sousveil.record.echo import Echo

__all__ = ["Families", "Link", "best_origin", "link_of"]

WHOLE = 0.5
"""Share of a text that a copy must be for the two to be one family."""
SAME = 0.9
"""Share from which a copy is the same text and adds nothing to how common its words are."""
NEARLY = 0.85
"""An origin whose score is at least this part of the best one's may be preferred for coming first."""


_COPIED = frozenset({"copy", "syndication"})


class Link(Struct, frozen=True):
    """What families need to know of an echo between two sources of the case."""

    source: str
    target: str
    type: str
    score: float
    id: str


def link_of(echo: Echo | Link) -> Link | None:
    """The link that an echo is; null where its origin is only cited."""
    if isinstance(echo, Link):
        return echo
    if echo.origin_to is None:
        return None
    return Link(echo.origin_from.source, echo.origin_to.source, echo.type, echo.score, echo.id)


class Families:
    """Follows copies to the first text of their family."""

    def __init__(self, echoes: Iterable[Echo | Link]) -> None:
        links = [link for link in (link_of(echo) for echo in echoes) if link is not None]
        self._origin: dict[str, str] = {}
        self._same: dict[str, str] = {}
        for link in sorted(links, key=lambda link: (-link.score, link.id)):
            if link.type in _COPIED:
                if link.score >= WHOLE:
                    self._origin.setdefault(link.source, link.target)
                if link.score >= SAME:
                    self._same.setdefault(link.source, link.target)
        self._explained = frozenset(
            link.source for link in links if link.type == "rewrite" or (link.type in _COPIED and link.score >= WHOLE)
        )
        self._pairs = {frozenset((link.source, link.target)) for link in links}

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
        """Whether an echo ties the two directly; a quotation that they share leaves open who wrote from whom."""
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
