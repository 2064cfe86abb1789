"""The page on which claims are reviewed, and where its form goes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.record.identity import identifier
from sousveil.review.queue import next_claims, waiting
from sousveil.show.addresses import address, changed
from sousveil.show.page.choosing import OFFERED, asked, facet
from sousveil.show.page.rendering import render
from sousveil.show.review.cards import Card, card_of, queued_of
from sousveil.show.review.choices import choices_json
from sousveil.show.review.queue import FILTERS, coder_of, wanted_of
from sousveil.show.review.steps import Asked, Step, take_back, take_step
from sousveil.show.server.access import asking, form_of, requires
from sousveil.show.server.security import own_address
from sousveil.show.server.sessions import Note
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.identifiers import in_words
from sousveil.store.case import Case
from sousveil.vocabulary.rejecting import load_rejecting

__all__ = ["around", "decide", "review", "undo"]

_SKIPPED: Final = 60
"""Claims passed over that the address remembers, without JavaScript."""
_FACETS: Final = ("kind", "technology", "act", "country", "site_type", "lang")
_ALSO: Final = "also."


def review(case: Case, request: Request) -> Response:
    """One claim with everything that is needed to decide about it: the one asked for, or the first of the queue."""
    named = request.query_params.get("claim", "").strip()
    skipped = _skipped(request)
    card = _named(case, request, named) if named else _first(case, request, skipped)
    titles = {
        "kind": _("Kind"), "technology": _("Technology"), "act": _("Act"), "country": _("Country"),
        "site_type": _("Site"), "lang": _("Language"),
    }  # fmt: skip
    counts = case.facets(most=OFFERED)
    facets = [facet(request, name, titles[name], counts.get(name, {})) for name in _FACETS]
    coder = coder_of(request)
    return render(
        request, "review.html", card=card, waiting=waiting(case, coder, wanted_of(request)),
        missing=_("The case has no such claim, or the text of its source is gone.") if named and card is None else "",
        within=_within(case, request), facets=[each for each in facets if len(each.choices) > 1],
        claims=sum(counts.get("kind", {}).values()),
        case_key=identifier("k", case.title, case.created),
        query=address("", **asked(request, *FILTERS)).removeprefix("?"),
        choices=choices_json(folder_of(request)), **around(request, card),
    )  # fmt: skip


def folder_of(request: Request) -> str | None:
    """The folder of words laid over ours."""
    folder = request.app.state.vocabulary
    return str(folder) if folder else None


def around(request: Request, card: Card | None) -> dict[str, Any]:
    """What a card's template needs beside the card."""
    filters = asked(request, *FILTERS)
    skipped = _skipped(request)
    behind = [*skipped, card.claim.id][-_SKIPPED:] if card else skipped
    return {
        "reasons": load_rejecting(folder_of(request)),
        "back": address("/review", **filters, skip=".".join(skipped)),
        "following": address("/review", **filters, skip=".".join(behind)),
    }


def _skipped(request: Request) -> list[str]:
    return [each for each in request.query_params.get("skip", "").split(".") if each][-_SKIPPED:]


def _named(case: Case, request: Request, named: str) -> Card | None:
    found = queued_of(case, named)
    return card_of(case, request, *found) if found else None


def _first(case: Case, request: Request, skipped: list[str]) -> Card | None:
    learned = request.app.state.learned
    for queued in next_claims(case, coder_of(request), wanted_of(request), limit=3, skip=skipped, memory=learned):
        card = card_of(case, request, queued, "proposed")
        if card is not None:
            return card
    return None


def _within(case: Case, request: Request) -> list[tuple[str, str]]:
    """The filters that are set, in words, with the address without each."""
    said = []
    for name, value in asked(request, *FILTERS).items():
        if name in {"supplier", "operator", "speaker"}:
            words = case.entity_names([value]).get(value, value)
        elif name in {"source", "finding"}:
            words = {"source": _("one source"), "finding": _("one finding")}[name]
        else:
            words = in_words(value, name)
        said.append((words, changed(request, **{name: None, "claim": None, "skip": None})))
    return said


@requires("review")
def decide(case: Case, request: Request) -> Response:
    """Record what the form says, and go on with the next claim."""
    form = form_of(request)
    claim, back = form.get("claim", ""), own_address(form.get("back"))
    verdict, reason = _verdict(request, form)
    subjects = [claim]
    if verdict in {"accept", "reject"}:
        subjects += [name.removeprefix(_ALSO) for name in form if name.startswith(_ALSO)]
    action = secrets.token_hex(16)
    wanted = tuple(Asked(subject=each, verdict=verdict, reason=reason) for each in subjects)
    outcome = take_step(case, request, Step(action=action, judgements=wanted))
    if outcome is None:
        raise HTTPException(404, _("This case has no such claim. Nothing was decided."))
    found = asking(request)
    if found is not None and found.session is not None:
        taken_back = address("/review", claim=claim)
        undo_at = f"/review/undo/{action}" if verdict != "undo" else None
        found.session.note(Note(text=outcome.said, undo=undo_at, back=taken_back))
    stays = verdict in {"note", "undo"}
    return RedirectResponse(address("/review", claim=claim) if stays else back, status_code=303)


def _verdict(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    if "reject" in form:
        said = {each.id: each.says for each in load_rejecting(folder_of(request))}
        return "reject", said.get(form["reject"], form["reject"])
    verdict = form.get("verdict", "")
    return verdict, form.get("note" if verdict == "note" else "reason", "")


@requires("review")
def undo(case: Case, request: Request) -> Response:
    """Take back what was decided in one step."""
    outcome = take_back(case, request, request.path_params["action"])
    if outcome is None:
        raise HTTPException(404, _("There is nothing to take back."))
    found = asking(request)
    if found is not None and found.session is not None:
        found.session.note(Note(text=outcome.said))
    return RedirectResponse(own_address(form_of(request).get("back")), status_code=303)
