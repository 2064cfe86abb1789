"""Credit lines: the words by which a text says whose it is, such as `(AP) —` or `[서울=뉴시스]`.

Agencies sign in a few places only: in the dateline that opens a text, in a byline, in the line that closes it.
Anywhere else an agency's name is a mention, not a signature. Forms that are an agency's own stand in
`data/outlets.toml`; brackets, dashes and bylines around the name of any agency are read here.
"""

from __future__ import annotations

import re

from msgspec import Struct

from sousveil.vocabulary.credit_names import SignedNames, signed_names
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["Credit", "find_credit", "find_credits", "find_thanks"]

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
_BARE_LINES = 4
"""Lines in which a name may sign without brackets."""
_CITY = 40
"""Characters of a city and a date."""
_PLACE_WORDS = 6
_BRACKET = re.compile(
    r"\([^()\n]{2,60}\)|\[[^\[\]\n]{2,60}\]|【[^【】\n]{2,60}】|/[^/\n]{2,30}/|<[^<>\n]{2,60}>|〔[^〕\n]{2,60}〕"
)
_DASHED = re.compile(r"\s{0,2}\.?\s?[-–—=]")
_SENTENCE = re.compile(r"[a-zа-яіїєґ]{3}[.!?][”\"’)]*\s")
"""The end of a sentence; `16 апр.` is none."""
_PIECES = re.compile(r"(?<=[-–—,./:])")
_SEPARATOR = re.compile(r"[-–—,./:]\s*$")
_BEHIND = re.compile(r"\s*[-–—:]|\.\s")
_DASH_OR_DAY = re.compile(r"[-–—]\s*$|\d")
_ITEM = re.compile(r"\s*[-•*·]\s?\w")
"""An item of a list, which may name where it was read and speaks for itself alone."""
_SIGNED_OFF = re.compile(
    r"(?:(?<=[^\W\d_]{3})[.!?…]|[。»”\"’)])\s*(?:(?P<bracket>\([^()\n]{2,60}\)|\[[^\[\]\n]{2,60}\]|/[^/\n]{2,30}/)|(?P<name>[^\s.!?。»”\"’()\[\]/…][^.!?。()/]{1,25}))$"
)
"""What stands behind the last sentence: `… fin de año. EFE`, `… (Agencia EFE)`."""


class Credit(Struct, frozen=True, kw_only=True):
    """`text[start:end] == words`; `ref` is the identifier in `outlets.toml`."""

    start: int
    end: int
    ref: str
    words: str


def find_credit(content: str, vocabulary: Vocabulary | None = None) -> Credit | None:
    """The first of `find_credits`, or null."""
    return next(iter(find_credits(content, vocabulary)), None)


def find_credits(content: str, vocabulary: Vocabulary | None = None) -> tuple[Credit, ...]:
    """Whose a text says it is: one credit an agency that signs in one place, in the order of the words.

    The dateline is looked at first, then a byline, then the closing line. Offsets are code points in `content`. A
    credit for a picture is none for the text, and neither is a line that thanks an agency for a part.
    """
    forms = _forms(vocabulary or load())
    lines = _lines(content)
    head, tail = lines[:HEAD_LINES], lines[-TAIL_LINES:]
    for number, (start, line) in enumerate(head):
        found = _dateline(line, forms) or (_bare_dateline(line, forms) if number < _BARE_LINES else [])
        if found:
            return _credits(content, start, found)
    for start, line in head + tail:
        found = _byline(line, forms)
        if found:
            return _credits(content, start, found)
    for start, line in reversed(tail):
        found = _closing(line, forms)
        if found:
            return _credits(content, start, found)
    return ()


def find_thanks(content: str, vocabulary: Vocabulary | None = None) -> tuple[Credit, ...]:
    """Agencies that a text thanks for a part of it, in its first or last lines: "With reporting by AP".

    `words` is the whole line, and so are the offsets.
    """
    forms = _forms(vocabulary or load())
    lines = _lines(content)
    found: dict[str, Credit] = {}
    for start, line in (*lines[:HEAD_LINES], *lines[-TAIL_LINES:]):
        if len(line) > CREDIT_LINE or not forms.words.partly.search(line):
            continue
        for name, ref in forms.bylines:
            at = line.find(name)
            if at >= 0 and not _in_word(line, at, at + len(name)):
                words = content[start : start + len(line)]
                found.setdefault(ref, Credit(start=start, end=start + len(line), ref=ref, words=words))
    return tuple(found[ref] for ref in sorted(found))


_Form = tuple[str, str, tuple[str, ...]]
"""Credit as printed, identifier of the outlet, its plain names."""
_Found = tuple[int, int, str]
"""Start and end in a line, identifier."""


class _Words(Struct, frozen=True):
    """The expressions around a credit, in all languages of citing.toml."""

    after: re.Pattern[str]
    """What may follow a credit in a dateline."""
    signed: re.Pattern[str]
    opened: re.Pattern[str]
    """A byline that a text begins with: `Da EFE, em Guayaquil –`."""
    partly: re.Pattern[str]
    """Lines that thank an agency for a part of the text."""
    picture: re.Pattern[str]
    wired: re.Pattern[str]
    """How Chinese agencies open: name, city, date and the word for a cable, 新华社北京4月16日电."""


def _words_of(vocabulary: Vocabulary) -> _Words:
    def of(part: str) -> str:
        lists = (getattr(words, part) for words in vocabulary.citing.values())
        return "|".join(dict.fromkeys(re.escape(word) for words in lists for word in words)) or "(?!)"

    return _Words(
        after=re.compile(rf"\s{{0,2}}(?:$|[-–—:.,=/|]|\S{{0,30}}\s*(?:{of('reporters')})|\d)"),
        signed=re.compile(rf"^\s*[(\[]?\s*(?:(?:{of('signed')})\b|(?:{of('source')})\s*[:\uff1a])", re.IGNORECASE),
        opened=re.compile(
            rf"(?:{of('signed')})\s+(?P<name>[^,.:–—-]{{2,40}}?)(?:,[^.:–—]{{0,45}})?\s*(?:[–—:]|\s-\s)", re.IGNORECASE
        ),
        partly=re.compile(of("partly"), re.IGNORECASE),
        picture=re.compile(rf"(?<![a-z])(?:{of('pictures')})", re.IGNORECASE),
        wired=re.compile(rf"[\u3400-\u9fff]{{2,6}}[^\s,，。]{{2,16}}(?:(?:{of('cables')})(?=[\s(：:])|日\s*[-–—])"),
    )


class _Forms(Struct, frozen=True):
    """The credits of a vocabulary, the longest first so that "(AFP/" does not hide a longer one."""

    words: _Words
    opening: tuple[_Form, ...]
    """Those that stand in a dateline."""
    any_opening: re.Pattern[str]
    """Most lines hold none of them and need no closer look."""
    endings: tuple[str, ...]
    closing: tuple[_Form, ...]
    signs: tuple[_Form, ...]
    """`©` and the like, and the agency's own words about who reported."""
    bylines: tuple[tuple[str, str], ...]
    names: SignedNames


_known: dict[str, _Forms] = {}


def _forms(vocabulary: Vocabulary) -> _Forms:
    if vocabulary.digest not in _known:
        _known[vocabulary.digest] = _forms_of(vocabulary)
    return _known[vocabulary.digest]


def _forms_of(vocabulary: Vocabulary) -> _Forms:
    forms: list[_Form] = []
    signed = signed_names(vocabulary)
    for entry in vocabulary.outlets.values():
        names = tuple(name.removeprefix("=") for name in entry.spellings)
        forms.extend((credit.translate(_WIDE), entry.id, names) for credit in entry.credits)
    forms.sort(key=lambda form: (-len(form[0]), form[0], form[1]))
    bylines = sorted(signed.exact.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    signs = tuple(form for form in forms if form[0][0] in _SIGNS or form[0].endswith(" by"))
    closing = tuple(form for form in forms if form not in signs)
    # "— Reuters" closes a text; "МОСКВА, 16 апр — РИА Новости." opens one.
    opening = tuple(form for form in closing if form[0][0] not in _DASHES or not form[0][1:].isascii())
    return _Forms(
        words=_words_of(vocabulary),
        opening=opening,
        any_opening=re.compile("|".join(re.escape(form[0]) for form in opening) or "(?!)"),
        endings=tuple(form[0] for form in closing),
        closing=closing,
        signs=signs,
        bylines=tuple(bylines),
        names=signed,
    )


def _lines(content: str) -> list[tuple[int, str]]:
    """The lines that hold letters, with where they start; only the ends of a long text."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in content.split("\n"):
        if line and not line.isspace():
            lines.append((start, line.translate(_WIDE)))
        start += len(line) + 1
    return lines


def _credits(content: str, line_start: int, found: list[_Found]) -> tuple[Credit, ...]:
    return tuple(
        Credit(
            start=line_start + start,
            end=line_start + end,
            ref=ref,
            words=content[line_start + start : line_start + end],
        )
        for start, end, ref in found
    )


def _dateline(line: str, forms: _Forms) -> list[_Found]:
    wired = forms.words.wired.match(line)
    if wired:
        for name, ref in forms.names.joined:
            if name in wired.group()[: len(name) + 1]:
                return [(0, wired.end(), ref)]
    opening = line[: DATELINE + 40]
    return _bracketed(line, forms) or (_listed(line, opening, forms) if forms.any_opening.search(opening) else [])


def _bracketed(line: str, forms: _Forms) -> list[_Found]:
    """The agencies that sign in the first bracket of a line in which any does."""
    for match in _BRACKET.finditer(line[: DATELINE + 60]):
        if match.start() > DATELINE:
            break
        inner, before = match.group()[1:-1], line[: match.start()].rstrip()
        dashed = _DASHED.match(line[match.end() :]) is not None
        refs = forms.names.within(inner, small=dashed and inner == inner.lower())
        if (
            not refs
            or forms.words.partly.search(inner)
            or any(before.endswith(name) for name, ref in forms.bylines if ref in refs)
        ):
            continue  # "The Associated Press (AP) said" explains an abbreviation
        if forms.words.picture.search(line[max(0, match.start() - 25) : match.end() + 12]):
            continue
        if _opens_text(line, match, before, forms, dashed=dashed):
            return [(match.start(), match.end(), ref) for ref in refs]
    return []


def _opens_text(line: str, match: re.Match[str], before: str, forms: _Forms, *, dashed: bool) -> bool:
    """Whether a bracket stands where a dateline does: at the beginning, or behind a city and a date."""
    if _SENTENCE.search(before + " ") and (match.start() >= _CITY or match.group()[0] == "["):
        return False
    if match.start() == 0 or dashed or match.group()[0] in "/【〔":
        return True
    if match.group()[0] != "(":
        return forms.words.after.match(line[match.end() :]) is not None
    reported = forms.words.after.match(line[match.end() :])
    strong = reported is not None and reported.group()[-1:].isalnum()
    return strong or not line[match.end() :].strip(" .") or _is_place_and_date(before)


def _bare_dateline(line: str, forms: _Forms) -> list[_Found]:
    """An agency's name between the city and the text, without brackets: `الرياض - واس:`; or a byline before a dash."""
    opened = forms.words.opened.match(line)
    if opened:
        refs = forms.names.within(opened["name"])
        if refs:
            return [(opened.start("name"), opened.end("name"), ref) for ref in refs]
    at = 0
    for piece in _PIECES.split(line[:DATELINE]):
        name = piece.strip().rstrip("-–—:./, ")
        ref = forms.names.of(name) if name else None
        if ref is not None and at and _is_place_and_date(line[:at]):
            start = at + len(piece) - len(piece.lstrip())
            end = start + len(name)
            if _BEHIND.match(line, end) and (line[end : end + 1] != "." or _DASH_OR_DAY.search(line[:at])):
                return [(start, end, ref)]
        at += len(piece)
    return []


def _is_place_and_date(words: str) -> bool:
    """Whether words may be the city and the date of a dateline: few, hardly any of them small."""
    if _SENTENCE.search(words) or not _SEPARATOR.search(words[-3:]):
        return False
    parts = re.findall(r"[^\W\d_]+", words)
    small = [part for part in parts if part[0].islower() and len(part) > 2]
    return 0 < len(parts) <= _PLACE_WORDS and len(small) <= 1


def _listed(line: str, opening: str, forms: _Forms) -> list[_Found]:
    """A form that an agency's entry lists."""
    for form, ref, names in forms.opening:
        at = opening.find(form)
        if at < 0 or at > DATELINE:
            continue
        before, end = line[:at].rstrip(), at + len(form)
        if any(before.endswith(name) for name in names):
            continue
        if form[0] in "([" and form[-1] not in ")]":
            closing = line.find(")" if form[0] == "(" else "]", end)
            if closing < 0 or closing - end > 30:
                continue
            end = closing + 1
        if _stands_alone(line, at, end, before, form, forms):
            return [(at, end, ref)]
    return []


def _stands_alone(line: str, at: int, end: int, before: str, form: str, forms: _Forms) -> bool:
    if form[0].isalnum() and at and line[at - 1].isalnum() and form[0].isascii():
        return False
    if forms.words.picture.search(line[max(0, at - 25) : end + 12]):
        return False
    if forms.words.after.match(line[end:]):
        # "He told Fox News (AP)." closes a sentence, not a dateline
        return not _SENTENCE.search(before) or at < _CITY
    return at == 0 or not form.isascii()


def _byline(line: str, forms: _Forms) -> list[_Found]:
    if len(line) > CREDIT_LINE or forms.words.picture.search(line) or forms.words.partly.search(line):
        return []
    stripped = line.strip(" .|-–—·•/,")
    whole = forms.names.within(stripped) if _named_only(stripped, forms) else []
    if whole:
        at = line.find(stripped)
        return [(at, at + len(stripped), ref) for ref in whole]
    signed = forms.words.signed.match(line)
    found: list[_Found] = []
    for name, ref in forms.bylines if signed else ():
        at = line.find(name)
        end = at + len(name)
        taken = any(start < end and at < stop for start, stop, _ in found) or any(ref == each[2] for each in found)
        if at >= signed.end() - 1 and not taken and not _in_word(line, at, end):  # type: ignore[union-attr]
            found.append((at, end, ref))
    return sorted(found)


def _in_word(line: str, at: int, end: int) -> bool:
    before = line[at - 1 : at] if line[at : at + 1].isascii() else ""
    return _LETTERED.match(line[end : end + 1]) is not None or (before.isascii() and before.isalpha())


def _named_only(line: str, forms: _Forms) -> bool:
    """Whether a line holds names of agencies and the signs and words between them, and nothing else."""
    parts = [part.strip() for rough in re.split(r"[/,;&|·、]", line) for part in forms.names.both.split(rough)]
    return bool(line) and all(forms.names.of(part) for part in parts)


def _closing(line: str, forms: _Forms) -> list[_Found]:
    if forms.words.picture.search(line) and len(line) <= CREDIT_LINE:
        return []
    bare = line.rstrip(" .。\t\xa0")
    signed = _SIGNED_OFF.search(bare)
    if signed is not None and not _ITEM.match(line) and not forms.words.partly.search(bare[-CREDIT_LINE:]):
        part = "bracket" if signed["bracket"] is not None else "name"
        one = forms.names.of(signed[part])
        refs = forms.names.within(signed[part][1:-1]) if part == "bracket" else [one] if one else []
        if refs:
            return [(signed.start(part), signed.end(part), ref) for ref in refs]
    if bare.endswith(forms.endings):
        for form, ref, names in forms.closing:
            if bare.endswith(form) and not any(bare[: -len(form)].rstrip().endswith(name) for name in names):
                return [(len(bare) - len(form), len(bare), ref)]
    for form, ref, _ in forms.signs:
        at = line.rfind(form)
        if at >= 0 and form.endswith(" by"):
            return [(at, len(line.rstrip()), ref)]
        if at >= 0 and len(line) <= CREDIT_LINE:
            return [(at, at + len(form), ref)]
    return []
