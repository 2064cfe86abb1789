"""Citations: what a text says that it rests on, by a name or a credit line, as echoes.

`pointing` finds where one text points at somebody; here is decided whom it means: a source of the case, or an origin
that the case does not hold and which stands once for all texts that cite it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.record.echo import Aligned, Echo, Passage
from sousveil.trace.citing.cited_origins import Naming, Origins, origins_of
from sousveil.trace.citing.held import Held
from sousveil.trace.citing.pointing import Citation, cited_by
from sousveil.trace.citing.unlisted import distinctive
from sousveil.trace.document import Document
from sousveil.vocabulary.houses import house_words
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["citations", "namings_of"]

_PRINTED = 0.5
"""How sure it is that a citation of an agency may be answered by a print of its text."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?!\d)|(?<![\d.,])\d{3,7}(?!\d)")
_YEARS = range(1900, 2101)
_TOUCHES = 40
"""Numbers and subjects of a text that are kept."""


def citations(
    documents: Sequence[Document],
    held: Held,
    vocabulary: Vocabulary,
    linked: set[tuple[str, str]],
    origins: Origins | None = None,
) -> list[Echo]:
    """Echoes of type `citation` and `syndication` by name, to sources of the case where they fit, else to cited
    origins.

    `linked` holds pairs that other evidence ties already; it decides between several candidates. `origins` are those
    of the whole case (`origins_of` over `namings_of` every text), where `documents` are only some of its texts.
    """
    found = [(document, cited_by(document, vocabulary)) for document in documents]
    if origins is None:
        told = (
            each for one, cited in found for each in (*_namings(one, cited, vocabulary), *_own_name(one, vocabulary))
        )
        origins = origins_of(told, vocabulary)
    echoes: list[Echo] = []
    for document, cited in found:
        for citation, naming in zip(cited, _namings(document, cited, vocabulary), strict=True):
            echoes += _echoes(citation, naming, held, origins, linked)
    return echoes


def namings_of(document: Document, vocabulary: Vocabulary) -> list[Naming]:
    """What a text says of the origins that it cites: all that the naming of a case's origins needs of it.

    The name of its own publisher is among them (`own`).
    """
    cited = _namings(document, cited_by(document, vocabulary), vocabulary)
    return [*cited, *_own_name(document, vocabulary)]


def _own_name(document: Document, vocabulary: Vocabulary) -> list[Naming]:
    """The name under which a text was published, where the vocabulary lists no such outlet."""
    name = document.text.outlet
    if document.coded or not name or not document.house.startswith("name:"):
        return []
    lang = document.text.lang.partition("-")[0]
    words = tuple(distinctive(name, lang, vocabulary))
    kind = next((kind for word in name.split() if (kind := _kind(word, lang, vocabulary))), "")
    return [
        Naming(
            key=document.house, name=name, source=document.id, words=words, kind=kind, listed=False, own=True,
            lang=lang, touches=_touches(document),
        )
    ]  # fmt: skip


def _kind(word: str, lang: str, vocabulary: Vocabulary) -> str | None:
    words = house_words(lang, vocabulary)
    return words.kind(vocabulary.orthography(lang).view(word)) if words is not None else None


def _namings(document: Document, cited: Sequence[Citation], vocabulary: Vocabulary) -> list[Naming]:
    touches = _touches(document) if any(citation.key.startswith("name:") for citation in cited) else ()
    return [
        Naming(
            key=citation.key,
            name=citation.name,
            source=document.id,
            words=_words(citation, document.text.lang, vocabulary),
            kind=citation.house.kind if citation.house else "",
            listed=citation.house is None,
            title=citation.told.title,
            date=citation.told.date,
            url=citation.told.url,
            lang=document.text.lang.partition("-")[0],
            touches=touches if citation.key.startswith("name:") else (),
        )
        for citation in cited
    ]


def _words(citation: Citation, lang: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The distinctive words by which a name nobody lists is compared with others."""
    if not citation.key.startswith("name:"):
        return ()
    return tuple(distinctive(citation.name, lang, vocabulary))


def _touches(document: Document) -> tuple[str, ...]:
    """What a text tells of, in signs that all languages share."""
    subjects = {
        f"{technology} {claim.place.country}"
        for claim in document.claims
        for technology in claim.technology
        if claim.place is not None and claim.place.country
    }
    numbers = {int(re.sub(r"\D", "", match.group())) for match in _NUMBER.finditer(document.text.content)}
    told = {f"number {number}" for number in numbers if number >= 100 and number not in _YEARS}
    return tuple(sorted(subjects | told)[:_TOUCHES])


def _echoes(
    citation: Citation, naming: Naming, held: Held, origins: Origins, linked: set[tuple[str, str]]
) -> list[Echo]:
    document = citation.document
    target = held.match(document, origins.head(citation.key), linked, citation.told)
    if target is not None:
        return [_to_held(citation, target, citation.score, citation.reason)]
    echo = Echo(
        origin_from=Passage(source=document.id, start=citation.start, end=citation.end),
        cited=origins.of(naming),
        type=citation.kind,  # type: ignore[arg-type]
        score=citation.score,
        reason=citation.reason,
        direction="credit" if citation.kind == "syndication" else "citation",
    )
    printed = held.printed(document, citation.key) if citation.kind == "citation" else None
    if printed is None:
        return [echo]
    return [echo, _to_held(citation, printed, _PRINTED, f"{citation.reason}; a print of its text")]


def _to_held(citation: Citation, target: Document, score: float, reason: str) -> Echo:
    return Echo(
        origin_from=Passage(source=citation.document.id, start=citation.start, end=citation.end),
        origin_to=Passage(source=target.id, start=0, end=len(target.text.content)),
        type=citation.kind,  # type: ignore[arg-type]
        score=score,
        reason=reason,
        direction="credit" if citation.kind == "syndication" else "citation",
        aligned=_aligned(citation, target),
    )


def _aligned(citation: Citation, target: Document) -> tuple[Aligned, ...]:
    """The title on both sides, and what the citing passage and the cited text both claim."""
    found: list[Aligned] = []
    at = citation.told.title_at
    if at is not None:
        title = citation.document.text.content[slice(*at)]
        where = target.text.content.find(title)
        if where >= 0:
            found.append(Aligned(start=at[0], end=at[1], to_start=where, to_end=where + len(title), what="title"))
    for claim in citation.document.claims:
        if not (claim.evidence.start < citation.end and citation.start < claim.evidence.end):
            continue
        same = [
            other
            for other in target.claims
            if set(claim.technology) & set(other.technology) and (claim.kind == other.kind)
        ]
        best = min(
            same, key=lambda other: (_unlike(claim.quantity, other.quantity), other.evidence.start), default=None
        )
        if best is not None:
            what = f"{claim.kind}: {', '.join(sorted(set(claim.technology) & set(best.technology)))}"
            mine, theirs = claim.evidence, best.evidence
            found.append(Aligned(start=mine.start, end=mine.end, to_start=theirs.start, to_end=theirs.end, what=what))
    return tuple(sorted(set(found), key=lambda each: (each.start, each.to_start, each.what))[:6])


def _unlike(one: object, other: object) -> bool:
    return one is None or one != other
