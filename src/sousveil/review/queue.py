"""The review queue: which proposed claim a person is shown next.

1. Where two people have to decide: what two others disagree about, then what one other decided, so that pairs are
   completed. Nobody is shown what they decided themselves.
2. What a decision would change in the findings (`sousveil.store.claims.queue.LEVELS`).
3. Of the claims that come first by this, what the ranker is least sure of; one claim of a finding before its second.
4. The order of the case.

The first two are kept in the case, so that the next claim costs the same in a case of a million. The third looks at
some hundred claims that stand in front.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, Literal

from msgspec import Struct

from sousveil.record import Claim, Finding
from sousveil.review.learning import Memory, estimates
from sousveil.review.ranker import Ranker
from sousveil.store import ClaimFilter, StoredClaim
from sousveil.store.queue_reader import Waiting
from sousveil.store.reader import Reader

__all__ = ["COUNTED_TO", "USES", "Queued", "in_order", "next_claims", "ordered", "similar", "waiting"]

USES: Final = ("disputed", "only-origin", "only-claim", "unsure", "again", "unweighed")
"""Why a claim stands where it stands. `disputed`: claims of its finding speak against each other, and it is one of
them. `only-origin`: without it the finding has an origin less. `only-claim`: without it there is no finding. `unsure`:
nothing of that, and the decisions so far leave it open how this one ends. `again`: others say the same and have the
same origin. `unweighed`: it is in no finding yet."""
COUNTED_TO: Final = 1_000
"""Claims that are counted where nothing is counted beside them."""
_WINDOW: Final = 100
"""Claims that the ranker looks at, from the front of the queue."""
_OPEN: Final = (0.25, 0.75)
"""Estimates between which it is open how a decision ends."""
_ALIKE: Final = 300
"""Claims of a finding that are looked through for such as say the same in the same words."""
_SAME: Final = ("kind", "technology", "act", "polarity", "certainty")


class Queued(Struct, frozen=True, kw_only=True):
    """A proposed claim in the queue."""

    claim: Claim
    state: str = "proposed"
    estimate: float | None = None
    """How likely it is to be accepted, judging by the decisions in this case; None where these are too few."""
    finding: str = ""
    """The finding that it belongs to; empty before the case is traced."""
    use: str = ""
    """Why it stands here, one of `USES`."""
    waits_for: Literal["", "second", "third"] = ""
    """Whom it waits for, where two people have to decide and somebody did."""


def next_claims(
    case: Reader,
    coder: str,
    wanted: ClaimFilter | None = None,
    *,
    limit: int = 10,
    skip: Collection[str] = (),
    memory: Memory | None = None,
) -> list[Queued]:
    """The claims that `coder` may decide about next, those of the filter; `skip` are identifiers to leave out.

    Whoever asks again and again hands in the same `memory`, which keeps what was learned from the decisions.
    """
    return list(islice(in_order(case, coder, wanted, skip=skip, memory=memory, show=limit), limit))


def in_order(
    case: Reader,
    coder: str,
    wanted: ClaimFilter | None = None,
    *,
    skip: Collection[str] = (),
    memory: Memory | None = None,
    show: int = _WINDOW,
) -> Iterator[Queued]:
    """All of the queue, as `next_claims` gives it; `show` is how many are read at a time."""
    ranker = (memory or Memory()).ranker(case)
    seen = set(skip)
    for turn in _turns(case, coder):
        after: Waiting | None = None
        while window := case.waiting(turn, wanted, after=after, limit=_WINDOW + len(skip)):
            after = window[-1]
            new = _first_of_each(each for each in window if each.claim not in seen)
            seen.update(each.claim for each in new)
            yield from _queued(case, new, ranker, show)


def waiting(case: Reader, coder: str, wanted: ClaimFilter | None = None) -> int:
    """How many claims wait for a decision of `coder`, of those that the filter wants. Where the filter has several
    parts they are counted up to `COUNTED_TO`, which stands for so many or more."""
    groups = case.deciders_waiting()
    known = case.waiting_known(wanted)
    if known is None:
        others = [raw for raw, names in groups if _may(case, coder, names)]
        return case.waiting_count(others, wanted, most=COUNTED_TO)
    own = [raw for raw, names in groups if not _may(case, coder, names)]
    return known - (case.waiting_count(own, wanted, most=known) if own else 0)


def similar(case: Reader, claim: Claim, limit: int = 20, *, coder: str = "") -> list[StoredClaim]:
    """Proposed claims that say what this one says, to decide about together: of the same finding, with the same kind,
    technology, act, polarity, certainty and country, in the same words or with the same origin. Those that `coder`
    decided already are left out."""
    finding = case.finding(case.findings_of([claim.id]).get(claim.id, ""))
    if finding is None:
        return []
    beside = [other for other in _of_its_origin(finding, claim.id) if other != claim.id]
    beside += [other for other in finding.claims if other != claim.id and other not in set(beside[:_ALIKE])]
    origin, waits = set(_of_its_origin(finding, claim.id)), case.like_it_in_queue(claim, finding.id)
    open_ = [each for each in beside[:_ALIKE] if each in waits and (not coder or _may(case, coder, waits[each]))]
    found: list[StoredClaim] = []
    # Some at a time: those of its origin stand first, and nothing behind the last that is shown is read.
    for start in range(0, len(open_), 2 * limit):
        for stored in case.claims_by_id(open_[start : start + 2 * limit]):
            same = stored.claim.id in origin or _words(stored.claim) == _words(claim)
            if same and _says_the_same(stored.claim, claim):
                found.append(stored)
        if len(found) >= limit:
            break
    return found[:limit]


def _of_its_origin(finding: Finding, claim: str) -> tuple[str, ...]:
    return next((origin.claims for origin in finding.origins.named if claim in origin.claims), ())


def _says_the_same(one: Claim, other: Claim) -> bool:
    countries = [claim.place.country if claim.place else None for claim in (one, other)]
    return countries[0] == countries[1] and all(getattr(one, name) == getattr(other, name) for name in _SAME)


def _words(claim: Claim) -> str:
    return " ".join(claim.evidence.quote.split()).casefold()


def _may(case: Reader, coder: str, deciders: Sequence[str]) -> bool:
    """Whether somebody may decide about what these people decided. Where one person's decision is enough, that person
    may settle what was left waiting for another."""
    return coder not in deciders or case.coders() == 1


def _turns(case: Reader, coder: str) -> Iterator[list[str]]:
    """Whose claims come first, second, third: each by who decided about them without settling it."""
    groups = [(raw, names) for raw, names in case.deciders_waiting() if _may(case, coder, names)]
    for size in sorted({len(names) for _, names in groups}, reverse=True):
        yield [raw for raw, names in groups if len(names) == size]


def _first_of_each(waiting_: Iterable[Waiting]) -> list[Waiting]:
    """Each claim once, by the finding for which a decision says most."""
    return list({each.claim: each for each in reversed(list(waiting_))}.values())[::-1]


def _queued(case: Reader, window: Sequence[Waiting], ranker: Ranker | None, show: int) -> Iterator[Queued]:
    """The claims of a window in their order, read some at a time."""
    likely = estimates(case, ranker, [each.claim for each in window]) if ranker else {}
    found = iter(ordered(window, likely))
    while some := list(islice(found, show)):
        held = {stored.claim.id: stored for stored in case.claims_by_id([each.claim for each in some])}
        for each in some:
            stored, estimate = held[each.claim], likely.get(each.claim)
            yield Queued(
                claim=stored.claim, state=stored.state, estimate=estimate, finding=each.finding,
                use="unsure" if each.level == "again" and _is_open(estimate) else each.level,
                waits_for=_waits_for(each),
            )  # fmt: skip


def _is_open(estimate: float | None) -> bool:
    return estimate is not None and _OPEN[0] <= estimate <= _OPEN[1]


def _waits_for(waiting_: Waiting) -> Literal["", "second", "third"]:
    if not waiting_.deciders:
        return ""
    return "second" if len(waiting_.deciders) == 1 else "third"


def ordered(window: Sequence[Waiting], likely: dict[str, float]) -> list[Waiting]:
    """Claims by what a decision would change, then by how open it is how that ends, where a claim counts half for each
    of its finding that stands before it. `likely` are the estimates, as far as there are any."""
    findings: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
    for each in window:
        findings[each.level, each.finding or each.claim].append(each)
    keyed = []
    for members in findings.values():
        first = min(each.turn for each in members)
        members.sort(key=lambda each: (-_openness(likely.get(each.claim)), each.key))
        keyed += [
            ((each.key[0], -_openness(likely.get(each.claim)) * 0.5**before, each.place, each.key), each)
            for before, each in enumerate(members, start=first)
        ]
    return [each for _, each in sorted(keyed, key=lambda entry: entry[0])]


def _openness(estimate: float | None) -> float:
    """1 where it is as likely as not, 0 where it is sure."""
    return 1.0 if estimate is None else 1.0 - abs(2 * estimate - 1)
