"""The table of everything that can be asked, and the endpoints behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import msgspec
from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route

from sousveil.errors import UsageError
from sousveil.show.addresses import address
from sousveil.show.api import reviewing, shapes, shapes_review
from sousveil.show.api.asking import AFTER, LIMIT, Parameter, asked, limit_of
from sousveil.show.api.document import document
from sousveil.show.api.lists import LISTS, Collection, Query
from sousveil.show.page.choosing import page_of
from sousveil.show.server.access import asking
from sousveil.show.server.refusing import refusal
from sousveil.store.case import Case
from sousveil.version import __version__

__all__ = ["API_VERSION", "OPERATIONS", "PREFIX", "Operation", "routes"]

PREFIX: Final = "/api/v1"
API_VERSION: Final = "1.0"
"""The first number is that of the addresses: what a program relies on goes away with it alone."""

Page = Callable[[Case, Request], Response]
Endpoint = Callable[[Request], Response]


class Operation(Struct, frozen=True, kw_only=True):
    """One thing that can be asked."""

    name: str
    path: str
    """Behind `PREFIX`; a field in braces is part of a record's address."""
    about: str
    page: Page
    answer: type | None = None
    """The shape of the answer, or of each of its records; null for the document that tells the shapes."""
    many: bool = False
    """Whether the answer is one page of a list."""
    takes: type | None = None
    """The shape of what is sent."""
    parameters: tuple[Parameter, ...] = ()
    identifier: str | None = None
    """The field in braces, where there is one."""

    @property
    def method(self) -> Literal["GET", "POST"]:
        """What is sent is recorded; all else only reads."""
        return "POST" if self.takes else "GET"

    @property
    def address(self) -> str:
        """The whole path, with the field in braces."""
        return PREFIX + self.path


def _listing(collection: Collection) -> Operation:
    parameters = (*collection.filters, LIMIT, AFTER)

    def page(case: Case, request: Request) -> Response:
        values = asked(request, parameters)
        limit, after = limit_of(values), values.get(AFTER.name)
        vocabulary = request.app.state.vocabulary
        if after and collection.find and collection.find(case, after, vocabulary) is None:
            raise UsageError("The list has nothing named as “after” any more. Begin again without it.")
        filters = {name: value for name, value in values.items() if name not in (LIMIT.name, AFTER.name)}
        query = Query(values=filters, limit=limit + 1, after=after, vocabulary=vocabulary)
        found, more = page_of(collection.rows(case, query), limit)
        last = {LIMIT.name: limit, AFTER.name: found[-1][0]} if more else None
        following = address(request.url.path, **{**filters, **last}) if last else None
        return _json({"items": [row for _, row in found], "next": following})

    return Operation(
        name=f"list_{collection.name}", path=f"/{collection.name}", about=collection.about, page=page,
        answer=collection.row, many=True, parameters=parameters,
    )  # fmt: skip


def _one(collection: Collection) -> Operation:
    find, field = collection.find, collection.identifier
    assert find is not None

    def page(case: Case, request: Request) -> Response:
        asked(request, ())
        identifier = request.path_params[field]
        row = find(case, identifier, request.app.state.vocabulary)
        if row is None:
            raise _nothing(collection.one, identifier, collection.name)
        return _json(row)

    return Operation(
        name=f"get_{collection.one}", path=f"/{collection.name}/{{{field}}}", page=page, answer=collection.row,
        about=f"One {collection.one}." if collection.name != "log" else "One entry of the log.", identifier=field,
    )  # fmt: skip


def _text(case: Case, request: Request) -> Response:
    asked(request, ())
    identifier = request.path_params["id"]
    text = case.text(identifier)
    if text is None:
        raise _nothing("source", identifier, "sources")
    return _json(
        shapes.SourceText(
            source=text.source_id, sha256=text.sha256, capture_sha256=text.capture_sha256, extractor=text.extractor,
            lang=text.lang, content=text.content,
        )
    )  # fmt: skip


def _case(case: Case, request: Request) -> Response:
    asked(request, ())
    return _json(
        shapes.CaseInfo(
            title=case.title, created=case.created, counts=case.counts(), sousveil=__version__, api=API_VERSION
        )
    )


def _me(_: Case, request: Request) -> Response:
    asked(request, ())
    found = asking(request)
    assert found is not None, "the gate lets in nobody whom it does not know"
    visitor = found.visitor
    return _json(shapes.Me(name=visitor.name, role=visitor.role, signed_in=visitor.signed_in))


def _document(_: Case, request: Request) -> Response:
    asked(request, ())
    return _json(document(OPERATIONS, API_VERSION))


OPERATIONS: Final[tuple[Operation, ...]] = (
    Operation(name="get_case", path="/case", about="Title and counts.", page=_case, answer=shapes.CaseInfo),
    Operation(name="get_me", path="/me", about="Who you are here, and what you may.", page=_me, answer=shapes.Me),
    *(operation for each in LISTS for operation in ([_listing(each)] + ([_one(each)] if each.find else []))),
    Operation(
        name="get_source_text", path="/sources/{id}/text", page=_text, answer=shapes.SourceText, identifier="id",
        about="The frozen text of a source, in which the offsets of claims and echoes count code points.",
    ),
    Operation(
        name="get_queue", path="/queue", page=reviewing.queue, answer=shapes_review.QueuePage,
        parameters=reviewing.QUEUE,
        about="The claims that are put before you next, each with its surroundings, and how many wait.",
    ),
    Operation(
        name="decide", path="/decisions", page=reviewing.decide, takes=shapes_review.Decisions, answer=shapes.Outcome,
        about="Record a decision, or a step of several, under your name. It takes the role “review”.",
    ),
    Operation(
        name="undo", path="/undo", page=reviewing.undo, takes=shapes_review.Undo, answer=shapes.Outcome,
        about="Take a step back as a whole. It takes the role “review”.",
    ),
    Operation(
        name="find_places", path="/places", page=reviewing.places, answer=shapes_review.PlacePage,
        parameters=reviewing.PLACE, about="Places of the gazetteer that a name may mean, in any script.",
    ),
    Operation(
        name="find_organisations", path="/organisations", page=reviewing.organisations,
        answer=shapes_review.OrganisationPage, parameters=reviewing.ORGANISATION,
        about="Organisations that a name may mean: those of the registers, and those of the case.",
    ),
    Operation(
        name="get_document", path="/openapi.json", page=_document,
        about="All of this as an OpenAPI 3.1 document, for tools that make clients.",
    ),
)  # fmt: skip


def routes(reading: Callable[[Page], Endpoint], writing: Callable[[Page], Endpoint]) -> list[BaseRoute]:
    """The addresses. `reading` and `writing` lend an endpoint the case."""
    known = [
        Route(
            # A key may have a slash in it.
            operation.address.replace("{key}", "{key:path}"),
            (writing if operation.takes else reading)(operation.page),
            name=operation.address,
            methods=[operation.method],
        )
        for operation in OPERATIONS
    ]

    def unknown(request: Request) -> Response:
        for route in known:
            if route.matches(request.scope)[0] is not Match.NONE:
                takes = ", ".join(sorted(route.methods or ()))
                said = f"This address takes {takes} and not {request.method}. The page /api tells what each is for."
                return refusal(request, 405, "Not this way", said, allow=takes)
        return refusal(request, 404, "There is nothing here", "No such address. The page /api lists them all.")

    return [*known, Route("/api/{rest:path}", unknown, name="/api/{rest}", methods=["GET", "POST"])]


def _nothing(one: str, identifier: str, name: str) -> HTTPException:
    shown = identifier if len(identifier) <= 80 else f"{identifier[:80]}…"
    return HTTPException(404, f"The case has no {one} {shown}. {PREFIX}/{name} lists them.")


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
