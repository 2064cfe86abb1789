"""Credit lines: the words by which a text says whose it is, such as `(AP) —` or `[서울=뉴시스]`.

Agencies sign in a few places only: in the dateline that opens a text, in a byline, in the line that closes it.
Anywhere else an agency's name is a mention, not a signature. The forms stand in `data/outlets.toml`.
"""

from __future__ import annotations

import re

from msgspec import Struct

from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["Credit", "find_credit"]

HEAD_LINES = 8
"""A dateline follows the title, a summary, a byline and a date at most."""
TAIL_LINES = 4
DATELINE = 90
"""Characters of city, date and reporter that may stand before a credit."""
CREDIT_LINE = 100
"""A line that only names whose text it is; longer ones tell something."""

_WIDE = str.maketrans("\uff08\uff09\uff3b\uff3d\uff1d\uff0f\u2015", "()[]=/—")
"""Full-width forms; one character for one, so that offsets hold."""
_AFTER = re.compile(r"\s{0,2}(?:$|[-–—:.,=/|]|\S{0,30}\s*기자|\d)")
_SIGNED = re.compile(
    r"^\s*(?:by\b|von\b|por\b|par\b|di\b|source\s*:|quelle\s*:|fuente\s*:|출처\s*[:\uff1a]?|来源\s*[:\uff1a]|來源\s*[:\uff1a]|источник\s*:|"
    r"text\s*:|agencies\b)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"photo|image|picture|foto|video|bild|사진|照片|图|写真|фото", re.IGNORECASE)
_LETTERED = re.compile(r"[^\W\d_]")
_DASHES = "-–—"
_SIGNS = "©ⓒ<"
_WIRED = re.compile(r"[\u3400-\u9fff]{2,6}[^\s,，。]{2,16}[电電](?=[\s(：:])")
"""How Chinese agencies open: name, city, date and the word for a cable, 新华社北京4月16日电."""
_MARK = re.compile(r"[(\[【/=<—\u3000-\u9fff]|[A-ZА-Я]{2}")
"""Some character of every credit: most lines hold none and need no closer look."""


class Credit(Struct, frozen=True, kw_only=True):
    """`text[start:end] == words`; `ref` is the identifier in `outlets.toml`."""

    start: int
    end: int
    ref: str
    words: str


def find_credit(content: str, vocabulary: Vocabulary | None = None) -> Credit | None:
    """The credit line of a text, or null: the dateline first, then a byline, then the closing line.

    Offsets are code points in `content`. A credit for a picture is none for the text.
    """
    forms = _forms(vocabulary or load())
    lines = _lines(content)
    head, tail = lines[:HEAD_LINES], lines[-TAIL_LINES:]
    for start, line in head:
        found = _dateline(line, forms)
        if found:
            return _credit(content, start, found)
    for start, line in head + tail:
        found = _byline(line, forms.bylines)
        if found:
            return _credit(content, start, found)
    for start, line in reversed(tail):
        found = _closing(line, forms)
        if found:
            return _credit(content, start, found)
    return None


_Form = tuple[str, str, tuple[str, ...]]
"""Credit as printed, identifier of the outlet, its plain names."""
_Found = tuple[int, int, str]


class _Forms(Struct, frozen=True):
    """The credits of a vocabulary, the longest first so that "(AFP/" does not hide a longer one."""

    opening: tuple[_Form, ...]
    """Those that stand in a dateline."""
    endings: tuple[str, ...]
    closing: tuple[_Form, ...]
    signs: tuple[_Form, ...]
    """`©` and the like, and the agency's own words about who reported."""
    bylines: tuple[tuple[str, str], ...]


_known: dict[str, _Forms] = {}


def _forms(vocabulary: Vocabulary) -> _Forms:
    if vocabulary.digest not in _known:
        _known[vocabulary.digest] = _forms_of(vocabulary)
    return _known[vocabulary.digest]


def _forms_of(vocabulary: Vocabulary) -> _Forms:
    forms: list[_Form] = []
    bylines: list[tuple[str, str]] = []
    for entry in vocabulary.outlets.values():
        names = tuple(name.removeprefix("=") for name in entry.spellings)
        forms.extend((credit.translate(_WIDE), entry.id, names) for credit in entry.credits)
        if entry.credits and entry.role in {"agency", "state-media"}:
            bylines.extend((name, entry.id) for name in names)
    forms.sort(key=lambda form: (-len(form[0]), form[0], form[1]))
    bylines.sort(key=lambda pair: (-len(pair[0]), pair[0], pair[1]))
    signs = tuple(form for form in forms if form[0][0] in _SIGNS or form[0].endswith(" by"))
    closing = tuple(form for form in forms if form not in signs)
    # "— Reuters" closes a text; "МОСКВА, 16 апр — РИА Новости." opens one.
    opening = tuple(form for form in closing if form[0][0] not in _DASHES or not form[0][1:].isascii())
    return _Forms(opening, tuple(form[0] for form in closing), closing, signs, tuple(bylines))


def _lines(content: str) -> list[tuple[int, str]]:
    """The lines that hold letters, with where they start; only the ends of a long text."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in content.split("\n"):
        if line and not line.isspace():
            lines.append((start, line.translate(_WIDE)))
        start += len(line) + 1
    return lines


def _credit(content: str, line_start: int, found: _Found) -> Credit:
    start, end, ref = line_start + found[0], line_start + found[1], found[2]
    return Credit(start=start, end=end, ref=ref, words=content[start:end])


def _dateline(line: str, forms: _Forms) -> _Found | None:
    wired = _WIRED.match(line)
    if wired:
        for name, ref in forms.bylines:
            if line.startswith(name):
                return 0, wired.end(), ref
    opening = line[: DATELINE + 40]
    if not _MARK.search(opening):
        return None
    for form, ref, names in forms.opening:
        at = opening.find(form)
        if at < 0 or at > DATELINE:
            continue
        before, end = line[:at].rstrip(), at + len(form)
        if any(before.endswith(name) for name in names):
            continue  # "The Associated Press (AP) said" explains an abbreviation
        if form[0] in "([" and form[-1] not in ")]":
            closing = line.find(")" if form[0] == "(" else "]", end)
            if closing < 0 or closing - end > 30:
                continue
            end = closing + 1
        if _stands_alone(line, at, end, before, form):
            return at, end, ref
    return None


def _stands_alone(line: str, at: int, end: int, before: str, form: str) -> bool:
    if form[0].isalnum() and at and line[at - 1].isalnum() and form[0].isascii():
        return False
    if _PICTURE.search(line[max(0, at - 25) : end + 12]):
        return False
    if _AFTER.match(line[end:]):
        # "He told Fox News (AP)." closes a sentence, not a dateline
        return not re.search(r"[a-zа-я][.!?]\s", before) or at < 40
    return at == 0 or not form.isascii()


def _byline(line: str, bylines: tuple[tuple[str, str], ...]) -> _Found | None:
    if len(line) > CREDIT_LINE or _PICTURE.search(line):
        return None
    stripped = line.strip(" .|-–—·•/,")
    signed = _SIGNED.match(line)
    for name, ref in bylines:
        at = line.find(name)
        if at < 0:
            continue
        end = at + len(name)
        if stripped == name or (signed and at >= signed.end() - 1 and not _LETTERED.match(line[end : end + 1])):
            return at, end, ref
    return None


def _closing(line: str, forms: _Forms) -> _Found | None:
    if _PICTURE.search(line) and len(line) <= CREDIT_LINE:
        return None
    bare = line.rstrip(" .。\t\xa0")
    if bare.endswith(forms.endings):
        for form, ref, names in forms.closing:
            if bare.endswith(form) and not any(bare[: -len(form)].rstrip().endswith(name) for name in names):
                return len(bare) - len(form), len(bare), ref
    for form, ref, _ in forms.signs:
        at = line.rfind(form)
        if at >= 0 and form.endswith(" by"):
            return at, len(line.rstrip()), ref
        if at >= 0 and len(line) <= CREDIT_LINE:
            return at, at + len(form), ref
    return None
