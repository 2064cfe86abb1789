"""A lineage as a tree: from where the words start, held or only cited, down to their last repetition.

Each source stands once, under the one whose words it has by the surest link: who translates a report that cites a study
stands under the report, though they name the study, too. Links that a person cut do not exist.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from sousveil.record.echo import CitedOrigin
from sousveil.record.source import Source
from sousveil.store.case import Case
from sousveil.store.sources.links import StoredEcho

__all__ = ["LEVEL", "Node", "Tree", "cited_by", "climb", "tree_of"]

LEVEL: Final = 50
"""Repetitions of one source that are shown; "N more" leads to the others."""
_NODES: Final = 100
_DEPTH: Final = 24
"""Steps down that are shown on one page."""
_HEIGHT: Final = 40
"""Steps up to an origin."""


class Node(Struct):
    """A source in the tree. `link` is by what it repeats the one above it; null for the first."""

    source: Source | None
    identifier: str
    link: StoredEcho | None
    level: int
    under: str | None = None
    """Identifier of the one above."""
    below: list[Node] = []
    more: int = 0
    """Sources that repeat it and are not shown; 0 with a `last` where they were not counted."""
    last: str | None = None
    """The last one shown below it, behind which the others begin."""
    also: int = 0
    """Sources and cited origins out of this tree that it goes back to as well."""


class Tree(Struct):
    """What is shown of a lineage. `roots` are what starts it, or what cites its origin `cited`."""

    cited: CitedOrigin | None
    roots: list[Node]
    more: int = 0
    last: str | None = None
    """Of a cited origin: how many more cite it, and behind whom they begin."""

    def nodes(self) -> Iterator[Node]:
        """All that are shown, from top to bottom."""
        waiting = self.roots[::-1]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.below[::-1]


def climb(case: Case, source: str) -> str:
    """The held source at which the words of a source start, going up by the surest link each time, a citation last."""
    path = [source]
    while len(path) < _HEIGHT:
        held = case.source(path[-1])
        ends = [echo for echo in (held.echo_of if held else ()) if echo.source]
        # They come with the surest first, and sorting keeps that order.
        up = next((echo.source for echo in sorted(ends, key=lambda echo: echo.type == "citation")), None)
        if up is None or up in path:
            break
        path.append(up)
    return path[-1]


def cited_by(case: Case, source: str) -> list[CitedOrigin]:
    """The origins that a source cites and the case does not hold, each once."""
    found: dict[str, CitedOrigin] = {}
    for stored in case.echoes_from(source):
        cited = stored.echo.cited
        if cited and stored.state != "cut":
            found.setdefault(cited.ref, cited)
    return list(found.values())


def tree_of(
    case: Case, source: str | None, *, cited: str | None = None, after: str | None = None, whole: bool = False
) -> Tree:
    """The tree below a source, or below an origin that is only cited; `after` goes on with the next of its first
    level, and `whole` leaves nothing out."""
    growing = _Growing(case, whole=whole)
    tree = Tree(None, [])
    top: Node | None = None
    if source is not None:
        top = growing.add(source, None, None)
        growing.below(top, after)
    else:
        most = -1 if whole else LEVEL + 1
        links = list(case.repeats(cited=cited, after=after, limit=most))
        shown = links if whole else links[:LEVEL]
        for link in shown:
            tree.cited = tree.cited or link.echo.cited
            growing.add(link.echo.origin_from.source, link, None)
        if len(links) > len(shown):
            tree.last = shown[-1].echo.origin_from.source
            tree.more = 0 if after else case.repeat_count(cited=cited) - LEVEL
    growing.grow()
    tree.roots = growing.hang(top)
    return tree


class _Growing:
    """Finds the sources of a lineage, nearest first, and hangs each under the one that it repeats most."""

    def __init__(self, case: Case, *, whole: bool) -> None:
        self._case = case
        self._whole = whole
        self._nodes: dict[str, Node] = {}
        self._links: dict[str, list[tuple[StoredEcho, str | None]]] = {}
        """By what each source goes back to others of the tree, or (None) to the cited origin that starts it."""
        self._waiting: deque[Node] = deque()

    def add(self, identifier: str, link: StoredEcho | None, under: str | None) -> Node:
        """Take in a source, or one more link of one that was met."""
        if link is not None:
            self._links.setdefault(identifier, []).append((link, under))
        node = self._nodes.get(identifier)
        if node is None:
            level = self._nodes[under].level + 1 if under else int(link is not None)
            source = self._case.source(identifier)
            node = Node(source, identifier, link, level, under, below=[])
            self._nodes[identifier] = node
            self._waiting.append(node)
        return node

    def grow(self) -> None:
        """Take in what repeats those that wait, and what repeats these."""
        while self._waiting:
            self.below(self._waiting.popleft())

    def below(self, node: Node, after: str | None = None) -> None:
        """Take in what repeats one source, as far as there is room."""
        if self._waiting and self._waiting[0] is node:
            self._waiting.popleft()
        if self._whole:
            for link in list(self._case.repeats(node.identifier)):
                self.add(link.echo.origin_from.source, link, node.identifier)
            return
        room = min(LEVEL, _NODES - len(self._nodes)) if node.level < _DEPTH else 0
        if room <= 0:
            node.more = self._case.repeat_count(node.identifier)
            return
        links = list(self._case.repeats(node.identifier, after=after, limit=room + 1))
        for link in links[:room]:
            self.add(link.echo.origin_from.source, link, node.identifier)
        if len(links) > room:
            node.last = links[room - 1].echo.origin_from.source
            # How many were shown on the pages before is not known.
            node.more = 0 if after else self._case.repeat_count(node.identifier) - room

    def hang(self, top: Node | None) -> list[Node]:
        """The tree: each source under the one whose words it has by the surest link, a citation last."""
        for node in self._nodes.values():
            if node is not top:
                self._rehang(node)
        above = [link.echo.cited for links in self._links.values() for link, under in links if under is None]
        origin = above[0].name if above and above[0] else None
        roots: list[Node] = []
        for node in sorted(self._nodes.values(), key=_by_day):
            if node is top or node.under is None:
                roots.append(node)
            else:
                self._nodes[node.under].below.append(node)
        waiting = list(roots)
        while waiting:
            node = waiting.pop()
            ends = {echo.source or echo.cited for echo in (node.source.echo_of if node.source else ())}
            # The others of this lineage stand in the tree.
            node.also = len(ends - self._nodes.keys() - {origin})
            for child in node.below:
                child.level = node.level + 1
            waiting += node.below
        return roots

    def _rehang(self, node: Node) -> None:
        for link, under in sorted(self._links[node.identifier], key=_surest, reverse=True):
            if under == node.under:
                node.link = link
                return
            if not self._stands_below(under, node.identifier):
                node.link, node.under = link, under
                return

    def _stands_below(self, identifier: str | None, other: str) -> bool:
        while identifier is not None and identifier != other:
            identifier = self._nodes[identifier].under
        return identifier is not None


def _surest(found: tuple[StoredEcho, str | None]) -> tuple[bool, float, bool, str]:
    echo = found[0].echo
    return echo.type != "citation", echo.score, echo.is_directed, echo.id


def _by_day(node: Node) -> tuple[str, str]:
    return (node.source.published if node.source else None) or "~", node.identifier
