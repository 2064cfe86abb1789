"""What is wrong in a language file's `[letters]` and `[inflection]`, and in the tables of letters that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sousveil.vocabulary.inflection import AS_WRITTEN, WordForms
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.letters import LetterForms

__all__ = ["check_orthography"]

_ENDINGS = re.compile(r"(?:[^\s()|*~/.]|\([^\s()*~/.]+\))+(?: +(?:[^\s()|*~/.]|\([^\s()*~/.]+\))+)*|")


def check_orthography(code: str, language: Language, tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Each fault in one sentence that names the file and the section."""
    where = f"languages/{code}.toml"
    yield from (f"{where} [letters]: {fault}" for fault in _letters(language.letters, tables))
    yield from (f"{where} [inflection]: {fault}" for fault in _forms(language.inflection))
    if language.inflection.before and language.writing != "spaced":
        yield f"{where} [inflection]: 'before' needs words with spaces between; this language is {language.writing}"


def _letters(letters: LetterForms, tables: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    read_as: dict[str, str] = {}
    for letter, others in letters.alike.items():
        if len(letter) != 1:
            yield f"'{letter}' is not one character; lengths must stay the same"
        if not others:
            yield f"'{letter}' has no other forms; list them or remove the line"
        for other in others:
            held = read_as.setdefault(other, letter)
            if held != letter or other in letters.alike:
                yield f"'{other}' cannot be read as '{letter}', it is a letter of its own or read as '{held}'"
    for name in letters.tables:
        if name not in tables:
            yield f"there is no table '{name}'; use one of {', '.join(sorted(tables))}"
            continue
        table = tables[name]
        if set(table) != {"from", "to"} or len(table["from"]) != len(table["to"]):
            yield f"letters/{name}.toml must have 'from' and 'to' of the same length"


def _forms(forms: WordForms) -> Iterator[str]:
    for section, lists in (("forms", forms.forms), ("classes", forms.classes)):
        for key, endings in lists.items():
            if not endings.strip():
                yield f"{section} '{key}' has no endings; list some or remove the line"
            elif not _ENDINGS.fullmatch(endings.strip()):
                yield f"{section} '{key}': endings are plain letters between spaces, with (a|b) for choices"
    yield from _words(forms)


def _words(forms: WordForms) -> Iterator[str]:
    for name in forms.classes:
        if not re.fullmatch(r"\w+", name) or name == AS_WRITTEN:
            yield f"classes '{name}': a class has letters and digits for its name, and not just '{AS_WRITTEN}'"
    try:
        re.compile(f"[{forms.alphabet or '-'}]")
    except re.error as error:
        yield f"alphabet '{forms.alphabet}' is no range of letters such as а-яё: {error}"
    if forms.every and not (forms.alphabet and forms.forms):
        yield "'every' needs 'alphabet' and 'forms'; say which words it means and how they end"
    if forms.alphabet and not forms.forms:
        yield "'alphabet' has no use without 'forms'"
    if forms.shortest < 1:
        yield "'shortest' must be 1 or more"
    for part in ("before", "before_short"):
        if not _ENDINGS.fullmatch(getattr(forms, part).strip()):
            yield f"'{part}' lists small words between spaces, with (a|b) for choices"
    if re.search(r"[()|*~/. ]", forms.article):
        yield "'article' is one plain word; list what else stands before words under 'before'"
