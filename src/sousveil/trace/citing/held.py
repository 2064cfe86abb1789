"""The sources that the case holds, as others may mean them: by address, publisher and name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sousveil.trace.addresses import normal_url
from sousveil.trace.citing.particulars import NOTHING, Particulars
from sousveil.trace.direction import earlier
from sousveil.trace.document import Document
from sousveil.trace.houses import house_key
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Held"]

_LEAST_TITLE = 15
_LEAST_SUBJECTS = 2
_DAY = len("2024-04-16")
_FEW_DAYS = 10


class Held:
    """Finds the source that a citation or a link means."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self.by_url: dict[str, Document] = {}
        self._by_house: dict[str, list[Document]] = defaultdict(list)
        self._by_credit: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            # Where a page was fetched counts before what a page calls its first address.
            if document.url and document.urls:
                self.by_url.setdefault(document.urls[-1], document)
        for document in documents:
            for url in document.urls:
                self.by_url.setdefault(url, document)
            if not document.coded and document.agency:
                self._by_credit[document.agency].append(document)
            if not document.coded and document.house:
                self._by_house[document.house].append(document)
                if document.outlet is not None and document.outlet_name:
                    self._by_house[house_key(document.outlet_name, vocabulary)].append(document)

    def match(
        self, document: Document, key: str, linked: set[tuple[str, str]], told: Particulars = NOTHING
    ) -> Document | None:
        """The source that `document` means by the house `key`, or null where none or several fit.

        The source that the citing words link to comes first, whoever publishes it, then one whose title or day they
        give. Else a text tied to it by other evidence, linked from it, or whose title it gives anywhere; else the one
        text of that house that tells of the same things and is not later. A source that came out on another day than
        the one told is another document.
        """
        pointed = self.by_url.get(normal_url(told.url)) if told.url else None
        if pointed is not None and pointed is not document and not pointed.coded:
            return pointed
        candidates = [
            item
            for item in self._by_house.get(key, ())
            if item is not document and not earlier(document, item) and not _came_out_apart(item, told)
        ]
        return _told(candidates, told) or _tied(candidates, document, linked) or _alike(candidates, document)

    def of_house(self, key: str) -> Sequence[Document]:
        """The sources that a citation of the house `key` may mean: what it published, and prints of its texts."""
        return (*self._by_house.get(key, ()), *self._by_credit.get(key, ()))

    def printed(self, document: Document, key: str) -> Document | None:
        """The one source that prints a text of the agency `key` and tells of the same things; null where several do."""
        prints = [
            item
            for item in self._by_credit.get(key, ())
            if item is not document and item.house != key and not earlier(document, item)
        ]
        return _alike(prints, document)


def _told(candidates: Sequence[Document], told: Particulars) -> Document | None:
    """The source whose title, or else day, the citing words give."""
    if told.title:
        title = _plain(told.title)
        named = [item for item in candidates if title and title in _plain(item.title)]
        if len(named) == 1:
            return named[0]
    if told.date and len(told.date) == _DAY:
        dated = [item for item in candidates if item.published == told.date]
        if len(dated) == 1:
            return dated[0]
    return None


def _tied(candidates: Sequence[Document], document: Document, linked: set[tuple[str, str]]) -> Document | None:
    for item in candidates:
        if (document.id, item.id) in linked or any(url in item.urls for url in document.outbound):
            return item
    content = document.text.content
    for item in candidates:
        if len(item.title) >= _LEAST_TITLE and item.title in content:
            return item
    return None


def _alike(candidates: Sequence[Document], document: Document) -> Document | None:
    fitting = [(overlap, item) for item in candidates if (overlap := _overlap(document, item)) > 0]
    fitting.sort(key=lambda pair: (-pair[0], pair[1].id))
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1]


def _came_out_apart(item: Document, told: Particulars) -> bool:
    """Whether a source came out more than a few days from the day that is told: reports are announced and dated."""
    first, second = _day(item.published), _day(told.date)
    return first is not None and second is not None and abs((first - second).days) > _FEW_DAYS


def _day(edtf: str | None) -> date | None:
    if edtf is None or not re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        return None
    try:
        return date.fromisoformat(edtf)
    except ValueError:
        return None


def _plain(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", title.casefold()))


def _overlap(one: Document, other: Document) -> int:
    """How many subjects both texts make claims about; zero where they are too few to tie the texts."""
    mine, theirs = one.subjects, other.subjects
    common = len(mine & theirs)
    return common if common >= min(_LEAST_SUBJECTS, len(mine), len(theirs)) else 0
