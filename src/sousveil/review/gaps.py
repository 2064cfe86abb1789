"""The gaps of a case: what a researcher may go and get next, and what is known of where to get it.

Texts are read for the citing sources alone, and only for the gaps that are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from sousveil.record import Claim, Gap, Suggestion
from sousveil.record.gap import GAP_KINDS, GapKind, gap_id
from sousveil.store import ClaimFilter, StoredClaim
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

__all__ = ["Listed", "case_gaps", "list_gaps", "newest_day", "with_suggestions"]

_CITING = 8
"""Citing texts that are searched for where an original may be had; more say the same."""
_SLOTS = ("place", "supplier", "technology", "site", "quantity")
"""Whose words are worth typing into a search, the most telling first."""
_TELLING = 40
"""Characters of a slot's words; longer ones are a clause, which nobody else wrote so."""
_PASS = 20
"""How many claims are read in one pass in the time in which one is asked for by its identifier."""
_BATCH = 200


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
    by_name: dict[str, Cited] = {}
    """The same by its name, for findings that rest on it."""
    tried: dict[str, str] = {}
    """Addresses in the form in which they are compared, with what became of them: they are held, or could not be."""

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


def list_gaps(case: Reader, kind: GapKind, as_of: date | None = None) -> Listed:
    """The gaps of one kind; `as_of` as in `case_gaps`."""
    if kind == "original-not-held":
        cited = _originals(case)
        return Listed(
            kind=kind, gaps=tuple(each.gap for each in cited), originals={each.gap.subject: each for each in cited},
            tried=_tried(case),
        )  # fmt: skip
    if kind == "one-origin":
        behind = {each.gap.cited.name: each for each in reversed(_originals(case)) if each.gap.cited is not None}
        return Listed(kind=kind, findings=tuple(case.findings_alone()), by_name=behind, tried=_tried(case))
    if kind == "one-language":
        kept = (stored.claim for stored in case.claims() if stored.state != "rejected")
        return Listed(kind=kind, gaps=tuple(one_language(kept, case.findings())))
    day = as_of or newest_day(case)
    if day is None:
        return Listed(kind=kind)
    # The text of a date says no more than that it may be old enough.
    last = years_before(day, YEARS).isoformat()
    stale = [(one, n) for one, n, reported in case.findings_reported_until(last) if is_old(reported, day)]
    return Listed(kind=kind, findings=tuple(stale), as_of=day)


def _taken(case: Reader, listed: Listed, start: int, stop: int | None) -> Iterator[Gap]:
    """Some of the gaps, those that are findings made as they are taken."""
    yield from listed.gaps[start:stop]
    wanted = listed.findings[start:stop]
    for first in range(0, len(wanted), _BATCH):
        some = dict(wanted[first : first + _BATCH])
        for finding in case.findings_by_id(list(some)):
            if listed.as_of is None:
                yield one_origin_gap(finding, some[finding.id])
            else:
                yield stale_gap(finding, some[finding.id], listed.as_of)


def with_suggestions(
    case: Reader, vocabulary: Vocabulary, listed: Listed, *, skip: int = 0, limit: int | None = None
) -> Iterator[Gap]:
    """Some of the gaps, with where originals may be had: texts are read as the gaps are taken."""
    known: dict[str, tuple[Suggestion, ...]] = {}
    outlets = case.source_facets().get("outlet", {}) if listed.originals else {}
    for gap in _taken(case, listed, skip, None if limit is None else skip + limit):
        cited = listed.originals.get(gap.subject) or _behind(case, gap, listed)
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


def _behind(case: Reader, gap: Gap, listed: Listed) -> Cited | None:
    """The original that a finding rests on."""
    if not listed.by_name or (finding := case.finding(gap.subject)) is None:
        return None
    named = (listed.by_name.get(origin.cited) for origin in finding.origins.named if origin.cited)
    return next((cited for cited in named if cited is not None and gap.subject in cited.gap.findings), None)


def _originals(case: Reader) -> list[Cited]:
    echoes = [stored.echo for stored in case.citing_echoes() if stored.state != "cut"]
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
