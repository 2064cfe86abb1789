"""What a source goes back to and what goes back to it, for its page: a line for each, the strongest with the words that
both have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from sousveil.record.echo import Echo
from sousveil.record.source import Source
from sousveil.record.text import Text
from sousveil.show.sources.side_by_side import Pair, Side, pairs_of, side_of
from sousveil.show.words.links import strength_phrase
from sousveil.store.case import Case
from sousveil.store.sources.links import StoredEcho

__all__ = ["Compared", "Relation", "relations_of"]

_COMPARED: Final = 3
"""Relations of each direction whose shared words come with the page."""
_LARGEST: Final = 400_000
"""Characters of a text that is read for it."""


class Compared(Struct, frozen=True):
    """Both passages of a link with the words that they share. `left` is of the text that repeats."""

    pairs: tuple[Pair, ...]
    left: Side
    right: Side


class Relation(Struct, frozen=True):
    """The echoes of one type between this source and another, as this one sees them; `other` is null where the origin
    is only cited. A source may cite the same report in five places: `reasons` has each once."""

    echo: Echo
    states: tuple[str, ...]
    other: Source | None
    outward: bool
    reasons: tuple[str, ...]
    strength: str
    compared: Compared | None = None


def relations_of(case: Case, text: Text, echoes: Sequence[StoredEcho]) -> list[Relation]:
    """The relations of a source, those that it goes back to first, the strongest of each first."""
    found = sorted(_relations(case, text.source_id, echoes), key=_strongest)
    outward = [relation for relation in found if relation.outward]
    inward = [relation for relation in found if not relation.outward]
    return [*_with_words(case, text, outward), *_with_words(case, text, inward)]


def _strongest(relation: Relation) -> tuple[float, str]:
    return -relation.echo.score, relation.echo.id


def _relations(case: Case, identifier: str, echoes: Sequence[StoredEcho]) -> Iterator[Relation]:
    bonds: dict[tuple[bool, str, str, str], list[StoredEcho]] = {}
    for linked in echoes:
        echo = linked.echo
        outward = echo.origin_from.source == identifier
        other = (echo.origin_to.source if echo.origin_to else "") if outward else echo.origin_from.source
        cited = echo.cited.ref if echo.cited else ""
        bonds.setdefault((outward, echo.type, other, cited), []).append(linked)
    for (outward, _, other, _), linked_ones in bonds.items():
        # The one with most words to show stands for all.
        shown = max((linked.echo for linked in linked_ones), key=lambda echo: (len(echo.aligned), echo.score, echo.id))
        yield Relation(
            echo=shown,
            states=tuple(sorted({linked.state for linked in linked_ones} - {"proposed"})),
            other=case.source(other) if other else None,
            outward=outward,
            strength=strength_phrase(shown),
            reasons=tuple(dict.fromkeys(linked.echo.reason for linked in linked_ones)),
        )


def _with_words(case: Case, text: Text, relations: Sequence[Relation]) -> Iterator[Relation]:
    room = _COMPARED
    for relation in relations:
        compared = None
        if room and relation.echo.aligned and relation.other and "cut" not in relation.states:
            compared = _compared(case, text, relation)
            room -= compared is not None
        if compared is None:
            yield relation
        else:
            yield Relation(
                relation.echo, relation.states, relation.other, relation.outward, relation.reasons, relation.strength,
                compared,
            )  # fmt: skip


def _compared(case: Case, text: Text, relation: Relation) -> Compared | None:
    other = case.text(relation.other.id) if relation.other else None
    echo = relation.echo
    if other is None or echo.origin_to is None or max(len(text.content), len(other.content)) > _LARGEST:
        return None
    left, right = (text, other) if relation.outward else (other, text)
    pairs = pairs_of(echo, left, right)
    if not pairs:
        return None
    return Compared(
        tuple(pairs),
        side_of(left, echo.origin_from, [(pair.number, pair.span) for pair in pairs]),
        side_of(right, echo.origin_to, [(pair.number, pair.to_span) for pair in pairs]),
    )
