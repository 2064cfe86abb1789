"""The interface's words in the language of whoever reads: English as it stands in the code, others from catalogues.

A catalogue is a gettext file in `locale/`, named by its language (`ko.po`): adding one needs no Python, and
docs/TRANSLATING.md says how. What it does not hold, or holds broken, is said in English. The language of a request
stands in a context variable, so that a function deep down that says something needs no request.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape
from msgspec import Struct

from sousveil.show.words.patterns import BROKEN, fill, fill_parts
from sousveil.show.words.regional import SPOKEN, language, number, own_name, writing_direction

__all__ = [
    "ENGLISH", "FOLDER", "Language", "composed", "gettext", "language", "languages", "later", "later_many", "linked",
    "ncomposed",
    "ngettext", "pgettext", "script_strings", "speaking", "use",
]  # fmt: skip

ENGLISH: Final = "en"
"""What stands in the code itself."""
FOLDER: Final = Path(__file__).parents[1] / "locale"
_SCRIPTS: Final = "web/src/"
"""Strings of the islands are those that a catalogue says are in these files."""


class Language(Struct, frozen=True, kw_only=True):
    """A language that the interface speaks."""

    code: str
    """BCP 47."""
    name: str
    """What the language calls itself."""
    direction: str
    """`ltr` or `rtl`."""
    said: NullTranslations
    for_scripts: Mapping[str, str | tuple[str, ...]] = {}
    """What the islands say: the English, and its translation or, for a plural, the forms of it."""


def use(code: str) -> None:
    """Speak this language (BCP 47) for the rest of this request; English where there is no catalogue of it."""
    SPOKEN.set(code if code in _languages() else ENGLISH)


def speaking() -> Language:
    """The language of this request, with its name and direction."""
    return _languages()[SPOKEN.get()]


def languages() -> tuple[Language, ...]:
    """Every language that there is, English first."""
    return tuple(_languages().values())


@cache
def _languages() -> dict[str, Language]:
    english = Language(code=ENGLISH, name=own_name(ENGLISH), direction="ltr", said=NullTranslations())
    return {ENGLISH: english, **{path.stem: _read(path) for path in sorted(FOLDER.glob("*.po"))}}


def _read(path: Path) -> Language:
    """A catalogue. Entries marked as fuzzy count as missing."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        held = read_po(file, locale=path.stem.replace("-", "_"))
    compiled = io.BytesIO()
    write_mo(compiled, held)
    compiled.seek(0)
    scripts = {
        message.id if isinstance(message.id, str) else message.id[0]: (
            message.string if isinstance(message.string, str) else tuple(message.string)
        )
        for message in held
        if message.id and message.string and any(name.startswith(_SCRIPTS) for name, _ in message.locations)
    }
    code = path.stem
    return Language(
        code=code, name=own_name(code), direction=writing_direction(code), said=GNUTranslations(compiled),
        for_scripts=scripts,
    )  # fmt: skip


def gettext(said: str, /, **values: object) -> str:
    """A text in the language of this request, `{name}` in it filled with the value of that name.

    Values that are markup make the whole markup; what is none is escaped then.
    """
    return _filled(speaking().said.gettext(said), said, values)


def pgettext(context: str, said: str, /, **values: object) -> str:
    """The same for a word that means several things: `context` says which, and is shown to translators alone."""
    return _filled(speaking().said.pgettext(context, said), said, values)


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The text for one or for several, with `{count}` and what else it names filled in."""
    english = one if count == 1 else many
    return _filled(speaking().said.ngettext(one, many, count), english, {"count": number(count), **values})


def composed(said: str, /, **values: object) -> str:
    """A sentence with parts that are left out: what stands in square brackets is said where each of its placeholders
    has a value, and a bar parts what is tried in turn. `"A rule on {what} is planned[ in {place}]."`"""
    return _composed(speaking().said.gettext(said), said, values)


def ncomposed(one: str, many: str, things: int, /, **values: object) -> str:
    """The same where the sentence has another form when it speaks of several `things`."""
    return _composed(speaking().said.ngettext(one, many, things), one if things == 1 else many, values)


def _composed(said: str, english: str, values: Mapping[str, object]) -> str:
    try:
        return fill_parts(said, values)
    except BROKEN:
        return fill_parts(english, values)


def linked(said: str, address: str, /, **values: object) -> Markup:
    """A sentence of which the words in angle brackets are a link: `"Remove a filter, or <see all {n}>."`"""
    translated = speaking().said.gettext(said)
    try:
        return _with_link(translated, address, values)
    except BROKEN:
        return _with_link(said, address, values)


def _with_link(said: str, address: str, values: Mapping[str, object]) -> Markup:
    before, opened, rest = said.partition("<")
    words, closed, after = rest.partition(">")
    if not opened or not closed:
        raise ValueError("no words of this are in angle brackets")
    start, inside, end = (escape(fill(part, values)) for part in (before, words, after))
    return start + Markup('<a href="{}">').format(address) + inside + Markup("</a>") + end


def later(said: str) -> str:
    """Marks a constant for the catalogues, and leaves it English: whoever shows it translates it then."""
    return said


def later_many(one: str, many: str) -> tuple[str, str]:
    """The same for a constant with a plural: what `ngettext` and `ncomposed` take first."""
    return one, many


def script_strings() -> Mapping[str, str | tuple[str, ...]]:
    """What the islands say in the language of this request; empty for English."""
    return speaking().for_scripts


def _filled(said: str, english: str, values: Mapping[str, object]) -> str:
    if not values:
        return said
    try:
        return fill(said, values)
    except BROKEN:
        return fill(english, values)
