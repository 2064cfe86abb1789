"""What a case lacks: originals that nobody has collected, findings on one origin or long not reported, and subjects
that one language alone speaks of.

Pure functions of the records: the same case gives the same gaps on any day. Each list is in the order of what depends
on a gap, the most first. Where an original may be had is for `trace.originals` to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from sousveil.record.claim import Claim, Place
from sousveil.record.echo import CitedOrigin, Echo
from sousveil.record.finding import Finding
from sousveil.record.gap import Gap
from sousveil.record.source import Source
from sousveil.weigh.days import days_of, years_before

__all__ = [
    "YEARS",
    "Cited",
    "cited_originals",
    "is_old",
    "is_stale",
    "not_re_reported",
    "on_one_origin",
    "one_language",
    "one_origin_gap",
    "publication_day",
    "stale_gap",
]

YEARS = 2
"""After so many years a finding that nobody reported again may no longer hold."""


class Cited(Struct, frozen=True, kw_only=True):
    """An original that is not held, and the passages that cite it, by source."""

    gap: Gap
    passages: dict[str, tuple[tuple[int, int], ...]]
    claims: frozenset[str]
    """Identifiers of the claims that go back to it."""


def cited_originals(
    echoes: Iterable[Echo], resting: Mapping[str, Iterable[tuple[str, str]]], source_of: Mapping[str, str]
) -> list[Cited]:
    """Originals that are cited and not held, merged by their reference, those that most sources cite first.

    `echoes` are those that nobody has cut. By the name of an origin, `resting` gives each finding that goes back to it
    with a claim of it that does; `source_of` gives the sources of these claims where originals share a name.
    """
    passages: dict[str, dict[str, set[tuple[int, int]]]] = defaultdict(lambda: defaultdict(set))
    known: dict[str, list[CitedOrigin]] = defaultdict(list)
    for echo in echoes:
        if echo.cited is not None:
            spot = (echo.origin_from.start, echo.origin_from.end)
            passages[echo.cited.ref][echo.origin_from.source].add(spot)
            if echo.cited not in known[echo.cited.ref]:
                known[echo.cited.ref].append(echo.cited)
    bearers: dict[str, int] = defaultdict(int)
    for origins in known.values():
        for name in {origin.name for origin in origins}:
            bearers[name] += 1
    found = []
    for ref, by_source in passages.items():
        claims: set[str] = set()
        rest: set[str] = set()
        for name in {origin.name for origin in known[ref]}:
            for finding, claim in resting.get(name, ()):
                # Several originals may bear one name, as the pages of a host do: then the claim's source decides.
                if bearers[name] == 1 or source_of.get(claim) in by_source:
                    claims.add(claim)
                    rest.add(finding)
        cited = _merged(known[ref])
        found.append(
            Cited(
                gap=Gap(
                    kind="original-not-held", subject=ref, sentence=_cited_sentence(cited, len(by_source), len(claims)),
                    sources=len(by_source), claims=len(claims), findings=tuple(sorted(rest)),
                    cited_by=tuple(sorted(by_source)), cited=cited,
                ),
                passages={source: tuple(sorted(spots)) for source, spots in sorted(by_source.items())},
                claims=frozenset(claims),
            )
        )  # fmt: skip
    return sorted(found, key=lambda each: _order(each.gap))


def _merged(known: Sequence[CitedOrigin]) -> CitedOrigin:
    """What is known of an original from all that cite it; where they differ, what comes first in order of letters."""

    def first(values: Iterable[str | None]) -> str | None:
        return min((value for value in values if value), default=None)

    return CitedOrigin(
        ref=known[0].ref,
        name=min(origin.name for origin in known),
        title=first(origin.title for origin in known),
        date=first(origin.date for origin in known),
        url=first(origin.url for origin in known),
    )


def on_one_origin(findings: Iterable[Finding], source_counts: Mapping[str, int]) -> list[Gap]:
    """Findings that could come from one origin only, those that most sources repeat first.

    `source_counts` is how many sources print a claim of each finding.
    """
    alone = (finding for finding in findings if finding.origins.max <= 1 and finding.claims)
    return sorted((one_origin_gap(finding, source_counts.get(finding.id, 0)) for finding in alone), key=_order)


def one_origin_gap(finding: Finding, sources: int) -> Gap:
    """The gap that a finding on one origin is; `sources` print a claim of it."""
    origin = finding.origins.named[0] if finding.origins.named else None
    repeating = max(sources - (origin is not None and origin.source is not None), 0)
    return Gap(
        kind="one-origin", subject=finding.id, findings=(finding.id,), sources=repeating, claims=len(finding.claims),
        last_reported=finding.last_reported,
        sentence=f"{phrase(finding)}: one origin, {_origin_phrase(finding)}; {_repeated(repeating)}.",
    )  # fmt: skip


def is_stale(finding: Finding, as_of: date) -> bool:
    """Whether nobody has reported a finding for two years before a day.

    A date that is known as a year counts as its last day, so that nothing is called older than it may be.
    """
    return is_old(finding.last_reported, as_of)


def is_old(reported: str | None, as_of: date) -> bool:
    """The same of the date alone, EDTF."""
    days = days_of(reported)
    return days is not None and days[1] <= years_before(as_of, YEARS)


def not_re_reported(findings: Iterable[Finding], source_counts: Mapping[str, int], as_of: date) -> list[Gap]:
    """Findings that are stale on a day, those that most sources print first."""
    gaps = [
        stale_gap(finding, source_counts.get(finding.id, 0), as_of) for finding in findings if is_stale(finding, as_of)
    ]
    return sorted(gaps, key=lambda gap: (-gap.sources, -gap.claims, gap.last_reported or "", gap.subject))


def stale_gap(finding: Finding, sources: int, as_of: date) -> Gap:
    """The gap that a finding is which nobody reported for so long; `sources` print a claim of it."""
    return Gap(
        kind="not-re-reported", subject=finding.id, findings=(finding.id,), sources=sources,
        claims=len(finding.claims), last_reported=finding.last_reported,
        sentence=f"{phrase(finding)}: last reported {finding.last_reported}, {YEARS} years or more before {as_of}.",
    )  # fmt: skip


def one_language(claims: Iterable[Claim], findings: Iterable[Finding]) -> list[Gap]:
    """Places and technologies with claims in one language only, those with claims in most sources first.

    `claims` are those that nobody has rejected.
    """
    held: dict[str, _Spoken] = {}
    for claim in claims:
        for subject, name in _subjects(claim.technology, claim.place):
            spoken = held.setdefault(subject, _Spoken(name, set(), set()))
            spoken.langs.add(claim.evidence.lang.partition("-")[0])
            spoken.sources.add(claim.evidence.source)
            spoken.claims += 1
            spoken.name = min(spoken.name, name)
    resting: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        for subject, _ in _subjects(finding.technology, finding.place):
            resting[subject].append(finding.id)
    gaps = [
        Gap(
            kind="one-language", subject=subject, sources=len(spoken.sources), claims=spoken.claims,
            findings=tuple(sorted(resting.get(subject, ()))), lang=next(iter(spoken.langs)),
            sentence=f"{spoken.name}: {_plural(spoken.claims, 'claim')} in {_plural(len(spoken.sources), 'source')},"
            f" in one language only ({next(iter(spoken.langs))}).",
        )
        for subject, spoken in held.items()
        if len(spoken.langs) == 1
    ]  # fmt: skip
    return sorted(gaps, key=_order)


class _Spoken(Struct):
    """Who speaks of a subject."""

    name: str
    langs: set[str]
    sources: set[str]
    claims: int = 0


def _subjects(technologies: Sequence[str], place: Place | None) -> list[tuple[str, str]]:
    """What a claim or a finding is about: identifiers, with names for people."""
    about = [(f"technology:{technology}", technology) for technology in dict.fromkeys(technologies)]
    if place is not None and place.geonameid is not None:
        about.append((f"place:{place.geonameid}", _place_phrase(place)))
    elif place is not None and place.precision == "country" and place.country:
        about.append((f"place:{place.country}", place.country))
    elif place is not None and place.name:
        about.append((f"place:{place.country or ''}:{place.name.casefold()}", _place_phrase(place)))
    return about


def publication_day(source: Source) -> date | None:
    """The first day that the publication date of a source may mean; null where it has none.

    A date after the day on which the page was taken is a mistake of the page and counts for nothing.
    """
    published, taken = days_of(source.published), days_of(source.retrieved[:10])
    if published is None or (taken is not None and published[0] > taken[1]):
        return None
    return published[0]


def phrase(finding: Finding) -> str:
    """What a finding is about, in the terms of the records: `camera, drone at school in Hyesan, KP (deployment)`."""
    words = ", ".join(finding.technology or finding.about) or "surveillance"
    if finding.technology and finding.about:
        words += f" ({', '.join(finding.about)})"
    sites = [site for site in finding.site_types if site != "other"]
    words += f" at {', '.join(sites)}" if sites else ""
    words += f" in {_place_phrase(finding.place)}" if finding.place else ""
    words += f" by {finding.operator.name}" if finding.operator else ""
    words += f", supplied by {finding.supplier.name}" if finding.supplier else ""
    return f"{words} ({finding.kind}, {finding.status})"


def _place_phrase(place: Place) -> str:
    if not place.country or place.precision == "country":
        return place.name
    return f"{place.name}, {place.country}"


def _cited_sentence(cited: CitedOrigin, sources: int, claims: int) -> str:
    title = f", “{cited.title}”" if cited.title else ""
    dated = f" ({cited.date})" if cited.date else ""
    rest = f"; {_plural(claims, 'claim')} go{'es' if claims == 1 else ''} back to it" if claims else ""
    verb = "cites" if sources == 1 else "cite"
    return f"{cited.name}{title}{dated}: {_plural(sources, 'source')} {verb} it, and the case does not hold it{rest}."


def _origin_phrase(finding: Finding) -> str:
    if not finding.origins.named:
        return "which is not known"
    origin = finding.origins.named[0]
    if origin.unknown:
        return f"which nobody names; the trail ends at source {origin.source}"
    told = f"{origin.cited}, which is only cited" if origin.cited else f"source {origin.source}"
    return f"{told}, an interested party (media of {origin.interested} on itself)" if origin.interested else told


def _repeated(sources: int) -> str:
    if not sources:
        return "no other source repeats it"
    return f"{_plural(sources, 'source')} repeat{'s' if sources == 1 else ''} it"


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _order(gap: Gap) -> tuple[int, int, bool, str, str]:
    """Of what as much depends on, a house that is known comes before a name that may be no house at all."""
    unknown = gap.subject.startswith("name:")
    return -gap.sources, -gap.claims, unknown, gap.cited.name if gap.cited else "", gap.subject
