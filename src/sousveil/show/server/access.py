"""Who is asking, and what they may: every page and every endpoint learns it here.

The gate (`gate.py`) works it out once for each request and puts it where `asking` finds it. It also refuses every
request that would write from somebody who may not review, so that an endpoint that forgets to ask is no hole;
`requires` asks for more, and says so where the endpoint is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final, TypeVar

import msgspec
from msgspec import Struct, field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.server.sessions import Note, Session
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case
from sousveil.store.people.accounts import ROLES, Role

__all__ = [
    "ASKING_KEY", "SENT_KEY", "Asking", "Sent", "Visitor", "asking", "form_of", "json_of", "may", "notes", "requires",
    "wants_json",
]  # fmt: skip

ASKING_KEY: Final = "sousveil.asking"
SENT_KEY: Final = "sousveil.sent"
"""Where a request keeps its `Asking` and its `Sent`."""

Page = Callable[[Case, Request], Response]
_Record = TypeVar("_Record")


class Visitor(Struct, frozen=True, kw_only=True):
    """Whoever asks. `name` is what the log names for what they decide."""

    name: str
    role: Role
    """What they may on this server: no more than `read` where it serves for reading only."""
    signed_in: bool
    """Whether with an account, or a key of one; else the token of the printed address let them in."""


class Asking(Struct, kw_only=True):
    """Who sends a request, and in which session. Without one a program asks with the token or a key."""

    visitor: Visitor
    session: Session | None = None

    @property
    def csrf(self) -> str:
        """The mark that a form on the page must carry, as a hidden field of this name."""
        return self.session.csrf if self.session else ""


class Sent(Struct, frozen=True, kw_only=True):
    """What came with a request: the body, whole and within the limit for its kind, and the fields of a form, the last
    value of each."""

    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def asking(request: Request) -> Asking | None:
    """Who asks, or None where nobody has signed in: on the pages for signing in, and in no other place."""
    found = request.scope.get(ASKING_KEY)
    return found if isinstance(found, Asking) else None


def may(request: Request, role: Role) -> bool:
    """Whether whoever asks may do what a role may. Templates leave out the forms of those who may not."""
    found = asking(request)
    return found is not None and ROLES.index(found.visitor.role) >= ROLES.index(role)


def wants_json(request: Request) -> bool:
    """Whether a program asks and no person: for the API, or with JSON in hand."""
    headers = request.headers
    return (
        request.scope["path"].startswith("/api/")
        or headers.get("content-type", "").startswith("application/json")
        or headers.get("accept", "").startswith("application/json")
    )


def notes(request: Request) -> list[Note]:
    """What there is to say about what was done; it is said once."""
    found = asking(request)
    if found is None or found.session is None:
        return []
    said, found.session.notes = found.session.notes, []
    return said


def requires(role: Role) -> Callable[[Page], Page]:
    """Declares what one must be allowed to use an endpoint; others get a page (or a problem) with status 403."""

    def declared(page: Page) -> Page:
        @wraps(page)
        def checked(case: Case, request: Request) -> Response:
            if not may(request, role):
                raise HTTPException(
                    403, _("This takes the role “{role}”. Whoever leads the case can give it to you.", role=role)
                )
            return page(case, request)

        return checked

    return declared


def form_of(request: Request) -> Mapping[str, str]:
    """The fields of the form that was sent; none where it was none."""
    return _sent(request).form


def json_of(request: Request, record: type[_Record]) -> _Record:
    """The JSON that was sent, as a record. Raises HTTPException (400) where it is not one."""
    try:
        return msgspec.json.decode(_sent(request).body, type=record)
    except msgspec.MsgspecError as error:
        raise HTTPException(400, f"What was sent is not what this address takes: {error}.") from error


def _sent(request: Request) -> Sent:
    found = request.scope.get(SENT_KEY)
    return found if isinstance(found, Sent) else Sent()
