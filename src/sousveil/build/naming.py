"""Who is named in the case: what the registers say of them, and which names may mean one organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sousveil.build.progress import Progress
from sousveil.record import Match
from sousveil.resolve.matching import Matcher, Naming
from sousveil.resolve.nameless import is_nameless
from sousveil.store import Case
from sousveil.store.entities import Registered
from sousveil.store.naming import Named
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["name_all", "registered_entry"]


def name_all(case: Case, vocabulary: Vocabulary, progress: Progress) -> None:
    """Propose for every name that no register lists whom it may mean, and for every listing whose it may be.

    Nothing is joined here: proposals wait for a person.
    """
    progress.stage("names", None)
    spellings = list(case.named())
    nameless = [
        (named.name, named.lang)
        for named in spellings
        if named.ref is None and is_nameless(named.name, named.lang, vocabulary)
    ]
    unknown = set(nameless)
    namings = [_naming(named, vocabulary) for named in spellings if (named.name, named.lang) not in unknown]
    matcher = Matcher(vocabulary)
    found = [
        *matcher.for_names(namings, case.texts()),
        *matcher.for_listings(case.listings(), namings),
    ]
    case.put_names(nameless, _registered(spellings, found, vocabulary), found)
    progress.advance(len(found))


def _naming(named: Named, vocabulary: Vocabulary) -> Naming:
    entry = _entries(vocabulary).get(named.ref or "")
    return Naming(
        key=named.key, name=named.name, lang=named.lang, ref=named.ref, roles=named.roles,
        country=entry.country if entry else None, claims=named.examples,
    )  # fmt: skip


def _entries(vocabulary: Vocabulary) -> dict[str, Entry]:
    return {**vocabulary.outlets, **vocabulary.operators, **vocabulary.suppliers}


def _registered(spellings: Iterable[Named], found: Iterable[Match], vocabulary: Vocabulary) -> Iterator[Registered]:
    """The entries that the case speaks of or may speak of, with those that own them."""
    entries = _entries(vocabulary)
    wanted = {named.ref for named in spellings} | {key for match in found for key in (match.left, match.right)}
    for ref in sorted(ref for ref in wanted if ref in entries):
        yield registered_entry(entries[ref])


def registered_entry(entry: Entry) -> Registered:
    """What the case keeps of a register's entry."""
    return Registered(
        ref=entry.id, name=entry.name.removeprefix("="), country=entry.country, parent=entry.parent,
        wikidata=entry.wikidata,
    )  # fmt: skip
