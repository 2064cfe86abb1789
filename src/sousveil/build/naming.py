"""Who is named in the case: what the registers say of them, and which names may mean one organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sousveil.build.progress import Progress
from sousveil.record import Match
from sousveil.resolve.apposition import NamesIn, names_beside
from sousveil.resolve.matching import Named, matcher_of
from sousveil.resolve.nameless import is_nameless
from sousveil.resolve.organisations import is_pattern
from sousveil.resolve.parents import entry_of
from sousveil.store import Case
from sousveil.store.names.entities import Registered
from sousveil.store.names.naming import Named as Spelling
from sousveil.vocabulary.loader import Entry, Vocabulary

__all__ = ["name_all", "registered_entry"]


def name_all(case: Case, vocabulary: Vocabulary, progress: Progress) -> None:
    """Propose for every name that no register lists whom it may mean, and for every listing whose it may be.

    Nothing is joined here: proposals wait for a person.
    """
    progress.stage("names", None)
    spellings = list(case.named())
    nameless = [
        (spelling.name, spelling.lang)
        for spelling in spellings
        if spelling.ref is None
        and is_nameless(spelling.name, spelling.lang, vocabulary, speaks=spelling.roles == ("speaker",))
    ]
    unknown = set(nameless)
    names = [_named(spelling, vocabulary) for spelling in spellings if (spelling.name, spelling.lang) not in unknown]
    found = matcher_of(vocabulary).for_names([named for named in names if named.key.startswith("name:")])
    found += _beside(case, spellings, names, vocabulary)
    found += matcher_of(vocabulary).for_listings(case.listings(), names)
    case.put_names(nameless, _registered(spellings, found, vocabulary), _best(found))
    progress.advance(len(found))


def _named(spelling: Spelling, vocabulary: Vocabulary) -> Named:
    entry = entry_of(spelling.ref, vocabulary) if spelling.ref else None
    return Named(
        key=spelling.ref or spelling.key, name=spelling.name, lang=spelling.lang, roles=spelling.roles,
        country=entry.country if entry else None, claims=spelling.claims,
    )  # fmt: skip


def _beside(case: Case, spellings: Iterable[Spelling], names: list[Named], vocabulary: Vocabulary) -> Iterator[Match]:
    """What the texts say themselves, of those that have a name which no register lists."""
    examples = {claim for spelling in spellings if spelling.ref is None for claim in spelling.examples}
    held = NamesIn((*names, *_listed_names(vocabulary)))
    sources = {stored.claim.evidence.source for claim in sorted(examples) if (stored := case.claim(claim))}
    for source in sorted(sources):
        text = case.text(source)
        if text is not None:
            for beside in names_beside(text, held, vocabulary):
                yield beside.match(source)


def _listed_names(vocabulary: Vocabulary) -> Iterator[Named]:
    """The companies of the registers under every name that is no everyday word: a text may explain a name by one that
    no claim has."""
    for section in (vocabulary.suppliers, vocabulary.companies):
        for entry in section.values():
            for name in () if entry.common else entry.spellings:
                if not is_pattern(name):
                    yield Named(key=entry.id, name=name.removeprefix("="), country=entry.country)


def _best(found: Iterable[Match]) -> list[Match]:
    """The surest match of each two keys."""
    best: dict[str, Match] = {}
    for match in found:
        if match.id not in best or match.score > best[match.id].score:
            best[match.id] = match
    return [best[identifier] for identifier in sorted(best)]


def _registered(spellings: Iterable[Spelling], found: Iterable[Match], vocabulary: Vocabulary) -> Iterator[Registered]:
    """The entries that the case speaks of or may speak of."""
    wanted = {spelling.ref for spelling in spellings if spelling.ref}
    wanted |= {key for match in found for key in (match.left, match.right)}
    for ref in sorted(wanted):
        if (entry := entry_of(ref, vocabulary)) is not None:
            yield registered_entry(entry)


def registered_entry(entry: Entry) -> Registered:
    """What the case keeps of a register's entry."""
    return Registered(
        ref=entry.id, name=entry.name.removeprefix("="), country=entry.country, parent=entry.parent,
        wikidata=entry.wikidata,
    )  # fmt: skip
