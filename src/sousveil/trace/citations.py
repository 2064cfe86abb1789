"""Citations: what a text says that it rests on, by a name, a link or a credit line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from sousveil.record.claim import Claim, Organisation
from sousveil.record.echo import CitedOrigin, Echo, Passage
from sousveil.trace.cues import Cues
from sousveil.trace.direction import earlier
from sousveil.trace.document import Document, normal_name
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["citations"]


class _Citation(Struct, frozen=True):
    """One passage of a text that points at somebody."""

    document: Document
    start: int
    end: int
    key: str
    """What citations are merged by: `org:` and a family or entry, `name:` and a name."""
    name: str
    words: str
    score: float
    kind: str = "citation"


def citations(documents: Sequence[Document], vocabulary: Vocabulary, linked: set[tuple[str, str]]) -> list[Echo]:
    """Echoes of type `citation` and `syndication`, to sources of the case where they fit, else to cited origins.

    `linked` holds pairs (echo, origin) that other evidence ties already; it decides between several candidates.
    """
    cues = Cues(vocabulary)
    held = _Held(documents)
    found: list[_Citation] = []
    echoes: list[Echo] = []
    for document in documents:
        echoes.extend(_links(document, held))
        if not document.coded:
            found.extend(_cited(document, cues, vocabulary))
            found.extend(_attributed(document, vocabulary))
            found.extend(_credited(document, vocabulary))
    names = _names(found, vocabulary)
    seen: set[tuple[str, str, str]] = set()
    for citation in found:
        origin = held.match(citation, linked)
        if origin is citation.document:
            continue
        mark = (citation.document.id, origin.id if origin else citation.key, f"{citation.kind}{citation.start}")
        if mark in seen:
            continue
        seen.add(mark)
        echoes.append(_echo(citation, origin, names[citation.key]))
    return echoes


def _echo(citation: _Citation, origin: Document | None, name: str) -> Echo:
    return Echo(
        origin_from=Passage(source=citation.document.id, start=citation.start, end=citation.end),
        origin_to=Passage(source=origin.id, start=0, end=len(origin.text.content)) if origin else None,
        cited=None if origin else CitedOrigin(ref=citation.key, name=name),
        type=citation.kind,  # type: ignore[arg-type]
        score=citation.score,
        reason=citation.words,
    )


def key_of(entry: Entry) -> str:
    """The key that citations of an outlet share: its newsroom's, except that state media stay apart, since which
    of them said it is part of the evidence."""
    return f"org:{entry.family if entry.family and entry.role != 'state-media' else entry.id}"


def _names(found: list[_Citation], vocabulary: Vocabulary) -> dict[str, str]:
    """One name for each key: the one cited most; an entry that heads the family stands behind it in brackets."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for citation in found:
        counts[citation.key][citation.name] += 1
    names = {}
    for key, tally in counts.items():
        name = min(tally, key=lambda item: (-tally[item], item))
        head = vocabulary.outlets.get(key.removeprefix("org:"))
        names[key] = f"{name} ({head.name})" if head and head.name != name else name
    return names


# ------------------------------------------------------------------------------------------------ links


def _links(document: Document, held: _Held) -> list[Echo]:
    echoes: list[Echo] = []
    seen: set[str] = set(document.urls)
    canonical = document.urls[0] if document.text.canonical_url else None
    if canonical:
        origin = held.by_url.get(canonical)
        if origin is not None and origin is not document and origin.urls[-1] == canonical:
            echoes.append(_linked(document, origin, 0, len(document.text.content), canonical, "syndication"))
    for link, url in zip(document.text.links, held.normal[document.id], strict=True):
        if url in seen or not url:
            continue
        seen.add(url)
        origin = held.by_url.get(url)
        if origin is not None and origin is not document:
            if not earlier(document, origin):
                echoes.append(_linked(document, origin, link.start, link.end, url, "citation"))
        elif document.coded:
            whole = Passage(source=document.id, start=0, end=len(document.text.content))
            echoes.append(
                Echo(
                    origin_from=whole,
                    cited=CitedOrigin(ref=f"url:{url}", name=url.split("/")[0], url=link.url),
                    type="citation",
                    score=0.9,
                    reason=f"the row gives {link.url} as its source",
                )
            )
    return echoes


def _linked(document: Document, origin: Document, start: int, end: int, url: str, kind: str) -> Echo:
    shown = " ".join(document.text.content[start:end].split())[:80] if kind == "citation" else ""
    reason = (
        f"the page says that its first address is {url}"
        if kind == "syndication"
        else f"links to {url}" + (f" with the words “{shown}”" if shown else "")
    )
    return Echo(
        origin_from=Passage(source=document.id, start=start, end=end),
        origin_to=Passage(source=origin.id, start=0, end=len(origin.text.content)),
        type=kind,  # type: ignore[arg-type]
        score=0.95 if kind == "syndication" else 0.6,
        reason=reason,
    )


# ------------------------------------------------------------------------------------------------ names


def _cited(document: Document, cues: Cues, vocabulary: Vocabulary) -> list[_Citation]:
    found = []
    for mention in document.mentions:
        entry = vocabulary.outlets[mention.ref]
        if _is_self(document, entry):
            continue
        cue = cues.near(document.text.content, document.text.lang, mention.start, mention.end)
        if cue is None:
            continue
        start, end, words = cue
        found.append(_Citation(document, start, end, key_of(entry), entry.name, f"cites {entry.name}: “{words}”", 0.7))
    return found


def _attributed(document: Document, vocabulary: Vocabulary) -> list[_Citation]:
    found = []
    for claim in document.claims:
        if not claim.attributed_to:
            continue
        speaker = claim.attributed_to[-1]
        if _is_own_voice(document, speaker, vocabulary):
            continue
        key, name = speaker_key(speaker, vocabulary)
        span = _sentence(claim)
        words = f"the claim is attributed to {_chain(claim)}"
        found.append(_Citation(document, span[0], span[1], key, name, words, 0.85 if speaker.ref else 0.6))
    return found


def _chain(claim: Claim) -> str:
    return ", who cites ".join(speaker.name for speaker in claim.attributed_to)


def _sentence(claim: Claim) -> tuple[int, int]:
    return claim.evidence.start, claim.evidence.end


def speaker_key(speaker: Organisation, vocabulary: Vocabulary) -> tuple[str, str]:
    """What citations of a speaker are merged by, and the name to show."""
    entry = vocabulary.outlets.get(speaker.ref or "")
    if entry is not None:
        return key_of(entry), entry.name
    if speaker.ref:
        return f"org:{speaker.ref}", speaker.name
    return f"name:{normal_name(speaker.name)}", speaker.name


def _is_self(document: Document, entry: Entry) -> bool:
    if document.outlet is not None:
        return entry.id == document.outlet.id or (entry.family is not None and entry.family == document.outlet.family)
    return normal_name(entry.name) == document.outlet_name != ""


def _is_own_voice(document: Document, speaker: Organisation, vocabulary: Vocabulary) -> bool:
    entry = vocabulary.outlets.get(speaker.ref or "")
    if entry is not None:
        return _is_self(document, entry)
    return bool(document.outlet_name) and normal_name(speaker.name) == document.outlet_name


def _credited(document: Document, vocabulary: Vocabulary) -> list[_Citation]:
    credit = document.credit
    if credit is None:
        return []
    entry = vocabulary.outlets[credit.ref]
    if _is_self(document, entry):
        return []
    words = f"carries the credit line “{credit.words}” of {entry.name}"
    return [_Citation(document, credit.start, credit.end, key_of(entry), entry.name, words, 0.95, "syndication")]


# ------------------------------------------------------------------------------------------------ held sources


class _Held:
    """The sources of the case, by address, publisher and name."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.normal = {document.id: document.link_urls for document in documents}
        self.by_url: dict[str, Document] = {}
        self._by_publisher: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            for url in document.urls:
                self.by_url.setdefault(url, document)
            if document.coded:
                continue
            if document.outlet is not None:
                self._by_publisher[key_of(document.outlet)].append(document)
            if document.outlet_name:
                self._by_publisher[f"name:{document.outlet_name}"].append(document)

    def match(self, citation: _Citation, linked: set[tuple[str, str]]) -> Document | None:
        """The source that a citation means, or null where none or several fit.

        A text tied to it by other evidence, linked from it, or whose title it gives, comes first; else the one
        text of that publisher that tells of the same things and is not later.
        """
        document = citation.document
        candidates = [
            item
            for item in self._by_publisher.get(citation.key, ())
            if item is not document and not earlier(document, item)
        ]
        for item in candidates:
            if (document.id, item.id) in linked or any(url in item.urls for url in document.outbound):
                return item
        content = document.text.content
        for item in candidates:
            title = (item.text.title or "").strip()
            if len(title) >= 15 and title in content:
                return item
        fitting = [(overlap, item) for item in candidates if (overlap := _overlap(document, item)) > 0]
        if not fitting:
            return None
        fitting.sort(key=lambda pair: (-pair[0], pair[1].id))
        if len(fitting) > 1 and fitting[0][0] == fitting[1][0]:
            return None
        return fitting[0][1]


def _overlap(one: Document, other: Document) -> int:
    mine = {subject for claim in one.claims for subject in _subjects(claim)}
    theirs = {subject for claim in other.claims for subject in _subjects(claim)}
    common = len(mine & theirs)
    return common if common >= 3 or (common >= 2 and common == min(len(mine), len(theirs))) else 0


def _subjects(claim: Claim) -> list[tuple[str, str]]:
    sites = claim.site_types or ("",)
    return [(technology or claim.kind, site) for technology in (claim.technology or ("",)) for site in sites]
