"""Sources: the list, one source with its claims in the frozen text, the captured bytes as a download."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.errors import SousveilError
from sousveil.record.capture import Capture
from sousveil.record.source import Source
from sousveil.record.text import Text
from sousveil.show.addresses import changed
from sousveil.show.copies.placing import reader_of
from sousveil.show.findings.citing import source_line
from sousveil.show.organisations.organisations import known_in_claims
from sousveil.show.page.choosing import OFFERED, PAGE, asked, chosen, facet, page_of
from sousveil.show.page.highlight import Highlight, Part, blocks_of, parts_of
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.review.writing import writing_form
from sousveil.show.server.security import safe_link
from sousveil.show.sources.kept import kept_of
from sousveil.show.sources.relations import relations_of
from sousveil.show.words.catalogue import gettext, later, ngettext
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.present import slot_kind
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter, StoredClaim
from sousveil.store.sources.evidence import SourceFilter

__all__ = ["capture", "captured", "claims_of", "record", "sought", "source", "sources", "sources_csv", "text_of"]

_CLAIMS = 2_000
_RELATIONS = 400
"""More of either are counted and said; the tables of claims and of echoes have them all."""


class Slot(Struct, frozen=True):
    """The words behind one value of a claim, for its card."""

    name: str
    words: str


def _filters(request: Request) -> SourceFilter:
    values = asked(request, "outlet", "lang", "media_type")
    echo = {"yes": True, "no": False}.get(request.query_params.get("echo", ""))
    return SourceFilter(**values, echo=echo)


def sources(case: Case, request: Request) -> Response:
    """The list: what each is, when it was published and how we know, what it repeats."""
    after = request.query_params.get("after") or None
    rows, more = page_of(case.sources(_filters(request), limit=PAGE + 1, after=after))
    counts = case.source_facets(most=OFFERED)
    facets = [
        facet(request, "outlet", later("Outlet"), counts.get("outlet", {})),
        facet(request, "lang", later("Language"), counts.get("lang", {})),
        facet(request, "media_type", later("Format"), counts.get("media_type", {})),
    ]
    named = {echo.source: case.source(echo.source) for row in rows for echo in row.echo_of if echo.source}
    return render(
        request, "sources.html",
        rows=rows, named=named, facets=facets, chosen=chosen(request, facets), after=after,
        claims=case.claim_counts([row.id for row in rows]), total=case.counts().get("sources", 0),
        following=changed(request, after=rows[-1].id) if more else None,
    )  # fmt: skip


def sources_csv(_: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV."""
    filters = _filters(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for row in case.sources(filters):
            yield (
                row.id, row.title, row.outlet, row.published, row.published_evidence, row.lang, row.url, row.locator,
                row.retrieved, row.media_type, row.bytes, row.capture_sha256, row.text_sha256,
                " ".join(f"{echo.type}:{echo.source or echo.cited}" for echo in row.echo_of),
            )  # fmt: skip

    header = (
        "id", "title", "outlet", "published", "published_evidence", "lang", "url", "locator", "retrieved", "media_type",
        "bytes", "capture_sha256", "text_sha256", "echo_of",
    )  # fmt: skip
    return csv_answer(request, "sources", header, rows)


def source(case: Case, request: Request) -> Response:
    """One source: its frozen text with the claims in it, and everything known about it with the reason."""
    found = sought(case, request)
    text, held = text_of(case, found), captured(case, found)
    stored = {s.claim.id: s for s in claims_of(case, found)}
    claims = [s.claim for s in stored.values()]
    parts = parts_of(text)
    at = _at(request, text)
    part = _part(request, parts, at)
    blocks = blocks_of(text, claims, part, [at] if at else [])
    numbers = {claim.id: number for number, claim in enumerate(claims, 1)}
    echoes = list(case.echoes(found.id, limit=_RELATIONS + 1))
    relations = relations_of(case, text, echoes[:_RELATIONS])
    return render(
        request, "source.html",
        source=found, text=text, capture=held, blocks=blocks, stored=stored, numbers=numbers,
        slots={claim_id: _slots(s, text) for claim_id, s in stored.items()},
        part=part, parts_total=len(parts),
        findings=case.findings_of(list(stored)), known=known_in_claims(case, claims),
        repeats=[r for r in relations if r.outward], repeated=[r for r in relations if not r.outward],
        kept=kept_of(case, found), drops=case.drops_of(found.capture_sha256), line=source_line(found),
        shows_page=reader_of(text, held) is not None, langs=_languages(text), outlet_is_host=_is_host(text),
        more_echoes=len(echoes) > _RELATIONS,
        total=case.claim_counts([found.id]).get(found.id, 0),
        writing=writing_form(request, found.id),
        used=sorted({slot_kind(name) for claim in claims for name in claim.slots}),
    )  # fmt: skip


def sought(case: Case, request: Request) -> Source:
    """The source that the address names."""
    found = case.source(request.path_params["id"])
    if found is None:
        raise HTTPException(404, gettext("This case has no such source."))
    return found


def text_of(case: Case, found: Source) -> Text:
    """Its frozen text."""
    text = case.text(found.id)
    if text is None:
        raise HTTPException(
            404, gettext("The text of this source is not in the case. `sousveil verify` says what is wrong.")
        )
    return text


def claims_of(case: Case, found: Source) -> list[StoredClaim]:
    """Its claims in the order of its text; they are numbered so wherever it is shown."""
    claims = case.claims(ClaimFilter(source=found.id), limit=_CLAIMS)
    return sorted(claims, key=lambda s: (s.claim.evidence.start, s.claim.id))


def captured(case: Case, found: Source) -> Capture:
    """What describes its bytes."""
    held = case.capture(found.capture_sha256)
    if held is None:
        raise HTTPException(
            500, gettext("The capture of this source is not in the case. `sousveil verify` says what is wrong.")
        )
    return held


def _part(request: Request, parts: Sequence[Part], at: Highlight | None) -> Part:
    first = next((part.number for part in parts if at and at.start < part.end), 1)
    wanted = request.query_params.get("part", str(first))
    if not wanted.isdecimal() or not 1 <= int(wanted) <= len(parts):
        raise HTTPException(404, ngettext("This text has {count} part.", "This text has {count} parts.", len(parts)))
    return parts[int(wanted) - 1]


def _at(request: Request, text: Text) -> Highlight | None:
    """`?at=120-140`: a passage that the address points at, in code points of the text."""
    start, _, end = request.query_params.get("at", "").partition("-")
    if start.isdecimal() and end.isdecimal() and 0 <= int(start) < int(end) <= len(text.content):
        return Highlight(int(start), int(end))
    return None


def _languages(text: Text) -> list[str]:
    """The languages of its paragraphs in words, the main one first."""
    spoken = dict.fromkeys([text.lang, *(paragraph.lang for paragraph in text.paragraphs)])
    return [in_words(code, "lang") for code in spoken if code != "und" or code == text.lang]


def _is_host(text: Text) -> bool:
    """Whether the outlet is no more than the name of a host."""
    host = (urlsplit(text.url).hostname or "") if text.url and safe_link(text.url) else ""
    return bool(text.outlet) and text.outlet in {host, host.removeprefix("www.")}


def _slots(stored: StoredClaim, text: Text) -> tuple[Slot, ...]:
    ordered = sorted(stored.claim.slots.items(), key=lambda item: (item[1], item[0]))
    return tuple(Slot(slot_kind(name), text.content[start:end]) for name, (start, end) in ordered)


def capture(case: Case, request: Request) -> Response:
    """The bytes as they were fetched, as a file that no browser renders."""
    found = sought(case, request)
    try:
        payload = case.payload(found.capture_sha256)
    except SousveilError as error:
        raise HTTPException(500, str(error)) from error
    return Response(
        payload,
        media_type="application/octet-stream",
        # The ending is ours, not the page's: opened from the downloads folder, it must not run in a browser either.
        headers={"content-disposition": f'attachment; filename="{found.capture_sha256}.capture"'},
    )


def record(case: Case, request: Request) -> Response:
    """The record of the capture as it lies in the archive: a WARC file by itself, for the tools that check one."""
    found = sought(case, request)
    try:
        member = case.archived_record(found.capture_sha256)
    except SousveilError as error:
        raise HTTPException(500, str(error)) from error
    return Response(
        member,
        media_type="application/warc",
        headers={"content-disposition": f'attachment; filename="{found.capture_sha256}.warc.gz"'},
    )
