"""The archived page of a source, as a copy that is safe to look at, with the words of its claims marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.errors import Loss, SousveilError
from sousveil.show.copies.copy import LEFT_OUT
from sousveil.show.copies.origin import Copies
from sousveil.show.copies.placing import reader_of
from sousveil.show.page.rendering import render
from sousveil.show.server.access import asking
from sousveil.show.server.security import FRAMES_KEY
from sousveil.show.sources.sources import captured, claims_of, sought, text_of
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext
from sousveil.store.case import Case
from sousveil.store.claims.claims import StoredClaim

__all__ = ["archived_page", "left_out_phrases"]


class Beside(Struct, frozen=True):
    """A claim beside the copy."""

    number: int
    stored: StoredClaim
    marked: bool
    """Whether its words are marked in the copy that is shown."""
    page: int | None
    """The page of the document on which its words begin; null where they have no place in the bytes."""


def archived_page(case: Case, request: Request) -> Response:
    """The copy in a frame, what was taken out of it, and the claims with their places; or why there is none."""
    source = sought(case, request)
    text, capture = text_of(case, source), captured(case, source)
    claims = claims_of(case, source)
    copies: Copies = request.app.state.copies
    reader = reader_of(text, capture)
    why = _why_not(request, copies, reader)
    if why or reader is None:
        return render(request, "copy.html", source=source, text=text, capture=capture, why=why, copy=None)
    chosen = [stored.claim for stored in claims]
    wanted_claim = request.query_params.get("claim", "")
    number = next((n for n, claim in enumerate(chosen, 1) if claim.id == wanted_claim), None)
    try:
        payload = case.payload(source.capture_sha256)
        page = _page(request)
        if page is None:
            page = copies.copier.page_of(text, chosen, number) if reader == "pdf" else 1
        wanted, copy, placed = copies.copier.copy(capture, payload, text, reader, chosen, page)
    except Loss as loss:
        if getattr(loss, "reason", "") == "no-such-page":
            raise HTTPException(404, str(loss)) from loss
        return render(request, "copy.html", source=source, text=text, capture=capture, why=str(loss), copy=None)
    except SousveilError as error:
        raise HTTPException(500, str(error)) from error
    address = copies.address(request, wanted)
    request.scope[FRAMES_KEY] = copies.origin(request)
    beside = [
        Beside(at, stored, at in copy.marked, placed.pages.get(at))
        for at, stored in enumerate(claims, 1)
    ]  # fmt: skip
    return render(
        request, "copy.html",
        source=source, text=text, capture=capture, why=None, copy=copy, reader=reader, page=page,
        address=address, at=f"#claim-{number}" if number in copy.marked else "", beside=beside,
        unplaced=sum(one.page is None for one in beside), left_out=left_out_phrases(copy.left_out),
    )  # fmt: skip


def _why_not(request: Request, copies: Copies, reader: str | None) -> str | None:
    if not copies.served:
        return _(
            "This server has no place for copies of archived pages. They are shown on an origin of their own, so that"
            " nothing in them can reach the case. Whoever starts the server names one with --copies-port."
        )
    if reader is None:
        return _(
            "Documents of this format are not drawn here. The frozen text has their words; the captured bytes are there"
            " to be downloaded and opened with a program of your choice."
        )
    found = asking(request)
    if found is None or found.session is None:
        return _("A copy is shown to somebody who opens this page in a browser.")
    return None


def _page(request: Request) -> int | None:
    given = request.query_params.get("page")
    if given is None:
        return None
    if not given.isdecimal() or not 0 < len(given) < 7 or int(given) < 1:
        raise HTTPException(404, _("Pages are counted from 1."))
    return int(given)


_PHRASES: Final[Mapping[str, Callable[[int], str]]] = {
    "script": lambda n: ngettext("{count} script", "{count} scripts", n),
    "handler": lambda n: ngettext("{count} script in an attribute", "{count} scripts in attributes", n),
    "style": lambda n: ngettext("{count} style", "{count} styles", n),
    "frame": lambda n: ngettext("{count} frame", "{count} frames", n),
    "form": lambda n: ngettext("{count} form", "{count} forms", n),
    "control": lambda n: ngettext("{count} field or button", "{count} fields and buttons", n),
    "picture": lambda n: ngettext("{count} picture", "{count} pictures", n),
    "media": lambda n: ngettext("{count} sound or film", "{count} sounds and films", n),
    "drawing": lambda n: ngettext("{count} drawing", "{count} drawings", n),
    "link": lambda n: ngettext("the address of {count} link", "the addresses of {count} links", n),
    "refresh": lambda n: ngettext("{count} forwarding", "{count} forwardings", n),
    "preload": lambda n: ngettext("{count} request ahead", "{count} requests ahead", n),
    "base": lambda n: ngettext("{count} base address", "{count} base addresses", n),
    "dialog": lambda n: ngettext("{count} dialog", "{count} dialogs", n),
    "hidden": lambda n: ngettext("{count} part that the page hid", "{count} parts that the page hid", n),
    "comment": lambda n: ngettext("{count} comment", "{count} comments", n),
    "deep": lambda n: ngettext("{count} box inside too many others", "{count} boxes inside too many others", n),
}


def left_out_phrases(counts: Mapping[str, int]) -> list[str]:
    """What was taken out of a copy, in words and always in the same order."""
    return [_PHRASES[what](counts[what]) for what in LEFT_OUT if counts.get(what)]
