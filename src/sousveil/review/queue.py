"""The review queue of a case: its proposed claims, those first that are most worth a decision.

A decision is worth most where it is likely to be an acceptance, and where nothing of the finding is accepted yet: the
estimate is halved for each claim of the same finding that is accepted or stands before. So the first page shows many
findings, each by its most promising claim, twenty copies of one report do not fill it, and what resembles rejected
claims sinks. Of claims that are worth the same, the finding that more claims speak for comes first, then the order of
the case. As long as there are too few decisions, every claim has the same estimate, and the rest decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from sousveil.record import Claim
from sousveil.review.ranker import Decision, train
from sousveil.review.traits import traits_of
from sousveil.store import ClaimFilter, StoredClaim
from sousveil.store.reader import Reader

__all__ = ["USES", "Queue", "Queued", "next_claims", "ordered", "review_queue", "similar", "waiting"]

USES: Final = ("disputed", "only-claim", "only-origin", "unsure", "again", "unweighed")
"""What a decision about a claim may change. `disputed`: claims of its finding speak against each other, and it is one
of them. `only-claim`: without it there is no finding. `only-origin`: without it the finding has an origin less.
`unsure`: nothing of that, and the decisions so far leave it open how this one ends. `again`: others say the same.
`unweighed`: it is in no finding yet."""
_KEPT = frozenset({"accepted", "edited"})


class Queued(Struct, frozen=True, kw_only=True):
    """A proposed claim in the queue."""

    claim: Claim
    state: str = "proposed"
    use: str = ""
    """Why it stands here, one of `USES`."""
    waits_for: Literal["", "second", "third"] = ""
    """Whom it waits for, where two people have to decide and somebody did."""
    estimate: float | None = None
    """How likely it is to be accepted, judging by the decisions in this case; None where these are too few."""
    finding: str = ""
    """The finding that it belongs to; empty before the case is traced."""


class Queue(Struct, frozen=True, kw_only=True):
    """Proposed claims, and what their order rests on."""

    claims: list[Queued]
    accepted: int
    """Claims of the case that somebody accepted or edited."""
    rejected: int
    learned: bool
    """False: too few decisions to learn from."""


def review_queue(case: Reader, wanted: ClaimFilter | None = None, *, limit: int | None = None) -> Queue:
    """The proposed claims of a case, or those of them that `wanted` asks for; all its decisions are learned from."""
    stored = list(case.claims())
    seen = list(zip(stored, traits_of(each.claim for each in stored), strict=True))
    decisions = [Decision(traits=of, accepted=each.state in _KEPT) for each, of in seen if each.state != "proposed"]
    ranker = train(decisions)
    findings = case.findings_of([of.claim for _, of in seen])
    asked = {each.claim.id for each in case.claims(wanted)} if wanted else {of.claim for _, of in seen}
    waiting = [
        Queued(
            claim=each.claim,
            estimate=ranker.estimate(of) if ranker else None,
            finding=findings.get(of.claim, ""),
        )
        for each, of in seen
        if each.state == "proposed" and of.claim in asked
    ]
    kept = Counter(findings.get(of.claim, "") for each, of in seen if each.state in _KEPT)
    return Queue(
        claims=ordered(waiting, kept, Counter(findings.values()))[:limit],
        accepted=sum(decision.accepted for decision in decisions),
        rejected=sum(not decision.accepted for decision in decisions),
        learned=ranker is not None,
    )


def next_claims(
    case: Reader,
    coder: str,
    wanted: ClaimFilter | None = None,
    *,
    limit: int = 10,
    skip: Collection[str] = (),
) -> list[Queued]:
    """The claims that `coder` may decide about next, those of the filter; `skip` are identifiers to leave out."""
    found = (each for each in review_queue(case, wanted).claims if each.claim.id not in skip)
    return list(islice(found, limit))


def waiting(case: Reader, coder: str, wanted: ClaimFilter | None = None) -> int:
    """How many claims wait for a decision of `coder`, of those that the filter wants."""
    return len(review_queue(case, wanted).claims)


def similar(case: Reader, claim: Claim, limit: int = 20) -> list[StoredClaim]:
    """Claims that say what this one says, in the same words or in words that repeat them: to decide about together."""
    return []


def ordered(waiting: Sequence[Queued], kept: Mapping[str, int], size: Mapping[str, int]) -> list[Queued]:
    """The claims by what a decision about them is worth; `waiting` is in the order of the case.

    `kept` counts the accepted claims of a finding, `size` all its claims.
    """
    findings: dict[str, list[tuple[int, Queued]]] = defaultdict(list)
    for place, queued in enumerate(waiting):
        findings[queued.finding or f"alone {place}"].append((place, queued))
    keyed: list[tuple[float, int, int, Queued]] = []
    for finding, members in findings.items():
        members.sort(key=lambda member: (-_estimate(member[1]), member[0]))
        keyed += [
            (-_estimate(queued) * 0.5**before, -size.get(finding, 1), place, queued)
            for before, (place, queued) in enumerate(members, start=kept.get(finding, 0))
        ]
    keyed.sort(key=lambda key: key[:3])
    return [queued for *_, queued in keyed]


def _estimate(queued: Queued) -> float:
    return 1.0 if queued.estimate is None else queued.estimate
