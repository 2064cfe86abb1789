"""What findings were is kept, and what was taken back is no difference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from show.small_case import build
from sousveil.build import decide
from sousveil.build.weighing import weigh_changed
from sousveil.record import Judgement
from sousveil.store import Case
from sousveil.store.findings.finding_list import FindingQuery
from sousveil.store.findings.finding_summary import steps_of, summary_of
from sousveil.store.upgrading import upgraded
from sousveil.vocabulary import load


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    path = build(tmp_path / "case")
    with Case.open(path, write=True) as opened:
        weigh_changed(opened, load(), whole=True)
        yield opened


def _decide(case: Case, claim: str, verdict: str, second: int) -> None:
    decide(case, [Judgement(at=f"2024-05-02T00:00:{second:02}Z", who="a", subject=claim, verdict=verdict)])  # type: ignore[arg-type]


def _single(case: Case) -> tuple[str, str]:
    """A finding of one claim, and that claim."""
    found = next(finding for finding in case.findings() if len(finding.claims) == 1)
    return found.id, found.claims[0]


def test_a_finding_that_a_decision_takes_away_is_gone_and_why_is_known(case: Case) -> None:
    before, _ = case.last_entry()
    total = case.size()["findings"]
    finding, claim = _single(case)
    _decide(case, claim, "reject", 1)
    (past,) = case.changes(before)
    assert (past.finding, past.after) == (finding, None)
    assert past.before is not None
    counted, exact = case.change_counts(before, most=100)
    assert (dict(counted), exact) == ({"gone": 1}, True)
    weighed = case.weighing(past.log)
    assert weighed is not None
    assert (weighed.decisions, weighed.sources, weighed.steps) == (1, 0, {"gone": 1})
    assert [entry.subject for entry in case.log_between(weighed.since, past.log, "judge", limit=5)] == [claim]
    assert case.findings_at(None) == total - 1
    assert case.findings_at(before) == total


def test_what_was_taken_back_is_no_difference(case: Case) -> None:
    before, _ = case.last_entry()
    kept = list(case.findings())
    _, claim = _single(case)
    _decide(case, claim, "reject", 1)
    middle, _ = case.last_entry()
    _decide(case, claim, "undo", 2)
    assert list(case.findings()) == kept
    assert case.change_counts(before, most=100) == ({}, True)
    assert [steps_of(past.before, past.after) for past in case.changes(before)] == [()]
    assert dict(case.change_counts(before, middle, most=100)[0]) == {"gone": 1}
    assert dict(case.change_counts(middle, most=100)[0]) == {"added": 1}
    # With room for no change they are summed step by step, and that is said.
    assert case.change_counts(before, most=0) == ({"gone": 1, "added": 1}, False)


def test_weighing_the_whole_again_changes_nothing(case: Case) -> None:
    before, _ = case.last_entry()
    changed = [listed.changed for listed in case.listed_findings([finding.id for finding in case.findings()])]
    weigh_changed(case, load(), whole=True)
    assert list(case.changes(before)) == []
    assert list(case.weighings(before)) == []
    assert [listed.changed for listed in case.listed_findings([finding.id for finding in case.findings()])] == changed
    assert case._db.number("SELECT count(*) FROM finding_cleared") == 0


def test_what_findings_were_is_neither_changed_nor_deleted(case: Case) -> None:
    for statement in ("DELETE FROM finding_change", "UPDATE finding_change SET before = NULL"):
        with pytest.raises(apsw.ConstraintError), case.transaction():
            case._db.run(statement)


def test_a_past_that_was_changed_behind_the_cases_back_is_found(case: Case) -> None:
    _decide(case, _single(case)[1], "reject", 1)
    assert list(case.verify()) == []
    path = case.path
    case.close()
    db = apsw.Connection(str(path / "case.sqlite"))
    db.execute("DROP TRIGGER finding_change_stands")
    db.execute("UPDATE finding_change SET before = replace(before, 'camera', 'drone') WHERE after IS NULL")
    db.close()
    with Case.open(path) as changed:
        assert {fault.part for fault in changed.verify()} == {"changes"}


def test_the_past_of_a_finding_has_its_sentence_and_its_count(case: Case) -> None:
    for finding in case.findings():
        past = case.finding_past(finding.id)
        assert past[0].after == summary_of(finding)
        again = past[0].after.finding(finding.id)
        assert (again.kind, again.technology, again.status, again.origins.max) == (
            finding.kind, finding.technology, finding.status, finding.origins.max,
        )  # fmt: skip


def test_a_case_of_before_says_from_when_on_changes_are_known(case: Case) -> None:
    assert case.unrecorded_until() is None
    path = case.path / "case.sqlite"
    case.close()
    older = apsw.Connection(str(path))
    for table in ("finding_listed", "finding_set", "finding_place", "finding_words", "finding_weighing",
                  "finding_change", "finding_cleared"):  # fmt: skip
        older.execute(f"DROP TABLE {table}")
    older.execute("DELETE FROM facet WHERE field IN ('finding.act', 'finding.state', 'finding.origin')")
    version = older.execute("PRAGMA user_version").get
    script = (Path(__file__).parents[2] / "src/sousveil/store/migrations/0012_findings.sql").read_text("utf-8")
    older.execute(script)
    older.execute(f"PRAGMA user_version = {version}")
    older.close()
    with Case.open(case.path, write=True) as opened:
        with opened.transaction():
            upgraded(opened._db, 12)
        assert opened.unrecorded_until() is not None
        found = {finding.id for finding in opened.findings()}
        assert {each.finding.id for each in opened.select_findings(FindingQuery()).page(limit=99)} == found
        assert list(opened.changes(0)) == []
        before, _ = opened.last_entry()
        _decide(opened, _single(opened)[1], "reject", 3)
        assert dict(opened.change_counts(before, most=9)[0]) == {"gone": 1}
