"""What words of a list mean: kinds of entries, countries, names of lists, labels of identifiers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from sousveil.vocabulary import Vocabulary
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.lists import PublishedLists, load_lists

__all__ = ["ORGANISATIONS", "Kind", "Reading", "plain", "reading_of", "slug"]

Kind = Literal["company", "public-body", "organisation", "untold", "person", "vessel", "aircraft", "silent", "other"]
ORGANISATIONS: Final = frozenset({"company", "public-body", "organisation"})
"""Kinds that are taken in."""
_REGISTERS: Final = ("suppliers", "operators", "companies")
_REMEMBERED: Final = 1 << 16
_SLUG: Final = 60
_TWO: Final = 2
"""Words that most names of persons have."""
_SHORT: Final = 4
"""Letters of a label that must stand alone: `LEI`, `NIT`."""
_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_WIDE: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7a3]")
"""Scripts that write words without spaces."""
_CODE: Final = re.compile(r"[A-Za-z]{2}")


@lru_cache(1 << 13)
def plain(text: str) -> str:
    """A label without case, punctuation and white space, as labels and names of columns are compared."""
    return re.sub(r"[\W_]+", "", text.casefold())


class Reading:
    """The words of lists.toml, made ready."""

    def __init__(self, published: PublishedLists, vocabulary: Vocabulary) -> None:
        words, kinds = published.words, published.kinds
        self.published = published
        self._kinds: dict[str, Kind] = {}
        for field in kinds.__struct_fields__:
            kind: Kind = field.replace("_", "-")  # type: ignore[assignment]
            self._kinds.update((plain(word), kind) for word in getattr(kinds, field))
        self._organisation = _whole_words(words.organisation)
        self._in_long = _whole_words((*words.organisation, *words.organisation_in_long))
        self._notes = (_whole_words(words.person_notes), _whole_words(words.organisation_notes))
        self._tail = re.compile(rf"[\s,;]+(?:{_whole_words(words.tails).pattern}).*", re.IGNORECASE | re.DOTALL)
        self._joining = re.compile(rf"(?:{'|'.join(map(re.escape, words.joining)) or '(?!)'})\s+", re.IGNORECASE)
        self._known = {
            plain(name.removeprefix("="))
            for register in _REGISTERS
            for entry in getattr(vocabulary, register).values()
            for name in entry.spellings
        }
        self._countries = {plain(name): code for code, names in words.countries.items() for name in names}
        self._gazetteer = load_gazetteer(vocabulary.folder)
        self._remembered: dict[str, str | None] = {}
        self._lists = _owners(published, "labels")
        self._datasets = {**_owners(published, "labels"), **_owners(published, "datasets")}
        self._programmes = _owners(published, "programmes")
        self._schemes = [(plain(label), scheme) for scheme, labels in words.schemes.items() for label in labels]
        self._schemes.sort(key=lambda pair: -len(pair[0]))
        self._empty = {word.casefold() for word in words.empty}
        self._weak = tuple(word.casefold() for word in words.weak)
        self._primary = {plain(word) for word in words.primary}
        self._main = {plain(word) for word in words.main_languages}
        self.listed = frozenset(words.listed)

    def cell(self, text: str) -> str:
        """A cell with single spaces; empty where it means nothing (`n/a`)."""
        text = " ".join(text.split())
        return "" if text.casefold() in self._empty else text

    def kind(self, word: str, name: str, *, person: bool) -> Kind:
        """What an entry is. Where the list does not tell, `person` says that it has what only persons have, such as a
        date of birth; then its name must say that it is an organisation."""
        told = self._kinds.get(plain(word), "other") if plain(word) else "untold"
        if told != "untold":
            return told
        notes = " ".join(_BRACKETS.findall(name))
        persons, organisations = self._notes
        if person or persons.search(notes):
            return "person"
        bare = _BRACKETS.sub(" ", name)
        if plain(bare) in self._known or organisations.search(notes) or any(map(str.isdigit, bare)):
            return "organisation"
        words = self._in_long if len(bare.split()) > _TWO else self._organisation
        return "organisation" if words.search(bare) else "untold"

    def country(self, text: str) -> str | None:
        """ISO 3166-1 alpha-2 for a code or a name; null for one that is not known."""
        key = plain(text)
        if key in self._countries:
            return self._countries[key]
        if key not in self._remembered:
            if len(self._remembered) > _REMEMBERED:
                self._remembered.clear()
            found = self._gazetteer.country(text) or self._gazetteer.country(re.sub(r"\s*\(.*\)$", "", text))
            self._remembered[key] = found.country if found else None
        return self._remembered[key]

    def country_of_address(self, address: str) -> str | None:
        """The country that an address ends in, as a code or a name."""
        last = address.rpartition(",")[2].strip()
        return self.country(last) if _CODE.fullmatch(last) or len(last) > 3 else None

    def list_of(self, label: str) -> str | None:
        """The list that a label means; one that is not known is its own identifier, made of its letters."""
        return self._lists.get(plain(label)) or slug(label)

    def list_of_dataset(self, name: str) -> str | None:
        """The list that a data set of OpenSanctions is, by its name or title; null where it is none that we know."""
        return self._datasets.get(plain(name))

    def list_of_programme(self, programme: str) -> str | None:
        """The list that a programme stands for alone."""
        return self._programmes.get(plain(programme))

    def is_weak(self, mark: str) -> bool:
        """Whether a list's mark beside a name says that it is too weak to be searched for."""
        return mark.casefold().startswith(self._weak)

    def is_primary(self, mark: str) -> bool:
        """Whether it says that this is the name itself."""
        return plain(mark) in self._primary

    def is_main(self, language: str | None) -> bool:
        """Whether a name in a language, or in none (empty), is the name itself; null where nothing is told."""
        return language is not None and (not language.strip() or plain(language) in self._main)

    def scheme(self, label: str) -> str | None:
        """The scheme of an identifier by the label printed beside it; null for a passport, a telephone."""
        key = plain(label)
        return next(
            (
                scheme
                for known, scheme in self._schemes
                if key == known or (len(known) > _SHORT and key.startswith(known))
            ),
            None,
        )

    def name(self, text: str) -> str:
        """A name as it may stand in a record; empty where it is none."""
        text = self._tail.sub("", self.cell(text)).strip(" ,;")
        return text if _LETTER.search(text) else ""

    def names(self, cell: str, split: str) -> list[str]:
        """Several names in one cell; the last may be joined by a word."""
        first, *others = cell.split(split)
        return [
            first,
            *(
                self._joining.sub("", other.strip(), 1) if self._joining.match(other.strip()) else other
                for other in others
            ),
        ]


def reading_of(vocabulary: Vocabulary) -> Reading:
    """The words of the lists, made ready once a vocabulary. Raises `VocabularyError` where lists.toml is wrong."""
    if vocabulary.digest not in _readings:
        _readings[vocabulary.digest] = Reading(load_lists(vocabulary.folder), vocabulary)
    return _readings[vocabulary.digest]


_readings: dict[str, Reading] = {}


def slug(label: str) -> str | None:
    """An identifier of a label's letters and digits: `Other List (OL)` is `other-list-ol`; null where it has none."""
    return re.sub(r"[\W_]+", "-", label.casefold()).strip("-")[:_SLUG].strip("-") or None


def _owners(published: PublishedLists, part: str) -> dict[str, str]:
    return {plain(word): ident for ident, each in published.lists.items() for word in getattr(each, part)}


def _whole_words(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of them as whole words, a hyphen being part of a word; those in Chinese, Japanese, Korean anywhere."""
    parts = [
        re.escape(word) if _WIDE.search(word) else rf"(?<![\w-]){re.escape(word)}(?![\w-])"
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
