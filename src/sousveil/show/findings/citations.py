"""Citations as downloads: of a finding with what it rests on, and of one source."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.finding import Finding
from sousveil.record.source import Source
from sousveil.show.findings.citing import Item, Standing, bibtex, csl_of_finding, csl_of_source
from sousveil.store.case import Case
from sousveil.store.claims.claims import ClaimFilter

__all__ = ["finding_bib", "finding_csl", "source_bib", "source_csl", "sources_of", "standing_of"]

_CLAIMS: Final = 2_000
"""Claims of a finding whose sources are cited."""
_CSL: Final = "application/vnd.citationstyles.csl+json"


def finding_csl(case: Case, request: Request) -> Response:
    """A finding and its sources as CSL-JSON."""
    found = _finding(case, request)
    return _csl(found.id, _items(case, found))


def finding_bib(case: Case, request: Request) -> Response:
    """A finding and its sources as BibTeX."""
    found = _finding(case, request)
    return _bib(found.id, _items(case, found))


def source_csl(case: Case, request: Request) -> Response:
    """A source as CSL-JSON."""
    source = _source(case, request)
    return _csl(source.id, [csl_of_source(source)])


def source_bib(case: Case, request: Request) -> Response:
    """A source as BibTeX."""
    source = _source(case, request)
    return _bib(source.id, [csl_of_source(source)])


def standing_of(case: Case) -> Standing:
    """The state that the case is in now."""
    last = next(case.log(newest_first=True, limit=1), None)
    if last is None:
        return Standing(case=case.title, entry=0, at=case.created, hash="")
    return Standing(case=case.title, entry=last.seq, at=last.at, hash=last.hash)


def sources_of(case: Case, finding: Finding) -> list[Source]:
    """What a finding rests on: its origins that the case holds, then what repeats them, the oldest first."""
    origins = dict.fromkeys(origin.source for origin in finding.origins.named if origin.source)
    printed = dict.fromkeys(
        stored.claim.evidence.source for stored in case.claims(ClaimFilter(finding=finding.id), limit=_CLAIMS)
    )
    held = [source for each in {**origins, **printed} if (source := case.bare_source(each)) is not None]
    return sorted(held, key=lambda source: (source.id not in origins, source.published or "9999", source.id))


def _items(case: Case, finding: Finding) -> list[Item]:
    return [csl_of_finding(finding, standing_of(case)), *map(csl_of_source, sources_of(case, finding))]


def _finding(case: Case, request: Request) -> Finding:
    found = case.finding(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "This case has no such finding. A new build may have joined it with another.")
    return found


def _source(case: Case, request: Request) -> Source:
    found = case.source(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "This case has no such source.")
    return found


def _csl(name: str, items: Sequence[Item]) -> Response:
    return _download(json.dumps(items, ensure_ascii=False, indent=1), _CSL, f"{name}.csl.json")


def _bib(name: str, items: Sequence[Item]) -> Response:
    return _download(bibtex(items), "application/x-bibtex", f"{name}.bib")


def _download(body: str, media_type: str, name: str) -> Response:
    return Response(
        body.encode(),
        media_type=f"{media_type}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
