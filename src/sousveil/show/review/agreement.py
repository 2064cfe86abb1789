"""How far coders agree, and about which claims they do not.

With two people at work nobody may learn what the other decided about a claim that they could still decide on: the list
has what is settled, and what waits for a third to those who may be that third. Who leads sees all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from threading import Thread
from typing import Final

from msgspec import Struct
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response

from sousveil.errors import SousveilError
from sousveil.record import Claim
from sousveil.review.agreement import (
    FEWEST,
    PASSAGE,
    TOLERANCES,
    Agreement,
    Figure,
    Pair,
    Unit,
    differing,
)  # fmt: skip
from sousveil.review.alpha import Alpha
from sousveil.review.counting import MOST, Counting
from sousveil.review.double_coding import Coding, DoubleCoded
from sousveil.show.addresses import changed
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.server.access import asking, may
from sousveil.show.server.shelf import Shelf
from sousveil.show.words.agreement import (
    METRICS,
    NAMES,
    coefficient,
    decision_row,
    figure_row,
    kappa_reading,
    share_phrase,
    value_phrase,
)  # fmt: skip
from sousveil.store.case import Case

__all__ = ["agreement", "agreement_csv", "disagreements_csv", "prepare"]

_PAGE: Final = 20
_BATCH: Final = 500
_STATES: Final = ("waiting", "settled")
_UNSAID: Final = frozenset({"words", "details"})
"""Differences that are named without the values."""


class Difference(Struct, frozen=True, kw_only=True):
    """A slot in which two people differ, with what each says; without words where these would say nothing."""

    slot: str
    first: str = ""
    second: str = ""


class Disagreement(Struct, frozen=True, kw_only=True):
    """A claim of which two people said different things."""

    claim: Claim
    coded: DoubleCoded
    differences: tuple[Difference, ...]


def prepare(state: State, shelf: Shelf) -> None:
    """Count beside what the server does first: in a large case that takes seconds, and then nobody waits for it."""
    counting = _counting_of(state)

    def count() -> None:
        # Whoever asks for the page is told what is wrong with the case.
        with contextlib.suppress(SousveilError), shelf.borrow() as case:
            counting.figures(case)

    Thread(target=count, name="agreement", daemon=True).start()


def _counting_of(state: State) -> Counting:
    if not hasattr(state, "agreement"):
        state.agreement = Counting()
    counting: Counting = state.agreement
    return counting


def _counting(request: Request) -> Counting:
    return _counting_of(request.app.state)


def _tolerance(request: Request) -> int:
    wanted = request.query_params.get("tolerance", "")
    return next((each for each in TOLERANCES if str(each) == wanted), TOLERANCES[0])


def _people(request: Request, found: Agreement) -> tuple[str, str] | None:
    """The two people that the address names, if they judged claims together."""
    asked = tuple(sorted((request.query_params.get("one", ""), request.query_params.get("other", ""))))
    return next((pair.people for pair in found.pairs if pair.people == asked), None)


def agreement(case: Case, request: Request) -> Response:
    """The figures, over everybody or two people, and the claims about which people differ."""
    counting, tolerance = _counting(request), _tolerance(request)
    everybody = counting.figures(case, tolerance)
    people = _people(request, everybody)
    found = counting.figures(case, tolerance, people) if people else everybody
    listed = _listed(case, request, counting, people)
    skip = int(after) if (after := request.query_params.get("after", "")).isdecimal() and len(after) < 9 else 0
    page = listed[skip : skip + _PAGE]
    return render(
        request, "agreement.html",
        found=found, people=people, tolerance=tolerance, tolerances=TOLERANCES, coders=case.coders(),
        names=NAMES, metrics=METRICS, fewest=FEWEST, most=MOST, beyond=counting.beyond, unfit=counting.unfit,
        agreed=share_phrase(found.agreed, found.claims) if found.claims >= FEWEST else "",
        decision=decision_row(found.decision), slots=[figure_row(each) for each in found.slots],
        spans=[figure_row(each) for each in found.spans], pairs=[_pair(pair) for pair in found.pairs],
        state=_state(request), rows=list(_rows(case, page)), differing=len(listed), after=skip or None,
        following=changed(request, after=skip + _PAGE) if len(listed) > skip + _PAGE else None,
    )  # fmt: skip


class PairRow(Struct, frozen=True, kw_only=True):
    """Two people."""

    pair: Pair
    told: bool
    agreed: str
    kappa: str
    reading: str


def _pair(pair: Pair) -> PairRow:
    told = pair.kappa.n >= FEWEST
    return PairRow(
        pair=pair,
        told=told,
        agreed=share_phrase(pair.kappa.agreed, pair.kappa.n) if told else "",
        kappa=coefficient(pair.kappa.kappa) if told else "",
        reading=kappa_reading(pair),
    )


def _state(request: Request) -> str:
    wanted = request.query_params.get("state", "")
    return wanted if wanted in _STATES else ""


def _listed(
    case: Case, request: Request, counting: Counting, people: tuple[str, str] | None
) -> list[tuple[DoubleCoded, Unit]]:
    """The disagreements that whoever asks may see and asks for, the last decided first."""
    found, state, lead = asking(request), _state(request), may(request, "lead")
    who = found.visitor.name if found else ""
    return [
        (coded, unit)
        for coded, unit in counting.disagreements(case)
        if (lead or _is_open_to(coded, who))
        and (not state or bool(coded.waits_for) == (state == "waiting"))
        and (people is None or unit.people == people)
    ]


def _is_open_to(coded: DoubleCoded, who: str) -> bool:
    """As `review.blind` has it: what is settled, and what waits for a third person that this may be."""
    return not coded.waits_for or (coded.waits_for == "third" and who not in {coded.first.who, coded.second.who})


def _rows(case: Case, page: Sequence[tuple[DoubleCoded, Unit]]) -> Iterator[Disagreement]:
    claims = {claim.id: claim for claim in case.proposed_claims([coded.subject for coded, _ in page])}
    for coded, unit in page:
        if (claim := claims.get(coded.subject)) is not None:
            yield Disagreement(claim=claim, coded=coded, differences=tuple(_differences(claim, coded, unit)))


def _differences(claim: Claim, coded: DoubleCoded, unit: Unit) -> Iterator[Difference]:
    one, other = _as(coded.first, claim), _as(coded.second, claim)
    for slot in differing(unit) or ("details",):
        if slot in _UNSAID:
            yield Difference(slot=slot)
        else:
            yield Difference(slot=slot, first=value_phrase(one, slot), second=value_phrase(other, slot))


def _as(coding: Coding, claim: Claim) -> Claim | None:
    """The claim as a coder left it. What does not fit the proposed claim was counted out before."""
    return coding.coded(claim)


def agreement_csv(_: Case, request: Request) -> Response:
    """All figures as CSV: over everybody, and for each two people."""
    counting, tolerance = _counting(request), _tolerance(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        everybody = counting.figures(case, tolerance)
        for people in (None, *(pair.people for pair in everybody.pairs)):
            found = counting.figures(case, tolerance, people) if people else everybody
            yield from _figures(found, people, tolerance)

    header = (
        "one", "other", "what", "compared", "measure", "tolerance", "claims", "agreed", "observed_agreement",
        "expected_agreement", "observed_disagreement", "expected_disagreement", "value",
    )  # fmt: skip
    return csv_answer(request, "agreement", header, rows)


def _figures(found: Agreement, people: tuple[str, str] | None, tolerance: int) -> Iterator[Sequence[object]]:
    who = people or ("", "")
    pair = next((each for each in found.pairs if each.people == people), None)
    if pair is not None:
        kappa = pair.kappa
        told = kappa.n >= FEWEST
        yield (
            *who, "decision", "nominal", "cohen-kappa", "", kappa.n, kappa.agreed if told else "",
            *((kappa.observed, kappa.expected, "", "", kappa.kappa) if told else [""] * 5),
        )  # fmt: skip
    yield *who, "decision", "nominal", "krippendorff-alpha", "", *_cells(found.decision)
    for figure in (*found.slots, *found.spans):
        span = figure.metric == "span"
        what = _span_name(figure) if span else figure.slot
        yield *who, what, figure.metric, "krippendorff-alpha", tolerance if span else "", *_cells(figure.alpha)


def _span_name(figure: Figure) -> str:
    return figure.slot if figure.slot == PASSAGE else f"words:{figure.slot}"


def _cells(alpha: Alpha) -> Sequence[object]:
    if alpha.units < FEWEST:
        return alpha.units, *[""] * 6
    return alpha.units, alpha.agreed, "", "", alpha.observed, alpha.expected, alpha.alpha


def disagreements_csv(_: Case, request: Request) -> Response:
    """The list of disagreements as CSV, a line for each slot in which two people differ."""
    counting = _counting(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        listed = _listed(case, request, counting, _people(request, counting.figures(case)))
        for at in range(0, len(listed), _BATCH):
            for row in _rows(case, listed[at : at + _BATCH]):
                coded = row.coded
                for each in row.differences:
                    yield (
                        coded.subject, each.slot, coded.first.who, each.first, coded.second.who, each.second,
                        coded.waits_for, coded.settled_by, coded.state, row.claim.evidence.quote,
                    )  # fmt: skip

    header = (
        "claim", "what", "one", "one_says", "other", "other_says", "waits_for", "settled_by", "state", "quote",
    )  # fmt: skip
    return csv_answer(request, "disagreements", header, rows)
