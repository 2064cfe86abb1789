"""The house behind a cited origin: its names, its hosts, and whose a link is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from sousveil.record.echo import CitedOrigin
from sousveil.trace.addresses import host_of
from sousveil.trace.houses import entry_key
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["CitedHouse", "house_of"]

_LEAST = 5
"""Letters of a name that is looked for in a host."""
_LEAST_JOINED = 3
"""Letters of a name in a script without spaces that is looked for in words."""
_JOINED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class CitedHouse(Struct, frozen=True, kw_only=True):
    """Who publishes what is cited, as far as it is known."""

    name: str
    hosts: tuple[str, ...]
    pattern: re.Pattern[str] | None
    """Its names, as texts write them."""
    squeezed: tuple[str, ...]
    """Its names as a host would have them: `northgatemonitor`."""
    others: dict[str, str]
    """Hosts of all outlets of the vocabulary, with what citations of them are merged by."""
    key: str

    def named_in(self, words: str) -> bool:
        """Whether the words bear one of its names."""
        return self.pattern is not None and self.pattern.search(words) is not None

    def is_called(self, name: str) -> bool:
        """Whether this is one of its names, whole."""
        return self.pattern is not None and self.pattern.fullmatch(name.strip()) is not None

    def at_host(self, host: str) -> bool:
        """Whether a host is one of its own, or is spelled as its name."""
        if any(host == own or host.endswith(f".{own}") for own in self.hosts):
            return True
        if self.of_another(host):
            return False
        labels = [re.sub(r"[^a-z0-9]", "", label) for label in host.split(".")[:-1]]
        return any(name in label for name in self.squeezed for label in labels)

    def of_another(self, host: str) -> bool:
        """Whether a host belongs to an outlet that is another one."""
        while "." in host:
            if host in self.others:
                return self.others[host] != self.key
            host = host.split(".", 1)[1]
        return False


class _Outlets(Struct, frozen=True):
    """The outlets of a vocabulary, by what citations name them with."""

    hosts: dict[str, str]
    """Each host, with what citations of it are merged by."""
    merged: dict[str, list[Entry]]
    spelled: list[tuple[str, str, Entry]]
    """Each spelling, folded and as it is written."""


_outlets: dict[str, _Outlets] = {}
"""Of the vocabulary that was asked for last, by its digest."""


def _outlets_of(vocabulary: Vocabulary) -> _Outlets:
    known = _outlets.get(vocabulary.digest)
    if known is None:
        known = _Outlets({}, {}, [])
        for entry in vocabulary.outlets.values():
            key = entry_key(entry)
            known.hosts.update(dict.fromkeys(entry.hosts, key))
            known.merged.setdefault(key, []).append(entry)
            known.spelled.extend((name.removeprefix("=").casefold(), name, entry) for name in entry.spellings)
        _outlets.clear()
        _outlets[vocabulary.digest] = known
    return known


def house_of(cited: CitedOrigin, vocabulary: Vocabulary) -> CitedHouse:
    """The house of a cited origin: by its reference, the host of its address, else its name alone."""
    outlets = _outlets_of(vocabulary)
    entries = _entries(cited, outlets)
    given = [part.strip() for part in re.split(r"[()]", cited.name) if part.strip()]
    names = list(dict.fromkeys([*given, *(name for entry in entries for name in entry.spellings)]))
    return CitedHouse(
        name=entries[0].name.removeprefix("=") if entries and not given else given[0] if given else cited.name,
        hosts=tuple(dict.fromkeys(host for entry in entries for host in entry.hosts)) or _own_host(cited),
        pattern=_pattern(names),
        squeezed=tuple(sorted({squeezed for name in names if len(squeezed := _squeezed(name)) >= _LEAST})),
        others=outlets.hosts,
        key=entry_key(entries[0]) if entries else cited.house,
    )


def _own_host(cited: CitedOrigin) -> tuple[str, ...]:
    host = host_of(cited.url or "")
    return (host,) if host else ()


def _entries(cited: CitedOrigin, outlets: _Outlets) -> list[Entry]:
    """The outlets that a reference stands for; the one whose name is cited comes first, then the head of the family."""
    key = cited.house
    if key.startswith("url:") or (not key.startswith("org:") and cited.url):
        host = host_of(cited.url or f"//{key.removeprefix('url:')}")
        while "." in host and host not in outlets.hosts:
            host = host.partition(".")[2]
        key = outlets.hosts.get(host, key)
    found = outlets.merged.get(key, [])
    if not found and key.startswith("name:"):
        found = _named_within(cited.name, outlets)
    first = cited.name.partition(" (")[0].casefold()

    def order(entry: Entry) -> tuple[bool, bool, str]:
        spellings = {name.removeprefix("=").casefold() for name in entry.spellings}
        return first not in spellings, f"org:{entry.id}" != key, entry.id

    return sorted(found, key=order)


def _named_within(name: str, outlets: _Outlets) -> list[Entry]:
    """The outlet that is named inside a longer name, `South Korea's Yonhap news agency`; none where several are."""
    bare = name.casefold()
    within = {
        entry_key(entry): entry
        for folded, spelling, entry in outlets.spelled
        if folded in bare and (pattern := _pattern([spelling])) is not None and pattern.search(name) is not None
    }
    return list(within.values()) if len(within) == 1 else []


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    spelled = []
    for name in names:
        bare = name.removeprefix("=")
        exact = name.startswith("=") or len(bare) < _LEAST
        written = r"\s+".join(map(re.escape, bare.split()))
        if _JOINED.search(bare):
            if len(bare) < _LEAST_JOINED:
                continue
            spelled.append(written)
        else:
            spelled.append(rf"(?<![^\W_])(?{'' if exact else 'i'}:{written})(?![^\W_])")
    return re.compile("|".join(spelled)) if spelled else None


def _squeezed(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", name.removeprefix("=").casefold())
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
