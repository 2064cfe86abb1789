"""Airports and ports that are named by their town: "aeropuerto de Maiquetía", "평양국제비행장", "Port of Durrës"."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sousveil.vocabulary.files import DATA, converted, parsed
from sousveil.vocabulary.gazetteer_keys import key_of

__all__ = ["SITE_HEAD", "SiteKind", "SiteWords", "read_site_words"]

SITE_HEAD = 4
"""Letters that are looked at first of a word that a site's name may begin with."""
_SHORTEST_TOWN = 2
"""Letters of a town's name that something may be written onto."""


class SiteKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one kind of site, as `data/places/sites.toml` has them."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    airport: SiteKind
    port: SiteKind


class SiteWords:
    """Tells the town in the key of an airport's or a port's name."""

    def __init__(self, kinds: dict[str, SiteKind]) -> None:
        before = [(words, kind) for kind, each in kinds.items() for words in each.before]
        self._before = {key_of(words): kind for words, kind in before}
        # Keys have no apostrophes: "aéroport d'Abidjan" is "aeroport dabidjan".
        self._elided = {key_of(words): kind for words, kind in before if words.endswith("'")}
        self._after = {key_of(words): kind for kind, each in kinds.items() for words in each.after}
        joined = {key_of(words): kind for kind, each in kinds.items() for words in each.joined}
        self._joined = dict(sorted(joined.items(), key=lambda item: (-len(item[0]), item[0])))
        self._endings = tuple(self._joined)
        self._first = frozenset(words.partition(" ")[0] for words in self._before)
        self._last = frozenset(words.rpartition(" ")[2] for words in self._after)
        self.tails = self._last
        """Keys of words that such a name ends in."""
        self.heads = frozenset(words[:SITE_HEAD].lower() for words, _ in before)
        """First letters of words that a name of several words begins with, though its language writes them small."""

    def names(self, key: str) -> bool:
        """Whether a key begins or ends with the words of such a name; quickly told of any words of a text."""
        first, _, rest = key.partition(" ")
        if not rest:
            return key.endswith(self._endings)
        return first in self._first or rest.rpartition(" ")[2] in self._last

    def towns(self, key: str) -> Iterator[tuple[str, str]]:
        """Kind of site and key of the town, in each way to read a key."""
        if " " in key:
            words = key.split(" ")
            if words[0] in self._first:
                for count in range(len(words) - 1, 0, -1):
                    kind = self._before.get(" ".join(words[:count]))
                    if kind is not None:
                        yield kind, " ".join(words[count:])
                for start, kind in self._elided.items():
                    if key.startswith(start):
                        yield kind, key.removeprefix(start)
            if words[-1] in self._last:
                for count in range(1, len(words)):
                    kind = self._after.get(" ".join(words[count:]))
                    if kind is not None:
                        yield kind, " ".join(words[:count])
        elif key.endswith(self._endings):
            for ending, kind in self._joined.items():
                if key.endswith(ending) and len(key) - len(ending) >= _SHORTEST_TOWN:
                    yield kind, key.removesuffix(ending)


def read_site_words() -> SiteWords:
    """The words that ship. Raises `VocabularyError` where their file cannot be read."""
    path = DATA / "places" / "sites.toml"
    file = converted(parsed(path), _File, path.name)
    return SiteWords({"airport": file.airport, "port": file.port})
