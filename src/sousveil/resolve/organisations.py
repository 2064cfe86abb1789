"""Which organisation of the vocabulary a name means: by its listed spellings only, in any script.

Legal forms and words that every company name may carry are left out of the comparison; letters are never guessed,
because a wrong merge ("Uniview" and "Univision") is worse than a missed one.
"""

from __future__ import annotations

import re

from sousveil.record.claim import Organisation
from sousveil.resolve.comparing import PROPOSED, compare
from sousveil.resolve.forms import forms_of
from sousveil.resolve.names import plain, words_of
from sousveil.vocabulary.gazetteer_keys import key_of, script_of
from sousveil.vocabulary.loader import ORGANISATIONS, Entry, Vocabulary
from sousveil.vocabulary.terms import expression_of

__all__ = ["Registry", "is_pattern", "registry_of"]

_SPECIAL = re.compile(r"[*(|/]|\.\.\.")
_KEPT_ENDINGS = "еёиоуыэю"
"""Vowels at the end of a Cyrillic name that is not declined."""
_SHORT = 4
_ROLES = {
    "supplier": ("suppliers", "companies", "operators", "outlets"),
    "operator": ("operators", "suppliers", "companies", "outlets"),
    "speaker": ("outlets", "operators", "suppliers", "companies"),
}


def is_pattern(spelling: str) -> bool:
    """Whether a spelling is a term with choices, gaps or endings, and no plain name."""
    return _SPECIAL.search(spelling) is not None


class Registry:
    """The organisations of one vocabulary by the keys of their spellings."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._legal = _legal(vocabulary)
        self._forms = forms_of(vocabulary)
        self._plain: dict[str, dict[str, tuple[Entry, list[str]]]] = {}
        self._patterns: dict[str, list[tuple[re.Pattern[str], Entry]]] = {}
        for section in ORGANISATIONS:
            entries: dict[str, Entry] = getattr(vocabulary, section)
            self._plain[section] = {}
            self._patterns[section] = []
            for entry in entries.values():
                self._add(section, entry)

    def find(self, name: str, role: str) -> Entry | None:
        """The entry that has this name, looked for first among those of the role: `supplier`, `operator`, `speaker`."""
        key, bare = _key(name), self._bare_key(name)
        for section in _ROLES[role]:
            held, cut = self._plain[section].get(key), self._plain[section].get(bare)
            if held is not None and any(_is_written(key, name, spelling, section) for spelling in held[1]):
                return held[0]
            if cut is not None and bare != key and any(self._is_same(name, spelling) for spelling in cut[1]):
                return cut[0]
            for pattern, entry in self._patterns[section]:
                if pattern.fullmatch(name):
                    return entry
        return None

    def resolved(self, organisation: Organisation | None, role: str) -> Organisation | None:
        """The organisation with `ref` and `country`, where the vocabulary has its name; else as it was."""
        if organisation is None or organisation.ref is not None:
            return organisation
        entry = self.find(organisation.name, role)
        if entry is None:
            return organisation
        return Organisation(name=organisation.name, ref=entry.id, country=organisation.country or entry.country)

    def _add(self, section: str, entry: Entry) -> None:
        for spelling in entry.spellings:
            if is_pattern(spelling):
                pattern = re.compile(expression_of(spelling, "joined"), re.IGNORECASE)
                self._patterns[section].append((pattern, entry))
            else:
                written = spelling.removeprefix("=")
                for key in self._keys(written):
                    holder, spellings = self._plain[section].setdefault(key, (entry, []))
                    if holder is entry:
                        spellings.append(written)

    def _keys(self, name: str) -> list[str]:
        return list(dict.fromkeys(key for key in (_key(name), self._bare_key(name)) if key))

    def _is_same(self, name: str, spelling: str) -> bool:
        """Whether what was left out of both to make their keys alike tells no two companies apart: "太极集团" is not
        "太极股份", where nobody lists the bare name."""
        if self._bare_key(spelling) == _key(spelling):
            return True
        seen = compare(self._forms.form(name), self._forms.form(spelling), self._forms)
        return seen is not None and seen.method == "normalised" and seen.score >= PROPOSED

    def _bare_key(self, name: str) -> str:
        """The key without legal form; the whole key where nothing would be left."""
        folded = key_of(plain(name).replace(",", " ").replace("&", " and "))
        bare = " ".join(self._legal.sub(" ", folded).split())
        return bare if len(bare) > 1 else folded


_made: dict[str, Registry] = {}
_MOST = 4
"""Vocabularies whose registries are kept."""


def registry_of(vocabulary: Vocabulary) -> Registry:
    """The registry of a vocabulary, made once for each digest."""
    registry = _made.get(vocabulary.digest)
    if registry is None:
        if len(_made) >= _MOST:
            _made.clear()
        registry = _made[vocabulary.digest] = Registry(vocabulary)
    return registry


def _is_written(key: str, name: str, spelling: str, section: str) -> bool:
    """Whether a spelling with the same key is the name: short names of companies that no text is searched for ("HOT",
    "du") are so in their own case only."""
    if section == "companies" and spelling.isascii() and len(spelling) <= _SHORT and spelling not in name:
        return False
    return not _is_cut(key, name, spelling)


def _is_cut(key: str, name: str, spelling: str) -> bool:
    """Whether a Cyrillic name is a listed one without its last vowel, which such names keep in all cases: "Шваб" is
    no form of "Швабе"."""
    if script_of(key[:1]) != "cyrillic":
        return False
    words = words_of(name)
    return any(long[-1] in _KEPT_ENDINGS and long[:-1] in words and long not in words for long in words_of(spelling))


def _key(name: str) -> str:
    return key_of(name.strip(" \"'“”«»「」『』.,"))


def _legal(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Legal forms of all languages: whole words, or wherever they stand in scripts that have no spaces."""
    words: list[str] = []
    for language in vocabulary.languages.values():
        forms = map(re.escape, sorted(language.naming.legal, key=lambda form: -len(form)))
        words += (rf"\b{form}\b" if language.writing == "spaced" else form for form in forms)
    return re.compile("|".join(words) or "(?!)")
