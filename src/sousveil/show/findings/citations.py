"""Citations as downloads: of a finding with what it rests on, and of one source. Of a finding that many print, the
first are sent while the others are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.finding import Finding
from sousveil.record.source import Source
from sousveil.show.findings.citing import Item, Standing, bibtex, csl_of_finding, csl_of_source
from sousveil.show.page.table import download
from sousveil.store.case import Case

__all__ = ["finding_bib", "finding_csl", "source_bib", "source_csl", "sources_of", "standing_of"]

_CLAIMS: Final = 2_000
"""Claims of a finding whose sources are cited."""
_BATCH: Final = 40
"""Sources that are read and sent together."""
_CSL: Final = "application/vnd.citationstyles.csl+json"


def finding_csl(case: Case, request: Request) -> Response:
    """A finding and its sources as CSL-JSON."""
    found = _finding(case, request)
    return _csl(request, found.id, lambda lent: _items(lent, found))


def finding_bib(case: Case, request: Request) -> Response:
    """A finding and its sources as BibTeX."""
    found = _finding(case, request)
    return _bib(request, found.id, lambda lent: _items(lent, found))


def source_csl(case: Case, request: Request) -> Response:
    """A source as CSL-JSON."""
    source = _source(case, request)
    return _csl(request, source.id, lambda _: [csl_of_source(source)])


def source_bib(case: Case, request: Request) -> Response:
    """A source as BibTeX."""
    source = _source(case, request)
    return _bib(request, source.id, lambda _: [csl_of_source(source)])


def standing_of(case: Case) -> Standing:
    """The state that the case is in now."""
    last = next(case.log(newest_first=True, limit=1), None)
    if last is None:
        return Standing(case=case.title, entry=0, at=case.created, hash="")
    return Standing(case=case.title, entry=last.seq, at=last.at, hash=last.hash)


def sources_of(case: Case, finding: Finding) -> Iterator[Source]:
    """What a finding rests on: its origins that the case holds, then what repeats them, the oldest first."""
    origins = {origin.source for origin in finding.origins.named if origin.source}
    published = case.publication_dates(origins.union(case.sources_of_finding(finding.id, of_claims=_CLAIMS)))
    ordered = sorted(published, key=lambda source: (source not in origins, published[source] or "9999", source))
    for first in range(0, len(ordered), _BATCH):
        yield from case.bare_sources(ordered[first : first + _BATCH])


def _items(case: Case, finding: Finding) -> Iterator[Item]:
    yield csl_of_finding(finding, standing_of(case))
    yield from map(csl_of_source, sources_of(case, finding))


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


_Items = Callable[[Case], Iterable[Item]]


def _csl(request: Request, name: str, items: _Items) -> Response:
    def parts(case: Case) -> Iterator[str]:
        # As `json.dumps` writes a list with an indent of one; line ends within words are escaped.
        for number, item in enumerate(items(case)):
            yield f"{',' if number else '['}\n " + json.dumps(item, ensure_ascii=False, indent=1).replace("\n", "\n ")
        yield "\n]"

    return download(request, f"{name}.csl.json", _CSL, lambda case: _together(parts(case)))


def _bib(request: Request, name: str, items: _Items) -> Response:
    def parts(case: Case) -> Iterator[str]:
        for number, item in enumerate(items(case)):
            yield ("\n" if number else "") + bibtex([item])

    return download(request, f"{name}.bib", "application/x-bibtex", lambda case: _together(parts(case)))


def _together(parts: Iterator[str]) -> Iterator[bytes]:
    """Some items in one piece."""
    while some := list(islice(parts, _BATCH)):
        yield "".join(some).encode()
