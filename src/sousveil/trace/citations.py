"""Citations: what a text says that it rests on, by a name, a link or a credit line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sousveil.record.claim import Claim, Organisation
from sousveil.record.echo import CitedOrigin, Echo, Passage
from sousveil.trace.cues import cited_near
from sousveil.trace.document import Document
from sousveil.trace.held import Held
from sousveil.trace.houses import entry_key, house_key
from sousveil.vocabulary.citing import bears_name, points_back
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["Citation", "citations", "cited_by", "names_of"]

_NAMED, _ATTRIBUTED, _UNKNOWN, _CREDITED = 0.7, 0.85, 0.6, 0.95
"""How sure a link is: a name beside a cue, a claim's own attribution, the same to a name nobody knows, a credit."""


class Citation(Struct, frozen=True):
    """One passage of a text that points at somebody."""

    document: Document
    start: int
    end: int
    key: str
    """What citations are merged by: `org:` and a family or entry, `name:` and a name."""
    name: str
    reason: str
    score: float
    kind: str = "citation"


def citations(
    documents: Sequence[Document],
    held: Held,
    vocabulary: Vocabulary,
    linked: set[tuple[str, str]],
    names: Mapping[str, str] | None = None,
) -> list[Echo]:
    """Echoes of type `citation` and `syndication` by name, to sources of the case where they fit, else to cited
    origins.

    `linked` holds pairs that other evidence ties already; it decides between several candidates. `names` are those of
    the whole case, where `documents` are only some of its texts.
    """
    found = [citation for document in documents for citation in cited_by(document, vocabulary)]
    names = names or names_of(((citation.key, citation.name) for citation in found), vocabulary)
    return [_echo(citation, held.match(citation.document, citation.key, linked), names) for citation in found]


def cited_by(document: Document, vocabulary: Vocabulary) -> list[Citation]:
    """What one text says that it rests on."""
    if document.coded:
        return []
    named = _cited(document, vocabulary)
    return [*named, *_attributed(document, vocabulary, named), *_credited(document, vocabulary)]


def _echo(citation: Citation, origin: Document | None, names: Mapping[str, str]) -> Echo:
    return Echo(
        origin_from=Passage(source=citation.document.id, start=citation.start, end=citation.end),
        origin_to=Passage(source=origin.id, start=0, end=len(origin.text.content)) if origin else None,
        cited=None if origin else CitedOrigin(ref=citation.key, name=names[citation.key]),
        type=citation.kind,  # type: ignore[arg-type]
        score=citation.score,
        reason=citation.reason,
        direction="citation",
    )


def names_of(cited: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> dict[str, str]:
    """One name for each key, from keys and names as citations give them: the one cited most; the entry that heads the
    family stands behind it in brackets."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, name in cited:
        counts[key][name] += 1
    names = {}
    for key, tally in counts.items():
        head = vocabulary.outlets.get(key.removeprefix("org:"))
        behind = _bare(head) if head else ""
        name = min(tally, key=lambda item: (item == behind, -tally[item], item))
        names[key] = f"{name} ({behind})" if behind and behind != name else name
    return names


def _cited(document: Document, vocabulary: Vocabulary) -> list[Citation]:
    """Names of outlets and bodies beside a cue. A body whose name stands in a sentence without one is a subject."""
    found = []
    for mention in document.mentions:
        entry = vocabulary.outlets.get(mention.ref)
        key = entry_key(entry) if entry else mention.ref
        if key == document.house:
            continue
        name = _bare(entry) if entry else document.text.content[mention.start : mention.end]
        cue = cited_near(document.text.content, document.text.lang, mention.start, mention.end, vocabulary)
        if cue is not None:
            start, end, words = cue
            found.append(Citation(document, start, end, key, name, f"cites {name}: “{words}”", _NAMED))
    return found


def _attributed(document: Document, vocabulary: Vocabulary, named: list[Citation]) -> list[Citation]:
    """Whom claims are attributed to: the speaker furthest behind whom somebody could go and ask.

    "The report said" points back at what the text cited last. Witnesses without a name are no origin that can be
    sought: they make the report that heard them an origin, which is for `weigh` to see.
    """
    found = []
    for claim in document.claims:
        for speaker in reversed(claim.attributed_to):
            meant = _meant(speaker, claim, named, vocabulary)
            if meant is None:
                continue
            key, name, reason = meant
            if key == document.house:
                break
            score = _ATTRIBUTED if key.startswith("org:") else _UNKNOWN
            found.append(Citation(document, claim.evidence.start, claim.evidence.end, key, name, reason, score))
            break
    return found


def _meant(
    speaker: Organisation, claim: Claim, named: list[Citation], vocabulary: Vocabulary
) -> tuple[str, str, str] | None:
    """The key and name of the origin that a speaker stands for, and the reason; null for a nameless witness."""
    if points_back(speaker.name, claim.evidence.lang, vocabulary):
        before = [citation for citation in named if citation.start <= claim.evidence.start]
        if not before:
            return None
        last = max(before, key=lambda citation: (citation.start, citation.key))
        return last.key, last.name, f"“{speaker.name}” points back at {last.name}, cited before"
    if not speaker.ref:
        # Names that run on ("Harbour Ledger and Evening Sheet") are those that stand in them.
        inside = [citation for citation in named if citation.name in speaker.name]
        if inside:
            return inside[0].key, inside[0].name, f"the claim is attributed to {_chain(claim)}"
        if not bears_name(speaker.name, vocabulary):
            return None
    key, name = _speaker(speaker, vocabulary)
    return key, name, f"the claim is attributed to {_chain(claim)}"


def _bare(entry: Entry) -> str:
    """The name without the sign that says how it is looked for."""
    return entry.name.removeprefix("=")


def _chain(claim: Claim) -> str:
    return ", who cites ".join(speaker.name for speaker in claim.attributed_to)


def _speaker(speaker: Organisation, vocabulary: Vocabulary) -> tuple[str, str]:
    """What citations of a speaker are merged by, and the name to show."""
    entry = vocabulary.outlets.get(speaker.ref or "")
    if entry is not None:
        return entry_key(entry), _bare(entry)
    return (f"org:{speaker.ref}" if speaker.ref else house_key(speaker.name, vocabulary)), speaker.name


def _credited(document: Document, vocabulary: Vocabulary) -> list[Citation]:
    credit = document.credit
    if credit is None or credit.key == document.house:
        return []
    entry = vocabulary.outlets.get(credit.key.removeprefix("org:"))
    whole = credit.end - credit.start == len(document.text.content)
    words = document.text.agency if whole else document.text.content[credit.start : credit.end]
    name = _bare(entry) if entry else credit.key.removeprefix("name:").title()
    reason = f"carries the credit line “{words}” of {name}"
    return [Citation(document, credit.start, credit.end, credit.key, name, reason, _CREDITED, "syndication")]
