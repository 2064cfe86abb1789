"""What people decided about names in a case, as vocabulary: a file that a researcher may lay over ours or send us."""

from __future__ import annotations

import re
from collections import defaultdict

import tomlkit
from msgspec import Struct

from sousveil.record import is_name_key
from sousveil.resolve.parents import entry_of
from sousveil.store import Case
from sousveil.store.names.entities import MatchFilter, StoredMatch
from sousveil.vocabulary.loader import Entry, Listed, Vocabulary

__all__ = ["Learned", "learned_vocabulary"]

_FILE = "aliases.toml"
_OF_TERMS = re.compile(r"[*(|/)]|\.\.\.|^=")
"""Signs that mean something in a term of the vocabulary, so that a name with one cannot stand there as it is."""


class Learned(Struct, frozen=True, kw_only=True):
    """A vocabulary file. `unfit` are names that the file's grammar has no way to write."""

    file: str
    toml: str
    entries: int
    names: int
    unfit: tuple[str, ...]


def learned_vocabulary(case: Case, vocabulary: Vocabulary) -> Learned:
    """The accepted matches between names or listings and entries of the registers, as `aliases.toml`.

    What an entry has already is left out, and so are names that were joined only with each other.
    """
    identities = case.identities()
    spellings: dict[str, set[str]] = defaultdict(set)
    for named in case.named():
        spellings[named.key].add(named.name)
    decided: dict[str, list[tuple[str, StoredMatch]]] = defaultdict(list)
    for stored in case.matches(MatchFilter(state="accepted")):
        for key in (stored.match.left, stored.match.right):
            owner = identities.of(key)
            if key != owner and entry_of(owner, vocabulary) is not None:
                decided[owner].append((key, stored))
    document = tomlkit.document()
    document.add(
        tomlkit.comment(f"Names that people accepted in the case “{case.title}”; `sousveil vocabulary patch`.")
    )
    names_written, unfit = 0, set[str]()
    for ref in sorted(decided):
        entry = entry_of(ref, vocabulary)
        assert entry is not None
        names = {name for key, _ in decided[ref] if is_name_key(key) for name in spellings[key]}
        names -= {name.removeprefix("=") for name in entry.spellings}
        unfit |= {name for name in names if _OF_TERMS.search(name)}
        names -= unfit
        listings = [listed for key, _ in decided[ref] if (listed := _listed(case, key, entry))]
        if names or listings:
            document.add(ref, _table(case, sorted(names), listings, decided[ref]))
            names_written += len(names)
    return Learned(
        file=_FILE, toml=tomlkit.dumps(document), entries=len(document), names=names_written,
        unfit=tuple(sorted(unfit)),
    )  # fmt: skip


def _listed(case: Case, key: str, entry: Entry) -> Listed | None:
    listing = None if is_name_key(key) else case.listing(key)
    if listing is None or any(held.list == listing.list for held in entry.listings):
        return None
    titles = {stored.imported.id: stored.imported.title for stored in case.imports()}
    source = listing.url or titles.get(listing.import_id)
    return Listed(list=listing.list, since=listing.since, until=listing.until, source=source)


def _table(
    case: Case, names: list[str], listings: list[Listed], decided: list[tuple[str, StoredMatch]]
) -> tomlkit.items.Table:
    table = tomlkit.table()
    seen: set[str] = set()
    for key, stored in decided:
        for judgement in case.judgements(stored.match.id)[-1:]:
            line = f"{key.removeprefix('name:')}: {judgement.who}, {judgement.at[:10]}. {judgement.reason}".strip()
            if line not in seen:
                seen.add(line)
                table.add(tomlkit.comment(" ".join(line.split())))
    if names:
        array = tomlkit.array()
        array.extend(names)
        table.add("names", array.multiline(len(names) > 3))
    if listings:
        array = tomlkit.array()
        for listed in dict.fromkeys(listings):
            inline = tomlkit.inline_table()
            for field in ("list", "since", "until", "source"):
                if (value := getattr(listed, field)) is not None:
                    inline.append(field, value)
            array.append(inline)
        table.add("listings", array.multiline(multiline=True))
    return table
