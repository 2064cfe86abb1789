"""What trace knows of one text before it compares it with others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property

from sousveil.record.claim import Claim
from sousveil.record.text import Text
from sousveil.trace.addresses import normal_url
from sousveil.trace.copying.fingerprints import Prints, fingerprints
from sousveil.trace.houses import Credited, Houses, entry_key, house_key
from sousveil.trace.mentions import Mention, Mentions
from sousveil.trace.quoting.quoted import quotations
from sousveil.trace.tokens import Tokens, tokenise
from sousveil.vocabulary.credits import find_credit
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["Document", "prepare"]

_TIMED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")


class Document:
    """A text with its tokens, fingerprints, quotations and mentions, each worked out when it is first asked for;
    `outlet` is the entry of its publisher."""

    def __init__(
        self,
        text: Text,
        claims: Sequence[Claim],
        vocabulary: Vocabulary,
        mentions: Mentions,
        houses: Houses,
        ident: str | None = None,
    ) -> None:
        """`ident` is the source's identifier, where it is known already."""
        self.text = text
        self.id = ident or text.source_id
        self.claims = sorted(claims, key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
        self.published = text.published.value if text.published else None
        self.coded = text.coded is not None
        self._vocabulary = vocabulary
        self._mentions = mentions
        self._houses = houses

    @cached_property
    def url(self) -> str | None:
        """Where it was fetched."""
        return self.text.url

    @cached_property
    def outlet_name(self) -> str | None:
        """Its publisher, as its page says."""
        return self.text.outlet

    @cached_property
    def title(self) -> str:
        """Its title; empty where it has none."""
        return (self.text.title or "").strip()

    @property
    def compared(self) -> str:
        """The words that are compared with those of others: none for a row of a coded table."""
        return "" if self.coded else self.text.content

    @cached_property
    def moment(self) -> str | None:
        """UTC, where the evidence for the date gives a time with its zone: `2024-04-16T13:05`."""
        return moment_of(self.text)

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of its words."""
        return tokenise(self.compared)

    @cached_property
    def prints(self) -> Prints:
        """The fingerprints of its tokens."""
        return fingerprints(self.tokens.hashes)

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Offsets of what stands in quotation marks."""
        return quotations(self.compared)

    @cached_property
    def mentions(self) -> list[Mention]:
        """Where it names outlets and bodies."""
        return self._mentions.find(self.compared)

    @cached_property
    def outlet(self) -> Entry | None:
        """The entry of its publisher, where the vocabulary has one."""
        return self._mentions.publisher(self.text.url, self.text.outlet)

    @cached_property
    def house(self) -> str:
        """Key of its publisher; empty where nobody says who that is."""
        if self.outlet is not None:
            return entry_key(self.outlet)
        return house_key(self.text.outlet, self._vocabulary) if self.text.outlet else ""

    @cached_property
    def credit(self) -> Credited | None:
        """Whose credit line it carries."""
        return None if self.coded else _credit(self.text, self._houses, self._vocabulary)

    @cached_property
    def named(self) -> frozenset[str]:
        """Keys of the outlets and bodies that it names."""
        return frozenset(self._mentions.key(mention.ref) for mention in self.mentions)

    @cached_property
    def subjects(self) -> frozenset[tuple[str, str]]:
        """What it makes claims about: technologies, or kinds where there is none, each with a kind of place."""
        return frozenset(
            (technology or claim.kind, site)
            for claim in self.claims
            for technology in (claim.technology or ("",))
            for site in (claim.site_types or ("",))
        )

    @cached_property
    def urls(self) -> tuple[str, ...]:
        """Its own addresses: the one that it calls its first, then where it was fetched."""
        own = (normal_url(url) for url in (self.text.canonical_url, self.text.url) if url)
        return tuple(dict.fromkeys(url for url in own if url))

    @cached_property
    def link_urls(self) -> tuple[str, ...]:
        """Where each of its links leads."""
        return tuple(normal_url(link.url) for link in self.text.links)

    @cached_property
    def outbound(self) -> frozenset[str]:
        """The same, each once."""
        return frozenset(self.link_urls)

    def know(self, tokens: Tokens, prints: Prints) -> None:
        """Take over what was worked out together with other texts."""
        self.__dict__.update(tokens=tokens, prints=prints)

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
        return self.tokens.span(first, last)

    def words(self, first: int, last: int, limit: int = 12) -> str:
        """The words of a token range, shortened, for a reason that people read."""
        start, end = self.span(first, min(last, first + limit))
        more = " …" if last > first + limit else ""
        return " ".join(self.text.content[start:end].split()) + more


def moment_of(text: Text) -> str | None:
    """When a text was published, to the minute, where its evidence tells."""
    found = _TIMED.search(text.published.evidence) if text.published else None
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found.group().replace(" ", "T"))
    except ValueError:
        return None  # a string that only looks like a time; the date itself stands
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


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
    return [
        Document(text, claims.get(ident, []), vocabulary, mentions, houses, ident)
        for ident, text in sorted(by_id.items())
    ]


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
