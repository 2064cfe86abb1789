"""The sources that the case holds, as others may mean them: by address, publisher and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sousveil.record.claim import Claim
from sousveil.trace.direction import earlier
from sousveil.trace.document import Document
from sousveil.trace.houses import house_key
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Held"]

_LEAST_TITLE = 15
_LEAST_SUBJECTS = 2


class Held:
    """Finds the source that a citation or a link means."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self.by_url: dict[str, Document] = {}
        self._by_house: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            # Where a page was fetched counts before what a page calls its first address.
            if document.text.url and document.urls:
                self.by_url.setdefault(document.urls[-1], document)
        for document in documents:
            for url in document.urls:
                self.by_url.setdefault(url, document)
            if not document.coded and document.house:
                self._by_house[document.house].append(document)
                if document.outlet is not None and document.text.outlet:
                    self._by_house[house_key(document.text.outlet, vocabulary)].append(document)

    def match(self, document: Document, key: str, linked: set[tuple[str, str]]) -> Document | None:
        """The source of the house `key` that `document` means, or null where none or several fit.

        A text tied to it by other evidence, linked from it, or whose title it gives, comes first; else the one
        text of that house that tells of the same things and is not later.
        """
        candidates = [
            item for item in self._by_house.get(key, ()) if item is not document and not earlier(document, item)
        ]
        for item in candidates:
            if (document.id, item.id) in linked or any(url in item.urls for url in document.outbound):
                return item
        content = document.text.content
        for item in candidates:
            title = (item.text.title or "").strip()
            if len(title) >= _LEAST_TITLE and title in content:
                return item
        fitting = [(overlap, item) for item in candidates if (overlap := _overlap(document, item)) > 0]
        fitting.sort(key=lambda pair: (-pair[0], pair[1].id))
        if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
            return None
        return fitting[0][1]


def _overlap(one: Document, other: Document) -> int:
    """How many subjects both texts make claims about; zero where they are too few to tie the texts."""
    mine = {subject for claim in one.claims for subject in _subjects(claim)}
    theirs = {subject for claim in other.claims for subject in _subjects(claim)}
    common = len(mine & theirs)
    return common if common >= min(_LEAST_SUBJECTS, len(mine), len(theirs)) else 0


def _subjects(claim: Claim) -> list[tuple[str, str]]:
    return [
        (technology or claim.kind, site)
        for technology in (claim.technology or ("",))
        for site in (claim.site_types or ("",))
    ]
