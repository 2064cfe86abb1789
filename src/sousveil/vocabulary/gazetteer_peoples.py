"""Adjectives, peoples and spellings of places that one language has: `data/peoples/XX.toml`.

They count in texts of that language alone: "china" is an adjective in Spanish, "suisse" in French.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from sousveil.errors import VocabularyError
from sousveil.vocabulary.files import DATA, converted, merged, parsed
from sousveil.vocabulary.gazetteer_keys import key_of

__all__ = ["PeopleFile", "Spelled", "check_peoples", "digest_of_peoples", "read_peoples", "spelled"]

Spelled = dict[str, tuple[bool, int]]
"""Key of a spelling to whether it is an adjective or a people, and the index of its place."""
Find = Callable[[str, str], int | None]
"""The index of a place: by `country`, `region` (codes) or `town` (`"Name, XX"`); null where there is none."""


class PeopleFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`data/peoples/XX.toml`: words are separated by spaces, `_` is a space inside one."""

    endings: dict[str, str] = {}
    """How an adjective ends as it is written here, to all the endings it may have; the longest end counts."""
    heads: dict[str, str] = {}
    """What may be written together with the word before it, under `""`: the Arabic article."""
    countries: dict[str, str] = {}
    """Adjectives and peoples by ISO 3166-1 alpha-2."""
    name_endings: tuple[str, ...] = ()
    """Endings that names of countries and large towns take: German `Nordkoreas`."""
    dwellers: tuple[str, ...] = ()
    """Endings that make an adjective of a large town's name: German `Mannheimer`."""
    regions: dict[str, str] = {}
    """The same by ISO 3166-2."""
    towns: dict[str, str] = {}
    """The same by `"Name, XX"`."""
    names: dict[str, str] = {}
    """Further names of countries."""
    places: dict[str, str] = {}
    """Further names of other places, by `"Name, XX"`."""
    bodies: dict[str, tuple[str, ...]] = {}
    """Terms (see `terms.py`) for bodies that one country alone has, by ISO 3166-1 alpha-2: `県警`, `constabulary`. The
    weakest sign of a country."""
    givers: dict[Literal["terms"], tuple[str, ...]] = {}
    """Terms before the name of who gave or paid: `donated by`."""
    border: dict[Literal["before", "behind"], tuple[str, ...]] = {}
    """Expressions right before and behind the name of the country beyond a border: `the frontier with`."""
    wares: dict[Literal["terms"], tuple[str, ...]] = {}
    """Terms for what is called after where it was made: `南朝鮮の映画`."""


def read_peoples(lang: str, folder: str | None = None) -> PeopleFile:
    """The file of a language (ISO 639-1), with a researcher's own laid over it; empty where there is none.

    Raises `VocabularyError` where one is damaged.
    """
    content: dict[str, object] = {}
    for path in _paths(lang, folder):
        content = merged(content, parsed(path))
    return converted(content, PeopleFile, f"peoples/{lang}.toml")


def digest_of_peoples(folder: str | None = None) -> bytes:
    """Tells one state of all these files from another."""
    digest = hashlib.sha256()
    for path in _paths("*", folder):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.digest()


def spelled(file: PeopleFile, find: Find) -> Spelled:
    """Every spelling of a file. Raises `VocabularyError` where one is of a place that the gazetteer lacks."""
    made: Spelled = {}
    for key, demonym, index, problem in _spellings(file, find):
        if problem:
            raise VocabularyError(problem)
        # An adjective of a country goes before that of a town, a name before an adjective.
        made.setdefault(key, (demonym, index))
    return made


def check_peoples(find: Find, folder: str | None = None) -> list[str]:
    """Everything that is wrong in these files, one sentence each."""
    problems = []
    for lang in sorted({path.stem for path in _paths("*", folder)}):
        try:
            file = read_peoples(lang, folder)
        except VocabularyError as error:
            problems.append(str(error))
            continue
        found = {problem for *_, problem in _spellings(file, find) if problem}
        problems.extend(f"peoples/{lang}.toml: {problem}" for problem in sorted(found))
    return problems


def _paths(lang: str, folder: str | None) -> list[Path]:
    homes = [DATA, *([Path(folder)] if folder else [])]
    return [path for home in homes for path in sorted((home / "peoples").glob(f"{lang}.toml"))]


def _spellings(file: PeopleFile, find: Find) -> Iterator[tuple[str, bool, int, str]]:
    sections: tuple[tuple[str, dict[str, str], bool], ...] = (
        ("country", file.names, False),
        ("town", file.places, False),
        ("country", file.countries, True),
        ("region", file.regions, True),
        ("town", file.towns, True),
        ("country", dict.fromkeys(file.bodies, ""), False),
    )
    for kind, section, demonym in sections:
        for of, words in section.items():
            index = find(kind, of)
            if index is None:
                yield "", demonym, -1, f"the gazetteer has no {kind} {of!r}"
                continue
            for word in words.split():
                for form in _forms(word, file) if demonym else (word,):
                    yield key_of(form.replace("_", " ")), demonym, index, ""


def _forms(word: str, file: PeopleFile) -> Iterator[str]:
    end = max((end for end in file.endings if word.endswith(end)), key=len, default=None)
    endings = file.endings[end].split() if end is not None else ["-"]
    stem = word[: len(word) - len(end or "")]
    for head in file.heads.get("", "-").split():
        for ending in endings:
            yield f"{'' if head == '-' else head}{stem}{'' if ending == '-' else ending}"
