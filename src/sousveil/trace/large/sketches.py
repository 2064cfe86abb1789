"""Sketches: what a case keeps of each text, so that texts are compared without being read again.

A sketch is a pure function of a text, its claims, the vocabulary and the names of the case's outlets; it can be thrown
away and made again. `HeldText` is a document that knows its sketch and fetches the text itself only when it is needed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct

from sousveil.record.claim import Claim
from sousveil.record.identity import sha256_bytes
from sousveil.record.text import Text
from sousveil.trace.citing.citations import namings_of
from sousveil.trace.citing.cited_origins import Naming
from sousveil.trace.copying.fingerprints import print_batch
from sousveil.trace.copying.print_table import PrintBatch, PrintTable
from sousveil.trace.document import Document
from sousveil.trace.houses import Credited, Houses
from sousveil.trace.large.units import Units, UnitsOf
from sousveil.trace.mentions import Mentions
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["HeldText", "Shelf", "Sketch", "digest_of", "sketched", "table_of"]

Fetch = Callable[[str], tuple[Text, list[Claim]]]
_KEPT = 3_000
"""Texts that are held at once."""
_FETCHED = ("text", "claims", "compared", "tokens", "prints", "quotes", "mentions")


class Sketch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a text; arrays are bytes in the order of little-endian machines."""

    source: str
    digest: str
    """Of the text, its metadata and claims, and the outlets that it names."""
    lang: str
    published: str | None = None
    moment: str | None = None
    coded: bool = False
    url: str | None = None
    canonical: bool = False
    """Whether the page names a first address."""
    outlet: str | None = None
    house: str = ""
    credit: Credited | None = None
    urls: tuple[str, ...] = ()
    link_urls: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    title: str = ""
    namings: tuple[Naming, ...] = ()
    """What it says of the origins that it cites."""
    claims: int = 0
    subjects: tuple[tuple[str, str], ...] = ()
    tokens: int = 0
    values: bytes = b""
    """Fingerprints, 64 bits each, in the order of the text."""
    places: bytes = b""
    """The token that each starts at, 32 bits."""
    units: Units = Units()

    @property
    def order(self) -> tuple[str, str, str]:
        """For sorting, the earliest first; what has no date comes last."""
        return self.published or "~", self.moment or "~", self.source


class HeldText(Document):
    """A document of the case. Its text and claims are fetched when something asks for them."""

    def __init__(
        self, sketch: Sketch, shelf: Shelf, vocabulary: Vocabulary, mentions: Mentions, houses: Houses
    ) -> None:
        self.sketch = sketch
        self._shelf = shelf
        self._vocabulary = vocabulary
        self._mentions = mentions
        self._houses = houses
        self.id = sketch.source
        self.published = sketch.published
        self.coded = sketch.coded
        # What the sketch knows stands where the document would put it once it had worked it out.
        self.__dict__.update(
            moment=sketch.moment,
            url=sketch.url,
            outlet_name=sketch.outlet,
            title=sketch.title,
            outlet=mentions.publisher(sketch.url, sketch.outlet),
            house=sketch.house,
            credit=sketch.credit,
            urls=sketch.urls,
            link_urls=sketch.link_urls,
            named=frozenset(sketch.named),
            subjects=frozenset(sketch.subjects),
        )

    def __getattr__(self, name: str) -> Any:
        if name not in {"text", "claims"}:
            raise AttributeError(name)
        self.text, claims = self._shelf.take(self)
        self.claims = sorted(claims, key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
        return self.__dict__[name]

    def put_back(self) -> None:
        """Forget what takes room and can be fetched again."""
        for name in _FETCHED:
            self.__dict__.pop(name, None)


class Shelf:
    """Fetches texts, and puts the one that was taken first back when there are too many."""

    def __init__(self, fetch: Fetch, kept: int = _KEPT) -> None:
        self._fetch = fetch
        self._most = kept
        self._taken: OrderedDict[str, HeldText] = OrderedDict()

    def take(self, document: HeldText) -> tuple[Text, list[Claim]]:
        """The text and the claims of a document."""
        self._taken[document.id] = document
        if len(self._taken) > self._most:
            self._taken.popitem(last=False)[1].put_back()
        return self._fetch(document.id)


def digest_of(document: Document) -> str:
    """Changes when anything does that tracing looks at: the text, its claims, and the outlets that it names."""
    bare = msgspec.structs.replace(document.text, content="", segments=())
    told = sorted(msgspec.json.encode(claim) for claim in document.claims)
    seen = msgspec.json.encode((document.house, sorted(document.named), document.credit))
    return sha256_bytes(b"\0".join([document.text.sha256.encode(), msgspec.json.encode(bare), seen, *told]))


def sketched(documents: Sequence[Document], vocabulary: Vocabulary, units_of: UnitsOf) -> list[Sketch]:
    """The sketches of some documents."""
    batch = print_batch([document.compared for document in documents])
    cuts = batch.bounds.tolist()
    return [
        Sketch(
            source=document.id,
            digest=digest_of(document),
            lang=document.text.lang,
            published=document.published,
            moment=document.moment,
            coded=document.coded,
            url=document.text.url,
            canonical=document.text.canonical_url is not None,
            outlet=document.text.outlet,
            house=document.house,
            credit=document.credit,
            urls=document.urls,
            link_urls=document.link_urls,
            named=tuple(sorted(document.named)),
            title=document.title,
            namings=() if document.coded else tuple(namings_of(document, vocabulary)),
            claims=len(document.claims),
            subjects=tuple(sorted(document.subjects)),
            tokens=int(batch.lengths[number]),
            values=batch.values[cuts[number] : cuts[number + 1]].tobytes(),
            places=batch.places[cuts[number] : cuts[number + 1]].tobytes(),
            units=units_of(document),
        )
        for number, document in enumerate(documents)
    ]


def table_of(sketches: Sequence[Sketch]) -> PrintTable:
    """The fingerprints of texts in the order of their sketches."""
    table = PrintTable()
    table.add(
        PrintBatch(
            np.frombuffer(b"".join(sketch.values for sketch in sketches), np.uint64),
            np.frombuffer(b"".join(sketch.places for sketch in sketches), np.uint32),
            np.cumsum([0, *(len(sketch.values) // 8 for sketch in sketches)]),
            np.array([sketch.tokens for sketch in sketches], np.intp),
        )
    )
    return table.close()
