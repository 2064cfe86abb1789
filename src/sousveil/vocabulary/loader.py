"""Loads and validates the vocabulary: one shape, one digest, one validator."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import msgspec
from msgspec import Struct

from sousveil.errors import VocabularyError
from sousveil.record.claim import ACTS, KINDS, SITE_TYPES, TECHNOLOGIES
from sousveil.record.identity import sha256_bytes
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.terms import expression_of

__all__ = ["DATA", "Entry", "Vocabulary", "check", "load"]

DATA = Path(__file__).parent / "data"
_REGISTERS = ("suppliers", "operators", "outlets")
Role = Literal["agency", "outlet", "research", "ngo", "state-media", "intergovernmental"]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named organisation: a supplier, an operator or an outlet."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    """Every spelling in every script, `name` included or not. A term (see `terms.py`), case kept with `=`."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the seat."""
    wikidata: str | None = None
    parent: str | None = None
    """Identifier of the entry that owns it."""
    role: Role | None = None
    """Outlets only."""
    family: str | None = None
    """Outlets only: editions that share a newsroom."""
    hosts: tuple[str, ...] = ()
    """Outlets only: web hosts."""
    credits: tuple[str, ...] = ()
    """Outlets only: credit lines as printed, `(AP)`."""
    technology: tuple[str, ...] = ()
    """What its name alone stands for, where it makes one thing: ShotSpotter is `gunshot-detection`."""
    products: dict[str, tuple[str, ...]] = {}
    """Names of products by technology: `{phone-spyware = ["Pegasus spyware"]}`."""
    common: bool = False
    """The name is also an everyday word (Ring, Axis, Nice): it counts only beside a technology."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """`name` and `names`, each once, in order; a name that also stands with `=` counts in its own case only."""
        exact = {name.removeprefix("=") for name in self.names if name.startswith("=")}
        return tuple(dict.fromkeys(name for name in (self.name, *self.names) if name not in exact))


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Everything that is looked for. `digest` changes when any file does."""

    languages: dict[str, Language]
    suppliers: dict[str, Entry]
    operators: dict[str, Entry]
    outlets: dict[str, Entry]
    digest: str

    def language(self, code: str) -> Language | None:
        """The language file for a code such as `zh` or `zh-Hant`; null where there is none."""
        return self.languages.get(code) or self.languages.get(code.partition("-")[0])

    def rows(self) -> Iterator[dict[str, str]]:
        """Every term, as `sousveil vocabulary show` lists it: `section`, `id`, `lang`, `term`."""
        for lang, language in self.languages.items():
            for section, ident, term in language_terms(language):
                yield {"section": section, "id": ident, "lang": lang, "term": term}
        for section in _REGISTERS:
            entries: dict[str, Entry] = getattr(self, section)
            for entry in entries.values():
                for name in entry.spellings:
                    yield {"section": section, "id": entry.id, "lang": "", "term": name}
                for technology, names in entry.products.items():
                    for name in names:
                        yield {
                            "section": f"{section}.products.{technology}",
                            "id": entry.id,
                            "lang": "",
                            "term": name,
                        }


def language_terms(language: Language) -> Iterator[tuple[str, str, str]]:
    """Every term of a language file, as (section, identifier, term)."""
    builtins = msgspec.to_builtins(language)
    for section, value in builtins.items():
        if section in {"name", "writing"}:
            continue
        yield from _walk(section, value)


def _walk(section: str, value: object) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        return
    if isinstance(value, list | tuple):
        for term in value:
            head, _, tail = section.partition(".")
            yield head, tail, term
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, int | float):
                head, _, tail = section.partition(".")
                yield head, tail, key
            else:
                yield from _walk(f"{section}.{key}", inner)


def load(extra: Path | None = None) -> Vocabulary:
    """The vocabulary that ships with sousveil, with a researcher's own folder of the same layout over it.

    A language of `extra` adds its terms to the one that ships; an entry of `extra` replaces the one of the
    same identifier. Raises `VocabularyError`, which names the file and the entry, where a file cannot be read.
    """
    return _load(str(extra.resolve()) if extra else None)


@cache
def _load(extra: str | None) -> Vocabulary:
    roots = [DATA] if extra is None else [DATA, Path(extra)]
    if extra is not None and not Path(extra).is_dir():
        raise VocabularyError(f"{extra} is no folder; give a folder laid out as sousveil's vocabulary/data")
    files = [path for root in roots for path in sorted(root.rglob("*.toml"))]
    digest = sha256_bytes(b"".join(path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files))
    languages: dict[str, dict[str, Any]] = {}
    registers: dict[str, dict[str, Entry]] = {name: {} for name in _REGISTERS}
    for path in files:
        if path.parent.name == "languages":
            content = _parse(path)
            languages[path.stem] = cast("dict[str, Any]", _merged(languages.get(path.stem, {}), content))
        elif path.stem in registers:
            registers[path.stem].update(_entries(path))
    return Vocabulary(
        languages={code: _convert(value, Language, f"languages/{code}.toml") for code, value in languages.items()},
        suppliers=registers["suppliers"],
        operators=registers["operators"],
        outlets=registers["outlets"],
        digest=digest,
    )


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path} is not valid TOML: {error}") from error


def _entries(path: Path) -> dict[str, Entry]:
    return {
        ident: _convert({"id": ident, **value}, Entry, f"{path.name} [{ident}]")
        for ident, value in _parse(path).items()
        if isinstance(value, dict)
    }


Shape = TypeVar("Shape")


def _convert(value: dict[str, Any], shape: type[Shape], where: str) -> Shape:
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise VocabularyError(f"{where}: {error}") from error


def _merged(old: object, new: object) -> object:
    """Tables are joined key by key, lists are appended, anything else is replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {
            **old,
            **{key: _merged(old[key], value) if key in old else value for key, value in new.items()},
        }
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(value for value in new if value not in old)]
    return new


_IDENTIFIERS: dict[str, tuple[str, ...]] = {
    "technology": TECHNOLOGIES,
    "technology_weak": TECHNOLOGIES,
    "act": ACTS,
    "act_weak": ACTS,
    "modifier": (*ACTS, "negated"),
    "site": SITE_TYPES,
    "topics": KINDS,
}
_PLAIN = {"sentences", "numbers", "countries", "times"}


def check(extra: Path | None = None) -> list[str]:
    """Everything that is wrong in the vocabulary files, one sentence each; empty where all is well."""
    try:
        vocabulary = load(extra)
    except VocabularyError as error:
        return [str(error)]
    problems: list[str] = []
    for code, language in vocabulary.languages.items():
        problems.extend(_check_language(code, language))
    problems.extend(_check_entries(vocabulary))
    # These read their own files with this module's help.
    from sousveil.vocabulary import citing, natures

    problems.extend((*citing.faults(), *natures.faults()))
    return problems


def _check_language(code: str, language: Language) -> Iterator[str]:
    builtins = msgspec.to_builtins(language)
    for section, allowed in _IDENTIFIERS.items():
        for ident, terms in builtins[section].items():
            if ident not in allowed:
                known = ", ".join(allowed)
                yield f"languages/{code}.toml [{section}]: '{ident}' is no identifier; use one of {known}"
            if not terms:
                yield f"languages/{code}.toml [{section}]: '{ident}' has no terms; add one or remove the line"
    seen: dict[tuple[str, str], str] = {}
    listed: set[tuple[str, str, str]] = set()
    for section, ident, term in language_terms(language):
        where = f"languages/{code}.toml [{section}{'.' + ident if ident else ''}]"
        if (section, ident, term) in listed:
            yield f"{where}: '{term}' stands there twice; keep one"
        listed.add((section, ident, term))
        other = seen.setdefault((section, term), ident)
        if other != ident and section == "site":
            yield f"{where}: '{term}' also stands under '{other}'; keep one"
        if section in _PLAIN and not term.startswith("/"):
            continue
        yield from (f"{where}: {fault}" for fault in _faults(term, language))


def _faults(term: str, language: Language) -> Iterator[str]:
    try:
        compiled = re.compile(expression_of(term, language.writing), re.IGNORECASE)
    except (ValueError, re.error) as error:
        yield f"'{term}' cannot be read: {error}"
        return
    if compiled.search("") is not None:
        yield f"'{term}' matches nothing at all; make part of it obligatory"


def _check_entries(vocabulary: Vocabulary) -> Iterator[str]:
    for section in _REGISTERS:
        entries: dict[str, Entry] = getattr(vocabulary, section)
        spelled: dict[str, str] = {}
        for entry in entries.values():
            where = f"{section}.toml [{entry.id}]"
            if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", entry.id):
                yield f"{where}: the identifier must be lower-case words joined by hyphens"
            if entry.country is not None and not re.fullmatch(r"[A-Z]{2}", entry.country):
                yield f"{where}: country '{entry.country}' must be two capital letters (ISO 3166-1)"
            if entry.wikidata is not None and not re.fullmatch(r"Q[1-9]\d*", entry.wikidata):
                yield f"{where}: wikidata '{entry.wikidata}' must look like Q42"
            if entry.parent is not None and entry.parent not in entries:
                yield f"{where}: parent '{entry.parent}' is no entry of {section}.toml"
            for technology in (*entry.technology, *entry.products):
                if technology not in TECHNOLOGIES:
                    yield f"{where}: '{technology}' is no technology"
            for name in entry.spellings:
                other = spelled.setdefault(name.casefold().removeprefix("="), entry.id)
                if other != entry.id:
                    yield f"{where}: the name '{name}' also belongs to '{other}'; keep one"
