"""Candidates for the names of a case: which register entry, which other name, which entry of a list may be the same.

Everything here is a proposal with a reason; a person decides. A wrong match is worse than a missed one, so there is no
edit distance: brands are compared letter by letter, or sound by sound across scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sousveil.record.entity import Match, is_name_key
from sousveil.record.reference import Listing
from sousveil.resolve.candidates import Index, scripts_of
from sousveil.resolve.comparing import PROPOSED, Seen, compare
from sousveil.resolve.entries import Entries, Named
from sousveil.resolve.forms import Form, Forms, forms_of
from sousveil.resolve.listed import Targets
from sousveil.resolve.organisations import Registry, registry_of
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["PROPOSED", "Matcher", "Named", "matcher_of"]

_AMBIGUOUS = 0.5
"""The score of a match that holds for two register entries alike."""


class Matcher:
    """Finds candidates with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.forms: Forms = forms_of(vocabulary)
        self.registry: Registry = registry_of(vocabulary)
        self.entries = Entries(vocabulary, self.forms)

    def for_names(self, names: Sequence[Named]) -> list[Match]:
        """Candidates for every name that no register has, among register entries and among each other, in the order
        of their keys. The same names give the same matches in whatever order they come."""
        bare = _each_once(names)
        found: dict[tuple[str, str], Match] = {}
        sure: set[str] = set()
        for named in bare:
            for match in self._in_registers(named):
                found[match.left, match.right] = match
                if match.score >= PROPOSED:
                    sure.add(named.key)
        for match in self._among(bare):
            # Names that lead to one entry already meet there; names of two entries are two companies.
            if not (match.left in sure and match.right in sure):
                found[match.left, match.right] = match
        return [found[keys] for keys in sorted(found)]

    def for_listings(self, listings: Iterable[Listing], names: Sequence[Named]) -> list[Match]:
        """Entries of lists that may be one of a case's organisations: `left` is the listing, `right` a register entry
        or a name. In the order of the listings."""
        targets = Targets(names, self.entries, self.forms)
        return [match for listing in listings for match in targets.matches(listing)]

    def _in_registers(self, named: Named) -> list[Match]:
        best = self.entries.candidates(named)
        top = max((seen.score for seen in best.values()), default=0.0)
        equals = sorted(self.entries.all[number].id for number, seen in best.items() if seen.score == top)
        matches = []
        for number, seen in sorted(best.items()):
            entry, score, reason = self.entries.all[number], seen.score, seen.reason
            rivals = [ident for ident in equals if ident != entry.id]
            if score >= PROPOSED and rivals:
                score, reason = _AMBIGUOUS, f"{reason}; but also {', '.join(rivals)}"
            matches.append(Match(left=named.key, right=entry.id, method=seen.method, score=score, reason=reason))
        return matches

    def _among(self, names: Sequence[Named]) -> Iterator[Match]:
        """Matches among names that no register has: of two keys the smaller is on the left."""
        forms = [self.forms.all(named.name) for named in names]
        entries = [(number, form) for number, each in enumerate(forms) for form in each]
        index = Index(entries, scripts_of(form for _, form in entries))
        for number, each in enumerate(forms):
            best: dict[int, Seen] = {}
            for form in each:
                for other, held in index.near(form):
                    seen = self._between(names[number], form, names[other], held) if other > number else None
                    if seen is not None and (other not in best or seen.score > best[other].score):
                        best[other] = seen
            for other, seen in sorted(best.items()):
                yield Match(
                    left=names[number].key, right=names[other].key, method=seen.method, score=seen.score,
                    reason=seen.reason,
                )  # fmt: skip

    def _between(self, one: Named, form: Form, other: Named, held: Form) -> Seen | None:
        seen = compare(form, held, self.forms)
        if seen is None or form.whole == held.whole:
            return seen
        if not one.is_body or not other.is_body:
            return None
        # The police of a country are no arm of the police.
        return None if seen.method == "arm" and "supplier" not in (*one.roles, *other.roles) else seen


def _each_once(names: Iterable[Named]) -> list[Named]:
    """Names without a register entry, one for each key, the most used spelling first, in the order of their keys."""
    best: dict[str, Named] = {}
    for named in sorted(names, key=lambda n: (n.key, -n.claims, n.name, n.lang)):
        if is_name_key(named.key):
            best.setdefault(named.key, named)
    return list(best.values())


_made: dict[str, Matcher] = {}
_MOST = 4
"""Vocabularies whose matchers are kept."""


def matcher_of(vocabulary: Vocabulary) -> Matcher:
    """The matcher of a vocabulary, made once for each digest."""
    matcher = _made.get(vocabulary.digest)
    if matcher is None:
        if len(_made) >= _MOST:
            _made.clear()
        matcher = _made[vocabulary.digest] = Matcher(vocabulary)
    return matcher
