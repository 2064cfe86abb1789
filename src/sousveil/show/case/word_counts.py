"""The vocabulary as the page lists it: each term with its file, and how many claims of the case were read with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from sousveil.errors import VocabularyError
from sousveil.store.claims.met import MetWords
from sousveil.vocabulary.loader import Vocabulary, load
from sousveil.vocabulary.orthography import Matcher

__all__ = ["GROUPS", "SLOTS", "Counts", "Group", "Word", "counts_of", "words_of"]


class Group(Struct, frozen=True):
    """Sections of the vocabulary that the page shows together."""

    sections: tuple[str, ...]
    slots: tuple[str, ...]
    """Where claims keep the words that such terms were met with; none where they keep none."""
    registers: bool = False
    table: str = ""
    """Labels of the identifiers."""


GROUPS: Final[dict[str, Group]] = {
    "technologies": Group(("technology", "technology_weak"), ("technology",), table="technology"),
    "suppliers": Group(("suppliers",), ("supplier",), registers=True, table="supplier"),
    "operators": Group(("operators",), ("operator",), registers=True, table="operator"),
    "programmes": Group(("programmes",), ("technology",), registers=True),
    "sites": Group(("site",), ("site",), table="site_type"),
    "acts": Group(("act", "act_weak"), ("rule",), table="act"),
    "doubt": Group(("hedge", "denial"), ("certainty", "polarity")),
    "attribution": Group(("attribution",), ()),
}
SLOTS: Final = tuple(sorted({slot for group in GROUPS.values() for slot in group.slots}))


class Word(Struct, frozen=True):
    """One term. `lang` is empty for names, which are looked for in every language."""

    section: str
    id: str
    lang: str
    term: str
    own: bool
    """It stands in a folder of the researcher's, and not in what ships."""

    @property
    def file(self) -> str:
        """Where it stands, under the folder of the vocabulary."""
        return f"languages/{self.lang}.toml" if self.lang else f"{self.section.partition('.')[0]}.toml"


@lru_cache(maxsize=4)
def _words(_digest: str, folder: str | None) -> dict[str, tuple[Word, ...]]:
    rows = [(row["section"], row["id"], row["lang"], row["term"]) for row in load(_path(folder)).rows()]
    shipped = frozenset(rows) if folder is None else frozenset(
        (row["section"], row["id"], row["lang"], row["term"]) for row in load().rows()
    )  # fmt: skip
    of_section = {section: name for name, group in GROUPS.items() for section in group.sections}
    found: dict[str, list[Word]] = defaultdict(list)
    for row in rows:
        name = of_section.get(row[0].partition(".")[0])
        if name is not None:
            found[name].append(Word(*row, own=row not in shipped))
    return {name: tuple(words) for name, words in found.items()}


def _path(folder: str | None) -> Path | None:
    return Path(folder) if folder else None


def words_of(vocabulary: Vocabulary, group: str) -> tuple[Word, ...]:
    """The terms of a group, in the order of their files."""
    return _words(vocabulary.digest, vocabulary.folder).get(group, ())


class Counts:
    """How many claims of a case were read with which terms."""

    def __init__(self, vocabulary: Vocabulary, met: Iterable[MetWords]) -> None:
        self._vocabulary = vocabulary
        self._of_value: dict[tuple[str, str], list[MetWords]] = defaultdict(list)
        self._rules: Counter[tuple[str, str, str]] = Counter()
        for words in met:
            if words.slot == "rule":
                lang, _, rest = words.value.partition(":")
                _, _, act = rest.partition(":")
                ident, _, term = act.partition(":")
                self._rules[lang, ident, term] += words.claims
            else:
                self._of_value[words.slot, words.value].append(words)

    def of_entry(self, group: Group, ident: str) -> int:
        """Claims that were read for an identifier."""
        if group.slots == ("rule",):
            return sum(count for (_, known, _), count in self._rules.items() if known == ident)
        return sum(words.claims for slot in group.slots for words in self._of_value.get((slot, ident), ()))

    def of_group(self, group: Group) -> int:
        """Claims in which words of a group were met; one with two such words counts twice."""
        if group.slots == ("rule",):
            return self._rules.total()
        if group.sections == ("programmes",):
            # Their names are met as words of a technology; how they are inflected is left to the list of terms.
            names = {name.casefold() for entry in self._vocabulary.programmes.values() for name in entry.spellings}
            said = (w for (slot, _), some in self._of_value.items() if slot == "technology" for w in some)
            return sum(w.claims for w in said if w.words.casefold() in names)
        return sum(w.claims for (slot, _), some in self._of_value.items() if slot in group.slots for w in some)

    def of_word(self, group: Group, word: Word) -> int | None:
        """Claims whose words are a form of the term; None where claims keep no such words. Several terms may be forms
        of the same words, so that these counts do not add up."""
        if not group.slots or word.section.startswith("programmes."):
            return None
        if group.slots == ("rule",):
            return self._rules[word.lang, word.id, word.term]
        return sum(
            met.claims for met in self._met(group, word)
            if (not word.lang or met.lang.partition("-")[0] == word.lang) and self._is_form(word, met)
        )  # fmt: skip

    def _met(self, group: Group, word: Word) -> Sequence[MetWords]:
        if word.section == "hedge":
            return self._of_value.get(("certainty", "hedged"), ())
        if word.section == "denial":
            return self._of_value.get(("polarity", "denied"), ())
        if group.sections == ("programmes",):
            entry = self._vocabulary.programmes.get(word.id)
            names = entry.technology if entry else ()
            return [met for name in names for met in self._of_value.get(("technology", name), ())]
        return self._of_value.get((group.slots[0], word.id), ())

    def _is_form(self, word: Word, met: MetWords) -> bool:
        if met.words.casefold() == word.term.removeprefix("=").casefold():
            return True
        try:
            matcher = _matcher(self._vocabulary.digest, self._vocabulary.folder, met.lang, word.term)
        except (ValueError, VocabularyError):
            return False
        view = self._vocabulary.orthography(met.lang).view(met.words)
        return any(span == (0, len(view)) for span in matcher.spans(view))


@lru_cache(maxsize=50_000)
def _matcher(_digest: str, folder: str | None, lang: str, term: str) -> Matcher:
    return load(_path(folder)).orthography(lang).matcher(term)


def counts_of(vocabulary: Vocabulary, met: Iterable[MetWords]) -> Counts:
    """The counts of a case."""
    return Counts(vocabulary, met)


def languages_of(words: Iterable[Word]) -> Mapping[str, int]:
    """How many terms each language has; names have none."""
    return Counter(word.lang for word in words if word.lang)
