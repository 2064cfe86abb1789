"""Which entries of published lists may be the organisations of a case: by a public identifier, or by a name and a
country that agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick
from msgspec import Struct

from sousveil.record.entity import Match, Method, is_name_key
from sousveil.record.reference import Listing
from sousveil.resolve.candidates import Index
from sousveil.resolve.comparing import Seen, compare
from sousveil.resolve.entries import Entries, Named
from sousveil.resolve.forms import Form, Forms
from sousveil.resolve.names import plain

__all__ = ["Targets"]

_SAME_IDENTIFIER, _LISTED = 1.0, 0.99
_UNKNOWN_COUNTRY = 0.05
"""What a match loses where the list or the register tells no country."""
_OTHER_COUNTRY = 0.5
"""The score of a match whose countries differ: a namesake, or an arm that the name does not tell."""
_SHORT = 4
"""Letters up to which a brand must be a word of its own."""
_NOT_LETTERS = re.compile(r"[\W_]+")


class _Target(Struct, frozen=True):
    key: str
    country: str | None
    entry: int | None
    named: Named
    spellings: frozenset[str]


class Targets:
    """The organisations of a case, indexed so that a long list is read once."""

    def __init__(self, names: Sequence[Named], entries: Entries, forms: Forms) -> None:
        self._entries, self._forms = entries, forms
        self._targets: list[_Target] = []
        held: list[tuple[int, Form]] = []
        wanted = {named.key: named for named in sorted(names, key=lambda n: (n.key, -n.claims, n.name), reverse=True)}
        numbers = {entry.id: number for number, entry in enumerate(entries.all)}
        self._wikidata: dict[str, str] = {}
        for key in sorted(wanted):
            number = numbers.get(key)
            if number is not None:
                spelled = list(entries.forms_of(number))
                entry = entries.all[number]
                country = entry.country
                if entry.wikidata:
                    self._wikidata[f"wikidata:{entry.wikidata.casefold()}"] = key
            elif is_name_key(key):
                spelled, country = list(forms.all(wanted[key].name)), wanted[key].country
            else:
                continue
            place = len(self._targets)
            spellings = frozenset(plain(form.name) for form in spelled)
            self._targets.append(_Target(key, country, number, wanted[key], spellings))
            held += [(place, form) for form in spelled]
        self._index = Index(held, ())
        parts = {max((*form.words, form.whole), key=len) if form.words else form.whole for _, form in held}
        self._short = frozenset(part for part in parts if len(part) <= _SHORT and part.isascii())
        self._long = AhoCorasick(sorted(part for part in parts - self._short if part))

    def matches(self, listing: Listing) -> Iterator[Match]:
        """The case's organisations that a listing may be, in the order of their keys."""
        best: dict[str, Seen] = {}
        for identifier in listing.identifiers:
            key = self._wikidata.get(identifier.casefold())
            if key is not None:
                best[key] = Seen("identifier", _SAME_IDENTIFIER, f"both have {identifier}")
        for name in dict.fromkeys((listing.name, *listing.names)):
            if self._may_be_there(name):
                for key, seen in self._named(name, listing):
                    if key not in best or seen.score > best[key].score:
                        best[key] = seen
        for key in sorted(best):
            seen = best[key]
            yield Match(left=listing.id, right=key, method=seen.method, score=seen.score, reason=seen.reason)

    def _may_be_there(self, name: str) -> bool:
        """Whether a name has the longest word of a target's brand in it; almost none of a list does."""
        words = _NOT_LETTERS.split(name.lower()) if name.isascii() else self._forms.lexicon.words(name)
        return not self._short.isdisjoint(words) or bool(self._long.find_matches_as_indexes("".join(words)))

    def _named(self, name: str, listing: Listing) -> Iterator[tuple[str, Seen]]:
        company = Named(key="", name=name, roles=("supplier",))
        for form in self._forms.all(name):
            for place, held in self._index.near(form):
                target = self._targets[place]
                if target.entry is None:
                    seen = compare(form, held, self._forms)
                else:
                    seen = self._entries.compare(company, form, target.entry, held)
                if seen is not None:
                    yield target.key, _weighed(seen, form, target, listing)


def _weighed(seen: Seen, form: Form, target: _Target, listing: Listing) -> Seen:
    """A sign with what the countries say of it."""
    method: Method = "listed" if plain(form.name) in target.spellings else seen.method
    score = max(seen.score, _LISTED) if method == "listed" else seen.score
    there = set(listing.countries)
    home = {place for place in form.arm if place.isupper()} or ({target.country} if target.country else set())
    if not there or not home:
        return Seen(method, round(score - _UNKNOWN_COUNTRY, 2), f"{seen.reason}; a country is not known")
    if there & home:
        return Seen(method, score, f"{seen.reason}; country {', '.join(sorted(there & home))}")
    against = f"but the list has {', '.join(sorted(there))} and not {', '.join(sorted(home))}"
    return Seen(method, min(score, _OTHER_COUNTRY), f"{seen.reason}; {against}")
