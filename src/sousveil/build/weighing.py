"""Findings made again, at the end of a build and at once after a person decided something: those that rest on what
changed, and no others.

Invariant: whatever changed in whatever order, the findings are those that weighing the whole case gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct

from sousveil.build.constraining import constrain, constrain_all
from sousveil.build.judging import judgements_of
from sousveil.build.naming import registered_entry
from sousveil.build.progress import Progress, Silent
from sousveil.errors import UsageError
from sousveil.record import Claim, Echo, Finding, Judgement, Match, Source
from sousveil.resolve.parents import entry_of
from sousveil.store import Case
from sousveil.store.findings.bundles import Touched
from sousveil.store.findings.findings import Made, members_of
from sousveil.version import __version__
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary
from sousveil.weigh.bundles import bundle_of
from sousveil.weigh.findings import Weigher
from sousveil.weigh.grouping import Group, Statement, group_of, group_statements, statements_of
from sousveil.weigh.lineage import Lineage

__all__ = ["Change", "Decided", "decide", "weigh_changed"]

_BATCH = 200
"""Findings that are held at a time."""
_AT_ONCE = 20_000
"""Claims that are weighed before a decision without a word; more take longer than anybody waits."""
_JSON = msgspec.json.Encoder()
_STATEMENTS = msgspec.json.Decoder(list[Statement])
_LINEAGE = msgspec.json.Decoder(Lineage)


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

    An action that is held already is not recorded again, however often it is sent. What is taken back is the whole
    action.

    Raises:
        UsageError: the case does not hold what is decided about, it cannot be decided so (`build.judging`), a decision
            about names cannot stand beside another, or the whole case would have to be weighed first; nothing is
            recorded then.
        CaseError: another process builds the case.
    """
    with case.building(), case.transaction():
        loaded = load(vocabulary)
        _check_is_weighed(case, loaded)
        # What a build that was stopped left to weigh is no change of this decision's.
        weigh_changed(case, loaded)
        if pair is not None:
            entries = (entry_of(key, loaded) for key in (pair.left, pair.right))
            case.pair(pair, [registered_entry(entry) for entry in entries if entry is not None])
        made = judgements_of(case, judgements, loaded)
        if made:
            case.judge(*made)
        changes = weigh_changed(case, loaded)
        states = tuple(case.state(judgement.subject) for judgement in judgements)
        return Decided(states=states, changes=tuple(changes))


def _check_is_weighed(case: Case, vocabulary: Vocabulary) -> None:
    """Raises UsageError where so much waits to be weighed that whoever decides would wait for minutes."""
    other = case.weighed_with() != _version(vocabulary)
    if case.waits_for_weighing(_AT_ONCE, whole=other):
        why = "was weighed by another version or with another vocabulary" if other else "was not weighed to its end"
        raise UsageError(
            f"Nothing was recorded: the case {why}, and weighing it takes minutes. Run `sousveil trace {case.path}`"
            " once, then decide."
        )


def _version(vocabulary: Vocabulary) -> str:
    return f"{__version__}+{vocabulary.digest[:12]}"


def weigh_changed(
    case: Case, vocabulary: Vocabulary, progress: Progress | None = None, *, whole: bool = False
) -> list[Change]:
    """Make those findings again that rest on what changed since they were made: claims, texts, echoes and decisions.
    All are made where the version or the vocabulary is another, or where all are asked for (`whole`).

    What changed in the findings; where all were made, only how they are now is known, and the list is empty.
    """
    progress = progress or Silent()
    progress.stage("weigh", None)
    version = _version(vocabulary)
    with case.transaction():
        whole = whole or case.weighed_with() != version
        loose = case.put_into_bundles(partial(_cut, vocabulary=vocabulary), whole=whole)
        if not (whole or loose or case.is_unweighed()):
            return []
        if whole:
            case.clear_findings()
        touched = Touched() if whole else case.touched()
        made = _Making(case, vocabulary, touched, whole=whole)
        for bundles in case.bundles(None if whole else touched.bundles):
            progress.advance(made.group(bundles))
        if whole:
            constrain_all(case)
        else:
            progress.advance(made.again())
            constrain(case, ((change.before, change.after) for change in made.changes))
        case.weighed(version, whole=whole)
        return made.changes


def _cut(claim: Claim, vocabulary: Vocabulary) -> tuple[str, str]:
    return bundle_of(claim, vocabulary), _JSON.encode(statements_of(claim, vocabulary)).decode()


class _Making:
    """Makes findings: of bundles whose claims may form other groups, and of claims whose lineage may be another."""

    def __init__(self, case: Case, vocabulary: Vocabulary, touched: Touched, *, whole: bool) -> None:
        self.changes: list[Change] = []
        self._case = case
        self._vocabulary = vocabulary
        self._touched = touched
        self._whole = whole
        self._made: set[str] = set()

    def group(self, bundles: Sequence[str]) -> int:
        """Make the findings of some bundles; how many. Those stay that have the claims that they had, none of them
        touched."""
        bundle_of_claim: dict[str, str] = {}
        said = []
        for bundle, claim, statements in self._case.said_in(bundles):
            bundle_of_claim[claim] = bundle
            said.append((claim, _STATEMENTS.decode(statements)))
        grouped = {each.id: each for each in group_statements(said)}
        held = {} if self._whole else self._case.members_in(bundles)
        touched = self._touched.claims
        due = [
            each
            for identifier, each in grouped.items()
            if held.get(identifier) != members_of(each.claims) or not touched.isdisjoint(each.claims)
        ]
        gone = sorted(held.keys() - grouped.keys())
        before = self._before([*gone, *(each.id for each in due if each.id in held)])
        claims = self._claims(claim for each in due for claim in each.claims)
        weigher = self._weigher()
        made = []
        for each in due:
            group = group_of(each, [claims[claim] for claim in each.claims])
            was = before.get(each.id)
            # A walk goes on from the claim of another text that says the same. One that joins a group or leaves it
            # since the operators of others do (`weigh.grouping`) was not touched itself.
            moved = bundle_of_claim.keys() & set(each.claims).symmetric_difference(was.finding.claims if was else ())
            keeps = moved <= touched
            made.append(self._weighed(weigher, group, bundle_of_claim[each.claims[0]], was, keeps=keeps))
        self._change(before, made)
        return len(made)

    def again(self) -> int:
        """Make the findings again that have a claim whose lineage may be another, and were not made just now; how
        many. They have the claims that they had."""
        resting = [each for each in self._case.findings_resting_on(self._touched.claims) if each not in self._made]
        for start in range(0, len(resting), _BATCH):
            before = self._before(resting[start : start + _BATCH])
            claims = self._claims(claim for held in before.values() for claim in held.finding.claims)
            weigher = self._weigher()
            made = []
            for held in before.values():
                was = held.finding
                own = tuple(claims[claim] for claim in was.claims)
                group = Group(was.id, was.kind, was.technology, was.site_types, was.about, own)
                made.append(self._weighed(weigher, group, held.bundle, held))
            self._change(before, made)
        return len(resting)

    def _claims(self, identifiers: Iterable[str]) -> dict[str, Claim]:
        wanted = list(dict.fromkeys(identifiers))
        return {stored.claim.id: stored.claim for stored in self._case.claims_by_id(wanted)}

    def _before(self, identifiers: Sequence[str]) -> dict[str, Made]:
        return {held.finding.id: held for held in self._case.made_findings(identifiers)}

    def _weigher(self) -> Weigher:
        walked = _Walked(self._case)
        return Weigher(walked.echoes_of, _Sources(self._case), walked.states, self._vocabulary)

    def _weighed(
        self, weigher: Weigher, group: Group, bundle: str | None, before: Made | None, *, keeps: bool = True
    ) -> Made:
        """The finding of a group; where it `keeps` them, lineages stay that nothing on their way can have changed."""
        stale = self._touched.stale
        held = before.lineages if before and keeps else {}
        kept = {claim: _LINEAGE.decode(said) for claim, said in held.items() if said and claim not in stale}
        finding, found = weigher.weighed(group, kept)
        walked = {claim: _JSON.encode(lineage).decode() for claim, lineage in found.items() if claim not in kept}
        return Made(finding, bundle, {**{claim: held[claim] for claim in kept.keys() & found.keys()}, **walked})

    def _change(self, before: Mapping[str, Made], made: Sequence[Made]) -> None:
        """Put what was made in the place of what was held; what has not changed is left alone."""
        after = {each.finding.id: each for each in made}
        gone = [identifier for identifier, held in before.items() if after.get(identifier) != held]
        come = [each for identifier, each in after.items() if before.get(identifier) != each]
        self._case.change_findings(gone, come)
        self._made.update(after)
        if self._whole:
            return
        for identifier in dict.fromkeys([*gone, *(each.finding.id for each in come)]):
            was, now = before.get(identifier), after.get(identifier)
            change = Change(before=was.finding if was else None, after=now.finding if now else None)
            if change.before != change.after:
                self.changes.append(change)


class _Walked:
    """The echoes that walks pass, read as they are asked for, and the states of these."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self.states: dict[str, str] = {}

    def echoes_of(self, source: str) -> list[Echo]:
        """The echoes that start in a source."""
        found = self._case.echoes_from(source)
        self.states.update((stored.echo.id, stored.state) for stored in found)
        return [stored.echo for stored in found]


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
