"""What citing words tell of the document that they cite: its title, the day on which it came out, a link to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sousveil.find.dates import moments_in
from sousveil.find.tables import tables_for
from sousveil.trace.addresses import host_of, normal_url
from sousveil.trace.citing.cues import sentence_at
from sousveil.trace.citing.public_addresses import is_shared
from sousveil.trace.document import Document
from sousveil.vocabulary.houses import HouseWords, house_words
from sousveil.vocabulary.loader import Vocabulary
from sousveil.vocabulary.originals import load_originals

__all__ = ["NOTHING", "Particulars", "of_the_report", "particulars_of"]

_MARKED = re.compile(
    r"“([^“”\n]{3,150})”|\"([^\"\n]{3,150})\"|『([^『』\n]{2,90})』|「([^「」\n]{2,90})」|《([^《》\n]{2,90})》"
    r"|«\s?([^«»\n]{3,150}?)\s?»|»([^«»\n]{3,150})«|„([^„“”\n]{3,150})[“”]|‘([^‘’\n]{3,150})’"
    r"|(?<![\w])'([^'\n]{3,90})'(?!\w)"
)
_BESIDE = 26
"""Characters between a title and the word that shows that it is one."""
_FROM = 34
"""Characters between a day and the word that shows what happened on it."""
_NEXT = 240
"""Characters of the next sentence, which goes on about a report that was just named."""
_SPOKEN = re.compile(r"[.!?。！？][”\"»]?$|[,，]$")
"""How the words of somebody end that stand in quotation marks, and no title."""
_UNMARKED = re.compile(
    r",\s(?P<title>(?:[A-Z][\w’'-]*|\d+)(?:\s(?:[A-Z][\w’'-]*|\d+|of|the|on|in|and|for|to|a|from|by|with)){1,9}),\s"
)
"""A title between commas, without marks, where they were italics: `The study, Eyes on the Corridor, is`."""


class Particulars(Struct, frozen=True):
    """Each is null where the words do not tell it. Offsets of the title are those of the citing text."""

    title: str | None = None
    title_at: tuple[int, int] | None = None
    date: str | None = None
    """EDTF."""
    url: str | None = None

    @property
    def tells(self) -> bool:
        """Whether anything is told."""
        return bool(self.title or self.date or self.url)

    def with_rest(self, other: Particulars) -> Particulars:
        """These, and of the other what these do not tell; a day that is one before weeks and months."""
        date = other.date if other.date and _is_vague(self.date) else self.date
        return Particulars(self.title or other.title, self.title_at or other.title_at, date, self.url or other.url)


NOTHING = Particulars()


def _is_vague(date: str | None) -> bool:
    return date is None or len(date) != len("2024-04-16")


def particulars_of(document: Document, start: int, end: int, vocabulary: Vocabulary) -> Particulars:
    """What the sentence around a name tells of what is cited, and the next one where that goes on about the report.

    `start` and `end` are the offsets of the name.
    """
    content, lang = document.text.content, document.text.lang
    words = house_words(lang, vocabulary)
    if words is None:
        return NOTHING
    title: tuple[int, int] | None = None
    date: str | None = None
    url: str | None = None
    for first, last in _sentences(document, start, end, words, vocabulary):
        view = vocabulary.orthography(lang).view(content[first:last])
        at = title or _title(content, view, first, words, (start, end))
        title = title or at
        date = date or _date(document, view, first, last, words, vocabulary)
        url = url or _link(document, (first, last), (start, end), at, vocabulary)
    told = " ".join(content[slice(*title)].split()) if title else None
    return Particulars(told, title, date, url)


def of_the_report(document: Document, vocabulary: Vocabulary) -> Particulars:
    """What a text tells of the one report that it is about, wherever it gives a title: `The report, entitled “…”`."""
    content, lang = document.text.content, document.text.lang
    words = house_words(lang, vocabulary)
    if words is None:
        return NOTHING
    spelled = vocabulary.orthography(lang)
    for match in words.titled.finditer(spelled.view(content)):
        first, last = sentence_at(content, match.start(), match.end())
        view = spelled.view(content[first:last])
        title = _title(content, view, first, words, (0, 0)) if words.studies.search(view) else None
        if title is not None:
            date = _date(document, view, first, last, words, vocabulary)
            url = _link(document, (first, last), title, title, vocabulary)
            return Particulars(" ".join(content[slice(*title)].split()), title, date, url)
    return NOTHING


def _sentences(
    document: Document, start: int, end: int, words: HouseWords, vocabulary: Vocabulary
) -> Iterator[tuple[int, int]]:
    """The sentence of the name, and the next that speaks of a report."""
    content, lang = document.text.content, document.text.lang
    first, last = sentence_at(content, start, end)
    yield first, last
    behind = last
    for _ in range(2):
        begin = behind + len(content[behind : behind + 3]) - len(content[behind : behind + 3].lstrip(' \n”"»」』）)'))
        if begin >= len(content) or begin - last > _NEXT:
            return
        low, high = sentence_at(content, begin, min(begin + 1, len(content)))
        view = vocabulary.orthography(lang).view(content[begin:high])
        if high <= behind:
            return
        if words.studies.search(view):
            yield begin, high
        behind = max(high, low)


def _title(content: str, view: str, first: int, words: HouseWords, name: tuple[int, int]) -> tuple[int, int] | None:
    """The words in marks beside a word for a document or for titles; the name itself may stand in marks."""
    for match in _MARKED.finditer(view):
        group = match.lastindex or 0
        inner = content[first + match.start(group) : first + match.end(group)]
        named = first + match.start() < name[1] and name[0] < first + match.end()
        if named or _SPOKEN.search(inner.strip()):
            continue
        before = view[max(0, match.start() - _BESIDE) : match.start()]
        behind = view[match.end() : match.end() + _BESIDE]
        if words.titled.search(before) or _near(words.studies, before, behind) or _titled_behind(words, behind):
            return first + match.start(group), first + match.end(group)
    for match in _UNMARKED.finditer(view):
        if words.studies.search(view[max(0, match.start() - 12) : match.start()]):
            return first + match.start("title"), first + match.end("title")
    return None


def _near(studies: re.Pattern[str], before: str, behind: str) -> bool:
    """Whether a word for a document stands right at the marks: `the study “…”`, 「…」報告書, `»…«, einem Bericht`."""
    ends = [match.end() for match in studies.finditer(before)]
    if ends and len(before) - ends[-1] <= 3:
        return True
    opening = studies.search(behind[:18])
    return opening is not None and opening.start() <= 10


def _titled_behind(words: HouseWords, behind: str) -> bool:
    opening = words.titled.search(behind[:12])
    return opening is not None and opening.start() <= 2


def _date(
    document: Document, view: str, first: int, last: int, words: HouseWords, vocabulary: Vocabulary
) -> str | None:
    """The day beside a word for publishing, or right beside the word for the document."""
    issued = [match.span() for match in words.issued.finditer(view)]
    studies = [match.span() for match in words.studies.finditer(view)]
    if not issued and not studies:
        return None
    tables = tables_for(document.text.lang, vocabulary)
    if tables is None:
        return None
    sentence = document.text.content[first:last]
    best: tuple[bool, int, str] | None = None
    for moment in moments_in(tables, sentence, 0, len(sentence), document.published):
        apart = [_gap(span, (moment.start, moment.end)) for span in issued]
        close = [_gap(span, (moment.start, moment.end)) for span in studies]
        near = [gap for gap in apart if gap <= _FROM] + [gap for gap in close if gap <= 5]
        if near and not _is_later(moment.value, document.published):
            found = (not moment.is_day, min(near), moment.value)
            best = min(best, found) if best else found
    return best[2] if best else None


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _is_later(date: str, published: str | None) -> bool:
    """Whether a day lies behind the day on which the citing text came out."""
    if published is None or not re.match(r"\d{4}", date):
        return False
    shorter = min(len(date.partition("/")[0]), len(published))
    return date[:shorter] > published[:shorter]


def _link(
    document: Document,
    sentence: tuple[int, int],
    name: tuple[int, int],
    title: tuple[int, int] | None,
    vocabulary: Vocabulary,
) -> str | None:
    """The link in the sentence nearest to the title or the name, to another host than the text's own.

    A link whose words name somebody else is theirs.
    """
    originals = load_originals(vocabulary.folder)
    own = host_of(document.text.url or "")
    others = [(each.start, each.end) for each in document.mentions if _gap((each.start, each.end), name) > 0]
    near = title or name
    inside = [
        link
        for link in document.text.links
        if sentence[0] <= link.start < link.end <= sentence[1]
        and host_of(link.url) != own
        and not is_shared(link.url, originals)
        and normal_url(link.url)
        and not any(_gap((link.start, link.end), other) == 0 for other in others)
    ]
    best = min(inside, key=lambda link: (_gap((link.start, link.end), near), link.start), default=None)
    return best.url if best else None
