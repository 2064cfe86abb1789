"""Facts that have no language: numbers, names of organisations, and what claims resolve to, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right

from sousveil.record.claim import Claim
from sousveil.trace.document import Document

__all__ = ["Fact", "facts_by_sentence", "shown"]

Fact = tuple[str, str]
"""What it is (`number`, `name`, `organisation`, `place`, `country`, `technology`, `site`, `act`) and its value."""

_SENTENCE = re.compile(r"(?<=[.!?…])[”\"』」)»]?\s+(?=[^\W\d_])|(?<=[。!?])[」』”]?|\n+")
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[., \u00a0\u202f']\d{3})+(?!\d)|\d+)(?:[.,](\d{1,2})(?!\d))?\s?([万萬만억亿億천千백百]|[kK]?(?:illion|million|billion|thousand|Million\w*|Milliarde\w*|mil(?:lones)?\b|миллион\w*|тыс\w*|млн|млрд))?(?:\s?(\d{1,4}))?"
)
_SCALE = (
    (re.compile(r"^[万萬만]$|^\b$"), 10_000), (re.compile(r"^[억亿億]$"), 100_000_000), (re.compile(r"^[천千]$"), 1_000),
    (re.compile(r"^[백百]$"), 100), (re.compile(r"^(?:million|Million|millones|миллион|млн)"), 1_000_000),
    (re.compile(r"^(?:billion|Milliarde|млрд)"), 1_000_000_000), (re.compile(r"^(?:thousand|mil$|тыс)"), 1_000),
)  # fmt: skip
_LATIN_NAME = re.compile(r"(?<![\w-])[A-Z][A-Za-z]*[A-Za-z\d]*(?:-[A-Z\d][\w]*)?(?![\w-])")


def facts_by_sentence(document: Document) -> list[frozenset[Fact]]:
    """The facts of each sentence that holds any, in order."""
    content = document.text.content
    breaks = [match.end() for match in _SENTENCE.finditer(content)]
    sentences: list[set[Fact]] = [set() for _ in range(len(breaks) + 1)]
    for match in _NUMBER.finditer(content):
        value = _value(match)
        if value is not None:
            sentences[bisect_right(breaks, match.start())].add(("number", value))
    for match in _LATIN_NAME.finditer(content):
        name = match.group()
        start = bisect_right(breaks, match.start())
        begins = match.start() == (breaks[start - 1] if start else 0)
        if len(name) >= 3 and not begins:
            sentences[start].add(("name", name.casefold()))
    for mention in document.mentions:
        sentences[bisect_right(breaks, mention.start)].add(("organisation", mention.ref))
    for claim in document.claims:
        sentences[bisect_right(breaks, claim.evidence.start)].update(_of_claim(claim))
    return [frozenset(facts) for facts in sentences if facts]


def _value(match: re.Match[str]) -> str | None:
    whole, decimals, scale, rest = match.groups()
    number = float(re.sub(r"\D", "", whole))
    if decimals and len(decimals) != 3:
        number += float(f"0.{decimals}")
    factor = next((value for pattern, value in _SCALE if scale and pattern.match(scale)), 1)
    if factor > 1:
        number *= factor
        # 1만 6420 is 16,420: the digits after a scale belong to the number in the scripts that write so.
        if rest and scale and not scale.isascii() and len(scale) == 1:
            number += float(rest)
    if number < 10:
        return None
    return f"{number:g}" if number < 1e6 else f"{number:.0f}"


def _of_claim(claim: Claim) -> set[Fact]:
    facts: set[Fact] = {("act", f"{claim.kind} {claim.act}")}
    facts.update(("technology", technology) for technology in claim.technology)
    facts.update(("site", site) for site in claim.site_types)
    if claim.place is not None:
        if claim.place.geonameid is not None:
            facts.add(("place", str(claim.place.geonameid)))
        elif claim.place.country is not None:
            facts.add(("country", claim.place.country))
    for role, organisation in (("supplier", claim.supplier), ("operator", claim.operator)):
        if organisation is not None and organisation.ref:
            facts.add((role, organisation.ref))
    if claim.polarity == "denied":
        facts.add(("act", f"{claim.kind} denied"))
    if claim.time:
        facts.add(("time", claim.time))
    return facts


def shown(fact: Fact) -> str:
    """A fact for a reason that people read."""
    kind, value = fact
    return value if kind in {"number", "name", "technology"} else f"{kind} {value}"
