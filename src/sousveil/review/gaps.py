"""The gaps of a case: what a researcher may go and get next, and what is known of where to get it.

Texts are read for the citing sources alone, and only for the gaps that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from sousveil.record import Claim, Gap, Suggestion
from sousveil.record.gap import GAP_KINDS, GapKind
from sousveil.store import ClaimFilter, FindingFilter, StoredClaim
from sousveil.store.reader import Reader
from sousveil.trace.addresses import normal_url
from sousveil.trace.citing.cited_house import house_of
from sousveil.trace.citing.originals import CitingText, suggestions
from sousveil.vocabulary import Vocabulary
from sousveil.weigh.gaps import (
    Cited,
    cited_originals,
    is_stale,
    not_re_reported,
    on_one_origin,
    one_language,
    publication_day,
)

__all__ = ["Listed", "case_gaps", "list_gaps", "newest_day", "with_suggestions"]

_CITING = 40
"""Citing texts that are searched for where an original may be had; more say the same."""
_SLOTS = ("place", "supplier", "technology", "site", "quantity")
"""Whose words are worth typing into a search, the most telling first."""
_TELLING = 40
"""Characters of a slot's words; longer ones are a clause, which nobody else wrote so."""
_PASS = 20
"""How many claims are read in one pass in the time in which one is asked for by its identifier."""
_BATCH = 10_000


class Listed(Struct, frozen=True, kw_only=True):
    """The gaps of one kind, what most depends on first, before it is worked out where originals may be had."""

    gaps: tuple[Gap, ...]
    originals: dict[str, Cited] = {}
    """By the gap's subject: the original that is meant, where it is known."""
    tried: dict[str, str] = {}
    """Addresses in the form in which they are compared, with what became of them: they are held, or could not be."""


def case_gaps(
    case: Reader,
    vocabulary: Vocabulary,
    kinds: Sequence[GapKind] = GAP_KINDS,
    *,
    as_of: date | None = None,
    limit: int | None = None,
) -> Iterator[Gap]:
    """The gaps of these kinds, kind by kind, what most depends on first; `limit` is for each kind.

    `as_of` is the day from which two years are counted back; the newest publication day of the case if none.
    """
    for kind in kinds:
        yield from with_suggestions(case, vocabulary, list_gaps(case, kind, as_of), limit=limit)


def list_gaps(case: Reader, kind: GapKind, as_of: date | None = None) -> Listed:
    """The gaps of one kind; `as_of` as in `case_gaps`."""
    if kind == "original-not-held":
        cited = _originals(case)
        return Listed(
            gaps=tuple(each.gap for each in cited),
            originals={each.gap.subject: each for each in cited},
            tried=_tried(case),
        )
    if kind == "one-origin":
        findings = list(case.findings(FindingFilter(one_origin=True)))
        gaps = on_one_origin(findings, _source_counts(case, [finding.id for finding in findings]))
        behind = {finding: cited for cited in reversed(_originals(case)) for finding in cited.gap.findings}
        return Listed(
            gaps=tuple(gaps),
            originals={gap.subject: behind[gap.subject] for gap in gaps if gap.subject in behind},
            tried=_tried(case),
        )
    if kind == "one-language":
        kept = (stored.claim for stored in case.claims() if stored.state != "rejected")
        return Listed(gaps=tuple(one_language(kept, case.findings())))
    day = as_of or newest_day(case)
    old = [finding for finding in case.findings() if day is not None and is_stale(finding, day)]
    counts = _source_counts(case, [finding.id for finding in old])
    return Listed(gaps=tuple(not_re_reported(old, counts, day) if day is not None else ()))


def with_suggestions(
    case: Reader, vocabulary: Vocabulary, listed: Listed, *, skip: int = 0, limit: int | None = None
) -> Iterator[Gap]:
    """Some of the gaps, with where originals may be had: texts are read as the gaps are taken."""
    known: dict[str, tuple[Suggestion, ...]] = {}
    outlets = case.source_facets().get("outlet", {}) if listed.originals else {}
    for gap in listed.gaps[skip : None if limit is None else skip + limit]:
        cited = listed.originals.get(gap.subject)
        if cited is None:
            yield gap
            continue
        ref = cited.gap.subject
        if ref not in known:
            known[ref] = tuple(_told(lead, listed.tried) for lead in _suggested(case, vocabulary, cited))
        yield replace(gap, leads=known[ref], house_texts=_of_house(gap, vocabulary, outlets))


def _tried(case: Reader) -> dict[str, str]:
    failed = {
        normal_url(drop.locator): f"it could not be collected ({drop.reason})"
        for drop in case.drops("collect")
        if drop.locator.startswith(("http://", "https://"))
    }
    return failed | {normal_url(capture.url): "the case holds it" for capture in case.captures() if capture.url}


def _told(lead: Suggestion, tried: Mapping[str, str]) -> Suggestion:
    """With what became of its address, if anybody has tried it."""
    became = tried.get(normal_url(lead.url)) if lead.url else None
    return replace(lead, why=f"{lead.why}; {became}") if became else lead


def newest_day(case: Reader) -> date | None:
    """The newest publication day in a case, a year or a month taken for its first day; null where no source has one."""
    days = (publication_day(source) for source in case.sources(newest_first=True) if source.published)
    return next((day for day in days if day is not None), None)


def _source_counts(case: Reader, findings: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for start in range(0, len(findings), _BATCH):
        counts |= case.finding_source_counts(findings[start : start + _BATCH])
    return counts


def _originals(case: Reader) -> list[Cited]:
    echoes = [stored.echo for stored in case.echoes() if stored.state != "cut" and stored.echo.cited is not None]
    names: dict[str, set[str]] = {}
    for echo in echoes:
        assert echo.cited is not None
        names.setdefault(echo.cited.name, set()).add(echo.cited.ref)
    shared = {name for name, refs in names.items() if len(refs) > 1}
    findings = [finding for finding in case.findings() if any(origin.cited for origin in finding.origins.named)]
    asked = {
        claim
        for finding in findings
        for origin in finding.origins.named
        if origin.cited in shared
        for claim in origin.claims
    }
    return cited_originals(echoes, findings, _sources_of(case, asked))


def _sources_of(case: Reader, asked: set[str]) -> dict[str, str]:
    """The source of each of these claims: one by one, or where they are many, from all of the case in one pass."""
    claims = sum(case.facets().get("kind", {}).values()) if asked else 0
    if len(asked) * _PASS <= claims:
        held: Iterable[StoredClaim] = filter(None, map(case.claim, asked))
    else:
        held = case.claims()
    return {stored.claim.id: stored.claim.evidence.source for stored in held if stored.claim.id in asked}


def _of_house(gap: Gap, vocabulary: Vocabulary, outlets: Mapping[str, int]) -> int:
    house = house_of(gap.cited, vocabulary) if gap.cited is not None else None
    return sum(count for outlet, count in outlets.items() if house is not None and house.is_called(outlet))


def _suggested(case: Reader, vocabulary: Vocabulary, cited: Cited) -> tuple[Suggestion, ...]:
    assert cited.gap.cited is not None
    citing = []
    for source, passages in islice(cited.passages.items(), _CITING):
        text = case.text(source)
        if text is not None:
            held = [stored.claim for stored in case.claims(ClaimFilter(source=source))]
            beside = [claim for claim in held if claim.id in cited.claims or _within(claim, passages)]
            citing.append(CitingText(text=text, passages=passages, words=_words(beside or held, text.content)))
    return suggestions(cited.gap.cited, citing, vocabulary)


def _within(claim: Claim, passages: Sequence[tuple[int, int]]) -> bool:
    said = claim.evidence
    return any(start < said.end and said.start < end for start, end in passages)


def _words(claims: Sequence[Claim], content: str) -> tuple[str, ...]:
    """The words behind the slots of claims, each once; what most claims have comes first within a slot."""
    found: list[str] = []
    for slot in _SLOTS:
        counts: dict[str, int] = {}
        for claim in claims:
            for name, (start, end) in claim.slots.items():
                words = " ".join(content[start:end].split())
                if name.partition(".")[0] == slot and len(words) <= _TELLING:
                    counts[words] = counts.get(words, 0) + 1
        for words in sorted(counts, key=lambda each: (-counts[each], each))[:2]:
            if not any(words.casefold() in other.casefold() or other.casefold() in words.casefold() for other in found):
                found.append(words)
    return tuple(found)
