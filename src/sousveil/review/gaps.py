"""The gaps of a case: what a researcher may go and get next, and what is known of where to get it.

Texts are read for the citing sources alone, and only for the gaps that are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from sousveil.record import Claim, Finding, Gap, Suggestion
from sousveil.record.gap import GAP_KINDS, GapKind, gap_id
from sousveil.store import ClaimFilter
from sousveil.store.reader import Reader
from sousveil.trace.addresses import normal_url
from sousveil.trace.citing.cited_house import house_of
from sousveil.trace.citing.originals import CitingText, suggestions
from sousveil.vocabulary import Vocabulary
from sousveil.weigh.days import years_before
from sousveil.weigh.gaps import (
    YEARS,
    Cited,
    cited_originals,
    is_old,
    one_language,
    one_origin_gap,
    publication_day,
    stale_gap,
)

__all__ = ["OF_FINDINGS", "Listed", "case_gaps", "list_gaps", "newest_day", "with_suggestions"]

OF_FINDINGS: Final = frozenset[GapKind]({"one-origin", "not-re-reported"})
"""Kinds whose gaps are findings: the first of them are known without the others."""

_CITING = 8
"""Citing texts that are searched for where an original may be had; more say the same."""
_SLOTS = ("place", "supplier", "technology", "site", "quantity")
"""Whose words are worth typing into a search, the most telling first."""
_TELLING = 40
"""Characters of a slot's words; longer ones are a clause, which nobody else wrote so."""
_FIRST, _BATCH = 20, 200
"""Findings that are read together, at first and then."""


class Listed(Struct, frozen=True, kw_only=True):
    """The gaps of one kind, what most depends on first, before it is worked out where originals may be had."""

    kind: GapKind
    gaps: tuple[Gap, ...] = ()
    """All of them; of kinds that are findings none: these are made as they are taken."""
    findings: tuple[tuple[str, int], ...] = ()
    """Where gaps are findings: which, and how many sources print each."""
    as_of: date | None = None
    originals: dict[str, Cited] = {}
    """By the gap's subject: the original that is meant, where it is known."""

    @property
    def count(self) -> int:
        """How many gaps there are."""
        return len(self.gaps) + len(self.findings)

    def place(self, identifier: str) -> int | None:
        """Where a gap stands, counted from 0; null where there is none with this identifier."""
        of_findings = (gap_id(self.kind, finding) for finding, _ in self.findings)
        found = chain((gap.id for gap in self.gaps), of_findings)
        return next((number for number, each in enumerate(found) if each == identifier), None)


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


def list_gaps(case: Reader, kind: GapKind, as_of: date | None = None, *, most: int | None = None) -> Listed:
    """The gaps of one kind; `as_of` as in `case_gaps`. Of kinds that are findings, the first `most` or all."""
    if kind == "original-not-held":
        cited = _originals(case)
        originals = {each.gap.subject: each for each in cited}
        return Listed(kind=kind, gaps=tuple(each.gap for each in cited), originals=originals)
    if kind == "one-origin":
        return Listed(kind=kind, findings=tuple(islice(case.findings_alone(), most)))
    if kind == "one-language":
        kept = (stored.claim for stored in case.claims() if stored.state != "rejected")
        return Listed(kind=kind, gaps=tuple(one_language(kept, case.findings())))
    day = as_of or newest_day(case)
    if day is None:
        return Listed(kind=kind)
    # The text of a date says no more than that it may be old enough.
    last = years_before(day, YEARS).isoformat()
    stale = ((one, n) for one, n, reported in case.findings_reported_until(last) if is_old(reported, day))
    return Listed(kind=kind, findings=tuple(islice(stale, most)), as_of=day)


def _taken(case: Reader, listed: Listed, start: int, stop: int | None) -> Iterator[tuple[Gap, Cited | None]]:
    """Some of the gaps, each with the original that it is about or rests on; those that are findings are made as they
    are taken, few at first."""
    for gap in listed.gaps[start:stop]:
        yield gap, listed.originals.get(gap.subject)
    wanted = listed.findings[start:stop]
    first = 0
    called: dict[str, tuple[Cited, frozenset[str]]] = {}
    while first < len(wanted):
        some = dict(wanted[first : first + (_BATCH if first else _FIRST)])
        first += len(some)
        findings = list(case.findings_by_id(list(some)))
        if listed.as_of is not None:
            yield from ((stale_gap(finding, some[finding.id], listed.as_of), None) for finding in findings)
            continue
        # The originals that these findings name; where many more are taken, after the first all of them, once.
        if first <= _FIRST or len(wanted) <= _FIRST + _BATCH:
            called = _called(case, _cited_names(findings))
        elif first <= _FIRST + _BATCH:
            called = _called(case, None)
        behind = _behind(findings, called)
        yield from ((one_origin_gap(finding, some[finding.id]), behind.get(finding.id)) for finding in findings)


def with_suggestions(
    case: Reader, vocabulary: Vocabulary, listed: Listed, *, skip: int = 0, limit: int | None = None
) -> Iterator[Gap]:
    """Some of the gaps, with where originals may be had: texts are read as the gaps are taken."""
    known: dict[str, tuple[Suggestion, ...]] = {}
    texts: dict[re.Pattern[str] | None, int] = {}
    outlets = case.source_facets().get("outlet", {}) if listed.originals else {}
    failed: dict[str, str] | None = None
    for gap, cited in _taken(case, listed, skip, None if limit is None else skip + limit):
        if cited is None:
            yield gap
            continue
        ref = cited.gap.subject
        if ref not in known:
            failed = _failed(case) if failed is None else failed
            known[ref] = tuple(_told(case, _suggested(case, vocabulary, cited), failed))
        yield replace(gap, leads=known[ref], house_texts=_of_house(gap, vocabulary, outlets, texts))


def _failed(case: Reader) -> dict[str, str]:
    """By its address in the form in which they are compared: why something could not be collected."""
    return {
        normal_url(drop.locator): f"it could not be collected ({drop.reason})"
        for drop in case.drops("collect")
        if drop.locator.startswith(("http://", "https://"))
    }


def _told(case: Reader, leads: Sequence[Suggestion], failed: Mapping[str, str]) -> Iterator[Suggestion]:
    """The same with what became of each address, if anybody has tried it."""
    held = case.captured({normal_url(lead.url) for lead in leads if lead.url})
    for lead in leads:
        address = normal_url(lead.url) if lead.url else ""
        became = "the case holds it" if address in held else failed.get(address)
        yield replace(lead, why=f"{lead.why}; {became}") if became and lead.url else lead


def newest_day(case: Reader) -> date | None:
    """The newest publication day in a case, a year or a month taken for its first day; null where no source has one."""
    days = (publication_day(source) for source in case.sources(newest_first=True) if source.published)
    return next((day for day in days if day is not None), None)


def _cited_names(findings: Sequence[Finding]) -> set[str]:
    return {origin.cited for finding in findings for origin in finding.origins.named if origin.cited}


def _called(case: Reader, names: Collection[str] | None) -> dict[str, tuple[Cited, frozenset[str]]]:
    """By name, the originals of these names or all, each with the findings that rest on it. Of several that are called
    the same, the most cited counts."""
    found = _originals(case, names) if names is None or names else []
    return {
        each.gap.cited.name: (each, frozenset(each.gap.findings))
        for each in reversed(found)
        if each.gap.cited is not None
    }


def _behind(findings: Sequence[Finding], called: Mapping[str, tuple[Cited, frozenset[str]]]) -> dict[str, Cited]:
    """By finding: the original that it rests on."""
    found: dict[str, Cited] = {}
    for finding in findings:
        for origin in finding.origins.named:
            original = called.get(origin.cited or "")
            if original is not None and finding.id in original[1]:
                found.setdefault(finding.id, original[0])
    return found


def _originals(case: Reader, names: Collection[str] | None = None) -> list[Cited]:
    """The originals that are cited and not held, the most cited first: all, or with others those of these names."""
    echoes = [stored.echo for stored in case.citing_echoes(names) if stored.state != "cut"]
    bearing: dict[str, set[str]] = {}
    for echo in echoes:
        assert echo.cited is not None
        bearing.setdefault(echo.cited.name, set()).add(echo.cited.ref)
    if names is not None and not bearing.keys() <= set(names):
        # An original may have another name, too, which others share.
        return _originals(case, bearing.keys() | set(names))
    shared = {name for name, refs in bearing.items() if len(refs) > 1}
    resting = case.resting(None if names is None else bearing)
    return cited_originals(echoes, resting, case.sources_resting(shared) if shared else {})


def _of_house(
    gap: Gap, vocabulary: Vocabulary, outlets: Mapping[str, int], known: dict[re.Pattern[str] | None, int]
) -> int:
    """How many texts the case holds from the house of an original; `known` by the house's names."""
    house = house_of(gap.cited, vocabulary) if gap.cited is not None else None
    if house is None:
        return 0
    if house.pattern not in known:
        known[house.pattern] = sum(count for outlet, count in outlets.items() if house.is_called(outlet))
    return known[house.pattern]


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
