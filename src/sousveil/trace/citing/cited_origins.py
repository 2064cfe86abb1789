"""The origins that a case cites, each once, with what all texts together tell of them.

A house is one origin, under whatever names it is cited. Where texts tell of two documents of a research house that
cannot be one, by titles or days that differ and no link in common, each is an origin of its own: `org:house#title`.
The first document, and citations that do not say which is meant, keep the house's own reference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from anyascii import anyascii
from msgspec import Struct

from sousveil.record.echo import CitedOrigin
from sousveil.trace.addresses import normal_url
from sousveil.trace.citing.same_origin import Known, one_house_each
from sousveil.trace.direction import known_before
from sousveil.vocabulary.houses import MASTHEAD, PRESS
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Naming", "Origins", "origins_of"]

_DOCUMENTS = {"research", "ngo", "intergovernmental"}
"""Houses of which each document may be told from the others; news of an agency may not."""
_APART = 45
"""Days between two documents of which the days are told; a report is announced, published and printed in between."""
_SLUG = 48


class Naming(Struct, frozen=True, kw_only=True):
    """What one passage says of the origin that it cites. All that has to be kept of a text to name its origins."""

    key: str
    name: str
    source: str
    words: tuple[str, ...] = ()
    """Distinctive words of the name."""
    kind: str = ""
    """The kind of house, where a word for one stands in the name or beside it."""
    listed: bool = True
    """The vocabulary or the case knows the house, or nothing shows that it is one."""
    title: str | None = None
    date: str | None = None
    url: str | None = None
    own: bool = False
    """No citation: the name of the text's own publisher, under which others may cite it in their script."""
    lang: str = ""
    touches: tuple[str, ...] = ()
    """What the text tells of: `number 4300`, `camera TJ`."""

    @property
    def tells(self) -> bool:
        """Whether the words tell anything of the document."""
        return bool(self.title or self.date or self.url)


class _Document(Struct):
    """One document of a house, as far as it is told."""

    titles: set[tuple[str, str]]
    """Languages of the texts and titles: what differs in one language is another document, not a translation."""
    dates: set[str]
    urls: set[str]
    title: str | None = None
    date: str | None = None
    url: str | None = None
    slug: str = ""
    touches: frozenset[str] = frozenset()


class Origins:
    """Answers what the origin is that a passage cites."""

    def __init__(self, namings: Sequence[Naming], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.heads = one_house_each(_known(namings))
        self._names = self._named(namings)
        self._reporting = {self.head(naming.key) for naming in namings if _reports(naming, vocabulary)}
        self._documents: dict[str, list[_Document]] = defaultdict(list)
        for naming in sorted(namings, key=_order):
            self._place(naming)

    def head(self, key: str) -> str:
        """The key of the house that a name stands for."""
        return self.heads.get(key, key)

    def of(self, naming: Naming) -> CitedOrigin:
        """The origin that a passage cites, with what its own words and those of the other texts tell of it.

        A passage that tells nothing is taken to mean the one document of a house whose texts tell of the same things.
        """
        house = self.head(naming.key)
        documents = self._documents.get(house, [])
        name = self._names.get(house, naming.name)
        if naming.tells:
            alike = [each for each in documents if _is_same(each, naming)][:1]
        else:
            alike = [each for each in documents if not each.touches.isdisjoint(naming.touches)]
        if len(alike) != 1:
            return CitedOrigin(ref=house, name=name, title=naming.title, date=naming.date, url=naming.url)
        meant = alike[0]
        ref = house if meant is documents[0] else f"{house}#{meant.slug}"
        return CitedOrigin(
            ref=ref, name=name, title=naming.title or meant.title, date=naming.date or meant.date,
            url=naming.url or meant.url,
        )  # fmt: skip

    def _place(self, naming: Naming) -> None:
        """Adds what a passage tells to the document that it means; a new one where it can be none of the others."""
        if not naming.tells:
            return
        house = self.head(naming.key)
        documents = self._documents[house]
        found = next((each for each in documents if _is_same(each, naming)), None)
        if found is None and documents and house in self._reporting:
            found = next((each for each in documents if not _differs(each, naming)), None)
        elif found is None and documents:
            found = documents[0]
        if found is None:
            found = _Document(set(), set(), set(), slug=_slug(naming))
            documents.append(found)
        if naming.title:
            found.titles.add((naming.lang, _plain(naming.title)))
        if naming.date:
            found.dates.add(naming.date)
        if naming.url:
            found.urls.add(normal_url(naming.url))
        found.touches |= frozenset(naming.touches)
        found.title = found.title or naming.title
        found.date = found.date or naming.date
        found.url = found.url or naming.url

    def _named(self, namings: Iterable[Naming]) -> dict[str, str]:
        """One name for each house: the one cited most, of the name that stands for it; the entry that heads the
        family stands behind it in brackets."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for naming in namings:
            house = self.head(naming.key)
            if house == naming.key:
                counts[house][naming.name] += 1
        names = {}
        for key, tally in counts.items():
            entry = self._vocabulary.outlets.get(key.removeprefix("org:"))
            behind = entry.name.removeprefix("=") if entry else ""
            name = min(tally, key=lambda item: (item == behind, -tally[item], item))
            names[key] = f"{name} ({behind})" if behind and behind != name else name
        return names


def origins_of(namings: Iterable[Naming], vocabulary: Vocabulary) -> Origins:
    """The origins of a whole case, from what each of its texts cites; the order of `namings` plays no part."""
    return Origins(list(namings), vocabulary)


def _reports(naming: Naming, vocabulary: Vocabulary) -> bool:
    """Whether a house publishes documents that can be told apart, as a newspaper's many pages cannot."""
    entry = vocabulary.outlets.get(naming.key.removeprefix("org:"))
    if entry is not None:
        return entry.role in _DOCUMENTS
    return not naming.listed and naming.kind not in {PRESS, MASTHEAD}


def _known(namings: Sequence[Naming]) -> list[Known]:
    by_key: dict[str, list[Naming]] = defaultdict(list)
    for naming in namings:
        by_key[naming.key].append(naming)
    return [
        Known(
            key=key,
            words=frozenset(each.words for each in held if each.words),
            spelled=frozenset(frozenset(re.findall(r"[^\W_]+", each.name.casefold())) for each in held),
            kinds=frozenset(kind for each in held for kind in _kinds(each)),
            sources=frozenset(each.source for each in held if not each.own),
            told=frozenset(mark for each in held for mark in _marks(each)),
            langs=frozenset(each.lang for each in held),
            touches=frozenset(touch for each in held for touch in each.touches),
            is_house=any(not each.listed for each in held),
            is_held=any(each.own for each in held),
        )
        for key, held in by_key.items()
    ]


def _kinds(naming: Naming) -> set[str]:
    """What the house is called, or may be: who publishes a text of the case may be called a paper."""
    called = {naming.kind} - {""}
    return {*called, PRESS, MASTHEAD} if naming.own else called


def _marks(naming: Naming) -> list[str]:
    """The link and the title, as marks that two names may share; the front page of a site is no document."""
    marks = [f"title {_plain(naming.title)}"] if naming.title and len(naming.title) >= 4 else []
    url = normal_url(naming.url) if naming.url else ""
    return [*marks, f"url {url}"] if "/" in url else marks


def _order(naming: Naming) -> tuple[str, ...]:
    """The earliest document first; what tells most before what tells less."""
    return naming.date or "~", naming.title or "~", naming.url or "~", naming.source, naming.name


def _is_same(document: _Document, naming: Naming) -> bool:
    if naming.url and normal_url(naming.url) in document.urls:
        return True
    if naming.title and _plain(naming.title) in {title for _, title in document.titles}:
        return True
    return bool(naming.date) and naming.date in document.dates and not (naming.title and document.titles)


def _differs(document: _Document, naming: Naming) -> bool:
    """Whether a passage cannot mean a document: another title in the same letters, or days far apart."""
    plain = _plain(naming.title)
    same_letters = (title for lang, title in document.titles if lang == naming.lang)
    titles = [title for title in same_letters if plain and title.isascii() == plain.isascii()]
    if titles and all(_overlap(title, plain) < 0.5 for title in titles):
        return True
    days = [each for each in document.dates if naming.date]
    return bool(days) and all(_apart(each, naming.date or "") for each in days)


def _overlap(one: str, other: str) -> float:
    mine, theirs = set(one.split()), set(other.split())
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _apart(one: str, other: str) -> bool:
    if not (known_before(one, other) or known_before(other, one)):
        return False
    first, second = _day(one), _day(other)
    return first is not None and second is not None and abs((first - second).days) > _APART


def _day(edtf: str) -> date | None:
    match = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?", edtf)
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 15)) if match else None
    except ValueError:
        return None


def _plain(title: str | None) -> str:
    return " ".join(re.findall(r"[^\W_]+", (title or "").casefold()))


def _slug(naming: Naming) -> str:
    words = naming.title or naming.date or (normal_url(naming.url).rpartition("/")[2] if naming.url else "")
    return "-".join(re.findall(r"[a-z0-9]+", anyascii(words).lower()))[:_SLUG] or "document"
