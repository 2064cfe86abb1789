"""What the case says on one screen, and what the tool never does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.claim import KINDS
from sousveil.show.addresses import address
from sousveil.show.case.visits import remember, visit_of
from sousveil.show.drawing.bars import bars
from sousveil.show.drawing.strips import Cell, axis, strip
from sousveil.show.page.rendering import render
from sousveil.show.server.access import may
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext
from sousveil.show.words.changes import Did, did
from sousveil.show.words.present import date_phrase
from sousveil.show.words.regional import number
from sousveil.store.case import Case
from sousveil.store.findings.finding_index import NEVER
from sousveil.store.findings.finding_list import FindingQuery, Selection

__all__ = ["about", "overview"]

_SHORT: Final = 5
_FIELDS: Final = 10
_YEARS: Final = 30
"""Years of the small chart; what was before is one link."""
_CHANGES: Final = 20_000
"""Changes of which those that were taken back are left out."""


class Since(Struct, frozen=True):
    """What changed since the visit before, and when that was."""

    when: str
    log: int
    did: list[Did]


class Task(Struct, frozen=True):
    """Something to do next."""

    count: str
    words: str
    address: str
    label: str


def overview(case: Case, request: Request) -> Response:
    """What is found and where, on how many origins it rests, what changed, and what to do next."""
    size = case.size()
    found = case.select_findings(FindingQuery())
    standing = {field: found.counts(field, _FIELDS).values for field in ("origins", "standing", "state")}
    alone = case.repeated_alone(_SHORT)
    visit = visit_of(case, request)
    answer = render(
        request, "overview.html",
        size=size, created=case.created, standing=standing["standing"], known=_known(standing["origins"]),
        alone=alone, repeated=any(listed.sources > 1 for listed in alone),
        several=found.page("origins", limit=_SHORT) if standing["standing"].get("several") else [],
        disputed=case.select_findings(FindingQuery(fields={"standing": ("disputed",)})).page(limit=_SHORT),
        technologies=bars(found.counts("technology", _FIELDS).values, _listing("technology")),
        countries=bars(found.counts("country", _FIELDS).values, _listing("country")),
        kinds=bars(dict.fromkeys(KINDS, 0) | found.counts("kind", _FIELDS).values, _listing("kind")),
        years=_years(found), since=_since(case, visit.before), tasks=_tasks(case, request, size),
    )  # fmt: skip
    remember(answer, case, request, visit)
    return answer


def _listing(field: str) -> Callable[[str], str]:
    return lambda value: address("/findings", **{field: value})


def _known(origins: dict[str, int]) -> int:
    """Findings of which at least two origins are known to be independent."""
    return sum(count for value, count in origins.items() if value in {"2", "3", "5"})


def _years(found: Selection) -> dict[str, object] | None:
    """Findings by the year of their first report: the picture, the rows of its table, and those without a date."""
    counts = found.counts("year", 200).values
    years = sorted(int(year) for year in counts if year.isdecimal())
    if not years:
        return None
    first = max(years[0], years[-1] - _YEARS + 1)
    cells = []
    for year in range(first, years[-1] + 1):
        count = counts.get(str(year), 0)
        said = _("{year}: {findings}", year=year, findings=ngettext("{count} finding", "{count} findings", count))
        cells.append(Cell(str(year), count, address("/findings", year=year), said))
    return {
        "strip": strip(cells, max(cell.count for cell in cells), height=120), "axis": axis(cells),
        "rows": [cell for cell in reversed(cells) if cell.count],
        "earlier": sum(counts.get(str(year), 0) for year in years if year < first), "first": first,
        "undated": counts.get(NEVER, 0), "never": NEVER,
    }  # fmt: skip


def _since(case: Case, before: int | None) -> Since | None:
    """What changed since the visit before; null at the first visit."""
    at = case.entry_at(before) if before else None
    if before is None or at is None:
        return None
    counts, _exact = case.change_counts(before, most=_CHANGES)
    return Since(date_phrase(at), before, did(counts))


def _tasks(case: Case, request: Request, size: dict[str, int]) -> list[Task]:
    """What waits: claims that nobody decided about, originals that are cited and not held, what was not kept."""
    waiting, cited = case.waiting_counts()
    tasks = []
    if waiting and may(request, "review"):
        words = ngettext("claim waits for a decision", "claims wait for a decision", waiting)
        tasks.append(Task(number(waiting), words, "/review", _("Review them, the most useful first")))
    if cited:
        words = ngettext(
            "origin is only cited: nobody has it here", "origins are only cited: nobody has them here", cited
        )
        tasks.append(Task(number(cited), words, "/gaps", _("See what is missing, and where it may be had")))
    if size["drops"]:
        words = ngettext("thing was met and not kept", "things were met and not kept", size["drops"])
        tasks.append(Task(number(size["drops"]), words, "/drops", _("See why")))
    return tasks


def about(case: Case, request: Request) -> Response:
    """What the tool does and never does, and how this case can be checked."""
    return render(request, "about.html", path=case.path.name)
