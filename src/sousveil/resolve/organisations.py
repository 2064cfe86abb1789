"""Which organisation of the vocabulary a name means: by its listed spellings only, in any script.

Legal forms and words that every company name may carry are left out of the comparison; letters are never guessed,
because a wrong merge ("Uniview" and "Univision") is worse than a missed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sousveil.record.claim import Organisation
from sousveil.vocabulary.gazetteer_keys import key_of
from sousveil.vocabulary.loader import Entry, Vocabulary
from sousveil.vocabulary.terms import expression_of

__all__ = ["Registry", "registry_of"]

_SPECIAL = re.compile(r"[*(|/]|\.\.\.")
_LEGAL = re.compile(
    r"\b(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|plc|gmbh|ag|sa|srl|bv|oy|ab|as|pty|pte|spa|jsc"
    r"|ooo|зао|оао|ооо|пао|holdings?|group|technolog(?:y|ies)|the)\b|有限公司|股份有限公司|股份|集团|集團|公司|株式会社|주식회사|㈜|그룹"
)
_ROLES = {
    "supplier": ("suppliers", "operators", "outlets"),
    "operator": ("operators", "suppliers", "outlets"),
    "speaker": ("outlets", "operators", "suppliers"),
}


class Registry:
    """The organisations of one vocabulary by the keys of their spellings."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._plain: dict[str, dict[str, Entry]] = {}
        self._patterns: dict[str, list[tuple[re.Pattern[str], Entry]]] = {}
        for section in ("suppliers", "operators", "outlets"):
            entries: dict[str, Entry] = getattr(vocabulary, section)
            self._plain[section] = {}
            self._patterns[section] = []
            for entry in entries.values():
                self._add(section, entry)

    def find(self, name: str, role: str) -> Entry | None:
        """The entry that has this name, looked for first among those of the role: `supplier`, `operator`, `speaker`."""
        keys = list(dict.fromkeys((_key(name), _bare_key(name))))
        for section in _ROLES[role]:
            for key in keys:
                entry = self._plain[section].get(key)
                if entry is not None:
                    return entry
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
            if _SPECIAL.search(spelling):
                pattern = re.compile(expression_of(spelling, "joined"), re.IGNORECASE)
                self._patterns[section].append((pattern, entry))
            else:
                for key in _keys((spelling.removeprefix("="),)):
                    self._plain[section].setdefault(key, entry)


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


def _keys(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(key for name in names for key in (_key(name), _bare_key(name)) if key))


def _key(name: str) -> str:
    return key_of(name.strip(" \"'“”«»「」『』.,"))


def _bare_key(name: str) -> str:
    """The key without legal form; the whole key where nothing would be left."""
    folded = key_of(name.replace(",", " ").replace("&", " and "))
    bare = " ".join(_LEGAL.sub(" ", folded).split())
    return bare if len(bare) > 1 else folded
