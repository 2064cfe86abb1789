"""Who is who after people decided: names and entries joined, split, and joined again by undoing.

A pure function of the decisions that stand, so that undoing one gives what was before it. The machine's own share is
small: a name that a register lists word for word means that entry, unless somebody says that here it does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sousveil.record.entity import is_name_key

__all__ = ["Decision", "Identities", "is_listing_key"]


class Decision(Struct, frozen=True, kw_only=True):
    """What a person decided about two keys: one entity (`same`), or not. `at` and `who` are for the message."""

    left: str
    right: str
    same: bool
    at: str = ""
    who: str = ""


def is_listing_key(key: str) -> bool:
    """Whether a key is a listing's identifier: `l` and 16 hexadecimal digits."""
    return len(key) == 17 and key[0] == "l" and all(digit in "0123456789abcdef" for digit in key[1:])


class Identities:
    """The entities that decisions make. `decisions` are those that stand, in the order in which they were made."""

    def __init__(self, decisions: Sequence[Decision] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._joined = [decision for decision in decisions if decision.same]
        self._apart = {frozenset((d.left, d.right)): d for d in decisions if not d.same}
        self._decided = {key for decision in self._joined for key in (decision.left, decision.right)}
        for decision in self._joined:
            self._join(decision.left, decision.right)
        names = (key for key in self._decided if not is_listing_key(key))
        self._heads = {root for key in names if (root := self._root(key)) != key}

    def __bool__(self) -> bool:
        """Whether anything was decided."""
        return bool(self._joined or self._apart)

    def of(self, key: str, ref: str | None = None) -> str:
        """The key of the entity that a name means; `ref` is the register's entry that lists the name."""
        if key in self._decided:
            return self._root(key)
        if ref is not None and frozenset((key, ref)) not in self._apart:
            return self._root(ref)
        return key

    def stands_for_others(self, key: str) -> bool:
        """Whether other names or entries were joined to this one, whose key is now theirs."""
        return key in self._heads

    def members(self, key: str) -> list[str]:
        """Every key that decisions join with this one, itself included, sorted."""
        root = self._root(key)
        return sorted({key, root, *(other for other in self._parent if self._root(other) == root)})

    def contradicts(self, decision: Decision) -> Decision | None:
        """A standing decision that a new one cannot stand beside; null where it can."""
        if decision.same:
            return self._parting(decision.left, decision.right)
        if self._root(decision.left) == self._root(decision.right):
            return next(d for d in self._joined if self._root(d.left) == self._root(decision.left))
        return None

    def _parting(self, left: str, right: str) -> Decision | None:
        ours, theirs = self.members(left), self.members(right)
        pairs = (frozenset((one, other)) for one in ours for other in theirs if one != other)
        return next((self._apart[pair] for pair in pairs if pair in self._apart), None)

    def _root(self, key: str) -> str:
        while self._parent.get(key, key) != key:
            key = self._parent[key]
        return key

    def _join(self, left: str, right: str) -> None:
        """A register's entry stands for all, then the name that was joined to; a listing never does."""
        first, second = self._root(left), self._root(right)
        if first == second:
            return
        keep, give = (first, second) if _rank(first) < _rank(second) else (second, first)
        self._parent[give] = keep
        self._parent.setdefault(keep, keep)


def _rank(key: str) -> int:
    return 2 if is_listing_key(key) else 1 if is_name_key(key) else 0
