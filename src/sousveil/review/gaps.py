"""The gaps of a case: what a researcher may go and get next, and what is known of where to get it.

Texts are read for the citing sources alone, and only for the gaps that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from msgspec.structs import replace

from sousveil.record import Claim, Gap, Suggestion
from sousveil.record.gap import GAP_KINDS, GapKind
from sousveil.store import ClaimFilter, FindingFilter
from sousveil.store.reader import Reader
from sousveil.trace.originals import CitingText, suggestions
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

__all__ = ["case_gaps", "newest_day", "some_gaps"]

_CITING = 40
"""Citing texts that are searched for where an original may be had; more say the same."""
_SLOTS = ("place", "supplier", "technology", "site", "quantity")
"""Whose words are worth typing into a search, the most telling first."""
_TELLING = 40
"""Characters of a slot's words; longer ones are a clause, which nobody else wrote so."""
_BATCH = 10_000


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
        yield from some_gaps(case, vocabulary, kind, as_of=as_of, limit=limit)[0]


def some_gaps(
    case: Reader, vocabulary: Vocabulary, kind: GapKind, *, as_of: date | None = None, skip: int = 0,
    limit: int | None = None,
) -> tuple[Iterator[Gap], int]:  # fmt: skip
    """Some gaps of one kind, and how many there are in all. Where an original may be had is worked out as they are
    taken."""
    end = None if limit is None else skip + limit
    if kind == "original-not-held":
        cited = _originals(case)
        return (_with_leads(case, vocabulary, each) for each in cited[skip:end]), len(cited)
    found = _others(case, kind, as_of)
    some = found[skip:end]
    return _with_cited(case, vocabulary, some) if kind == "one-origin" else iter(some), len(found)


def newest_day(case: Reader) -> date | None:
    """The newest publication day in a case, a year or a month taken for its first day; null where no source has one."""
    days = (publication_day(source) for source in case.sources(newest_first=True) if source.published)
    return next((day for day in days if day is not None), None)


def _others(case: Reader, kind: GapKind, as_of: date | None) -> list[Gap]:
    if kind == "one-language":
        kept = (stored.claim for stored in case.claims() if stored.state != "rejected")
        return one_language(kept, case.findings())
    if kind == "one-origin":
        findings = list(case.findings(FindingFilter(one_origin=True)))
        return on_one_origin(findings, _source_counts(case, [finding.id for finding in findings]))
    day = as_of or newest_day(case)
    if day is None:
        return []
    old = [finding for finding in case.findings() if is_stale(finding, day)]
    return not_re_reported(old, _source_counts(case, [finding.id for finding in old]), day)


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
    source_of = {claim: stored.claim.evidence.source for claim in asked if (stored := case.claim(claim)) is not None}
    return cited_originals(echoes, findings, source_of)


def _with_cited(case: Reader, vocabulary: Vocabulary, gaps: Sequence[Gap]) -> Iterator[Gap]:
    """Findings on one origin; where that is only cited, with where it may be had."""
    behind = {finding: cited for cited in reversed(_originals(case)) for finding in cited.gap.findings}
    leads: dict[str, tuple[Suggestion, ...]] = {}
    for gap in gaps:
        cited = behind.get(gap.subject)
        if cited is None:
            yield gap
            continue
        if cited.gap.subject not in leads:
            leads[cited.gap.subject] = _with_leads(case, vocabulary, cited).leads
        yield replace(gap, leads=leads[cited.gap.subject])


def _with_leads(case: Reader, vocabulary: Vocabulary, cited: Cited) -> Gap:
    assert cited.gap.cited is not None
    citing = []
    for source, passages in islice(cited.passages.items(), _CITING):
        text = case.text(source)
        if text is not None:
            held = [stored.claim for stored in case.claims(ClaimFilter(source=source))]
            beside = [claim for claim in held if claim.id in cited.claims or _within(claim, passages)]
            citing.append(CitingText(text=text, passages=passages, words=_words(beside or held, text.content)))
    return replace(cited.gap, leads=suggestions(cited.gap.cited, citing, vocabulary))


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
