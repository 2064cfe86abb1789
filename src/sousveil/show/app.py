"""The application: the addresses behind the walls that every request passes."""

from __future__ import annotations

import shlex
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sousveil.errors import CaseBusyError, CaseDamagedError, CaseFullError, IntegrityError, SousveilError, UsageError
from sousveil.review.learning import Memory
from sousveil.show.api.routes import routes as api_routes
from sousveil.show.built import BUILT
from sousveil.show.copies.origin import Copies
from sousveil.show.page.remembered import Remembered
from sousveil.show.page.rendering import render
from sousveil.show.review import agreement
from sousveil.show.review.deciding import Decide
from sousveil.show.routes import ACTIONS, PAGES, Page
from sousveil.show.server.access import asking, form_of, wants_json
from sousveil.show.server.gate import SIGN_IN, SIGN_OUT, Doors, Gate
from sousveil.show.server.guard import Guard
from sousveil.show.server.refusing import refusal
from sousveil.show.server.request_log import RequestLog, open_log
from sousveil.show.server.security import HEADERS, READING, Names, own_address
from sousveil.show.server.serving import Serving
from sousveil.show.server.shelf import Shelf
from sousveil.show.server.signing import Signing
from sousveil.show.server.speaking import Speaking
from sousveil.show.words.catalogue import gettext, later
from sousveil.show.words.names import country_names

__all__ = ["create_app"]


def create_app(
    case_path: Path, decide: Decide, serving: Serving | None = None, *, port: int | None = None,
    copies_port: int | None = None,
) -> Starlette:  # fmt: skip
    """The pages of one case, on which `decide` records what people decide. `port` is the one that the server listens
    on; requests for another are refused. `copies_port` is that of `app.state.copies`, which shows copies of archived
    pages there; without one none are shown.

    Without a session nobody sees anything. A program that drives the application directly sends the header
    `Authorization: Bearer TOKEN` with `app.state.doors.token`.

    Raises CaseError where the folder is no case, UsageError where the pages were not built, where nobody could sign
    in, or where the log cannot be written.
    """
    serving = serving or Serving()
    country_names()
    shelf = Shelf(case_path)
    with shelf.borrow() as case:
        title = case.title
        if serving.team and not any(case.accounts()):
            raise UsageError(
                f"Nobody could sign in: {case_path} has no account."
                f" Make one:  sousveil account add {shlex.quote(str(case_path))} NAME --role lead"
            )
    doors = Doors(serving, shelf, port)
    copies = Copies(serving, doors, copies_port)
    log = open_log(serving.log) if serving.log else None

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        agreement.prepare(app.state, shelf)
        yield
        copies.copier.close()
        shelf.close()
        if log is not None:
            log.close()

    app = Starlette(
        routes=_routes(shelf, Signing(doors, shelf)),
        middleware=[
            *([Middleware(RequestLog, file=log)] if log is not None else []),
            Middleware(Speaking),
            Middleware(Guard, names=Names(port=port, tls=bool(serving.tls), name=serving.name, proxy=serving.proxy)),
            Middleware(Gate, doors=doors),
        ],
        exception_handlers={
            HTTPException: _refused, CaseBusyError: _busy, UsageError: _unfit, SousveilError: _failed,
            Exception: _broken,
        },
        lifespan=lifespan,
    )  # fmt: skip
    app.state.title = title
    app.state.shelf = shelf
    app.state.doors = doors
    app.state.vocabulary = serving.vocabulary
    app.state.decide = decide
    app.state.learned = Memory()
    app.state.remembered = Remembered()
    app.state.copies = copies
    return app


def _routes(shelf: Shelf, signing: Signing) -> list[BaseRoute]:
    def reading(page: Page) -> Callable[[Request], Response]:
        # Plain functions: Starlette runs them in threads, so a slow query holds up nobody else.
        def endpoint(request: Request) -> Response:
            with shelf.borrow() as case:
                return page(case, request)

        return endpoint

    def writing(page: Page) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            found = asking(request)
            assert found is not None, "the gate passes on no request that would write from somebody unknown"
            with shelf.borrow_to_write(found.visitor.name) as case:
                return page(case, request)

        return endpoint

    return [
        *(Route(path, reading(page), name=path) for path, page in PAGES),
        *(Route(path, writing(page), name=path, methods=["POST"]) for path, page in ACTIONS),
        *api_routes(reading, writing),
        Route(SIGN_IN, signing.form, name=SIGN_IN),
        Route(SIGN_IN, signing.sign_in, name="signing in", methods=["POST"]),
        Route(SIGN_OUT, signing.sign_out, name=SIGN_OUT, methods=["POST"]),
        Mount("/static", GZipMiddleware(StaticFiles(directory=BUILT)), name="static"),
    ]


_HEADINGS = {
    400: later("That cannot be done so"), 403: later("You may not do this"), 404: later("There is nothing here"),
    405: later("This page is for reading"),
}  # fmt: skip


_FAILURES: tuple[tuple[type[SousveilError], int, str], ...] = (
    (CaseBusyError, 503, later("The case is being written: load this page again in a moment")),
    (CaseFullError, 507, later("The disk is full, and nothing was recorded")),
    (CaseDamagedError, 500, later("The case’s file cannot be read")),
    (IntegrityError, 500, later("The evidence is not what it was")),
    (SousveilError, 500, later("This page could not be made")),
)
"""What a page says where something outside of sousveil is wrong: the first that fits. The error says what to do."""


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return _answer(request, status, gettext(_HEADINGS.get(status, _HEADINGS[404])), detail)


def _busy(request: Request, error: Exception) -> Response:
    if request.method in READING:
        answer = _failed(request, error)
        answer.headers["retry-after"] = "5"
        return answer
    said = gettext("The case is being built. Your decision was not recorded: wait for the build to end and try again.")
    return _answer(request, 409, gettext("Not recorded"), said)


def _unfit(request: Request, error: Exception) -> Response:
    return _answer(request, 400, gettext(_HEADINGS[400]), str(error))


def _failed(request: Request, error: Exception) -> Response:
    # What went wrong names files and folders of this machine.
    unsaid = gettext("Whoever runs the server can see why: open the case there.")
    said = str(error) if asking(request) is not None else unsaid
    status, heading = next((code, words) for kind, code, words in _FAILURES if isinstance(error, kind))
    return _answer(request, status, gettext(heading), said)


def _broken(request: Request, _: Exception) -> Response:
    """A fault of ours. The answer is made outside the guard, which would have put its headers on it."""
    said = gettext(
        "This is a fault of sousveil. What was recorded is kept. The terminal where it runs shows what went wrong."
    )
    answer = refusal(request, 500, gettext("Something broke"), said)
    answer.headers.update(HEADERS)
    return answer


def _answer(request: Request, status: int, heading: str, detail: str) -> Response:
    """An error as a page with the way back, or as a problem for a program. Strangers get nothing of the case."""
    if asking(request) is None or wants_json(request):
        return refusal(request, status, heading, detail)
    form = form_of(request)
    back = own_address(form.get("back")) if "back" in form else None
    return render(request, "error.html", status=status, heading=heading, detail=detail, back=back)
