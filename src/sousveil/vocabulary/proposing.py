"""Proposals for the vocabulary: words that somebody would add, as an edit to the file where they would stand.

A proposal is checked as `sousveil vocabulary check` checks the file, and changes nothing but the lines that it adds:
comments and order of the file stay. What the edit makes of a file is compared with what the two together mean, so that
a file of an unusual form is refused rather than broken.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct, structs

from sousveil.errors import UsageError, VocabularyError
from sousveil.record.claim import ACTS, SITE_TYPES, TECHNOLOGIES
from sousveil.vocabulary.checking import check_language, check_registers
from sousveil.vocabulary.files import DATA, converted, merged
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.loader import ORGANISATIONS, Addition, Entry, Vocabulary

__all__ = ["PROPOSED_REGISTERS", "SECTIONS", "Proposed", "added", "diff_of", "file_of", "problems_of", "upstream_patch"]

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "technology": TECHNOLOGIES,
    "technology_weak": TECHNOLOGIES,
    "site": SITE_TYPES,
    "act": ACTS,
    "act_weak": ACTS,
    "hedge": (),
    "denial": (),
    "attribution": ("before", "after", "authors"),
}
"""Sections of a language file that one may propose terms for, each with its identifiers; none where it has none."""
PROPOSED_REGISTERS: Final = ("suppliers", "operators", "programmes")
_UPSTREAM: Final = "src/sousveil/vocabulary/data"
_MOST: Final = 20
_LONGEST: Final = 120
_KEY: Final = re.compile(r"[A-Za-z0-9_-]+")


class Proposed(Struct, frozen=True, kw_only=True):
    """Words that would be added: terms of a section of a language, or names of an organisation or a programme."""

    kind: Literal["term", "name"]
    section: str
    """A section of a language file, or a register."""
    id: str = ""
    """What the terms mean; the identifier of the entry. Empty for sections without identifiers."""
    words: tuple[str, ...]
    """The terms, or the names; the first name of a new entry is its main one."""
    lang: str = ""
    """Of terms: the language, ISO 639."""
    country: str = ""
    """Of a new entry: ISO 3166-1 alpha-2 of the seat."""
    technology: str = ""
    """Of a new programme: what its name stands for."""


def checked_shape(proposed: Proposed, vocabulary: Vocabulary) -> None:
    """Raises UsageError where something is missing or cannot be."""
    if not proposed.words or any(not word.strip() for word in proposed.words):
        raise UsageError("Give at least one word.")
    if len(proposed.words) > _MOST or any(len(word) > _LONGEST for word in proposed.words):
        raise UsageError(f"Give {_MOST} words at most, each of {_LONGEST} characters at most.")
    if any(not word.isprintable() for word in proposed.words):
        raise UsageError("A word has a character that cannot be printed: a tab, a line end, a mark of direction.")
    if proposed.kind == "term":
        if proposed.section not in SECTIONS:
            raise UsageError(f"Terms can be proposed for {', '.join(SECTIONS)}.")
        if proposed.lang not in vocabulary.languages:
            raise UsageError(f"There is a file for these languages: {', '.join(sorted(vocabulary.languages))}.")
        identifiers = SECTIONS[proposed.section]
        if identifiers and proposed.id not in identifiers:
            raise UsageError(f"Say what the words mean: {', '.join(identifiers)}.")
    elif proposed.section not in PROPOSED_REGISTERS:
        raise UsageError(f"Names can be proposed for {', '.join(PROPOSED_REGISTERS)}.")
    elif not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", proposed.id):
        raise UsageError("The identifier is written small, its words joined by hyphens, such as new-firm.")


def _is_known(proposed: Proposed, vocabulary: Vocabulary) -> bool:
    return proposed.id in getattr(vocabulary, proposed.section)


def file_of(proposed: Proposed, vocabulary: Vocabulary, *, upstream: bool = False) -> str:
    """The file that would be edited: in a folder of one's own, or (`upstream`) of those that ship."""
    if proposed.kind == "term":
        return f"languages/{proposed.lang}.toml"
    return "aliases.toml" if _is_known(proposed, vocabulary) and not upstream else f"{proposed.section}.toml"


def _content(proposed: Proposed, vocabulary: Vocabulary) -> dict[str, Any]:
    """What the proposal means, as the content of a file."""
    words = list(proposed.words)
    if proposed.kind == "term":
        return {proposed.section: {proposed.id: words} if SECTIONS[proposed.section] else words}
    if _is_known(proposed, vocabulary):
        return {proposed.id: {"names": words}}
    entry: dict[str, Any] = {"name": words[0].removeprefix("=")}
    if proposed.country:
        entry["country"] = proposed.country
    if proposed.section == "programmes" and proposed.technology:
        entry["technology"] = [proposed.technology]
    names = words if words[0].startswith("=") else words[1:]
    return {proposed.id: {**entry, **({"names": names} if names else {})}}


def added(text: str, proposed: Proposed, vocabulary: Vocabulary) -> str:
    """The text of the file with the proposal in it; words that stand there already are not added again.

    Raises VocabularyError where the file is not of a form that lines can be added to.
    """
    content = _content(proposed, vocabulary)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"The file is no valid TOML: {error}. Mend it first.") from error
    wanted = merged(before, content)
    for section, value in content.items():
        lists = value if isinstance(value, dict) else {section: value}
        table = section if isinstance(value, dict) else ""
        if table and table not in before and proposed.kind == "name":
            text = _with_entry(text, table, value)
            continue
        for key, words in lists.items():
            held = (before.get(table, {}) if table else before).get(key, [])
            new = [word for word in words if word not in held]
            if new:
                text = _with_words(text, table, key, new)
    try:
        is_meant = tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        is_meant = False
    if not is_meant:
        raise VocabularyError("The file has a form to which lines cannot be added safely. Add the words by hand.")
    return text


def _with_entry(text: str, ident: str, entry: dict[str, Any]) -> str:
    lines = [f"[{ident}]", *(f"{key} = {_literal(value)}" for key, value in entry.items())]
    return (f"{text.rstrip()}\n\n" if text.strip() else "") + "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _with_words(text: str, table: str, key: str, words: list[str]) -> str:
    """The text with words at the end of the list `key` of a table (empty for the part before the first table)."""
    start, end = _part(text, table)
    if start is None:
        return f"{text.rstrip()}\n\n[{table}]\n{key} = {_literal(words)}\n".lstrip("\n")
    opened = re.compile(rf"^{re.escape(key)}[ \t]*=[ \t]*\[", re.MULTILINE).search(text, start, end)
    if opened is None:
        line = f"{key} = {_literal(words)}\n"
        at = start + len(text[start:end].rstrip())
        return f"{text[:at]}\n{line}{text[at:].removeprefix(chr(10))}" if at else f"{line}{text}"
    close = _closing(text, opened.end())
    inside = text[opened.end() : close]
    quoted = ", ".join(_literal(word) for word in words)
    if "\n" in inside:
        body = inside.rstrip()
        comma = "" if body.endswith(",") or not body.strip() else ","
        return f"{text[: opened.end()]}{body}{comma}\n    {quoted},\n{text[close:]}"
    body = inside.strip().removesuffix(",")
    return f"{text[: opened.end()]}{body}{', ' if body else ''}{quoted}{text[close:]}"


def _part(text: str, table: str) -> tuple[int | None, int]:
    """Where a table's lines begin and end."""
    heads = list(re.finditer(r"^\[+([^\]\n]+)\]+[^\n]*\n?", text, re.MULTILINE))
    if not table:
        return 0, heads[0].start() if heads else len(text)
    for number, head in enumerate(heads):
        if head[1].strip() == table:
            return head.end(), heads[number + 1].start() if number + 1 < len(heads) else len(text)
    return None, len(text)


def _closing(text: str, at: int) -> int:
    """Where the list that begins at `at` is closed: past strings and comments. The end of the text where it is not."""
    token = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#[^\n]*|[\[\]]')
    depth = 1
    for found in token.finditer(text, at):
        depth += {"[": 1, "]": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return len(text)


def problems_of(proposed: Proposed, vocabulary: Vocabulary) -> list[str]:
    """What `sousveil vocabulary check` would say of the file with the proposal that it does not say without, one
    sentence each."""
    try:
        checked_shape(proposed, vocabulary)
        content = _content(proposed, vocabulary)
        if proposed.kind == "term":
            held = vocabulary.languages[proposed.lang]
            name = f"languages/{proposed.lang}.toml"
            joined = converted(merged(msgspec.to_builtins(held), content), Language, name)
            spelled = vocabulary.orthography(proposed.lang)
            before = set(check_language(proposed.lang, _only(held, proposed.section), spelled))
            after = check_language(proposed.lang, _only(joined, proposed.section), spelled)
            found = [fault for fault in after if fault not in before]
            return found or _standing(proposed, vocabulary)
        return _register_problems(proposed, vocabulary, content)
    except (UsageError, VocabularyError) as error:
        return [str(error)]


def _only(language: Language, section: str) -> Language:
    """The language with the terms of one section alone: terms of others have no part in what is wrong with these, and
    compiling all of them takes a second."""
    kept = {"name", "writing", "letters", "inflection", section}
    empty: dict[str, Any] = {}
    for field in structs.fields(Language):
        if field.name in kept:
            continue
        if field.default is not msgspec.NODEFAULT:
            empty[field.name] = field.default
        elif field.default_factory is not msgspec.NODEFAULT:
            empty[field.name] = field.default_factory()
    return structs.replace(language, **empty)


def _standing(proposed: Proposed, vocabulary: Vocabulary) -> list[str]:
    """Every word that is proposed stands there already."""
    section = getattr(vocabulary.languages[proposed.lang], proposed.section)
    builtins = msgspec.to_builtins(section)
    held = builtins.get(proposed.id, []) if isinstance(builtins, dict) else builtins
    if all(word in held for word in proposed.words):
        return [f"All of this stands in languages/{proposed.lang}.toml already."]
    return []


def _register_problems(proposed: Proposed, vocabulary: Vocabulary, content: dict[str, Any]) -> list[str]:
    register: dict[str, Entry] = dict(getattr(vocabulary, proposed.section))
    given = content[proposed.id]
    if proposed.id in register:
        held = register[proposed.id]
        addition = converted(given, Addition, "aliases.toml")
        if all(name in held.spellings for name in addition.names):
            return [f"All of this stands in {proposed.section}.toml already."]
        register[proposed.id] = structs.replace(held, names=tuple(dict.fromkeys((*held.names, *addition.names))))
    else:
        if any(proposed.id in getattr(vocabulary, name) for name in ORGANISATIONS):
            return [f"Another register has the identifier '{proposed.id}' already; choose another one."]
        register[proposed.id] = converted(
            {"id": proposed.id, **given}, Entry, f"{proposed.section}.toml [{proposed.id}]"
        )
    before = set(check_registers(vocabulary))
    changed = structs.replace(vocabulary, **{proposed.section: register})
    return [fault for fault in check_registers(changed) if fault not in before]


def diff_of(before: str, after: str, name: str) -> str:
    """A unified diff of one file, as `git apply` takes it; a file that is not there yet is made."""
    made = "/dev/null" if not before else f"a/{name}"
    return "".join(
        difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), made, f"b/{name}")
    )


def upstream_patch(proposed: Proposed, vocabulary: Vocabulary) -> str:
    """The proposal as a patch of the file that ships."""
    name = file_of(proposed, vocabulary, upstream=True)
    path: Path = DATA / name
    text = path.read_text("utf-8") if path.is_file() else ""
    return diff_of(text, added(text, proposed, vocabulary), f"{_UPSTREAM}/{name}")
