"""The application: which address leads to which page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sousveil.errors import SousveilError
from sousveil.show import (
    pages_claims,
    pages_countries,
    pages_echoes,
    pages_findings,
    pages_gaps,
    pages_imports,
    pages_map,
    pages_names,
    pages_organisations,
    pages_overview,
    pages_places,
    pages_record,
    pages_search,
    pages_sources,
)
from sousveil.show.built import BUILT
from sousveil.show.names import country_names
from sousveil.show.rendering import render
from sousveil.show.security import Guard
from sousveil.show.shelf import Shelf
from sousveil.store.case import Case

__all__ = ["create_app"]

Page = Callable[[Case, Request], Response]

PAGES: tuple[tuple[str, Page], ...] = (
    ("/", pages_overview.overview),
    ("/about", pages_overview.about),
    ("/findings", pages_findings.findings),
    ("/findings.csv", pages_findings.findings_csv),
    ("/findings/{id}", pages_findings.finding),
    ("/organisations", pages_organisations.organisations),
    ("/organisations.csv", pages_organisations.organisations_csv),
    ("/organisations/{key:path}", pages_organisations.organisation),
    ("/countries", pages_countries.countries),
    ("/countries.csv", pages_countries.countries_csv),
    ("/countries/{code}", pages_countries.country),
    ("/countries/{code}/trade.csv", pages_countries.trade_csv),
    ("/countries/{code}/indicators.csv", pages_countries.indicators_csv),
    ("/names", pages_names.names),
    ("/names.csv", pages_names.names_csv),
    ("/imports", pages_imports.imports),
    ("/claims", pages_claims.claims),
    ("/claims.csv", pages_claims.claims_csv),
    ("/claims/{id}", pages_claims.claim),
    ("/claims/{id}/place", pages_places.why_place),
    ("/sources", pages_sources.sources),
    ("/sources.csv", pages_sources.sources_csv),
    ("/sources/{id}", pages_sources.source),
    ("/sources/{id}/capture", pages_sources.capture),
    ("/echoes", pages_echoes.echoes),
    ("/gaps", pages_gaps.gaps),
    ("/gaps.csv", pages_gaps.gaps_csv),
    ("/map", pages_map.world),
    ("/search", pages_search.search),
    ("/drops", pages_record.drops),
    ("/log", pages_record.log),
)


def create_app(case_path: Path, *, port: int | None = None) -> Starlette:
    """The pages of one case. `port` is the one that the server listens on; requests for another are refused.

    Raises CaseError where the folder is no case, UsageError where the pages were not built.
    """
    country_names()
    shelf = Shelf(case_path)
    with shelf.borrow() as case:
        title = case.title

    def bound(page: Page) -> Callable[[Request], Response]:
        # Plain functions: Starlette runs them in threads, so a slow query holds up nobody else.
        def endpoint(request: Request) -> Response:
            with shelf.borrow() as case:
                return page(case, request)

        return endpoint

    routes: list[BaseRoute] = [Route(path, bound(page), name=path) for path, page in PAGES]
    routes.append(Mount("/static", StaticFiles(directory=BUILT), name="static"))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        shelf.close()

    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, port=port)],
        exception_handlers={HTTPException: _missing, SousveilError: _failed},
        lifespan=lifespan,
    )
    app.state.title = title
    app.state.shelf = shelf
    return app


def _missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    return render(request, "error.html", status=status, heading="There is nothing here", detail=detail)


def _failed(request: Request, error: Exception) -> Response:
    return render(request, "error.html", status=500, heading="This page could not be made", detail=str(error))
