"""Where a text names an outlet, an agency, a centre or a body, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sousveil.trace.addresses import host_of
from sousveil.trace.houses import entry_key
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["Mention", "Mentions"]

_JOINED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_START = re.compile(rf"[^\W_{_JOINED}]+|[{_JOINED}]")
_LETTER = re.compile(rf"[^\W_{_JOINED}]")


class Mention(Struct, frozen=True):
    """`text[start:end]` names the entry `ref` of `outlets.toml`, or the outlet of the case with that key."""

    start: int
    end: int
    ref: str


class Mentions:
    """Finds names by their first word (spaced scripts) or first two characters (joined ones)."""

    def __init__(self, vocabulary: Vocabulary, more: Iterable[tuple[str, str]] = ()) -> None:
        self._entries = vocabulary.outlets
        self._by_start: dict[str, list[tuple[str, bool, str]]] = {}
        self._hosts: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for entry in vocabulary.outlets.values():
            for host in entry.hosts:
                self._hosts.setdefault(host, entry.id)
            for spelling in entry.spellings:
                name = spelling.removeprefix("=")
                self._names.setdefault(name.casefold(), entry.id)
                self._seek(name, entry.id, exact=spelling[0] == "=")
        for name, key in more:
            if name.casefold() not in self._names:
                self._seek(name, key, exact=True)
        for names in self._by_start.values():
            names.sort(key=lambda item: (-len(item[0]), item[0], item[2]))

    def _seek(self, name: str, ref: str, *, exact: bool) -> None:
        first = _START.search(name)
        if first:
            start = name[first.start() : first.start() + 2] if _is_joined(first.group()) else first.group()
            offset = name[first.start() :]
            self._by_start.setdefault(start.lower(), []).append((offset, exact, ref))

    def find(self, content: str) -> list[Mention]:
        """Every mention, the longest name first where several start at one place; none overlap."""
        found: list[Mention] = []
        covered = -1
        by_start = self._by_start
        for match in _START.finditer(content):
            start = match.start()
            if start < covered:
                continue
            word = match.group()
            names = by_start.get(content[start : start + 2].lower() if _is_joined(word) else word.lower())
            if not names:
                continue
            for name, exact, ref in names:
                end = start + len(name)
                written = content[start:end]
                same = written == name or (not exact and written.casefold() == name.casefold())
                if same and not (_LETTER.match(name[-1]) and _LETTER.match(content[end : end + 1])):
                    found.append(Mention(start, end, ref))
                    covered = end
                    break
        return found

    def key(self, ref: str) -> str:
        """What citations of a mention's outlet are merged by."""
        entry = self._entries.get(ref)
        return entry_key(entry) if entry is not None else ref

    def entry(self, ref: str) -> Entry | None:
        """The entry of an identifier."""
        return self._entries.get(ref)

    def publisher(self, url: str | None, outlet: str | None) -> Entry | None:
        """Who publishes: by the host of the address, else by the name of the outlet."""
        if url:
            host = host_of(url)
            while "." in host:
                ref = self._hosts.get(host)
                if ref:
                    return self._entries[ref]
                host = host.split(".", 1)[1]
        ref = self._names.get(outlet.strip().casefold()) if outlet else None
        return self._entries[ref] if ref else None

    def named(self, name: str) -> Entry | None:
        """The entry that bears exactly this name."""
        ref = self._names.get(name.strip().casefold())
        if ref is None and name.lower().startswith(("the ", "a ")):
            ref = self._names.get(name.split(" ", 1)[1].strip().casefold())
        return self._entries[ref] if ref else None


def _is_joined(word: str) -> bool:
    return len(word) == 1 and not _LETTER.match(word)
