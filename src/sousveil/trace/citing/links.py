"""Links: the addresses that a page points to, and the one that it calls its own."""

from __future__ import annotations

from collections.abc import Sequence

from sousveil.record.echo import Aligned, CitedOrigin, Echo, Passage
from sousveil.trace.addresses import host_of, is_same_site
from sousveil.trace.citing.held import Held
from sousveil.trace.direction import earlier
from sousveil.trace.document import Document
from sousveil.trace.houses import entry_key
from sousveil.trace.mentions import Mentions

__all__ = ["links"]

_FIRST_ADDRESS, _LINK, _ROW = 0.95, 0.6, 0.9
_LEAST_WORDS = 12
"""Characters of the words of a link that are looked for on the other side."""


def links(documents: Sequence[Document], held: Held, mentions: Mentions) -> list[Echo]:
    """Echoes by address: `syndication` where a page names another as its first address, `citation` for links to
    sources of the case, and for a row of a table each link that it gives, held or not."""
    return [echo for document in documents for echo in _of(document, held, mentions)]


def _of(document: Document, held: Held, mentions: Mentions) -> list[Echo]:
    echoes: list[Echo] = []
    seen = set(document.urls)
    if document.text.canonical_url and len(document.urls) > 1:
        # A page served at one address that calls another its own, which the case holds as a page of its own.
        origin = held.by_url.get(document.urls[0])
        if origin is not None and origin is not document:
            echoes.append(_to(document, origin, (0, len(document.text.content)), document.urls[0], None))
        elif not document.coded:
            echoes += _elsewhere_first(document, mentions)
    for link, url in zip(document.text.links, document.link_urls, strict=True):
        if not url or url in seen:
            continue
        seen.add(url)
        origin = held.by_url.get(url)
        if origin is not None:
            if origin is not document and not earlier(document, origin):
                shown = " ".join(document.text.content[link.start : link.end].split())[:80]
                echoes.append(_to(document, origin, (link.start, link.end), url, shown))
        elif document.coded:
            echoes.append(_of_row(document, link.url, url, mentions))
    return echoes


def _elsewhere_first(document: Document, mentions: Mentions) -> list[Echo]:
    """The page of another site, which the case does not hold, that a page calls its first address."""
    first = document.text.canonical_url or ""
    if not host_of(first) or is_same_site(host_of(first), host_of(document.text.url or "")):
        return []
    entry = mentions.publisher(first, None)
    if entry is not None and entry_key(entry) == document.house:
        return []
    name = entry.name.removeprefix("=") if entry else host_of(first).removeprefix("www.")
    ref = entry_key(entry) if entry else f"url:{document.urls[0]}"
    return [
        Echo(
            origin_from=Passage(source=document.id, start=0, end=len(document.text.content)),
            cited=CitedOrigin(ref=ref, name=name, title=document.text.title, url=first),
            type="syndication",
            score=_FIRST_ADDRESS,
            reason=f"the page says that its first address is {document.urls[0]}",
            direction="citation",
        )
    ]


def _to(document: Document, origin: Document, span: tuple[int, int], url: str, shown: str | None) -> Echo:
    """`shown` holds the words of a link; null stands for the page's own first address."""
    reason = f"the page says that its first address is {url}" if shown is None else f"links to {url}"
    return Echo(
        origin_from=Passage(source=document.id, start=span[0], end=span[1]),
        origin_to=Passage(source=origin.id, start=0, end=len(origin.text.content)),
        type="syndication" if shown is None else "citation",
        score=_FIRST_ADDRESS if shown is None else _LINK,
        reason=f"{reason} with the words “{shown}”" if shown else reason,
        direction="citation",
        aligned=_aligned(document, origin, span) if shown else (),
    )


def _aligned(document: Document, origin: Document, span: tuple[int, int]) -> tuple[Aligned, ...]:
    """The words of a link where they stand in the text that it leads to, as a title does."""
    words = document.text.content[slice(*span)].strip()
    start = span[0] + document.text.content[slice(*span)].find(words)
    at = origin.text.content.find(words) if len(words) >= _LEAST_WORDS else -1
    if at < 0:
        return ()
    return (Aligned(start=start, end=start + len(words), to_start=at, to_end=at + len(words), what="title"),)


def _of_row(document: Document, written: str, url: str, mentions: Mentions) -> Echo:
    entry = mentions.publisher(written, None)
    return Echo(
        origin_from=Passage(source=document.id, start=0, end=len(document.text.content)),
        cited=CitedOrigin(ref=f"url:{url}", name=entry.name if entry else url.split("/", maxsplit=1)[0], url=written),
        type="citation",
        score=_ROW,
        reason=f"the row gives {written} as its source",
        direction="citation",
    )
