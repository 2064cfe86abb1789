"""Whatever changes in a case, in whatever order: weighing what changed gives what weighing the whole gives."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from bench.large_case import make_large_case
from msgspec import to_builtins
from msgspec.structs import replace

from made import make
from sousveil.build import BuildOptions, build
from sousveil.build.weighing import decide, weigh_changed
from sousveil.collect import CollectOptions
from sousveil.errors import UsageError
from sousveil.record import ACTS, TECHNOLOGIES, Claim, Echo, Finding, Judgement, Match, Organisation, Passage
from sousveil.review import drafts
from sousveil.store import Case
from sousveil.store.names import entities, standings
from sousveil.store.names.naming import entity_key
from sousveil.vocabulary import load
from sousveil.weigh import weigh
from sousveil.weigh.constraints import constraints_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "north-korea" / "sources"
COUNTED = ("facet", "finding_tally", "entity", "finding_claim", "constrained", "queue")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made case of 120 sources: families that repeat each other, with echoes and findings."""
    path = tmp_path_factory.mktemp("weighing") / "case"
    make_large_case(path, 120, seed=3)
    return path


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of it, open for writing."""
    with Case.open(shutil.copytree(made, tmp_path / "case"), write=True) as opened:
        yield opened


def whole(case: Case) -> list[Finding]:
    """The findings that the pure function gives for all that the case holds."""
    claims = [stored.claim for stored in case.claims()]
    echoes = [stored.echo for stored in case.echoes()]
    return weigh(claims, echoes, {source.id: source for source in case.sources()}, case.states(), load())


def counted(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is counted beside findings."""
    return {table: sorted(case._db.rows(f"SELECT * FROM {table}"), key=repr) for table in COUNTED}


def check(case: Case) -> None:
    """The findings are those of the whole; so is all that is counted of them, and the seals fit."""
    expected = whole(case)
    assert list(case.findings()) == expected
    assert list(case.constraints()) == constraints_of(expected)
    held = counted(case)
    with case.transaction():
        case._db.run(
            "INSERT OR IGNORE INTO unweighed SELECT 'entity', entity FROM claim_name WHERE entity IS NOT NULL"
            " UNION SELECT 'entity', key FROM entity UNION SELECT 'facets', ''"
        )
        entities.count_entities(case._db)
        standings.count_standings(case._db, case.identities())
    weigh_changed(case, load(), whole=True)
    assert list(case.findings()) == expected
    assert counted(case) == held
    assert [fault for fault in case.verify() if fault.part != "archive"] == []


def judged(subject: str, verdict: str, who: str = "a") -> list[Judgement]:
    return [Judgement(at="2024-05-02T00:00:00Z", who=who, subject=subject, verdict=verdict)]  # type: ignore[arg-type]


def step_of(case: Case, draw: random.Random) -> Callable[[], object]:
    """One change that a person or a build makes."""
    claims = [stored.claim for stored in case.claims()]
    echoes = [stored.echo for stored in case.echoes()]
    claim, echo = draw.choice(claims), draw.choice(echoes)
    source = draw.choice([claim.evidence.source, echo.origin_from.source])
    text = case.text(source)
    assert text is not None
    own = [stored.claim for c in claims if c.evidence.source == source and (stored := case.claim_as_read(c.id))]

    def undo(subject: str, who: str = "a") -> None:
        with suppress(UsageError):  # where nothing is left to take back
            decide(case, judged(subject, "undo", who))

    def edit() -> None:
        value = draw.choice([
            {"act": draw.choice(ACTS)}, {"place": {"country": draw.choice(["CN", "KP", "RU"])}},
            {"operator": {"name": draw.choice(["Office 3", "The Ministry", "Maker 0"])}},
            {"technology": draw.sample(TECHNOLOGIES, 2), "site_types": ["school"]}, {"supplier": None},
        ])  # fmt: skip
        with suppress(UsageError):  # where nothing would change
            decide(case, [replace(judged(claim.id, "edit")[0], value=value)])

    def write() -> None:
        start = draw.randrange(len(text.content) - 40)
        with suppress(UsageError):
            made = drafts.written(case, source, {
                "passage": {"start": start, "end": start + 40}, "kind": draw.choice(["supply", "deployment"]),
                "technology": ["camera"], "act": "install", "place": {"country": "CN"},
                "supplier": {"name": "Maker 0"},
            })  # fmt: skip
            decide(case, [replace(judged(made.id, "write")[0], value=to_builtins(made))])

    def hand_undone() -> None:
        by_hand = [c.id for c in claims if c.extractor == drafts.BY_HAND]
        if by_hand:
            undo(draw.choice(by_hand))

    def of_two() -> None:
        case.set_coders(2)
        for who in draw.sample(["a", "b", "c"], 2):
            decide(case, judged(claim.id, draw.choice(["accept", "reject"]), who))
        case.set_coders(1)

    def split() -> None:
        with suppress(UsageError):
            parts = drafts.split(case, claim.id, [{"act": "plan"}, {"polarity": "denied"}])
            decide(case, [
                Judgement(at="2024-05-02T00:00:00Z", who="a", action="s", **step._asdict()) for step in parts
            ])  # fmt: skip

    def names() -> None:
        used = sorted({entity_key(c.supplier) or "" for c in claims} - {""})
        left, right = draw.sample(used, 2)
        pair = Match(left=left, right=right, method="person", score=1, reason="they say so")
        decide(case, judged(pair.id, draw.choice(["accept", "reject"])), pair=pair)

    return draw.choice([
        lambda: decide(case, judged(claim.id, draw.choice(["accept", "reject"]))),
        lambda: decide(case, judged(claim.id, "reject")),
        lambda: undo(claim.id),
        lambda: undo(draw.choice([stored.claim.id for stored in case.claims() if stored.state != "proposed"])),
        edit, edit, edit, write, write, hand_undone, of_two, split,
        lambda: decide(case, judged(echo.id, draw.choice(["cut", "confirm"]))),
        lambda: undo(echo.id),
        lambda: decide(case, judged(echo.id, "cut")),
        names,
        lambda: case.put_reading(text, proposals(draw.sample(own, draw.randint(0, len(own)))), "again"),
        lambda: case.put_echoes(draw.sample(echoes, len(echoes) * 3 // 4)),
        lambda: case.put_echoes([turned(echo)], [echo.origin_from.source]),
    ])  # fmt: skip


def proposals(claims: list[Claim]) -> list[Claim]:
    """What a machine finds: nothing that a person wrote or corrected."""
    return [claim for claim in claims if claim.extractor != drafts.BY_HAND and claim.edited_from is None]


def turned(echo: Echo) -> Echo:
    """The same echo with less to say for it."""
    return replace(echo, score=round(echo.score / 2, 3), reason=f"{echo.reason}, looked at again")


@pytest.mark.parametrize("seed", range(6))
def test_weighing_what_changed_gives_what_weighing_the_whole_gives(case: Case, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(12):
        step_of(case, draw)()
        if draw.random() < 0.5:
            weigh_changed(case, load())
    case.put_names([], [], [])
    weigh_changed(case, load())
    check(case)


def test_nothing_is_made_again_where_nothing_changed(case: Case) -> None:
    before = len(list(case.log()))
    assert weigh_changed(case, load()) == []
    assert len(list(case.log())) == before


def test_a_claim_touches_its_own_findings_and_undo_restores_them(case: Case) -> None:
    before = {finding.id: finding for finding in case.findings()}
    claim = next(finding.claims[0] for finding in before.values() if len(finding.claims) > 2)
    decided = decide(case, judged(claim, "reject"))
    assert decided.states == ("rejected",)
    assert decided.changes
    for change in decided.changes:
        assert claim in (change.before.claims if change.before else ())
    assert not any(claim in finding.claims for finding in case.findings())
    assert len(decided.changes) < len(before) / 10
    again = decide(case, judged(claim, "undo"))
    assert {finding.id: finding for finding in case.findings()} == before
    assert {change.finding for change in again.changes} == {change.finding for change in decided.changes}


def test_a_decision_that_is_stopped_half_way_leaves_the_case_as_it_was(case: Case) -> None:
    before, log = list(case.findings()), list(case.log())
    claim = next(case.claims()).claim.id

    def stopped() -> None:
        with case.transaction():
            decide(case, judged(claim, "reject"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert (list(case.findings()), list(case.log())) == (before, log)
    assert case.state(claim) == "proposed"


def test_what_a_build_that_was_stopped_left_is_weighed_by_the_next(case: Case) -> None:
    echo = next(case.echoes()).echo
    case.put_echoes([turned(echo)], [echo.origin_from.source])
    assert list(case.findings()) != whole(case)
    weigh_changed(case, load())
    check(case)


@pytest.mark.slow
def test_the_example_follows_judgements_as_if_weighed_whole(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        build(case, [EXAMPLE], BuildOptions(collect=CollectOptions(network=False)))
        first = list(case.findings())
        draw = random.Random(1)
        echoes = draw.sample([stored.echo.id for stored in case.echoes()], 6)
        claims = draw.sample([stored.claim.id for stored in case.claims()], 6)
        made = [(echo, draw.choice(["cut", "confirm"])) for echo in echoes] + [(claim, "reject") for claim in claims]
        for subject, verdict in made:
            decide(case, judged(subject, verdict))
            assert list(case.findings()) == whole(case)
        check(case)
        for subject, _ in made:
            decide(case, judged(subject, "undo"))
        assert list(case.findings()) == first
        check(case)


def test_a_claim_that_joins_because_of_another_is_seen_by_walks_that_pass_it(tmp_path: Path) -> None:
    """A claim without an operator joins the only one that is named: rejecting the second lets it in."""
    with Case.create(tmp_path / "case") as case:
        first, copied, other = (make(f"Cameras stand in the school. {n}") for n in ("One.", "Two.", "Three."))
        named = replace(first[3], attributed_to=(Organisation(name="Teachers' League"),))
        for made, claim in (
            (first, named),
            (copied, replace(copied[3], operator=Organisation(name="Lake Police Office"))),
            (other, replace(other[3], operator=Organisation(name="Hill Guard Office"))),
        ):
            case.add(made[0], made[1])
            case.put_reading(made[2], [claim], "1")
        here, there = (Passage(source=made[2].source_id, start=0, end=len(made[2].content)) for made in (copied, first))
        case.put_echoes([Echo(origin_from=here, origin_to=there, type="copy", score=0.9, reason="test")])
        case.put_names([], [], [])
        weigh_changed(case, load())
        before = list(case.findings())
        rival = next(stored.claim.id for stored in case.claims() if stored.claim.evidence.source == other[2].source_id)
        decide(case, judged(rival, "reject"))
        assert list(case.findings()) == whole(case)
        check(case)
        decide(case, judged(rival, "undo"))
        assert list(case.findings()) == before == whole(case)


@pytest.mark.parametrize("subject", ["c0000000000000000", "e0", "m", "", "x1", "f0000000000000000"])
def test_what_the_case_does_not_hold_is_not_decided_about(case: Case, subject: str) -> None:
    claim, log = next(case.claims()).claim.id, list(case.log())
    with pytest.raises(UsageError, match="nothing with the identifier"):
        decide(case, [*judged(claim, "reject"), *judged(subject, "reject")])
    assert case.state(claim) == "proposed"
    assert list(case.log()) == log
