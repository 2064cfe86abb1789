"""Which findings the address of the map or the network asks for, and what its form offers."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from starlette.requests import Request

from sousveil.errors import UsageError
from sousveil.show.page.choosing import OFFERED, asked
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case
from sousveil.store.findings.briefs import Brief

__all__ = ["FIELDS", "Option", "Select", "brief_asked", "selects"]

FIELDS: Final = ("technology", "kind", "country", "supplier", "operator", "status", "from", "to", "undated", "origins",
                 "disputed")  # fmt: skip
"""Everything in an address that restricts the findings."""
_FACETS: Final = ("technology", "kind", "country", "supplier", "operator", "status")
_YEARS: Final = range(1000, 3000)
_MOST_ORIGINS: Final = 99


class Option(Struct, frozen=True):
    """A value that a field of the form can have; `name` where no table of labels has it."""

    value: str
    count: int
    name: str


class Select(Struct, frozen=True):
    """A field of the form with its values, the chosen one among them. `table` names the labels of its values."""

    name: str
    title: str
    table: str
    options: tuple[Option, ...]
    chosen: str


def brief_asked(request: Request) -> Brief:
    """The findings that an address asks for. Raises UsageError where a number in it is none."""
    given = asked(request, *FIELDS)
    return Brief(
        technology=given.get("technology"), kind=given.get("kind"), country=given.get("country"),
        supplier=given.get("supplier"), operator=given.get("operator"), status=given.get("status"),
        first=number_asked(request, "from", _YEARS), last=number_asked(request, "to", _YEARS),
        undated=given.get("undated") != "no",
        origins=number_asked(request, "origins", range(1, _MOST_ORIGINS + 1)),
        disputed=True if given.get("disputed") == "yes" else None,
    )  # fmt: skip


def number_asked(request: Request, name: str, known: range) -> int | None:
    """The number that an address gives under this name, or None where it gives none. Raises UsageError."""
    given = request.query_params.get(name, "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and int(given[:9]) in known):
        raise UsageError(
            _(
                "“{name}” cannot be “{given}”. Give a number from {least} to {most}.",
                name=name, given=given[:40], least=known.start, most=known.stop - 1,
            )
        )  # fmt: skip
    return int(given)


def selects(case: Case, request: Request, *names: str) -> list[Select]:
    """The fields of the form that have values of the case to choose from, or are set."""
    titles = {
        "technology": _("Technology"), "kind": _("Kind"), "country": _("Country"), "supplier": _("Supplier"),
        "operator": _("Operator"), "status": _("Status"),
    }  # fmt: skip
    counts = case.finding_facets(most=OFFERED)
    found = []
    for name in names or _FACETS:
        held = dict(counts.get(name, {}))
        now = request.query_params.get(name, "")
        if now:
            held.setdefault(now, 0)
        known = case.entity_names(held) if name in ("supplier", "operator") else {}
        options = tuple(Option(value, count, known.get(value, "")) for value, count in held.items())
        if options:
            found.append(Select(name, titles[name], name, options, now))
    return found
