"""A name that is known to be a place's, as a toponym: the gazetteer's places of that name, or, where it has none, the
place whose name the words begin or end with: "Manila Cathedral" is in Manila, "University of California" in
California."""

from __future__ import annotations

from sousveil.vocabulary.gazetteer import Gazetteer
from sousveil.vocabulary.gazetteer_index import DEMONYM, ORDINARY
from sousveil.vocabulary.gazetteer_types import Candidate, Toponym

__all__ = ["toponym_named"]

_LARGE = 500_000
"""People of a place whose name is one in a longer name although it is also a word: "Manila"."""


def toponym_named(gazetteer: Gazetteer, name: str, start: int, lang: str) -> Toponym | None:
    """The toponym of a name at a place in a text; null where neither it nor its beginning or end is in the
    gazetteer."""
    flags, candidates = gazetteer.find(name)
    if not candidates:
        flags, candidates = 0, _held(gazetteer, name, lang)
    if not candidates:
        return None
    return Toponym(
        start=start, end=start + len(name), name=name, candidates=candidates, demonym=bool(flags & DEMONYM)
    )  # fmt: skip


def _held(gazetteer: Gazetteer, name: str, lang: str) -> tuple[Candidate, ...]:
    """Places that a longer name begins with, or ends with behind "of", where the rest says what stands there."""
    words = gazetteer.words.get(lang)
    parts = name.split(" ")
    if words is None or len(parts) == 1 or parts[-1].lower().rstrip(".") in words.streets:
        return ()
    kinds = words.learned | words.civic | words.other | words.bodies | words.units | words.kinds
    for length in range(len(parts) - 1, 0, -1):
        before, behind = parts[:length], parts[len(parts) - length :]
        rest = {word.lower().rstrip(".,") for word in parts[length:]}
        if rest & kinds and (found := _known(gazetteer, " ".join(before).removesuffix("'s").removesuffix("’s"))):
            return found
        rest = {word.lower() for word in parts[: len(parts) - length]}
        if rest & kinds and (found := _known(gazetteer, " ".join(behind))):
            return found
    return ()


def _known(gazetteer: Gazetteer, name: str) -> tuple[Candidate, ...]:
    flags, candidates = gazetteer.find(name)
    large = max((c.population for c in candidates), default=0) >= _LARGE
    return () if flags & ORDINARY and not large else candidates
