"""The main job over real files: it ends, says what was lost, and keeps what it had."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sousveil.build import BuildOptions, Summary, add, build, find_all, trace_all
from sousveil.collect import CollectOptions
from sousveil.record import ECHO_TYPES
from sousveil.store import Case

OPTIONS = BuildOptions(jobs=2, collect=CollectOptions(network=False))
EXAMPLE = Path(__file__).parents[2] / "examples" / "north-korea" / "sources"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> tuple[Path, Summary]:
    """The example case, built once for this module's tests, which do not change it."""
    path = tmp_path_factory.mktemp("example") / "case"
    with Case.create(path) as case:
        return path, build(case, [EXAMPLE], OPTIONS)


def test_the_example_builds_and_verifies(built):
    path, summary = built
    with Case.open(path) as case:
        assert list(case.verify()) == []
        assert summary.counts["claims"] > 100
        assert summary.counts["sources"] == summary.read
        for stored in case.claims():
            said = stored.claim.evidence
            assert case.text(said.source).content[said.start : said.end] == said.quote


def test_every_finding_counts_its_origins(built):
    with Case.open(built[0]) as case:
        findings = list(case.findings())
        assert findings
        for finding in findings:
            origins = finding.origins
            assert 0 <= origins.min <= origins.max <= max(1, len(finding.claims))
            assert origins.named
            held = {claim for origin in origins.named for claim in origin.claims}
            assert held == set(finding.claims)


def test_every_claim_is_in_a_finding(built):
    with Case.open(built[0]) as case:
        grouped = {claim for finding in case.findings() for claim in finding.claims}
        assert grouped == {stored.claim.id for stored in case.claims()}


def test_echoes_point_at_sources_that_the_case_holds(built):
    with Case.open(built[0]) as case:
        held = {source.id for source in case.sources()}
        for stored in case.echoes():
            echo = stored.echo
            assert echo.type in ECHO_TYPES
            assert echo.origin_from.source in held
            assert (echo.origin_to is None) != (echo.cited is None)
            assert echo.origin_to is None or echo.origin_to.source in held
            assert echo.reason


def test_building_again_adds_nothing_and_changes_nothing(built, tmp_path):
    path = tmp_path / "case"
    shutil.copytree(built[0], path)
    with Case.open(path, write=True) as case:
        before = _content(case)
        summary = build(case, [EXAMPLE], OPTIONS)
        assert summary.added == summary.read == 0
        assert _content(case) == before


def test_the_stages_one_by_one_give_the_same_case(built, tmp_path):
    with Case.create(tmp_path / "case") as case:
        add(case, [EXAMPLE], OPTIONS)
        assert case.counts()["sources"] == 0
        find_all(case, OPTIONS)
        trace_all(case)
        with Case.open(built[0]) as other:
            assert _content(case) == _content(other)


def test_one_job_gives_the_same_case_as_two(built, tmp_path):
    with Case.create(tmp_path / "case") as case, Case.open(built[0]) as other:
        build(case, [EXAMPLE], BuildOptions(jobs=1, collect=CollectOptions(network=False)))
        assert _content(case) == _content(other)


def test_a_changed_vocabulary_reads_again(tmp_path):
    words = tmp_path / "vocabulary"
    words.mkdir()
    (words / "suppliers.toml").write_text(
        '[watchwell]\nname = "Watchwell Optics"\ncountry = "CN"\nnames = ["Watchwell"]\n', "utf-8"
    )
    page = tmp_path / "note.txt"
    page.write_text("Police in Belgrade installed 40 surveillance cameras supplied by Watchwell Optics in 2021.\n" * 3)
    with Case.create(tmp_path / "case") as case:
        build(case, [page], OPTIONS)
        assert "watchwell" not in {s.claim.supplier.ref for s in case.claims() if s.claim.supplier}
        summary = build(case, [page], BuildOptions(jobs=1, vocabulary=words, collect=CollectOptions(network=False)))
        assert summary.read == 1
        assert "watchwell" in {s.claim.supplier.ref for s in case.claims() if s.claim.supplier}


def test_a_researchers_own_vocabulary_reaches_the_tracing_too(tmp_path):
    words = tmp_path / "vocabulary"
    words.mkdir()
    (words / "outlets.toml").write_text('[lamp-house]\nname = "Lamplight Institute"\nrole = "research"\n', "utf-8")
    page = tmp_path / "note.txt"
    page.write_text("Police in Belgrade installed 40 surveillance cameras, according to Lamplight Institute.\n")

    def known(case: Case) -> list[bool]:
        # Only the vocabulary says that this house does research of its own.
        return [origin.independent for finding in case.findings() for origin in finding.origins.named]

    with Case.create(tmp_path / "case") as case:
        build(case, [page], BuildOptions(jobs=1, vocabulary=words, collect=CollectOptions(network=False)))
        assert known(case) == [True]
        trace_all(case, BuildOptions(vocabulary=words))
        assert known(case) == [True]


def test_a_damaged_archive_is_a_loss_and_not_the_end(built, tmp_path):
    path = tmp_path / "case"
    shutil.copytree(built[0], path)
    archive = next((path / "archive").glob("*.gz"))
    data = bytearray(archive.read_bytes())
    data[200:260] = bytes(60)
    archive.write_bytes(bytes(data))
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "suppliers.toml").write_text('[acme-lens]\nname = "Acme Lens"\ncountry = "CN"\n', "utf-8")
    with Case.open(path, write=True) as case:
        summary = find_all(case, BuildOptions(jobs=1, vocabulary=tmp_path / "words"))
        assert summary.drops[("read", "archive-damaged")] == 1
        assert summary.read > 20
        # What had been read before is still there.
        assert case.counts()["sources"] == summary.read + 1


def _content(case: Case) -> dict[str, list[object]]:
    return {
        "sources": list(case.sources()),
        "claims": list(case.claims()),
        "echoes": list(case.echoes()),
        "findings": list(case.findings()),
        "drops": list(case.drops()),
    }
