"""What a claim looks like, as strings that a model can weigh.

Traits describe what was read and how, never who: no name of a person, an operator or a supplier is among them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from sousveil.record import Claim

__all__ = ["Traits", "traits_of"]


class Traits(Struct, frozen=True, kw_only=True):
    """The traits of one claim."""

    claim: str
    """Identifier of the claim."""
    source: str
    fixed: tuple[str, ...]
    """From closed lists: kind, act, rule, slots that are filled, distances."""
    words: tuple[str, ...]
    """From the quote."""


_WORD = re.compile(r"[^\W\d_]+")
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?([^/:?#@]+)")
_NAMES = frozenset({"attributed_to", "operator", "place", "supplier"})
"""Slots whose words are names, and no traits."""
_OPTIONAL = ("operator", "supplier", "place", "target", "time", "quantity")
_MOST_BESIDE = 2


def traits_of(claims: Iterable[Claim], wanted: Collection[str] | None = None) -> list[Traits]:
    """The traits of each claim, or of those that are wanted by their identifiers, in the order given; a claim is seen
    beside the others of its source."""
    claims = list(claims)
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_source[claim.evidence.source].append(claim)
    beside: dict[int, list[Claim]] = {}
    for found in by_source.values():
        beside |= _beside(found)
    return [
        Traits(
            claim=claim.id,
            source=claim.evidence.source,
            fixed=tuple(dict.fromkeys([*_read(claim), *_filled(claim), *_shape(claim), *_company(claim, beside)])),
            words=_words(claim),
        )
        for claim in claims
        if wanted is None or claim.id in wanted
    ]


def _read(claim: Claim) -> list[str]:
    """What the claim says and which rule read it."""
    host = _HOST.match(claim.evidence.url or "")
    return [
        f"kind {claim.kind}",
        f"act {claim.act}",
        f"kind {claim.kind} act {claim.act}",
        f"polarity {claim.polarity}",
        f"certainty {claim.certainty}",
        f"language {claim.evidence.lang}",
        f"extractor {claim.extractor}",
        f"rule {claim.rule}",
        *(f"part of rule {part}" for part in claim.rule.split(":")),
        *(f"technology {technology}" for technology in claim.technology),
        f"technologies {min(3, len(claim.technology))}",
        *(f"site {site}" for site in claim.site_types),
        *([f"outlet {host[1].casefold()}"] if host and host[1].isascii() else []),
        f"source {claim.evidence.source}",
    ]


def _filled(claim: Claim) -> list[str]:
    """Which slots have words behind them, which values are missing, whether somebody is quoted."""
    return [
        *(f"slot {_base(name)}" for name in sorted(claim.slots)),
        *(f"no {name}" for name in _OPTIONAL if getattr(claim, name) is None),
        "attributed" if claim.attributed_to else "own words of the outlet",
    ]


def _shape(claim: Claim) -> list[str]:
    """How long the quote is, how far its act stands from its technology, what it takes from elsewhere.

    Lengths and distances count in powers of two.
    """
    said = claim.evidence
    traits = [f"length {len(said.quote).bit_length()}"]
    act, technology = claim.slots.get("act"), claim.slots.get("technology")
    if act and technology:
        apart = max(act[0], technology[0]) - min(act[1], technology[1])
        traits.append(f"act {max(0, apart).bit_length()} {'before' if act < technology else 'behind'} technology")
    for name, (start, end) in sorted(claim.slots.items()):
        if start < said.start or end > said.end:
            traits.append(f"elsewhere {_base(name)}")
    return traits


def _company(claim: Claim, beside: dict[int, list[Claim]]) -> list[str]:
    """Which other claims share words with it: two readings of one sentence are seldom both right."""
    others = beside[id(claim)]
    traits = [f"beside {min(3, len(others))}"]
    traits += [f"beside {other.kind}" for other in others[:_MOST_BESIDE]]
    if any(other.kind == claim.kind and set(other.technology) & set(claim.technology) for other in others):
        traits.append("beside its like")
    if any(other.act != claim.act for other in others):
        traits.append("beside another act")
    return traits


def _beside(claims: Sequence[Claim]) -> dict[int, list[Claim]]:
    """For each claim of one source (by `id()`), the others whose quotes overlap its own."""
    ordered = sorted(claims, key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
    found: dict[int, list[Claim]] = {id(claim): [] for claim in ordered}
    open_: list[Claim] = []
    for claim in ordered:
        open_ = [other for other in open_ if other.evidence.end > claim.evidence.start]
        for other in open_:
            found[id(other)].append(claim)
            found[id(claim)].append(other)
        open_.append(claim)
    return found


def _words(claim: Claim) -> tuple[str, ...]:
    """The quote's words, without those that may name somebody.

    Where names are written with a capital, only words without one are taken. In the other scripts, only what the
    vocabulary recognised is, since nothing there tells a name from a word.
    """
    said = claim.evidence
    names = [span for name, span in claim.slots.items() if _base(name) in _NAMES]
    words = {
        _folded(match.group())
        for match in _WORD.finditer(said.quote)
        if match.group()[0].islower() and not any(_overlap(match.span(), span, said.start) for span in names)
    }
    for name, (start, end) in claim.slots.items():
        if _base(name) not in _NAMES and said.start <= start and end <= said.end:
            words.add(_folded(said.quote[start - said.start : end - said.start]))
    return tuple(sorted(words))


def _overlap(inside: tuple[int, int], span: tuple[int, int], offset: int) -> bool:
    return span[0] < offset + inside[1] and offset + inside[0] < span[1]


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold()


def _base(slot: str) -> str:
    """`technology.2` is a technology."""
    return slot.partition(".")[0]
