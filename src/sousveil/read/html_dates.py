"""When a page was first published, and why we believe it.

Witnesses are ranked: what the page states for machines (JSON-LD, meta elements, microdata), the date in its
address, marked-up dates near the headline, and at last dates in words. The best witness is believed; others that
contradict it lower the certainty. A copyright year is no witness, nor a date after the page was fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from sousveil.read.dates import find_dates, latest, parse_date
from sousveil.read.html_blocks import Block
from sousveil.read.html_meta import ARCHIVED
from sousveil.read.words import date_words, one_of
from sousveil.record import Dated

__all__ = ["Witness", "publication_date"]

_PUBLISHED: Final = frozenset({
    "article:published_time", "og:published_time", "article:published", "published_time", "published-date",
    "publish-date", "publishdate", "publish_date", "publicationdate", "publication_date", "publication-date", "pubdate",
    "pub_date", "datepublished", "date_published", "date.published", "article.published", "article_date_original",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "citation_publication_date", "citation_date", "rnews:datepublished", "bt:pubdate", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "lastpubdate", "originalpublicationdate", "article.created", "datecreated",
    "date_created",
    "shareaholic:article_published_time", "dateposted", "release_date", "releasedate", "og:article:published_time",
    "article:post_date", "vr:published_time", "article-published", "first_published", "creation_date", "ptime",
    "content_published", "displaydate", "dc:created", "dc:date", "created",
})  # fmt: skip
_DATE: Final = frozenset({"date", "dc.date", "dcterms.date", "pagedate", "article:date", "content-date", "og:date"})
_MODIFIED: Final = frozenset({
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
    "lastmod", "revised", "article:updated_time", "modified", "dateupdate", "utime",
})  # fmt: skip
_URL: Final = re.compile(
    r"(?:^|[/_.=\-])(?P<y>(?:19|20)\d\d)[/_\-.]?(?P<m>0[1-9]|1[0-2]|(?<=[/_\-])[1-9](?=[/_\-]))[/_\-.]?"
    r"(?P<d>0[1-9]|[12]\d|3[01]|(?<=[/_\-])[1-9](?=[/_\-.]))(?!\d{1,3}(?:\D|\Z))"
)
_UNIVERSAL: Final = re.compile(r"[T ](?P<hour>\d\d):\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|\+00:?00|GMT|UTC)(?:\W|\Z)")
_DATE_NAME: Final = re.compile(
    r"(?:^|[\W_])(?:pub|post|entry|article|news|blog|story|publish|published|meta)?[-_]?"
    r"(?:date|datum|time|datetime|published|pubdate|timestamp|byline|dateline|postmeta|meta|fecha|posted|"
    r"veroeffentlicht|data|zeit)",
    re.IGNORECASE,
)
_WORDS: Final = date_words()
_DAY_WORDS: Final = "|".join(map(re.escape, _WORDS.before_day))
_LEAD_WORDS: Final = re.compile(
    rf"{one_of(_WORDS.published)}\W{{0,4}}(?:(?:{_DAY_WORDS}|:|：)\W{{0,3}})?\Z", re.IGNORECASE
)
_UPDATE_WORDS: Final = re.compile(rf"(?:{'|'.join(_WORDS.changed)})\W{{0,12}}(?:\w+\W{{1,3}}){{0,2}}\Z", re.IGNORECASE)
_OTHER_DAY: Final = re.compile(rf"{one_of(_WORDS.other)}\W{{0,4}}(?:(?:{_DAY_WORDS}) )?\Z", re.IGNORECASE)
"""Words before a day that is not one of publication: an end, a start, a birth."""
_COPYRIGHT: Final = re.compile(r"(?:©|\(c\)|copyright)\W{0,3}\Z", re.IGNORECASE)
_DAY: Final = re.compile(r"(?:19|20)\d\d|\d\.\s?\d{1,2}\.\s?\d\d|\A\W*(?:19|20)?\d\d\W*\Z")
_MICRODATA: Final = etree.XPath('descendant::*[@itemprop="datePublished" or @itemprop="dateCreated"]')
WEAK: Final = 60
"""Witnesses from this rank on are no better than a search through everything."""
_HEADLINE_REACH: Final = 14
"""Blocks around the headline and the start of the text where a date without any mark is taken for the page's."""


class Witness(NamedTuple):
    """A date, how much its place is worth (0 is best) and the words."""

    rank: int
    value: date
    evidence: str


def publication_date(
    root: Any, linked: list[dict[str, Any]], blocks: list[Block], main: tuple[int, int], url: str | None,
    retrieved: str, lang: str,
) -> Dated | None:  # fmt: skip
    """The page's date; `linked` are its JSON-LD objects, `main` the range of blocks of its main text."""
    limit = latest(retrieved)
    headline = _headline(blocks, main[0])
    near = range(max(0, headline - 6), min(len(blocks), main[0] + _HEADLINE_REACH))
    around = sorted({*near, *range(main[0], min(len(blocks), main[1] + 8))})
    sources = [
        _from_linked(linked),
        _from_meta(root, lang),
        _from_microdata(root, lang),
        _from_url(url),
        _from_time(root, blocks, near, lang),
        _from_blocks(blocks, around, near, headline, main[0], lang),
    ]
    witnesses = [witness for source in sources for witness in source if limit is None or witness.value <= limit]
    if _weakest(witnesses):
        elsewhere = _from_blocks(blocks, range(len(blocks)), near, headline, main[0], lang)
        witnesses += [witness for witness in elsewhere if limit is None or witness.value <= limit]
    if _weakest(witnesses):
        found = _by_search(root, limit)
        if found or not witnesses:
            return found
    best = _local(min(witnesses, key=lambda witness: witness.rank), witnesses)
    return Dated(value=best.value.isoformat(), evidence=best.evidence[:200], certainty=_certainty(best, witnesses))


def _weakest(witnesses: list[Witness]) -> bool:
    return min((witness.rank for witness in witnesses), default=WEAK) >= WEAK


def _by_search(root: Any, limit: date | None) -> Dated | None:
    """The htmldate library's search through the whole markup, where nothing stated a date."""
    from htmldate import find_date

    markup = etree.tostring(root, encoding="unicode", method="html")
    words = find_date(markup, original_date=True, extensive_search=False, max_date=limit.isoformat() if limit else None)
    # The first of January is what it makes of a year alone, such as that of a copyright.
    if not words or words.endswith("-01-01"):
        return None
    return Dated(value=words, evidence="htmldate: found in the markup", certainty="low")


def _local(best: Witness, witnesses: list[Witness]) -> Witness:
    """A time in UTC can fall on the day before or after the one that the page itself shows to its readers."""
    universal = _UNIVERSAL.search(best.evidence)
    hour = int(universal["hour"]) if universal else 12
    days = -1 if hour < 7 else 1 if hour > 20 else 0
    for witness in sorted(witnesses, key=lambda witness: witness.rank) if days else ():
        shown = witness.evidence.startswith(("url:", "text:")) and witness.rank <= 34
        if shown and (witness.value - best.value).days == days:
            return witness
    return best


def _certainty(best: Witness, witnesses: list[Witness]) -> Any:
    if best.rank >= WEAK:
        return "low"
    others = [witness for witness in witnesses if witness.rank < 50 and witness is not best]
    against = any(abs((witness.value - best.value).days) > 1 for witness in others)
    agreed = any(abs((witness.value - best.value).days) <= 1 for witness in others)
    if best.rank <= 30:
        return "medium" if against and not agreed else "high"
    return "low" if against and not agreed else "medium"


def _from_linked(linked: list[dict[str, Any]]) -> Iterator[Witness]:
    for thing in linked:
        kinds = str(thing.get("@type", "")).lower()
        article = any(word in kinds for word in ("article", "posting", "report", "review", "recipe"))
        if "comment" in kinds or "organization" in kinds or "answer" in kinds:
            continue
        for key, rank in (
            ("datePublished", 10 if article else 16),
            ("dateCreated", 22),
            ("uploadDate", 45),
            ("dateModified", 70),
        ):
            value = thing.get(key)
            found = parse_date(value) if isinstance(value, str) else None
            if found and not (key == "uploadDate" and not article and "video" in kinds):
                yield Witness(rank, found, f"json-ld {key}: {value}")


def _from_meta(root: Any, lang: str) -> Iterator[Witness]:
    for meta in root.iter("meta"):
        content = meta.get("content")
        if not content or not any(char.isdigit() for char in content[:40]):
            continue
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).lower()
        rank = 12 if name in _PUBLISHED else 24 if name in _DATE else 70 if name in _MODIFIED else None
        found = parse_date(content, lang) if rank is not None else None
        if found and rank is not None:
            yield Witness(rank, found, f"meta {name}: {content[:60]}")


def _from_microdata(root: Any, lang: str) -> Iterator[Witness]:
    for index, element in enumerate(_MICRODATA(root)[:20]):
        words = element.get("content") or element.get("datetime") or " ".join("".join(element.itertext()).split())[:60]
        found = parse_date(words, lang)
        if found:
            yield Witness(14 if not index else 40, found, f"itemprop datePublished: {words}")


def _from_url(url: str | None) -> Iterator[Witness]:
    if not url:
        return
    parts = urlsplit(ARCHIVED.sub("", url))
    match = _URL.search(parts.path) or _URL.search("/" + parts.query)
    if match:
        try:
            value = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return
        yield Witness(18, value, f"url: {match.group().strip('/')}")


def _from_time(root: Any, blocks: list[Block], near: range, lang: str) -> Iterator[Witness]:
    """`<time>` elements: the first near the headline is the page's own; others stand in lists of other articles."""
    close = {
        node.parent for index in near for node in blocks[index].nodes if node is not None and node.parent.tag == "time"
    }
    for index, element in enumerate(root.iter("time")):
        if index > 40:
            return
        words = element.get("datetime") or "".join(element.itertext())
        found = parse_date(words, lang)
        if not found:
            continue
        names = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
        if "updated" in names and "published" not in names:
            rank = 68
        elif element.get("pubdate") is not None or "published" in names or "entry-date" in names:
            rank = 20
        else:
            rank = 26
        rank += 0 if element in close else 25
        yield Witness(rank + min(index, 3), found, f"time: {words.strip()[:60]}")


def _headline(blocks: list[Block], first: int) -> int:
    """The last h1 before the text, or where the text starts."""
    return next(
        (index for index in range(min(first, len(blocks) - 1), -1, -1) if blocks[index].container.tag == "h1"), first
    )


def _from_blocks(
    blocks: list[Block], where: Sequence[int], near: range, headline: int, first: int, lang: str
) -> Iterator[Witness]:
    """Dates in words in the blocks of `where`. What the text itself tells about has its own dates."""
    for index in where:
        block = blocks[index]
        opening = first <= index < first + 6
        if not any(node and _DAY.search(node.string) for node in block.nodes) or not (opening or block.chars <= 300):
            continue
        text = block.text()[: 300 if block.chars <= 300 else 90]
        label = blocks[index - 1].text() if index and blocks[index - 1].chars < 30 and block.chars < 40 else ""
        for found in find_dates(text, lang):
            before = f"{label} {text[: found.start]}"
            if _COPYRIGHT.search(before[-20:]) or _OTHER_DAY.search(before[-40:]):
                continue
            rank = _rank(block, index in near, text, before, found.words)
            if rank in (None, WEAK) and opening and (found.start < 5 or (found.start < 60 and index < first + 3)):
                rank = 40  # a dateline: the place and the day before the first sentence
            if rank is not None:
                # Over the headline stands what a site's head shows: often the day on which it was fetched.
                rank += 5 if index < headline and rank > 29 else 0
                words = text[max(0, found.start - 30) : found.start + len(found.words)]
                yield Witness(rank, found.value, f"text: {words}")
            break


def _rank(block: Block, near: bool, text: str, before: str, words: str) -> int | None:
    if _UPDATE_WORDS.search(before[-40:]):
        return 66
    led = _LEAD_WORDS.search(before[-40:]) is not None
    if near and led:
        return 25
    alone = len(text) - len(words) <= 25
    if near and block.chars < 120 and _is_named(block):
        return 30 if alone else 34
    if near and alone:
        return 36
    if led and block.chars < 120:
        return 42
    return 60 if near else None


def _is_named(block: Block) -> bool:
    container = block.container
    for _ in range(2):
        if _DATE_NAME.search(f"{container.element.get('class', '')} {container.element.get('id', '')}"):
            return True
        if container.parent is None:
            return False
        container = container.parent
    return any(node is not None and _DATE_NAME.search(node.parent.get("class") or "") for node in block.nodes[:3])
