"""The review queue and decisions for programs, and what the islands of the review page ask for."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.rows import claim_row
from sousveil.review.queue import next_claims, waiting
from sousveil.show.api import shapes, shapes_review
from sousveil.show.api.asking import FLAG, LIMIT, Parameter, asked
from sousveil.show.review.cards import Card, card_html, card_of, queued_of
from sousveil.show.review.deciding import Outcome, take
from sousveil.show.review.lookup import organisations_named, places_named
from sousveil.show.review.page import around
from sousveil.show.review.queue import FILTERS, coder_of, wanted_of
from sousveil.show.review.steps import Asked, Step, take_back, take_step
from sousveil.show.server.access import json_of, requires
from sousveil.store.case import Case

__all__ = ["QUEUE", "QUEUE_LIMIT", "decide", "organisations", "places", "queue", "undo"]

_USUAL: Final = 10
_MOST: Final = 50
QUEUE_LIMIT: Final = Parameter(name=LIMIT.name, about=f"How many cards at most: 1 to {_MOST}, {_USUAL} if left out.")
_SKIP: Final = Parameter(name="skip", about="Identifiers of claims to pass over, with full stops between them.")
_CLAIM: Final = Parameter(name="claim", about="This claim alone, whatever its state.")
_HTML: Final = Parameter(name="html", about="Also the card as it stands on the page.", values=FLAG)
QUEUE: Final = (
    *(
        Parameter(name=name, about=f"Only claims with this {name.replace('_', ' ')}.", upper=name == "country")
        for name in FILTERS
    ),
    QUEUE_LIMIT, _SKIP, _CLAIM, _HTML,
)  # fmt: skip
PLACE: Final = (Parameter(name="name", about="A name, as a text spells it, in any script."),)
ORGANISATION: Final = (Parameter(name="name", about="A name or a part of one."),)


def queue(case: Case, request: Request) -> Response:
    """The claims that are put before whoever asks next."""
    values = asked(request, QUEUE)
    coder, wanted = coder_of(request), wanted_of(request)
    skip = frozenset(values.get("skip", "").split("."))
    if "claim" in values:
        named = queued_of(case, values["claim"])
        found = [named] if named else []
    else:
        limit, learned = _limit(values.get(LIMIT.name)), request.app.state.learned
        ahead = next_claims(case, coder, wanted, limit=limit, skip=skip, memory=learned)
        found = [(each, "proposed") for each in ahead]
    html = values.get("html") == "true"
    cards = [card for queued, state in found if (card := card_of(case, request, queued, state, drawn=html))]
    return _json(
        shapes_review.QueuePage(
            items=tuple(_shape(request, card, html=html) for card in cards), waiting=waiting(case, coder, wanted)
        )
    )


def _limit(given: str | None) -> int:
    number = int(given) if given and given.isascii() and given.isdecimal() and len(given) < 6 else 0
    if given is not None and not 1 <= number <= _MOST:
        raise HTTPException(400, f"“{LIMIT.name}” cannot be “{given[:20]}”. Give a number from 1 to {_MOST}.")
    return number or _USUAL


def _shape(request: Request, card: Card, *, html: bool) -> shapes_review.Card:
    stake, source = card.stake, card.source
    return shapes_review.Card(
        claim=msgspec.convert(claim_row(card.claim, card.state), shapes.Claim),
        estimate=card.queued.estimate,
        use=card.use,
        waits_for=card.waits_for,
        finding=(
            shapes_review.Stake(
                id=stake.finding, says=stake.sentence, origins=stake.origins, claims=stake.claims,
                rejected=stake.rejected,
            )
            if stake else None
        ),
        source=shapes_review.SourceOfCard(
            id=source.id, title=source.title, outlet=source.outlet, published=source.published,
            published_evidence=source.published_evidence, lang=source.lang, url=source.url,
        ),
        paragraphs=tuple(
            shapes_review.Words(start=block.start, lang=block.lang, words="".join(run.words for run in block.runs))
            for block in card.passage.blocks
        ),
        similar=tuple(each.claim.id for each in card.alike),
        notes=tuple(shapes_review.Note(who=each.who, at=each.at, says=each.says) for each in card.notes),
        html=card_html(request, card, around(request, card)) if html else msgspec.UNSET,
    )  # fmt: skip


@requires("review")
def decide(case: Case, request: Request) -> Response:
    """One decision, or a step of several."""
    asked(request, ())
    sent = json_of(request, shapes_review.Decisions)
    if sent.judgements:
        if sent.subject or sent.verdict or not sent.action:
            raise HTTPException(400, "Send one decision (subject, verdict), or a step (action, judgements).")
        step = Step(action=sent.action, by=sent.by, judgements=tuple(map(_asked, sent.judgements)))
        outcome = take_step(case, request, step)
    elif sent.action or sent.value:
        one = Asked(subject=sent.subject, verdict=sent.verdict, reason=sent.reason, value=sent.value)
        outcome = take_step(case, request, Step(action=sent.action, by=sent.by, judgements=(one,)))
    elif not sent.verdict:
        raise HTTPException(400, "What is decided is missing: give a “subject” and a “verdict”.")
    else:
        outcome = take(case, request, sent.subject, sent.verdict, sent.reason)
    if outcome is None:
        said = "Nothing was decided: the case has no claim, echo or match with this identifier."
        raise HTTPException(404, f"{said} /api/v1/claims, /echoes and /matches list them.")
    return _json(_told(outcome))


def _asked(sent: shapes_review.Decision) -> Asked:
    return Asked(subject=sent.subject, verdict=sent.verdict, reason=sent.reason, value=sent.value)


@requires("review")
def undo(case: Case, request: Request) -> Response:
    """Take a step back."""
    asked(request, ())
    sent = json_of(request, shapes_review.Undo)
    outcome = take_back(case, request, sent.action, sent.by)
    if outcome is None:
        raise HTTPException(404, "Nothing was recorded under this action, so there is nothing to take back.")
    return _json(_told(outcome))


def _told(outcome: Outcome) -> shapes.Outcome:
    return shapes.Outcome(
        subject=outcome.subject, state=outcome.state, said=outcome.said, action=outcome.action,
        each=tuple(shapes.Result(subject=each.subject, state=each.state) for each in outcome.each),
    )  # fmt: skip


def places(_: Case, request: Request) -> Response:
    """Places that a name may mean."""
    values = asked(request, PLACE)
    return _json({"items": places_named(values.get("name", ""), request.app.state.vocabulary)})


def organisations(case: Case, request: Request) -> Response:
    """Organisations that a name may mean."""
    values = asked(request, ORGANISATION)
    return _json({"items": organisations_named(case, values.get("name", ""), request.app.state.vocabulary)})


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
