"""What trace knows of one text before it compares it with others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.trace.addresses import normal_url
from sousveil.trace.fingerprints import fingerprints
from sousveil.trace.houses import Credited, Houses, entry_key, house_key
from sousveil.trace.mentions import Mention, Mentions
from sousveil.trace.tokens import Tokens, tokenise
from sousveil.vocabulary.credits import find_credit
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["Document", "prepare"]

_QUOTED = re.compile(
    r"“([^“”]{12,900})”|\"([^\"\n]{12,600})\"|「([^「」]{6,400})」|『([^『』]{6,400})』|«([^«»]{12,900})»|„([^„“”]{12,900})[“”]|‘([^‘’]{30,600})’"
)
_TIMED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")


class Document:
    """A text with its tokens, fingerprints, quotations and mentions; `outlet` is the entry of its publisher."""

    def __init__(
        self, text: Text, claims: Sequence[Claim], vocabulary: Vocabulary, mentions: Mentions, houses: Houses
    ) -> None:
        self.text = text
        self.id = text.source_id
        self.claims = sorted(claims, key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
        self.published = text.published.value if text.published else None
        self.moment = _moment(text)
        """UTC, where the evidence for the date gives a time with its zone: `2024-04-16T13:05`."""
        self.coded = text.coded is not None
        self.tokens: Tokens = tokenise("" if self.coded else text.content)
        self.prints: dict[int, int] = fingerprints(self.tokens)
        self.quotes: list[tuple[int, int]] = [] if self.coded else quotations(text.content)
        self.mentions: list[Mention] = [] if self.coded else mentions.find(text.content)
        self.outlet: Entry | None = mentions.publisher(text.url, text.outlet)
        unlisted = house_key(text.outlet, vocabulary) if text.outlet else ""
        self.house = entry_key(self.outlet) if self.outlet else unlisted
        self.credit = None if self.coded else _credit(text, houses, vocabulary)
        self.named = frozenset(mentions.key(mention.ref) for mention in self.mentions)
        own = (normal_url(url) for url in (text.canonical_url, text.url) if url)
        self.urls = tuple(dict.fromkeys(url for url in own if url))
        self.link_urls = tuple(normal_url(link.url) for link in text.links)
        self.outbound = frozenset(self.link_urls)

    @property
    def agency(self) -> str | None:
        """Key of the agency or outlet that the text is credited to."""
        return self.credit.key if self.credit else None

    @property
    def order(self) -> tuple[str, str, str]:
        """For sorting, the earliest first; what has no date comes last."""
        return self.published or "~", self.moment or "~", self.id

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets of the tokens from `first` up to but without `last`."""
        return self.tokens.starts[first], self.tokens.ends[last - 1]

    def words(self, first: int, last: int, limit: int = 12) -> str:
        """The words of a token range, shortened, for a reason that people read."""
        start, end = self.span(first, min(last, first + limit))
        more = " …" if last > first + limit else ""
        return " ".join(self.text.content[start:end].split()) + more


def _moment(text: Text) -> str | None:
    found = _TIMED.search(text.published.evidence) if text.published else None
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found.group().replace(" ", "T"))
    except ValueError:
        return None  # a string that only looks like a time; the date itself stands
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def quotations(content: str) -> list[tuple[int, int]]:
    """Offsets of what stands in quotation marks, without the marks."""
    found = []
    for match in _QUOTED.finditer(content):
        group = match.lastindex or 0
        found.append(match.span(group))
    return found


def prepare(texts: Sequence[Text], claims: Mapping[str, list[Claim]], vocabulary: Vocabulary) -> list[Document]:
    """One document a source, in the order of their identifiers, so that the order of arrival changes nothing."""
    known = Mentions(vocabulary)
    houses = Houses(
        (
            text.outlet
            for text in texts
            if text.outlet and text.coded is None and known.publisher(text.url, text.outlet) is None
        ),
        vocabulary,
    )
    mentions = Mentions(vocabulary, houses.sought())
    by_id = {text.source_id: text for text in texts}
    return [Document(by_id[ident], claims.get(ident, []), vocabulary, mentions, houses) for ident in sorted(by_id)]


def _credit(text: Text, houses: Houses, vocabulary: Vocabulary) -> Credited | None:
    """Whose credit line a text carries: an agency of the vocabulary, else an outlet of the case."""
    credit = find_credit(text.content, vocabulary)
    if credit is not None:
        return Credited(credit.start, credit.end, entry_key(vocabulary.outlets[credit.ref]))
    # A byline that stands outside the main text was read from the page and speaks for all of it.
    beside = find_credit(text.agency, vocabulary) if text.agency else None
    if beside is not None:
        return Credited(0, len(text.content), entry_key(vocabulary.outlets[beside.ref]))
    return houses.credit(text)
