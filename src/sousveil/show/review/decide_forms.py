"""Where forms go by which a person decides. They lead back to the page, which says what changed."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.show.review.deciding import take
from sousveil.show.server.access import asking, form_of, requires
from sousveil.show.server.security import own_address
from sousveil.show.server.sessions import Note
from sousveil.store.case import Case

__all__ = ["decide_claim", "decide_echo", "decide_name"]


@requires("review")
def decide_claim(case: Case, request: Request) -> Response:
    """Accept or reject a claim, or take the last decision about it back."""
    return _decide(case, request, "c", "claim")


@requires("review")
def decide_echo(case: Case, request: Request) -> Response:
    """Confirm or cut a link, or take the last decision about it back."""
    return _decide(case, request, "e", "link")


@requires("review")
def decide_name(case: Case, request: Request) -> Response:
    """Say that two names are one organisation or are not, or take that back."""
    return _decide(case, request, "m", "pair of names")


def _decide(case: Case, request: Request, letter: str, what: str) -> Response:
    subject, form = request.path_params["id"], form_of(request)
    verdict, back = form.get("verdict", ""), own_address(form.get("back"))
    outcome = take(case, request, subject, verdict, form.get("reason", "")) if subject.startswith(letter) else None
    if outcome is None:
        raise HTTPException(404, f"This case has no such {what}. Nothing was decided.")
    found = asking(request)
    if found is not None and found.session is not None:
        undo = request.scope["path"] if verdict != "undo" else None
        found.session.note(Note(text=outcome.said, undo=undo, back=back))
    return RedirectResponse(back, status_code=303)
