"""Templates to answers. Everything is escaped; no template marks anything as safe."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from sousveil.record.claim import KINDS
from sousveil.record.entity import NAME_KEY
from sousveil.show import catalogue, labels, present, regional
from sousveil.show.access import asking, may, notes
from sousveil.show.built import static_address
from sousveil.show.highlight import quote_runs
from sousveil.show.links_in_words import strength_phrase
from sousveil.show.moments import moment_phrase
from sousveil.show.names import called, country_name, entity_name, organisation_name
from sousveil.show.navigation import navigation
from sousveil.show.security import safe_link
from sousveil.show.speaking import switches
from sousveil.store.naming import entity_key
from sousveil.version import __version__

__all__ = ["address", "changed", "entity_path", "fragment", "in_words", "render", "render_outside"]


def address(path: str, **values: object) -> str:
    """A path with the values that are not empty as its query, in the order given."""
    query = urlencode([(name, str(value)) for name, value in values.items() if value not in (None, "", False)])
    return f"{path}?{query}" if query else path


def changed(request: Request, path: str | None = None, **values: object) -> str:
    """This page's address with some values set or (None) removed; the place in a list is always left."""
    kept: dict[str, object] = {n: v for n, v in request.query_params.items() if n != "after"}
    return address(path or request.url.path, **{**kept, **values})


def entity_path(key: str) -> str:
    """The address of an organisation's page."""
    return f"/organisations/{quote(key, safe=':')}"


def _label(identifier: str | None, table: str) -> str:
    if not identifier:
        return ""
    if table == "country":
        return country_name(identifier)
    if table in {"supplier", "operator", "speaker"}:
        return entity_name(identifier).removeprefix(NAME_KEY)
    if table == "technology":
        # Alone it is a name, not a phrase: "biometric database", not "a biometric database".
        return labels.label(labels.TECHNOLOGY, identifier).removeprefix("a ").removeprefix("an ")
    tables = {
        "kind": labels.KIND, "site_type": labels.SITE, "act": labels.ACT,
        "status": labels.STATUS, "echo": labels.ECHO, "slot": labels.SLOT, "state": labels.STATE,
        "precision": labels.PRECISION, "media_type": labels.FORMAT, "lang": labels.LANGUAGE, "role": labels.ROLE,
        "method": labels.METHOD, "permission": labels.PERMISSION, "import": labels.IMPORT, "flow": labels.FLOW,
    }  # fmt: skip
    return labels.label(tables[table], identifier) if table in tables else identifier


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        capital=present.capitalised, chance=present.chance_phrase, claim=present.claim_phrase, date=present.date_phrase,
        direction=present.direction, entity=entity_path, key=entity_key, label=_label, link=safe_link,
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


def in_words(identifier: str | None, table: str) -> str:
    """The words for an identifier, as the filter `label` of the templates gives them."""
    return _label(identifier, table)


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
