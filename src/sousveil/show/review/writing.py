"""A claim that a person writes: the form on the page of a source, and where it goes.

Words are given by where they stand, which the island fills in as they are selected, or by typing them: then they must
stand in the text, and where they stand more than once, it is asked which are meant. Nothing is guessed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.errors import UsageError
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES
from sousveil.record.text import Text
from sousveil.resolve.organisations import registry_of
from sousveil.show.addresses import address
from sousveil.show.page.highlight import words_address
from sousveil.show.page.rendering import render
from sousveil.show.review.choices import UNITS
from sousveil.show.review.lookup import NamedPlace, places_named
from sousveil.show.review.steps import Asked, Step, take_step
from sousveil.show.server.access import asking, form_of, may, requires
from sousveil.show.server.sessions import Note
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.present import capitalised
from sousveil.store.case import Case
from sousveil.vocabulary import load

__all__ = ["Found", "Writing", "write", "writing_form"]

SEVERAL: Final = 3
"""Technologies and kinds of site that the form has room for."""
_OCCURRENCES: Final = 20
_AROUND: Final = 60
_ROLES: Final = {"operator": "operator", "supplier": "supplier", "attributed_to": "speaker"}


class Found(Struct, frozen=True, kw_only=True):
    """One place where the words stand."""

    start: int
    end: int
    before: str
    words: str
    after: str


class Writing(Struct, frozen=True, kw_only=True):
    """What the form shows."""

    source: str
    """Identifier."""
    open: bool
    values: Mapping[str, str]
    terms: Mapping[str, list[tuple[str, str]]]
    """By field: identifier and words."""
    units: tuple[str, ...] = UNITS
    several: range = range(1, SEVERAL + 1)
    wrong: str = ""
    """Why it was not recorded."""
    occurrences: tuple[Found, ...] = ()
    """Where the words stand, if more than once."""
    places: tuple[NamedPlace, ...] = ()
    """Which places the name may mean, if several."""


def writing_form(request: Request, source: str, values: Mapping[str, str] | None = None, **more: Any) -> Writing | None:
    """The form for a source, open where the address says so; null for who may not write."""
    if not may(request, "review"):
        return None
    terms = {"kind": KINDS, "act": ACTS, "technology": TECHNOLOGIES, "site_type": SITE_TYPES}
    return Writing(
        source=source, open=values is not None or request.query_params.get("write") == "1", values=values or {},
        terms={
            name: [(each, capitalised(in_words(each, name))) for each in some] for name, some in terms.items()
        },
        **more,
    )  # fmt: skip


@requires("review")
def write(case: Case, request: Request) -> Response:
    """Record the claim of the form, and lead to its words; where something is missing, ask for it."""
    form = form_of(request)
    source = form.get("source", "")
    held, text = case.source(source), case.text(source)
    if held is None or text is None:
        raise HTTPException(404, _("This case has no such source. Nothing was written."))

    def again(**more: Any) -> Response:
        writing = writing_form(request, source, form, **more)
        return render(request, "writing_page.html", status=400, writing=writing, source=held)

    try:
        occurrences = _where(form, text)
        if len(occurrences) > 1:
            return again(occurrences=tuple(occurrences))
        at = occurrences[0]
        candidates = _places(request, form)
        if len(candidates) > 1:
            return again(places=tuple(candidates), occurrences=(at,))
        draft = _draft(request, form, text, at, candidates)
        action = secrets.token_hex(16)
        asked = Asked(subject=source, verdict="write", value=draft)
        outcome = take_step(case, request, Step(action=action, judgements=(asked,)))
    except UsageError as error:
        return again(wrong=str(error))
    assert outcome is not None, "the source is held"
    stored = case.claim(outcome.subject)
    back = words_address(case, stored.claim) if stored else f"/sources/{source}"
    found = asking(request)
    if found is not None and found.session is not None:
        note = Note(text=outcome.said, undo=f"/review/undo/{action}", back=address(f"/sources/{source}"))
        found.session.note(note)
    return RedirectResponse(back, status_code=303)


def _where(form: Mapping[str, str], text: Text) -> list[Found]:
    """Where the words stand: at the place that was chosen, else wherever they are in the text. Raises UsageError for
    words that are nowhere in it."""
    chosen = _span(form.get("at", ""))
    words = form.get("words", "").strip()
    if chosen is not None and chosen[1] <= len(text.content):
        start, end = chosen
        if not words or _folded(text.content[start:end]) == _folded(words):
            return [_found(text, start, end)]
    if not words:
        raise UsageError(_("Give the words that say it, as they stand in the text."))
    spans = list(_occurrences(text.content, words))
    if not spans:
        raise UsageError(_("These words do not stand in the text: “{words}”. Copy them from it.", words=words[:80]))
    return [_found(text, start, end) for start, end in spans]


def _occurrences(content: str, words: str, low: int = 0, high: int | None = None) -> Iterator[tuple[int, int]]:
    """Where words stand, whatever white space is between them: a page that is copied has its own line breaks."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    for number, match in enumerate(pattern.finditer(content, low, len(content) if high is None else high)):
        if number >= _OCCURRENCES:
            return
        yield match.span()


def _found(text: Text, start: int, end: int) -> Found:
    content = text.content
    return Found(
        start=start, end=end, words=content[start:end], before=content[max(0, start - _AROUND) : start],
        after=content[end : end + _AROUND],
    )  # fmt: skip


def _folded(words: str) -> str:
    return " ".join(words.split())


def _span(given: str) -> tuple[int, int] | None:
    start, _dash, end = given.partition("-")
    if start.isdecimal() and end.isdecimal() and len(end) < 12 and int(start) < int(end):
        return int(start), int(end)
    return None


def _places(request: Request, form: Mapping[str, str]) -> list[NamedPlace | None]:
    """What the place may mean: the one that was chosen, or all that have the name; one null where it is a name only."""
    name = form.get("place", "").strip()
    if not name:
        return [None]
    found = places_named(name, request.app.state.vocabulary)
    chosen = form.get("place_id", "")
    if chosen == "none" or not found:
        return [None]
    if chosen:
        return [next((each for each in found if _key(each) == chosen), None)]
    return [*found]


def _key(place: NamedPlace) -> str:
    return str(place.geonameid) if place.geonameid is not None else f"{place.lat},{place.lon}"


def _draft(
    request: Request, form: Mapping[str, str], text: Text, at: Found, candidates: list[NamedPlace | None]
) -> dict[str, Any]:
    """The claim as a draft."""
    draft: dict[str, Any] = {
        "passage": {"start": at.start, "end": at.end},
        "kind": form.get("kind", ""),
        "act": form.get("act", ""),
        "technology": _several(form, "technology"),
        "site_types": _several(form, "site_type"),
        "polarity": "denied" if form.get("denied") else "affirmed",
        "certainty": "hedged" if form.get("hedged") else "stated",
    }
    slots: dict[str, tuple[int, int]] = {}
    for name in form:
        if name.startswith("span.") and (span := _span(form[name])):
            slots[name.removeprefix("span.")] = span
    for name in ("operator", "supplier"):
        if given := form.get(name, "").strip():
            draft[name] = _organisation(request, given, _ROLES[name])
            _behind(slots, name, given, text, at)
    speakers = [each.strip() for each in form.get("attributed_to", "").split(";") if each.strip()]
    draft["attributed_to"] = [_organisation(request, each, "speaker") for each in speakers]
    for number, each in enumerate(speakers, 1):
        _behind(slots, "attributed_to" if number == 1 else f"attributed_to.{number}", each, text, at)
    if name := form.get("place", "").strip():
        place = candidates[0]
        draft["place"] = {"name": name, "geonameid": place.geonameid if place else None, **_point(place)}
        _behind(slots, "place", name, text, at)
    for name in ("target", "time"):
        if given := form.get(name, "").strip():
            draft[name] = given
            _behind(slots, name, given, text, at)
    if given := form.get("quantity", "").strip():
        draft["quantity"] = _quantity(given, form)
        _behind(slots, "quantity", given, text, at)
    draft["slots"] = {name: list(span) for name, span in slots.items()}
    return draft


def _point(place: NamedPlace | None) -> dict[str, Any]:
    """What tells a place without a number of GeoNames."""
    if place is None or place.geonameid is not None:
        return {}
    return {"country": place.country, "lat": place.lat, "lon": place.lon}


def _several(form: Mapping[str, str], name: str) -> list[str]:
    given = (form.get(name if number == 1 else f"{name}.{number}", "") for number in range(1, SEVERAL + 1))
    return list(dict.fromkeys(each for each in given if each))


def _organisation(request: Request, name: str, role: str) -> dict[str, Any]:
    """An organisation by its name: the entry of the registers that lists this very spelling, as a reading would."""
    entry = registry_of(load(request.app.state.vocabulary)).find(name, role)
    return {"name": name, "ref": entry.id if entry else None, "country": entry.country if entry else None}


def _quantity(given: str, form: Mapping[str, str]) -> dict[str, Any]:
    try:
        value = float(given.replace(",", "").replace(" ", ""))
    except ValueError as error:
        raise UsageError(
            _("“{given}” is no number. Write 1500, and what is counted beside it.", given=given)
        ) from error
    return {"value": value, "unit": form.get("unit", "").strip(), "approximate": bool(form.get("about"))}


def _behind(slots: dict[str, tuple[int, int]], slot: str, words: str, text: Text, at: Found) -> None:
    """Where a value that was typed stands once in the words of the claim, these are the words behind it."""
    if slot in slots:
        return
    spans = list(_occurrences(text.content, words, at.start, at.end))
    if len(spans) == 1:
        slots[slot] = spans[0]
