"""Findings made again, at the end of a build and at once after a person decided something: those that rest on what
changed, and no others.

Invariant: whatever changed in whatever order, the findings are those that weighing the whole case gives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from sousveil.build.naming import registered_entry
from sousveil.build.progress import Progress, Silent
from sousveil.record import Echo, Finding, Judgement, Match, Source
from sousveil.resolve.parents import entry_of
from sousveil.store import Case
from sousveil.version import __version__
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.bundles import bundle_of
from sousveil.weigh.findings import weigh_claims

__all__ = ["Change", "Decided", "decide", "weigh_changed"]


class Change(Struct, frozen=True, kw_only=True):
    """A finding that a decision changed. `before` is null for a new one, `after` for one that is gone."""

    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> str:
        """The finding's identifier."""
        found = self.after or self.before
        assert found is not None
        return found.id


class Decided(Struct, frozen=True, kw_only=True):
    """What came of decisions: the state of each subject after them, in their order, and what changed in the count."""

    states: tuple[str, ...]
    changes: tuple[Change, ...]


def decide(
    case: Case, judgements: Sequence[Judgement], vocabulary: Path | None = None, *, pair: Match | None = None
) -> Decided:
    """Record decisions and let the findings follow, as one. `pair` is a match that a person names and that is decided
    about here, so that neither is kept without the other.

    Raises:
        UsageError: a decision about names cannot stand beside another; nothing is recorded then.
        CaseError: another process builds the case.
    """
    with case.building(), case.transaction():
        loaded = load(vocabulary)
        # What a build that was stopped left to weigh is no change of this decision's.
        weigh_changed(case, loaded)
        if pair is not None:
            entries = (entry_of(key, loaded) for key in (pair.left, pair.right))
            case.pair(pair, [registered_entry(entry) for entry in entries if entry is not None])
        case.judge(*judgements)
        changes = weigh_changed(case, loaded)
        states = tuple(case.state(judgement.subject) for judgement in judgements)
        return Decided(states=states, changes=tuple(changes))


def weigh_changed(
    case: Case, vocabulary: Vocabulary, progress: Progress | None = None, *, whole: bool = False
) -> list[Change]:
    """Make those findings again that rest on what changed since they were made: claims, texts, echoes and decisions.
    All are made where the version or the vocabulary is another, or where all are asked for (`whole`).

    What changed in the findings; where all were made, only how they are now is known, and the list is empty.
    """
    progress = progress or Silent()
    progress.stage("weigh", None)
    version = f"{__version__}+{vocabulary.digest[:12]}"
    with case.transaction():
        whole = whole or case.weighed_with() != version
        loose = case.put_into_bundles(lambda stored: bundle_of(stored.claim, vocabulary), whole=whole)
        touched = case.touched()
        if not (whole or loose or touched.bundles or case.is_unweighed()):
            return []
        if whole:
            case.clear_findings()
        changes: list[Change] = []
        for bundles in case.bundles(None if whole else touched.bundles):
            held = {} if whole else {finding.id: finding for finding in case.findings_in(bundles)}
            come = list(_weighed(case, bundles, held, touched.claims, vocabulary))
            gone = sorted(held.keys() - {finding.id for _, finding in come})
            changed = [(b, finding) for b, finding in come if held.get(finding.id) != finding]
            case.change_findings([*gone, *(f.id for _, f in changed if f.id in held)], changed)
            if not whole:
                changes += [Change(before=held[identifier], after=None) for identifier in gone]
                changes += [Change(before=held.get(f.id), after=f) for _, f in changed]
            progress.advance(len(come))
        case.weighed(version)
        return changes


def _weighed(
    case: Case, bundles: Sequence[str], held: Mapping[str, Finding], touched: frozenset[str], vocabulary: Vocabulary
) -> Iterator[tuple[str, Finding]]:
    """The findings of some bundles, each with its bundle. Those `held` stay that have none of the claims `touched` and
    no other claims than before."""

    def standing(identifier: str, claims: tuple[str, ...]) -> Finding | None:
        finding = held.get(identifier)
        return finding if finding and finding.claims == claims and touched.isdisjoint(claims) else None

    bundle_by_claim: dict[str, str] = {}
    claims = []
    for bundle, stored in case.claims_in(bundles):
        if stored.state != "rejected":
            bundle_by_claim[stored.claim.id] = bundle
            claims.append(stored.claim)
    walked = _Walked(case)
    for finding in weigh_claims(claims, walked.echoes_of, _Sources(case), walked.states, vocabulary, standing):
        yield bundle_by_claim[finding.claims[0]], finding


class _Walked:
    """The echoes that walks pass, read as they are asked for, and the states of these."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.states: dict[str, str] = {}

    def echoes_of(self, source: str) -> list[Echo]:
        """The echoes that start in a source; the words side by side, which the count does not need, are left out."""
        found = []
        for stored in self._case.echoes_from(source):
            echo = structs.replace(stored.echo, aligned=())
            self.states[echo.id] = stored.state
            found.append(echo)
        return found


class _Sources(Mapping[str, Source]):
    """The sources of a case, read as they are asked for."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._held: dict[str, Source | None] = {}

    def __getitem__(self, source: str) -> Source:
        if source not in self._held:
            self._held[source] = self._case.bare_source(source)
        found = self._held[source]
        if found is None:
            raise KeyError(source)
        return found

    def __iter__(self) -> Iterator[str]:
        return (source.id for source in self._case.sources())

    def __len__(self) -> int:
        return sum(1 for _ in self)
