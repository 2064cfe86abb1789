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
_LETTERED = re.compile(r"[^\W\d_]")
_DASHES = "-–—"
_SIGNS = "©ⓒ<"
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
        found = _byline(line, forms)
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


class _Words(Struct, frozen=True):
    """The expressions around a credit, in all languages of citing.toml."""

    after: re.Pattern[str]
    """What may follow a credit in a dateline."""
    signed: re.Pattern[str]
    picture: re.Pattern[str]
    wired: re.Pattern[str]
    """How Chinese agencies open: name, city, date and the word for a cable, 新华社北京4月16日电."""


def _words_of(vocabulary: Vocabulary) -> _Words:
    def of(part: str) -> str:
        lists = (getattr(words, part) for words in vocabulary.citing.values())
        return "|".join(dict.fromkeys(re.escape(word) for words in lists for word in words)) or "(?!)"

    return _Words(
        after=re.compile(rf"\s{{0,2}}(?:$|[-–—:.,=/|]|\S{{0,30}}\s*(?:{of('reporters')})|\d)"),
        signed=re.compile(rf"^\s*(?:(?:{of('signed')})\b|(?:{of('source')})\s*[:\uff1a])", re.IGNORECASE),
        picture=re.compile(of("pictures"), re.IGNORECASE),
        wired=re.compile(rf"[\u3400-\u9fff]{{2,6}}[^\s,，。]{{2,16}}(?:{of('cables')})(?=[\s(：:])"),
    )


class _Forms(Struct, frozen=True):
    """The credits of a vocabulary, the longest first so that "(AFP/" does not hide a longer one."""

    words: _Words
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
    return _Forms(_words_of(vocabulary), opening, tuple(form[0] for form in closing), closing, signs, tuple(bylines))


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
    wired = forms.words.wired.match(line)
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
        if _stands_alone(line, at, end, before, form, forms):
            return at, end, ref
    return None


def _stands_alone(line: str, at: int, end: int, before: str, form: str, forms: _Forms) -> bool:
    if form[0].isalnum() and at and line[at - 1].isalnum() and form[0].isascii():
        return False
    if forms.words.picture.search(line[max(0, at - 25) : end + 12]):
        return False
    if forms.words.after.match(line[end:]):
        # "He told Fox News (AP)." closes a sentence, not a dateline
        return not re.search(r"[a-zа-я][.!?]\s", before) or at < 40
    return at == 0 or not form.isascii()


def _byline(line: str, forms: _Forms) -> _Found | None:
    if len(line) > CREDIT_LINE or forms.words.picture.search(line):
        return None
    stripped = line.strip(" .|-–—·•/,")
    signed = forms.words.signed.match(line)
    for name, ref in forms.bylines:
        at = line.find(name)
        if at < 0:
            continue
        end = at + len(name)
        if stripped == name or (signed and at >= signed.end() - 1 and not _LETTERED.match(line[end : end + 1])):
            return at, end, ref
    return None


def _closing(line: str, forms: _Forms) -> _Found | None:
    if forms.words.picture.search(line) and len(line) <= CREDIT_LINE:
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
