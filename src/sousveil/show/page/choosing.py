"""What the address asks for: filters, a place in a list, facets to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final, TypeVar

from msgspec import Struct
from starlette.requests import Request

from sousveil.show.addresses import changed

__all__ = ["OFFERED", "PAGE", "Choice", "Facet", "asked", "chosen", "facet", "page_of"]

PAGE: Final = 50
"""Rows on one page of a list."""
_SHOWN: Final = 10
"""Values of a facet before "more"."""
OFFERED: Final = 300
"""Values of a field that pages ask for: every country, and the first of thousands of organisations."""
_MOST: Final = 60
"""Values of a facet at all."""

T = TypeVar("T")


class Choice(Struct, frozen=True):
    """One value of a facet; its address sets it, or removes it where it is chosen."""

    value: str
    count: int
    address: str
    chosen: bool


class Facet(Struct, frozen=True):
    """A field with its values. `table` names the labels of its values."""

    name: str
    title: str
    table: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    names: dict[str, str] = {}
    """What to call values that `table` has no label for."""
    beyond: bool = False
    """There are values that are not offered."""


def asked(request: Request, *names: str) -> dict[str, str]:
    """The named values of the address, those that are empty left out."""
    values = {name: request.query_params.get(name, "").strip() for name in names}
    return {name: value for name, value in values.items() if value}


def facet(
    request: Request,
    name: str,
    title: str,
    counts: Mapping[str, int],
    table: str | None = None,
    names: Callable[[Iterable[str]], Mapping[str, str]] | None = None,
    default: str = "",
) -> Facet:
    """A facet for the values of `counts`, most frequent first; `names` gives what some of them are called, `default` is
    what an address means that does not name one."""
    now = request.query_params.get(name, "") or default
    ordered = sorted(counts.items(), key=lambda item: (item[0] != now, -item[1], item[0]))
    choices = [
        Choice(value, count, changed(request, **{name: None if value in (now, default) else value}), value == now)
        for value, count in ordered[:_MOST]
        if count or value == now
    ]
    known = dict(names({now, *(choice.value for choice in choices)})) if names else {}
    beyond = len(ordered) > _MOST
    return Facet(name, title, table or name, tuple(choices[:_SHOWN]), tuple(choices[_SHOWN:]), known, beyond)


def chosen(request: Request, facets: Iterable[Facet]) -> list[tuple[Facet, str, str]]:
    """The filters that are set: facet, value, address without it."""
    return [
        (facet, request.query_params[facet.name], changed(request, **{facet.name: None}))
        for facet in facets
        if request.query_params.get(facet.name)
    ]


def page_of(rows: Iterable[T], size: int = PAGE) -> tuple[list[T], bool]:
    """The rows of one page, and whether there are more; `rows` must have been asked for with a limit of size + 1."""
    taken = list(islice(rows, size + 1))
    return taken[:size], len(taken) > size
