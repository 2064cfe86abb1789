"""Lists of echoes: the surest first, page by page, with counts that follow what comes, goes and is judged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from show.small_case import build
from sousveil.build import decide
from sousveil.record import Judgement
from sousveil.store import Case, EchoFilter


def counts_of(case: Case) -> Counter[tuple[str, str, bool]]:
    return Counter((one.echo.type, one.state, one.echo.cited is not None) for one in case.echoes())


def test_the_surest_come_first_and_pages_meet(tmp_path: Path) -> None:
    with Case.open(build(tmp_path / "case")) as case:
        whole = [one.echo.id for one in case.strongest_echoes(EchoFilter())]
        assert [one.echo.score for one in case.strongest_echoes(EchoFilter())] == [0.92, 0.81, 0.7, 0.55]
        met, after = [], None
        while page := list(case.strongest_echoes(EchoFilter(), limit=1, after=after)):
            after = page[-1].echo.id
            met.append(after)
        assert met == whole
        for wanted in (
            EchoFilter(type="translation"),
            EchoFilter(cited=True),
            EchoFilter(state="proposed", cited=False),
        ):
            expected = [
                one.echo.id
                for one in case.echoes()
                if wanted.type in {None, one.echo.type}
                and wanted.state in {None, one.state}
                and wanted.cited in {None, one.echo.cited is not None}
            ]
            assert sorted(one.echo.id for one in case.strongest_echoes(wanted)) == sorted(expected)


def test_counts_follow(tmp_path: Path) -> None:
    path = build(tmp_path / "case")
    with Case.open(path, write=True) as case:
        assert case.echo_counts() == dict(counts_of(case))
        chosen = next(iter(case.strongest_echoes(EchoFilter(type="rewrite")))).echo.id
        decide(case, [Judgement(subject=chosen, verdict="cut", who="me", at="2026-01-02T03:04:05Z")], None)
        assert case.echo_counts() == dict(counts_of(case))
        assert case.echo_counts()["rewrite", "cut", False] == 1
        assert [one.echo.id for one in case.strongest_echoes(EchoFilter(state="cut"))] == [chosen]
