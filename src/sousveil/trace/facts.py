"""Facts that have no language: numbers, places, names, and what claims resolve to, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right

from sousveil.record.claim import Claim
from sousveil.trace.document import Document
from sousveil.vocabulary.gazetteer import Gazetteer
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["Fact", "Scales", "cheap_facts", "facts_by_sentence", "shown"]

Fact = tuple[str, str]
"""What it is (`number`, `name`, `source`, `place`, `country`, `technology`, `site`, `act`, …) and its value."""

_SENTENCE = re.compile(r"(?<=[.!?…])[”\"』」)»]?\s+(?=[^\W\d_])|(?<=[。!?])[」』”]?|\n+")
_GROUPED = r"\d{1,3}(?:[.,' \u00a0\u202f\u2019]\d{3})+(?!\d)"
_LATIN_NAME = re.compile(r"(?<![\w-])[A-Z][A-Za-z\d]*(?:-[A-Z\d]\w*)?(?![\w-])")
_JOINED_SCALES = {
    "万": 1e4, "萬": 1e4, "만": 1e4, "億": 1e8, "亿": 1e8, "억": 1e8, "千": 1e3, "천": 1e3, "百": 1e2, "백": 1e2,
}  # fmt: skip
_LEAST_NUMBER = 10
"""Smaller numbers are as often written in words, and stand everywhere."""

_LISTED = 1000
"""Smaller numbers at the start of a line count the line: lists of a hundred things all share them."""


class Scales:
    """Reads numbers in figures, with the words of all languages that multiply them (`3 million`, `1万6420`)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = {
            word.casefold(): value
            for language in vocabulary.languages.values()
            for word, value in language.numbers.scales.items()
        }
        spaced = sorted((word for word in self._words if word[0] not in _JOINED_SCALES), key=lambda w: (-len(w), w))
        words = "|".join(re.escape(word) for word in spaced) or "(?!)"
        joined = "".join(_JOINED_SCALES)
        self._number = re.compile(
            rf"(?<![\w.,])(?P<whole>{_GROUPED}|\d+)(?:[.,](?P<decimals>\d{{1,2}})(?!\d))?"
            rf"(?:\s?(?P<joined>[{joined}])\s?(?P<rest>\d{{1,4}}(?![\d{joined}]))?|\s(?P<word>{words})\b)?",
            re.IGNORECASE,
        )

    def read(self, content: str) -> list[tuple[int, str]]:
        """Where numbers stand and their values, written alike: `16420`."""
        found = []
        for match in self._number.finditer(content):
            value = float(re.sub(r"\D", "", match["whole"])) + float(f"0.{match['decimals'] or 0}")
            if match["joined"]:
                value = value * _JOINED_SCALES[match["joined"]] + float(match["rest"] or 0)
            elif match["word"]:
                value *= self._words.get(match["word"].casefold(), 1)
            listed = (
                match.start() == 0
                or content[content.rfind("\n", 0, match.start()) + 1 : match.start()].strip("#( ") == ""
            )
            if value >= _LEAST_NUMBER and not (listed and value < _LISTED):
                found.append((match.start(), f"{value:.2f}".rstrip("0").rstrip(".")))
        return found


def cheap_facts(document: Document, scales: Scales) -> set[Fact]:
    """The facts of a text that are found without a gazetteer: numbers, sources that it names, its claims' values."""
    facts = {("number", value) for _, value in scales.read(document.text.content)}
    facts.update(("source", mention.ref) for mention in document.mentions)
    for claim in document.claims:
        facts |= _of_claim(claim)
    return facts


def facts_by_sentence(document: Document, scales: Scales, gazetteer: Gazetteer) -> list[frozenset[Fact]]:
    """The facts of each sentence that holds any, in order."""
    content = document.text.content
    breaks = [match.end() for match in _SENTENCE.finditer(content)]
    sentences: list[set[Fact]] = [set() for _ in range(len(breaks) + 1)]

    def add(at: int, fact: Fact) -> None:
        sentences[bisect_right(breaks, at)].add(fact)

    for start, value in scales.read(content):
        add(start, ("number", value))
    taken: set[int] = set()
    for mention in document.mentions:
        add(mention.start, ("source", mention.ref))
        taken.update(range(mention.start, mention.end))
    for toponym in gazetteer.spot(content, lang=document.text.lang):
        if toponym.candidates and toponym.start not in taken:
            first = toponym.candidates[0]
            is_country = first.precision == "country" or toponym.demonym
            fact = (
                ("country", first.country or first.name)
                if is_country
                else ("place", str(first.geonameid or first.name))
            )
            add(toponym.start, fact)
            taken.update(range(toponym.start, toponym.end))
    for match in _LATIN_NAME.finditer(content):
        at = bisect_right(breaks, match.start())
        begins = match.start() == (breaks[at - 1] if at else 0)
        if len(match.group()) >= 3 and not begins and match.start() not in taken:
            sentences[at].add(("name", match.group().casefold()))
    for claim in document.claims:
        sentences[bisect_right(breaks, claim.evidence.start)].update(_of_claim(claim))
    return [frozenset(facts) for facts in sentences if facts]


def _of_claim(claim: Claim) -> set[Fact]:
    facts: set[Fact] = {("act", f"{claim.kind} {claim.act}")}
    facts.update(("technology", technology) for technology in claim.technology)
    facts.update(("site", site) for site in claim.site_types)
    for role, organisation in (("supplier", claim.supplier), ("operator", claim.operator)):
        if organisation is not None and organisation.ref:
            facts.add((role, organisation.ref))
    if claim.polarity == "denied":
        facts.add(("act", f"{claim.kind} denied"))
    return facts


def shown(fact: Fact, names: dict[Fact, str]) -> str:
    """A fact for a reason that people read."""
    return names.get(fact) or (fact[1] if fact[0] in {"number", "name", "technology"} else f"{fact[0]} {fact[1]}")
