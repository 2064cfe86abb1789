"""Loads the vocabulary: one shape, one digest. `checking.py` says what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from sousveil.errors import VocabularyError
from sousveil.record.identity import sha256_bytes
from sousveil.vocabulary.company_words import CompanyWords
from sousveil.vocabulary.files import DATA, converted, merged, parsed
from sousveil.vocabulary.inflection import WordForms
from sousveil.vocabulary.language import Language, Numbers, Times
from sousveil.vocabulary.letters import LetterForms
from sousveil.vocabulary.orthography import Orthography
from sousveil.vocabulary.terms import Writing
from sousveil.vocabulary.word_lists import CitingWords, Natures, WeighingWords, WordingWords

__all__ = ["ORGANISATIONS", "REGISTERS", "Addition", "Entry", "Listed", "Vocabulary", "language_terms", "load"]

ORGANISATIONS = ("suppliers", "operators", "outlets", "companies")
"""Registers of organisations: no two entries of them have the same identifier."""
REGISTERS = (*ORGANISATIONS, "programmes")
_LISTS = ("citing", "company_words", "houses", "natures", "numbers", "times", "weighing", "wording")
Role = Literal["agency", "outlet", "research", "ngo", "state-media", "intergovernmental"]


class Listed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That an organisation stands on a published list, with the dates of it."""

    list: str
    """Identifier of the list, such as `us-entity-list`."""
    since: str | None = None
    """When it was listed, EDTF."""
    until: str | None = None
    """When the listing ended, EDTF; null while it stands or where nobody said so."""
    source: str | None = None
    """Where that can be read: a public address, or the title of the imported file."""


class Addition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What aliases.toml adds to an entry of a register, whoever wrote that."""

    names: tuple[str, ...] = ()
    listings: tuple[Listed, ...] = ()


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A named organisation (a supplier, an operator, an outlet) or a programme."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    """Every spelling in every script, `name` included or not. A term (see `terms.py`), case kept with `=`."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the seat."""
    wikidata: str | None = None
    checked: str | None = None
    """Where the Wikidata identifier was seen beside this name: a public address, or a repository with its path."""
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
    signs: tuple[str, ...] = ()
    """Agencies only: names by which they sign and nobody calls them, `聯合` in 【釜山聯合】."""
    technology: tuple[str, ...] = ()
    """What its name alone stands for, where it makes one thing: ShotSpotter is `gunshot-detection`. A programme has
    always one or more."""
    products: dict[str, tuple[str, ...]] = {}
    """Names of products by technology: `{phone-spyware = ["Pegasus spyware"]}`."""
    common: bool = False
    """The name is also an everyday word (Ring, Axis, Nice): it counts only beside a technology. A programme's stands
    for its technology only near other signs of it."""
    listings: tuple[Listed, ...] = ()
    """Published lists that it stands or stood on."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """`name` and `names`, each once, in order; a name that also stands with `=` counts in its own case only."""
        exact = {name.removeprefix("=") for name in self.names if name.startswith("=")}
        return tuple(dict.fromkeys(name for name in (self.name, *self.names) if name not in exact))


class Vocabulary(Struct, frozen=True, kw_only=True):
    """Everything that is looked for. `digest` changes when any file of it does."""

    languages: dict[str, Language]
    suppliers: dict[str, Entry]
    operators: dict[str, Entry]
    outlets: dict[str, Entry]
    companies: dict[str, Entry]
    """Companies that names are resolved with, and that no text is searched for: carriers, makers of other things."""
    programmes: dict[str, Entry]
    """Named programmes and systems of states, by identifier: what they are stands in `technology`."""
    citing: dict[str, CitingWords]
    """By language (ISO 639-1)."""
    company_words: CompanyWords
    houses: dict[str, dict[str, tuple[str, ...]]] = {}
    """Words for houses that publish, by kind and language: `{lab = {en = ["lab(s)"]}}`."""
    natures: Natures
    weighing: dict[str, WeighingWords]
    """By language (ISO 639-1)."""
    wording: dict[str, WordingWords]
    """By language (ISO 639-1)."""
    times: Times = Times()
    """Words of dates of every language: eras in their own script, dates in digits."""
    numbers: Numbers = Numbers()
    """What is counted in every language: currencies, symbols of units."""
    letters: dict[str, dict[str, str]] = {}
    """Tables of letters that a language may name, each `from` and `to` of the same length."""
    folder: str | None = None
    """A researcher's own folder, where one lies over what ships; `load_gazetteer` takes its places.toml from it."""
    digest: str

    def language(self, code: str) -> Language | None:
        """The language file for a code such as `zh` or `zh-Hant`; null where there is none."""
        return self.languages.get(code) or self.languages.get(code.partition("-")[0])

    def orthography(self, code: str) -> Orthography:
        """How a language is written; without forms and letters of its own where it has no file.

        Raises `VocabularyError` where the file's `[letters]` or `[inflection]` cannot be used.
        """
        language = self.language(code)
        letters, forms = (language.letters, language.inflection) if language else (LetterForms(), WordForms())
        key = (self.digest, code)
        if key not in _orthographies:
            try:
                _orthographies[key] = Orthography(self.writing(code), letters, forms, self.letters)
            except ValueError as error:
                raise VocabularyError(f"languages/{code}.toml: {error}") from error
        return _orthographies[key]

    def writing(self, code: str) -> Writing:
        """How words join in a language, with a file of its own or without."""
        language = self.language(code)
        if language is not None:
            return language.writing
        words = self.citing.get(code.partition("-")[0])
        return words.writing if words is not None else "spaced"

    def naming(self, part: str) -> tuple[str, ...]:
        """A list of `[naming]` in all languages together, each word once: names keep their own language's words."""
        return tuple(dict.fromkeys(word for each in self.languages.values() for word in getattr(each.naming, part)))

    def rows(self) -> Iterator[dict[str, str]]:
        """Every term, as `sousveil vocabulary show` lists it: `section`, `id`, `lang`, `term`."""
        for lang, language in self.languages.items():
            for section, ident, term in language_terms(language):
                yield {"section": section, "id": ident, "lang": lang, "term": term}
        for section in REGISTERS:
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


_orthographies: dict[tuple[str, str], Orthography] = {}


def language_terms(language: Language) -> Iterator[tuple[str, str, str]]:
    """Every term of a language file, as (section, identifier, term)."""
    builtins = msgspec.to_builtins(language)
    for section, value in builtins.items():
        if section in {"name", "writing", "letters", "inflection"}:
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
    same identifier; `aliases.toml` adds names and listings to an entry and leaves the rest of it as it is.
    Raises `VocabularyError`, which names the file and the entry, where a file cannot be read.
    """
    return _load(str(extra.resolve()) if extra else None)


@cache
def _load(extra: str | None) -> Vocabulary:
    roots = [DATA] if extra is None else [DATA, Path(extra)]
    if extra is not None and not Path(extra).is_dir():
        raise VocabularyError(f"{extra} is no folder; give a folder laid out as sousveil's vocabulary/data")
    # Reasons for rejecting change what a page offers and no claim: nothing has to be read or weighed again for them.
    files = [path for root in roots for path in sorted(root.rglob("*.toml")) if path.name != "rejecting.toml"]
    digest = sha256_bytes(b"".join(path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files))
    languages: dict[str, dict[str, Any]] = {}
    registers: dict[str, dict[str, Entry]] = {name: {} for name in REGISTERS}
    letters: dict[str, dict[str, str]] = {}
    lists: dict[str, dict[str, Any]] = {name: {} for name in _LISTS}
    additions: dict[str, Any] = {}
    for path in files:
        if path.parent.name == "languages":
            languages[path.stem] = merged(languages.get(path.stem, {}), parsed(path))
        elif path.parent.name == "letters":
            letters[path.stem] = converted(parsed(path), dict[str, str], f"letters/{path.name}")
        elif path.stem in registers:
            registers[path.stem].update(_entries(path))
        elif path.stem in lists:
            lists[path.stem] = merged(lists[path.stem], parsed(path))
        elif path.stem == "aliases":
            additions = merged(additions, parsed(path))
    _add(registers, converted(additions, dict[str, Addition], "aliases.toml"))
    return Vocabulary(
        languages={code: converted(value, Language, f"languages/{code}.toml") for code, value in languages.items()},
        suppliers=registers["suppliers"],
        operators=registers["operators"],
        outlets=registers["outlets"],
        companies=registers["companies"],
        programmes=registers["programmes"],
        company_words=converted(lists["company_words"], CompanyWords, "company_words.toml"),
        citing=converted(lists["citing"], dict[str, CitingWords], "citing.toml"),
        houses=converted(lists["houses"], dict[str, dict[str, tuple[str, ...]]], "houses.toml"),
        natures=converted(lists["natures"], Natures, "natures.toml"),
        weighing=converted(lists["weighing"], dict[str, WeighingWords], "weighing.toml"),
        wording=converted(lists["wording"], dict[str, WordingWords], "wording.toml"),
        times=converted(lists["times"], Times, "times.toml"),
        numbers=converted(lists["numbers"], Numbers, "numbers.toml"),
        letters=letters,
        folder=extra,
        digest=digest,
    )


def _entries(path: Path) -> dict[str, Entry]:
    return {
        ident: converted({"id": ident, **value}, Entry, f"{path.name} [{ident}]")
        for ident, value in parsed(path).items()
        if isinstance(value, dict)
    }


def _add(registers: dict[str, dict[str, Entry]], additions: dict[str, Addition]) -> None:
    """Names and listings of aliases.toml, behind those of the entry."""
    for ident, addition in additions.items():
        holder = next((entries for entries in registers.values() if ident in entries), None)
        if holder is None:
            raise VocabularyError(
                f"aliases.toml [{ident}]: no register has this identifier; see `sousveil vocabulary show`, "
                "or write an entry of its own into suppliers.toml"
            )
        entry = holder[ident]
        names = tuple(dict.fromkeys((*entry.names, *addition.names)))
        listings = tuple(dict.fromkeys((*entry.listings, *addition.listings)))
        holder[ident] = msgspec.structs.replace(entry, names=names, listings=listings)
