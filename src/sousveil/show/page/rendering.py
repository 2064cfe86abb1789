"""Templates to answers. Everything is escaped; no template marks anything as safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sousveil.record.claim import KINDS
from sousveil.show.addresses import address, changed, entity_path
from sousveil.show.built import static_address
from sousveil.show.page.highlight import quote_runs
from sousveil.show.page.navigation import navigation
from sousveil.show.server.access import asking, may, notes
from sousveil.show.server.security import safe_link
from sousveil.show.server.speaking import switches
from sousveil.show.words import catalogue, present, regional
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.links import strength_phrase
from sousveil.show.words.moments import moment_phrase
from sousveil.show.words.names import called, organisation_name
from sousveil.store.names.naming import entity_key
from sousveil.version import __version__

__all__ = ["fragment", "render", "render_outside"]


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        capital=present.capitalised, chance=present.chance_phrase, claim=present.claim_phrase, date=present.date_phrase,
        direction=present.direction, entity=entity_path, key=entity_key, label=in_words, link=safe_link,
        name=present.source_title, organisation=organisation_name, origins=present.origins_phrase,
        place=present.place_phrase, precision=present.precision_phrase, quantity=present.quantity_phrase,
        runs=quote_runs, sentence=present.finding_sentence, size=present.size_phrase, strength=strength_phrase,
        technology=present.technology_phrase, number=regional.number, called=called, moment=moment_phrase,
    )  # fmt: skip
    environment.globals.update(
        address=address, changed=changed, plural=present.plural, navigation=navigation, kinds=KINDS,
        version=__version__, asking=asking, may=may, notes=notes, switches=switches, joined=regional.joined,
        static=static_address,
        _=catalogue.gettext, pgettext=catalogue.pgettext, ngettext=catalogue.ngettext, linked=catalogue.linked,
        language=catalogue.language, speaking=catalogue.speaking, script_strings=catalogue.script_strings,
    )  # fmt: skip
    return environment


def fragment(request: Request, template: str, **values: object) -> str:
    """A part of a page, for an island that puts it into one."""
    return _environment().get_template(template).render(request=request, here=request.url.path, **values)


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Fill a template; `request` and the case's title are there in each."""
    body = (
        _environment()
        .get_template(template)
        .render(request=request, here=request.url.path, case_title=request.app.state.title, **values)
    )
    return HTMLResponse(body, status_code=status)


def render_outside(template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Fill a template for somebody who may see nothing of the case: it gets these values and no others."""
    return HTMLResponse(_environment().get_template(template).render(**values), status_code=status)
