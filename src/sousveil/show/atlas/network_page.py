"""The network: who supplied what to whom where, drawn in columns, with the table that says the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.finding import Finding
from sousveil.show.addresses import address, changed, entity_path
from sousveil.show.atlas.brief_asked import FIELDS, brief_asked, number_asked, selects
from sousveil.show.atlas.network import (
    SHOWS,
    By,
    End,
    Joined,
    Network,
    end_of,
    names_of,
    network_of,
    restricted,
    shortened,
)
from sousveil.show.atlas.network_layout import Bar, Ribbon
from sousveil.show.page.choosing import asked
from sousveil.show.page.remembered import Remembered
from sousveil.show.page.rendering import render
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import language, ngettext
from sousveil.store.case import Case
from sousveil.store.claims.claims import StoredClaim
from sousveil.store.findings.briefs import Brief
from sousveil.store.findings.ties import Column, Tie

__all__ = ["columns_asked", "network"]

_BOXES: Final = (6, 10, 16, 24)
"""Boxes in a column that one may choose from; the second is taken where nothing is chosen."""
_LISTED: Final = 20
"""Findings of a tie on one page."""
_QUOTED: Final = 2
"""Claims of a finding that are quoted there."""
_COUNTED: Final = 500
"""Findings of a tie up to which their origins are counted together."""
_ROOM: Final = {3: 34, 4: 25}
"""Letters of a name that have room beside a box, by the number of columns."""


class Box(Struct, frozen=True):
    """A box of the picture with its name."""

    bar: Bar
    end: End
    name: str
    shown: str
    address: str
    findings: int
    last: bool
    """In the last column, where names stand to the left."""
    focus: bool


class Edge(Struct, frozen=True):
    """A tie as the picture and the table have it."""

    ribbon: Ribbon
    joined: Joined
    one: str
    other: str
    address: str
    said: str
    """The tie in words."""
    origins: str
    firm: str
    """How well it rests: `firm`, `thin` or nothing."""
    chosen: bool


class Opened(Struct, frozen=True):
    """What stands behind one tie or one box: the findings, some at a time."""

    title: str
    findings: tuple[tuple[Finding, tuple[StoredClaim, ...]], ...]
    count: int
    skipped: int
    following: str | None
    before: str | None
    origins: tuple[int, int] | None
    """How many origins all of them have together, at least and at most; None where there are too many to count."""
    elsewhere: str
    """The same in the list of findings."""
    closed: str
    """The page without it."""


def columns_asked(request: Request) -> tuple[Column, ...]:
    """The columns of the picture that is asked for."""
    columns = SHOWS.get(request.query_params.get("show", "who"))
    if columns is None:
        raise HTTPException(404, _("There is no such picture of the network."))
    focus = end_of(request.query_params.get("focus", ""))
    fine = request.query_params.get("places") == "places" or (focus is not None and focus.column == "place")
    return tuple("place" if column == "country" and fine else column for column in columns)


def _titles() -> dict[Column, str]:
    return {
        "supplier": _("Suppliers"), "technology": _("Technologies"), "operator": _("Operators"),
        "country": _("Countries"), "place": _("Places"),
    }  # fmt: skip


def network(case: Case, request: Request) -> Response:
    """The picture, what one tie stands on, and the table."""
    wanted, columns = brief_asked(request), columns_asked(request)
    focus = end_of(request.query_params.get("focus", ""))
    around = restricted(wanted, focus) if focus else wanted
    by: By = "origins" if request.query_params.get("by") == "origins" else "findings"
    boxes = number_asked(request, "boxes", range(1, _BOXES[-1] + 1)) or _BOXES[1]
    held: Remembered = request.app.state.remembered
    # Names in a picture are those of a language.
    found = held.get(
        case, ("network", columns, around, boxes, by, language()),
        lambda: network_of(case, columns, around, boxes=boxes, by=by),
    )  # fmt: skip
    names = {**found.names, **names_of(case, [focus] if focus else [])}
    total, named = held.get(
        case, ("named", around), lambda: (case.brief_total(around), case.named_count(around))
    )  # fmt: skip
    return render(
        request, "network.html",
        drawn=found.drawn, boxes=_boxes(request, found, focus), edges=_edges(request, found), found=found,
        titles=[_titles()[column] for column in columns], columns=columns, by=by, room=_BOXES, boxes_now=boxes,
        focus=focus, focus_name=names.get(focus, focus.value) if focus else "",
        focus_page=_page_of(focus, names) if focus else None,
        opened=_opened(case, request, around), selects=selects(case, request, "technology", "kind", "country"),
        shows=_shows(), show=request.query_params.get("show", "who"), wanted=wanted,
        set_=asked(request, *FIELDS),
        total=total, unnamed=total - named, in_case=total or case.brief_total(Brief()),
        fine="place" in columns,
    )  # fmt: skip


def _shows() -> dict[str, str]:
    return {
        "who": _("Suppliers, operators, places"), "what": _("Suppliers, technologies, places"),
        "use": _("Technologies, operators, places"), "all": _("Suppliers, technologies, operators, places"),
    }  # fmt: skip


def _page_of(end: End, names: dict[End, str]) -> str | None:
    if end.column in ("supplier", "operator"):
        return entity_path(end.value) if end in names else None
    return f"/countries/{end.value}" if end.column == "country" else None


def _boxes(request: Request, found: Network, focus: End | None) -> list[Box]:
    columns = found.columns
    boxes = []
    for bar in found.drawn.bars:
        end = End(columns[bar.key[0]], bar.key[1])
        name = found.names[end]
        boxes.append(
            Box(
                bar, end, name, shortened(name, _ROOM[len(columns)]),
                changed(request, focus=None if end == focus else end.address, **_CLOSED), found.findings.get(end, 0),
                bar.key[0] == len(columns) - 1, end == focus,
            )
        )  # fmt: skip
    return boxes


_CLOSED: Final[dict[str, None]] = {"one": None, "other": None, "skip": None}


def _edges(request: Request, found: Network) -> list[Edge]:
    chosen = tuple(end_of(request.query_params.get(name, "")) for name in ("one", "other"))
    edges = []
    for ribbon, joined in zip(found.drawn.ribbons, found.ties, strict=True):
        one, other = found.names[joined.one], found.names[joined.other]
        where = changed(request, one=joined.one.address, other=joined.other.address, skip=None)
        edges.append(
            Edge(
                ribbon, joined, one, other, f"{where}#behind", _said(one, other, joined.tie),
                origins_said(joined.tie), _firmness(joined.tie),
                chosen == (joined.one, joined.other),
            )
        )  # fmt: skip
    return edges


def _said(one: str, other: str, tie: Tie) -> str:
    count = ngettext("{count} finding", "{count} findings", tie.findings)
    return _(
        "{one} and {other}: {findings}, the best of them on {origins}",
        one=one, other=other, findings=count, origins=origins_said(tie),
    )  # fmt: skip


def origins_said(tie: Tie) -> str:
    """`1 origin`, `1–3 origins`."""
    if tie.origins_min >= tie.origins_max:
        return ngettext("{count} origin", "{count} origins", tie.origins_max)
    return _("{least}–{most} origins", least=tie.origins_min, most=tie.origins_max)


def _firmness(tie: Tie) -> str:
    if tie.origins_min >= 2:
        return "firm"
    return "thin" if tie.origins_max <= 1 else ""


def _opened(case: Case, request: Request, wanted: Brief) -> Opened | None:
    """The findings behind the tie that the address names."""
    ends = [end for name in ("one", "other") if (end := end_of(request.query_params.get(name, "")))]
    if len(ends) < 2:
        return None
    names = names_of(case, ends)
    tied = tuple((end.column, end.value) for end in ends)
    skip = number_asked(request, "skip", range(1_000_000)) or 0
    count = case.tied_count(tied, wanted)
    found = list(case.findings_tied(tied, wanted, limit=_LISTED, skip=skip))
    said = {
        stored.claim.id: stored
        for stored in case.claims_by_id([claim for finding in found for claim in finding.claims[:_QUOTED]])
    }
    listed = tuple(
        (finding, tuple(said[claim] for claim in finding.claims[:_QUOTED] if claim in said)) for finding in found
    )
    return Opened(
        " – ".join(names.get(end, end.value) for end in ends), listed, count, skip,
        changed(request, skip=skip + _LISTED) if skip + _LISTED < count else None,
        changed(request, skip=max(0, skip - _LISTED) or None) if skip else None,
        _origins(case.findings_tied(tied, wanted, limit=_COUNTED)) if count <= _COUNTED else None,
        _elsewhere(request, ends), changed(request, **_CLOSED),
    )  # fmt: skip


def _origins(findings: Iterator[Finding]) -> tuple[int, int]:
    """How many origins findings rest on together. At least: as many as are known to be independent in one of them,
    since nobody compared those of two. At most: every origin, once."""
    least, named = 0, set[tuple[str | None, str | None]]()
    for finding in findings:
        least = max(least, finding.origins.min)
        named |= {(origin.source, origin.cited) for origin in finding.origins.named}
    return least, max(least, len(named))


def _elsewhere(request: Request, ends: Sequence[End]) -> str:
    """The list of findings with what of this it can be restricted to."""
    kept = asked(request, "technology", "kind", "country", "status")
    focus = end_of(request.query_params.get("focus", ""))
    own: dict[str, str] = {
        end.column: end.value for end in (*([focus] if focus else []), *ends) if end.column != "place"
    }
    return address("/findings", **{**kept, **own})
