"""Which findings an address asks for, and what there is to choose from: for the list, the timeline and their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct, structs
from starlette.requests import Request

from sousveil.show.findings.phrases import terms_of
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.present import capitalised, place_phrase, source_title
from sousveil.store.case import Case
from sousveil.store.findings.finding_index import NEVER
from sousveil.store.findings.finding_list import SORTS, FindingQuery, Selection, Sort

__all__ = ["FACETS", "Choice", "Facet", "Filters", "chosen_of", "facets_of", "filters_of", "value_names"]

_FIELDS: Final = (
    "kind", "technology", "status", "act", "country", "place", "site", "operator", "supplier", "organisation",
    "origins", "standing", "state", "lang", "year", "month", "when", "when-month", "origin",
)  # fmt: skip
FACETS: Final = {
    "origins": later("Origins"), "standing": later("Dispute"), "kind": later("Kind"),
    "technology": later("Technology"), "country": later("Country"), "place": later("Place"), "site": later("Site"),
    "operator": later("Operator"), "supplier": later("Supplier"), "act": later("Act"), "status": later("Status"),
    "year": later("First reported"), "state": later("Review"), "lang": later("Language of the source"),
}  # fmt: skip
"""What is offered beside a list, with its title."""
_TITLES: Final = {
    **FACETS, "organisation": later("Organisation"), "month": later("First reported"), "when": later("When it was"),
    "when-month": later("When it was"), "origin": later("Origin"),
}  # fmt: skip
_WORDS: Final = {
    "origins": {
        "1": later("One at most"), "1+": later("One, perhaps more"), "2": later("At least two"),
        "3": later("At least three"), "5": later("At least five"),
    },
    "standing": {
        "one-origin": later("On one origin"), "several": later("On several origins"), "disputed": later("Disputed"),
    },
    "state": {
        "open": later("Nobody reviewed it"), "part": later("Reviewed in part"), "reviewed": later("Reviewed"),
    },
}  # fmt: skip
_LABELS: Final = {"site": "site_type"}
_WHOLE: Final = frozenset({"origins", "status", "act"})
"""Facets of which every value is shown at once."""
_OPEN: Final = frozenset({"origins", "standing", "kind", "technology", "country"})
"""Facets that stand open."""
_SHOWN: Final = 8
_MOST: Final = 60
_TOGETHER: Final = 12
"""Values of one field that are asked for at once."""


class Filters(Struct, frozen=True, kw_only=True):
    """What an address asks for. `others` are parameters of the page that has it."""

    path: str
    fields: Mapping[str, tuple[str, ...]]
    words: str = ""
    sort: Sort = "origins"
    after: str | None = None
    others: Mapping[str, str] = {}

    @property
    def query(self) -> FindingQuery:
        """The same as the store takes it."""
        return FindingQuery(fields=self.fields, words=terms_of(self.words))

    @property
    def is_open(self) -> bool:
        """Whether nothing is restricted."""
        return not self.fields and not self.words

    def address(self, path: str | None = None, *, after: str | None = None, **changes: str | None) -> str:
        """The address of this, with parameters set or (None) left out; at the start of the list if nothing is said."""
        pairs = [(field, value) for field, values in self.fields.items() for value in values]
        pairs += [("q", self.words)] if self.words else []
        pairs += [("sort", self.sort)] if self.sort != SORTS[0] else []
        pairs += list(self.others.items())
        changed = {name.replace("_", "-"): value for name, value in changes.items()}
        pairs = [(name, value) for name, value in pairs if name not in changed]
        pairs += [(name, value) for name, value in changed.items() if value]
        pairs += [("after", after)] if after else []
        return f"{path or self.path}?{urlencode(pairs)}" if pairs else path or self.path

    def with_value(self, field: str, value: str) -> str:
        """The address where a value is chosen, too, or no longer."""
        held = self.fields.get(field, ())
        now = tuple(each for each in held if each != value) if value in held else (*held, value)
        fields = {**self.fields, field: now} if now else {n: v for n, v in self.fields.items() if n != field}
        return structs.replace(self, fields=fields).address()

    def only(self, path: str, field: str, value: str) -> str:
        """The address of another page where of one field this value alone is chosen."""
        return structs.replace(self, fields={**self.fields, field: (value,)}, others={}).address(path)

    def only_path(self, path: str) -> str:
        """The address of another page that shows the same findings."""
        return structs.replace(self, others={}).address(path)

    def hidden(self, *besides: str) -> list[tuple[str, str]]:
        """The parameters that a form must carry along, but for those that it has itself."""
        pairs = [(field, value) for field, values in self.fields.items() for value in values]
        pairs += [("q", self.words)] if self.words else []
        pairs += [("sort", self.sort)] if self.sort != SORTS[0] else []
        return [(name, value) for name, value in (*pairs, *self.others.items()) if name not in besides]


def filters_of(request: Request, path: str, *others: str) -> Filters:
    """What the address of a request asks for; `others` are the page's own parameters, kept in its addresses."""
    given = request.query_params
    fields = {
        field: tuple(dict.fromkeys(value.strip() for value in given.getlist(field) if value.strip()))[:_TOGETHER]
        for field in _FIELDS
    }
    sort = given.get("sort", "")
    return Filters(
        path=path, fields={field: values for field, values in fields.items() if values},
        words=given.get("q", "").strip()[:200], sort=sort if sort in SORTS else SORTS[0],
        after=given.get("after") or None,
        others={name: given[name] for name in others if given.get(name)},
    )  # fmt: skip


class Choice(Struct, frozen=True):
    """A value of a facet; its address chooses it beside the others of the facet, or leaves it out."""

    value: str
    name: str
    count: int
    address: str
    chosen: bool


class Facet(Struct, frozen=True):
    """A field with its values."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    beyond: bool
    """There are values that are not offered."""
    open: bool


def facets_of(case: Case, filters: Filters, found: Selection) -> list[Facet]:
    """What there is to choose from, with the number of findings that each value would leave."""
    facets = []
    for field, title in FACETS.items():
        counted = found.counts(field, _MOST)
        counts = dict(counted.values)
        if field == "standing":
            counts = {value: count for value, count in counts.items() if value == "disputed"}
        chosen = filters.fields.get(field, ())
        counts |= {value: 0 for value in chosen if value not in counts}
        names = value_names(case, field, counts)
        order = _in_order(field, counts, chosen)
        choices = [
            Choice(value, names[value], counts[value], filters.with_value(field, value), value in chosen)
            for value in order
        ]
        shown = len(choices) if field in _WHOLE else max(_SHOWN, len(chosen))
        is_open = bool(chosen) or field in _OPEN
        facets.append(Facet(field, _(title), tuple(choices[:shown]), tuple(choices[shown:]), counted.more, is_open))
    return facets


def _in_order(field: str, counts: Mapping[str, int], chosen: tuple[str, ...]) -> list[str]:
    """The values as they stand below each other: years the latest first, others by how many have them."""
    if field in {"origins", "state"}:
        known = list(_WORDS[field])
        return sorted(counts, key=lambda value: known.index(value) if value in known else len(known))
    if field == "year":
        return sorted(counts, key=lambda value: (value not in chosen, not value.isdecimal(), _negated(value)))
    return sorted(counts, key=lambda value: (value not in chosen, -counts[value], value))


def _negated(year: str) -> int:
    return -int(year) if year.isdecimal() else 0


def chosen_of(case: Case, filters: Filters) -> list[tuple[str, str, str]]:
    """What is chosen: title of the field, name of the value, address without it."""
    found = []
    for field, values in filters.fields.items():
        names = value_names(case, field, values)
        found += [(_(_TITLES[field]), names[value], filters.with_value(field, value)) for value in values]
    if filters.words:
        found.append((_("Words"), f"“{filters.words}”", filters.address(q=None)))
    return found


def value_names(case: Case, field: str, values: Iterable[str]) -> dict[str, str]:
    """What values of a field are called, in the reader's language; those nobody knows are shown as they are."""
    wanted = list(values)
    if field in _WORDS:
        return {value: _(_WORDS[field].get(value, value)) for value in wanted}
    if field in {"supplier", "operator", "organisation"}:
        known = case.entity_names(wanted)
        return {value: known.get(value) or in_words(value, "supplier") for value in wanted}
    if field == "place":
        places = case.finding_places(wanted)
        return {value: place_phrase(places.get(value)) or value for value in wanted}
    if field == "origin":
        return {value: _origin_name(case, value) for value in wanted}
    if field in {"year", "month", "when", "when-month"}:
        return {value: _("No date") if value == NEVER else value for value in wanted}
    return {value: capitalised(in_words(value, _LABELS.get(field, field))) for value in wanted}


def _origin_name(case: Case, value: str) -> str:
    if value.startswith("cited:"):
        return value.removeprefix("cited:")
    source = case.source(value)
    return source_title(source) if source else value
