"""What the columns of a table mean, by the words of its head, and the values that a row has in them."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec
from msgspec import Struct

from sousveil.find.composing import with_slot
from sousveil.find.dates import time_of
from sousveil.find.quantities import number_in
from sousveil.find.tables import Mention, Tables
from sousveil.record.claim import Claim, Organisation, Place, Quantity

__all__ = ["Row", "Told", "is_head", "told_in_columns"]

Span = tuple[int, int]
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 80
"""Characters of the longest cell that is a name."""
_ITSELF = {"camera", "drone"}
"""Technologies that are counted under their own name; the rest are devices."""


class Row(Struct, frozen=True):
    """A row of a table, or an item of a list as a row of one cell. Cells that are empty have no length."""

    start: int
    end: int
    cells: tuple[Span, ...]


class Told(Struct):
    """What the columns tell of a row, each with the words behind it."""

    organisations: dict[str, tuple[Organisation, Span]] = {}
    """By slot: `operator`, `supplier`."""
    place: tuple[Place, Span] | None = None
    time: tuple[str, Span] | None = None
    counted: list[tuple[Mention, tuple[Quantity, Span]]] = []
    """Technologies of the head with the number that the row has below them."""
    quantity: tuple[Quantity, Span] | None = None

    def applied(self, claim: Claim) -> Claim:
        """The claim with what the columns tell: a column's word is plainer than a guess from the whole row."""
        for slot, organisation in self.organisations.items():
            claim = with_slot(claim, slot, *organisation)
        if self.time is not None:
            claim = with_slot(claim, "time", *self.time)
        if self.quantity is not None:
            claim = with_slot(claim, "quantity", *self.quantity)
        if self.place is not None and claim.slots.get("place") != self.place[1]:
            place, span = self.place
            around = claim.place.country if claim.place and claim.place.precision == "country" else None
            claim = with_slot(claim, "place", msgspec.structs.replace(place, country=around), span)
        return claim


@lru_cache(maxsize=64)
def _columns(tables: Tables) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (role, re.compile("|".join(tables.orthography.expression(term) for term in terms), re.IGNORECASE))
        for role, terms in tables.language.columns.items()
        if terms
    ]


def _role(cell: Span, tables: Tables, content: str) -> str | None:
    words = tables.view(content[cell[0] : cell[1]])
    return next((role for role, expression in _columns(tables) if expression.search(words)), None)


def is_head(row: Row, tables: Tables, content: str) -> bool:
    """Whether the first row of a table names its columns: no number in it, and most of it known words."""
    filled = [cell for cell in row.cells if cell[0] < cell[1]]
    if any(char.isdigit() for char in content[row.start : row.end]) or len(filled) < 2:
        return False
    return sum(_role(cell, tables, content) is not None for cell in filled) * 2 >= len(filled)


def told_in_columns(row: Row, head: Row | None, mentions: list[Mention], tables: Tables, content: str) -> Told:
    """The values of a row by the roles of its columns; nothing where the table has no head."""
    told = Told()
    if head is None:
        return told
    for name, cell in zip(head.cells, row.cells, strict=False):
        if cell[0] == cell[1]:
            continue
        heads = tables.mentions(content, *name)
        counted = next((m for m in heads if m.section in {"technology", "technology_weak"}), None)
        role = _role(name, tables, content)
        number = number_in(tables, content, *cell)
        if role == "cost":
            continue
        if counted is not None and number is not None:
            told.counted.append((counted, (_quantity(number[0], counted.ident), number[1])))
        elif role == "quantity" and number is not None:
            near = next((m.ident for m in mentions if m.section.startswith("technology")), "")
            told.quantity = (_quantity(number[0], near), number[1])
        elif role == "time":
            told.time = _time(cell, tables, content)
        elif role == "place" and cell[1] - cell[0] <= _LONGEST:
            told.place = (Place(name=content[cell[0] : cell[1]]), cell)
        elif role in {"operator", "supplier"} and cell[1] - cell[0] <= _LONGEST:
            told.organisations[role] = (_organisation(role, cell, mentions, tables, content), cell)
    return told


def _quantity(value: float, technology: str) -> Quantity:
    return Quantity(value=value, unit=technology if technology in _ITSELF else "device", approximate=False)


def _time(cell: Span, tables: Tables, content: str) -> tuple[str, Span] | None:
    year = _YEAR.fullmatch(content, *cell)
    return (year.group(), cell) if year else time_of(tables, content, *cell, cell[0], None)


def _organisation(role: str, cell: Span, mentions: list[Mention], tables: Tables, content: str) -> Organisation:
    entries = tables.vocabulary.suppliers if role == "supplier" else tables.vocabulary.operators
    name = content[cell[0] : cell[1]]
    known = next(
        (m for m in mentions if m.section == f"named_{role}" and cell[0] <= m.start and m.end <= cell[1]), None
    )
    if known is None:
        return Organisation(name=name)
    entry = entries[known.ident]
    return Organisation(name=name, ref=entry.id, country=entry.country)
