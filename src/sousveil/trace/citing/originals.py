"""Where an original that sources cite, and the case does not hold, may be had.

A pure function of what the citing texts say: nothing is fetched, asked for or looked up, and whether anything stands at
an address is for a person to find out. Invariant: every address is http(s) on a public host, as `public_url` gives it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct

from sousveil.record.echo import CitedOrigin
from sousveil.record.gap import Suggestion
from sousveil.record.text import Link, Text
from sousveil.trace.addresses import host_of, normal_url
from sousveil.trace.citing.cited_house import CitedHouse, house_of
from sousveil.trace.citing.public_addresses import is_shared, public_url, unwrapped
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.originals import Originals, load_originals

__all__ = ["MOST", "CitingText", "suggestions"]

MOST: Final = 12
"""Suggestions for one original."""
_COPIED = (4, 2)
"""How many archives are suggested for the best page, and for the next."""
_PASSAGE = 1_200
"""Characters of a passage that points at one thing; a longer one is an article that carries a credit line."""
_WRITTEN = re.compile(r"https?://[^\s<>\"“”«»「」（），。、]+")
"""An address that stands in the words of a text."""
_CLOSING = ".,;:!?'’)]}>"
"""Signs behind an address that belong to the sentence."""
_WORDS = 4
"""Distinctive words of a claim to search a site for."""

_NUMBER, _GIVEN, _CITED, _NAMED, _HOSTED, _BESIDE, _PASSING = range(7)
"""How good evidence is: a number in the citing words; the address that the citation gives; a link in the citing words
that bears the name or stands at its host; a link elsewhere that bears the name; one elsewhere at its host; a number or
an address in another line that bears the name; any other link in the citing words, or under its name elsewhere."""
_WHAT: Final = {_HOSTED: "another page on its site", _PASSING: "a page that the citing text links to"}


class CitingText(Struct, frozen=True, kw_only=True):
    """A text that cites the original."""

    text: Text
    passages: tuple[tuple[int, int], ...] = ()
    """Where it does so."""
    words: tuple[str, ...] = ()
    """Distinctive words of the claims beside the citation, as the text has them: place, supplier, technology."""


class _Clue(Struct, frozen=True):
    """One thing that points at the original, before those of all texts are put together."""

    rank: int
    url: str
    what: str
    why: str
    published: str | None
    page: bool = False
    """The address is a page of which archives may hold copies."""


def suggestions(cited: CitedOrigin, citing: Sequence[CitingText], vocabulary: Vocabulary) -> tuple[Suggestion, ...]:
    """Where an original may be had, best first; at most `MOST`."""
    originals = load_originals(vocabulary.folder)
    house = house_of(cited, vocabulary)
    clues = list(_of_origin(cited, originals))
    for each in citing:
        clues += _ordered(list(_of_text(each, house, originals)))  # a text that links twice points once
    found: dict[str, Suggestion] = {}
    copied = iter(_COPIED)
    for clue in _ordered(clues):
        found.setdefault(clue.url, Suggestion(url=clue.url, what=clue.what, why=clue.why))
        if clue.page:
            day = _digits(cited.date) or originals.day_in(clue.url) or _digits(clue.published)
            number = next(copied, 0)
            sure = clue.rank <= _NAMED
            for copy in islice(_copies(clue.url, day, originals), number if sure else min(number, 1)):
                found.setdefault(copy.url or "", copy)
    ending = list(_at_home(cited, house, citing, originals))
    kept = list(found.values())[: MOST - len(ending)]
    return (*kept, *(each for each in ending if each.url is None or each.url not in found))


def _ordered(clues: Sequence[_Clue]) -> list[_Clue]:
    """One clue for an address, the best first; of equal ones, what more texts point at."""
    best: dict[str, _Clue] = {}
    votes: dict[str, int] = {}
    for clue in clues:
        key = normal_url(clue.url)
        votes[key] = votes.get(key, 0) + 1
        if key not in best or (clue.rank, clue.published or "9", clue.url) < (
            best[key].rank, best[key].published or "9", best[key].url,
        ):  # fmt: skip
            best[key] = clue
    return [best[key] for key in sorted(best, key=lambda key: (best[key].rank, -votes[key], best[key].page, key))]


def _of_origin(cited: CitedOrigin, originals: Originals) -> Iterator[_Clue]:
    """What the citation itself gives: an address, a number in its title."""
    for words in (cited.title or "", cited.url or ""):
        for number in originals.identified(words):
            if (url := public_url(number.url, originals)) is not None:
                yield _Clue(_NUMBER, url, number.what, f"cited as {number.words}", cited.date)
    if cited.url:
        yield from _of_address(cited.url, _GIVEN, "the citation gives this address", cited.date, originals)


def _of_text(citing: CitingText, house: CitedHouse, originals: Originals) -> Iterator[_Clue]:
    text = citing.text
    published = text.published.value if text.published else None
    passages = [(start, end) for start, end in citing.passages if end - start <= _PASSAGE]
    for start, end in passages:
        words = text.content[start:end]
        yield from _numbers(words, _NUMBER, "in the words that cite it", published, originals)
        yield from _written(words, (_CITED, _PASSING), "in the words that cite it", house, published, originals)
    for start, end in _naming_lines(text, house):
        if not any(low < end and start < high for low, high in passages):
            words = text.content[start:end]
            yield from _numbers(words, _BESIDE, "in a line that names it", published, originals)
            yield from _written(words, (_NAMED, _BESIDE), "in a line that names it", house, published, originals)
    yield from _linked(text, passages, house, published, originals)


def _linked(
    text: Text, passages: Sequence[tuple[int, int]], house: CitedHouse, published: str | None, originals: Originals
) -> Iterator[_Clue]:
    """Links by their words and hosts; those of the citing words that fit neither count where none there fits."""
    own = host_of(text.url or "")
    links = [link for link in text.links if host_of(link.url) != own and not is_shared(link.url, originals)]
    hosts = [_inner_host(link, originals) for link in links]
    called = [house.named_in(_shown(link, text)) for link in links]
    fitting = [name or house.at_host(host) for name, host in zip(called, hosts, strict=True)]
    within = [[span for span in passages if span[0] < link.end and link.start < span[1]] for link in links]
    answered = {span for spans, fits in zip(within, fitting, strict=True) if fits for span in spans}
    for link, host, name, fits, spans in zip(links, hosts, called, fitting, within, strict=True):
        where = " in the words that cite it" if spans else ""
        if fits and house.of_another(host):
            yield from _of_link(
                link, text, _PASSING, f"{where} under its name, at another outlet", published, originals
            )
        elif fits:
            rank = _CITED if spans else _NAMED if name else _HOSTED
            why = f"{where}, and the words bear the name" if name else f"{where}, at a host of that name"
            yield from _of_link(link, text, rank, why, published, originals)
        elif any(span not in answered for span in spans) and not house.of_another(host):
            yield from _of_link(link, text, _PASSING, where, published, originals)


def _shown(link: Link, text: Text) -> str:
    return " ".join(text.content[link.start : link.end].split())[:80]


def _inner_host(link: Link, originals: Originals) -> str:
    return host_of(unwrapped(link.url, originals)[0] or "")


def _of_link(
    link: Link, text: Text, rank: int, why: str, published: str | None, originals: Originals
) -> Iterator[_Clue]:
    """Where a link leads; the front page of a site is where the original is published, and not the original."""
    shown = _shown(link, text)
    reason = f"{f'“{shown}” links there' if shown else 'a link leads there'}{why}"
    page, copy = unwrapped(link.url, originals)
    if page is None or _is_deep(page):
        for number in originals.identified(link.url):
            if (url := public_url(number.url, originals)) is not None:
                yield _Clue(min(rank, _CITED), url, number.what, f"{reason}, as {number.words}", published)
        yield from _clues(page, copy, rank, reason, published)


def _of_address(written: str, rank: int, why: str, published: str | None, originals: Originals) -> Iterator[_Clue]:
    page, copy = unwrapped(written, originals)
    yield from _clues(page, copy, rank, why, published)


def _clues(page: str | None, copy: str | None, rank: int, why: str, published: str | None) -> Iterator[_Clue]:
    if copy is not None:
        yield _Clue(rank, copy, "an archived copy", why, published)
    if page is not None:
        yield _Clue(rank, page, _WHAT.get(rank, "the page"), why, published, page=True)


def _numbers(words: str, rank: int, why: str, published: str | None, originals: Originals) -> Iterator[_Clue]:
    for number in originals.identified(words):
        if (url := public_url(number.url, originals)) is not None:
            yield _Clue(rank, url, number.what, f"{number.words} stands {why}", published)


def _written(
    words: str, ranks: tuple[int, int], why: str, house: CitedHouse, published: str | None, originals: Originals
) -> Iterator[_Clue]:
    """Addresses that stand in the words: those at a host of the house; where none is, those of no other outlet.

    `ranks` are for the first and for the second.
    """
    written = [_unclosed(match.group()) for match in _WRITTEN.finditer(words)]
    written = [each for each in written if not is_shared(each, originals)]
    found = [(*unwrapped(each, originals), each) for each in written]
    deep = [(page, copy) for page, copy, _ in found if page is None or _is_deep(page)]
    fitting = [(page, copy) for page, copy in deep if house.at_host(host_of(page or ""))]
    for page, copy in fitting or deep:
        if not house.of_another(host_of(page or "")):
            yield from _clues(page, copy, ranks[0 if fitting else 1], f"the address stands {why}", published)


def _unclosed(address: str) -> str:
    """Without what belongs to the sentence; a closing bracket stays where the address opens it."""
    while address and address[-1] in _CLOSING and not (address[-1] == ")" and "(" in address):
        address = address[:-1]
    return address


def _naming_lines(text: Text, house: CitedHouse) -> Iterator[tuple[int, int]]:
    """Lines that bear the name and a number or an address: notes and lists of sources, mostly."""
    start = 0
    for line in text.content.split("\n"):
        if len(line) <= _PASSAGE and ("http" in line or "10." in line or "/" in line) and house.named_in(line):
            yield start, start + len(line)
        start += len(line) + 1


def _copies(page: str, day: str | None, originals: Originals) -> Iterator[Suggestion]:
    for archive in originals.archive:
        url = archive.address(page, day)
        if url is not None and (safe := public_url(url, originals, whole=True)) is not None:
            what = archive.what.replace("{date}", _spelled(day or ""))
            yield Suggestion(url=safe, what=what, why="in case the page is gone or has changed")


def _at_home(
    cited: CitedOrigin, house: CitedHouse, citing: Sequence[CitingText], originals: Originals
) -> Iterator[Suggestion]:
    """The site of the house that is cited, a search of it, and words to type into a search engine."""
    words = _sought(cited, citing)
    host = house.hosts[0] if house.hosts else None
    if host is not None:
        searched = originals.site_search(host, words) if words else None
        url = public_url(searched, originals, whole=True) if searched else None
        if url is not None:
            yield Suggestion(url=url, what="a search of its own site", why=f"{house.name} publishes on {host}")
        elif (site := public_url(f"https://{host}/", originals)) is not None:
            yield Suggestion(url=site, what="its own site", why=f"{house.name} publishes on {host}")
    if words or host is None:
        named = f"site:{host.removeprefix('www.')}" if host else f'"{house.name}"'
        yield Suggestion(
            words=f"{named} {words}".strip(),
            what="words to type into a search engine of your choice",
            why="its title" if cited.title else "the name, and what the claims beside the citations speak of",
        )


def _sought(cited: CitedOrigin, citing: Sequence[CitingText]) -> str:
    """The title in quotation marks; else words of the claims of one text, in the language in which most texts cite."""
    if cited.title:
        title = " ".join(cited.title.replace('"', " ").split())[:150]
        return f'"{title}"'
    told = [each for each in citing if each.words]
    langs = Counter(each.text.lang for each in told)
    best = max(told, key=lambda each: (langs[each.text.lang], len(each.words[:_WORDS]), each.text.lang), default=None)
    return " ".join(best.words[:_WORDS]) if best else ""


def _is_deep(page: str) -> bool:
    """Whether an address is more than the front page of a site."""
    return re.fullmatch(r"https?://[^/]+/?", page) is None


def _digits(date: str | None) -> str | None:
    """As much of YYYYMMDD as an EDTF date gives; null for one that begins with no year."""
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])", date or "", re.ASCII)
    if match is None or int(match[2] or 1) > 12:
        return None
    return "".join(part for part in match.groups() if part)


def _spelled(day: str) -> str:
    return "-".join(part for part in (day[:4], day[4:6], day[6:8]) if part)
