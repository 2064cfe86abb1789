"""A case keeps what it was given, once, and gives it back as it was."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from made import make
from sousveil.errors import CaseError, IntegrityError
from sousveil.record import Drop, Judgement
from sousveil.store import Case, ClaimFilter


def test_what_went_in_comes_out(case, fill):
    capture, payload, text, claim = fill("Cameras were installed in schools. More followed.")
    assert case.payload(capture.sha256) == payload
    assert case.text(capture.source_id) == text
    assert [stored.claim for stored in case.claims()] == [claim]
    assert case.claim(claim.id).state == "proposed"
    (source,) = case.sources()
    assert (source.id, source.text_sha256, source.bytes) == (capture.source_id, text.sha256, len(payload))


def test_same_bytes_are_kept_once_and_each_sighting_noted(case):
    first, payload, *_ = make("The same words.", locator="a.txt")
    again, *_ = make("The same words.", locator="b.txt")
    assert case.add(first, payload)
    assert not case.add(again, payload)
    assert case.counts()["captures"] == 1
    assert [s.locator for s in case.sightings(first.sha256)] == ["a.txt", "b.txt"]


def test_a_second_case_is_not_made_over_the_first(case):
    with pytest.raises(CaseError, match="is a case already"):
        Case.create(case.path)


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CaseError, match="not empty"):
        Case.create(tmp_path)


def test_a_folder_that_is_no_case_says_what_to_do(tmp_path):
    with pytest.raises(CaseError, match="sousveil init"):
        Case.open(tmp_path)


def test_a_database_of_something_else_is_named(case):
    case.close()
    (case.path / "case.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(CaseError, match="no case database"):
        Case.open(case.path)


def test_a_quote_that_is_not_there_is_refused_and_nothing_is_stored(case):
    capture, payload, text, _ = make("Cameras were installed.")
    *_, stray = make("Words from elsewhere. And more.")
    case.add(capture, payload)
    with pytest.raises(IntegrityError, match="quotes words"):
        case.put_reading(text, [stray], "1")
    assert case.text(capture.source_id) is None


def test_filters_and_pages(case, fill):
    ids = [fill(f"Report number {n}. End.")[3].id for n in range(7)]
    first = [stored.claim.id for stored in case.claims(limit=3)]
    rest = [stored.claim.id for stored in case.claims(after=first[-1])]
    assert first + rest == ids
    assert len(list(case.claims(ClaimFilter(technology="face-recognition", site_type="school")))) == 7
    assert list(case.claims(ClaimFilter(technology="drone"))) == []
    assert len(list(case.claims(ClaimFilter(reader="rules", technology="face-recognition")))) > 0
    assert list(case.claims(ClaimFilter(reader="model"))) == []


def test_a_new_reading_replaces_the_old_one(case, fill):
    capture, _, text, claim = fill("Cameras were installed. And so on.")
    case.put_reading(text, [], "2")
    assert list(case.claims()) == []
    assert case.unread("2") == []
    assert case.unread("3") == [capture.sha256]
    case.put_reading(text, [claim], "3")
    assert case.counts()["claims"] == 1


def test_judgements_survive_a_new_reading_and_can_be_undone(case, fill):
    *_, text, claim = fill("Cameras were installed. And so on.")

    def judge(verdict: str) -> str:
        return case.judge(Judgement(at="2024-05-02T00:00:00Z", who="a", subject=claim.id, verdict=verdict))

    assert judge("accept") == "accepted"
    case.put_reading(text, [claim], "2")
    assert case.claim(claim.id).state == "accepted"
    assert judge("reject") == "rejected"
    assert judge("undo") == "accepted"
    assert judge("undo") == "proposed"
    assert judge("undo") == "proposed"
    assert len(case.judgements(claim.id)) == 5


def test_drops_are_listed_once_and_counted(case):
    drop = Drop(stage="collect", reason="http-status", locator="https://a.example/", detail="404")
    assert case.add_drop(drop)
    assert not case.add_drop(drop)
    assert list(case.drops()) == [drop]
    assert case.drop_counts() == {("collect", "http-status"): 1}
    case.forget_drops("collect", drop.locator)
    assert list(case.drops()) == []


def _read_titles(path: Path, found: multiprocessing.Queue) -> None:
    with Case.open(path) as other:
        found.put([source.title for source in other.sources()])


def test_another_process_reads_while_this_one_writes(case, fill):
    fill("One report. End.")
    found: multiprocessing.Queue = multiprocessing.get_context("spawn").Queue()
    with case.building(), case.transaction():
        capture, payload, *_ = make("Another report. End.")
        case.add(capture, payload)
        reader = multiprocessing.get_context("spawn").Process(target=_read_titles, args=(case.path, found))
        reader.start()
        assert found.get(timeout=30) == ["A note"]
        reader.join(30)


def test_two_builds_at_once_are_refused(case):
    with case.building(), Case.open(case.path, write=True) as other:
        second = other.building()
        with pytest.raises(CaseError, match="being built"):
            second.__enter__()


def test_a_tail_that_was_never_committed_is_cut_off(case, fill):
    fill("One report. End.")
    archive = next((case.path / "archive").glob("*.gz"))
    whole = archive.read_bytes()
    archive.write_bytes(whole + gzip.compress(b"half a rec")[:-4])
    case.close()
    with Case.open(case.path, write=True) as again, again.building():
        capture, payload, *_ = make("Another report. End.")
        again.add(capture, payload)
        assert again.payload(capture.sha256) == payload
    assert archive.read_bytes().startswith(whole)
    with Case.open(case.path) as read:
        assert list(read.verify()) == []


def test_a_failed_transaction_leaves_no_bytes_behind(case, fill):
    fill("One report. End.")
    archive = next((case.path / "archive").glob("*.gz"))
    size = archive.stat().st_size
    capture, payload, *_ = make("Another report. End.")

    def interrupted() -> None:
        with case.transaction():
            case.add(capture, payload)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert archive.stat().st_size == size
    assert case.counts()["captures"] == 1


def test_a_case_on_a_read_only_medium_can_be_read(case, fill):
    fill("One report. End.")
    case.close()
    for path in [*case.path.rglob("*"), case.path]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with Case.open(case.path) as read:
            assert read.counts()["claims"] == 1
    finally:
        case.path.chmod(0o755)
        for path in case.path.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_making_a_case_goes_on_where_a_crash_left_it(tmp_path):
    folder = tmp_path / "case"
    (folder / "archive").mkdir(parents=True)
    (folder / "case.sqlite").write_bytes(b"")
    (folder / "case.toml.part").write_text("format")
    with Case.create(folder, "Title", "somebody") as made:
        assert [(entry.action, entry.who) for entry in made.log()] == [("init", "somebody")]
    (folder / "case.toml").unlink()
    (folder / "notes.txt").write_text("a researcher's own")
    with pytest.raises(CaseError, match="not empty"):
        Case.create(folder)


def test_a_case_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CaseError, match="Choose a folder"):
        Case.create(tmp_path / "file" / "case")


def test_a_title_may_hold_any_character(tmp_path):
    title = 'a "b" \\ \x7f\n 한'
    Case.create(tmp_path / "case", title).close()
    with Case.open(tmp_path / "case") as case:
        assert case.title == title


def test_drops_and_sightings_stand_in_the_log(case, fill):
    capture, payload, *_ = fill("One report. End.")
    assert case.add_drop(Drop(stage="collect", reason="missing", locator="gone.txt", detail="It is gone."))
    assert not case.add_drop(Drop(stage="collect", reason="missing", locator="gone.txt", detail="It is gone."))
    case.add(msgspec.structs.replace(capture, locator="copy.txt"), payload)
    case.add(msgspec.structs.replace(capture, locator="copy.txt"), payload)
    told = [(entry.action, entry.detail.get("locator")) for entry in case.log()][3:]
    assert told == [("drop", "gone.txt"), ("sighting", "copy.txt")]


def _without_root(*words: object) -> subprocess.CompletedProcess[str]:
    """Run sousveil where permissions count: root without its powers, or whoever we are."""
    powerless = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.getuid() == 0 else []
    if powerless and not shutil.which("setpriv"):
        pytest.skip("root is refused nothing, and setpriv is not here")
    command = [*powerless, str(Path(sys.executable).with_name("sousveil")), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_case_that_may_not_be_written_can_be_read_and_verified(case, fill):
    *_, claim = fill("Cameras were installed in schools. More followed.")
    case.close()
    for path in (*case.path.rglob("*"), case.path):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert claim.id in _without_root("claims", case.path).stdout
        assert _without_root("verify", case.path).returncode == 0
        refused = _without_root("trace", case.path)
        assert refused.returncode == 2
        assert "permissions" in refused.stderr
        (case.path / "case.sqlite").chmod(0o000)
        unreadable = _without_root("claims", case.path)
        assert unreadable.returncode == 2
        assert "Traceback" not in unreadable.stderr
    finally:
        for path in (case.path, *case.path.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_build_is_refused_where_the_archive_lost_bytes(case, fill):
    fill("Cameras were installed in schools. More followed.")
    archive = next((case.path / "archive").iterdir())
    whole = archive.read_bytes()
    for rest in (whole[:100], None):
        case.close()
        archive.unlink() if rest is None else archive.write_bytes(rest)
        with (
            Case.open(case.path, write=True) as again,
            pytest.raises(IntegrityError, match="Restore"),
            again.building(),
        ):
            pass


def test_a_full_disk_is_said_and_leaves_a_case_that_goes_on(case, fill):
    fill("Cameras were installed in schools. More followed.")
    pages = case._db.number("PRAGMA page_count")
    case._db._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CaseError, match="disk is full"):
        case.note("note", detail={"words": "x" * 1_000_000})
    case._db._connection.execute("PRAGMA max_page_count = 1000000")
    fill("A second report. End.")
    assert list(case.verify()) == []


def test_changes_that_cannot_be_read_without_writing_are_said(case, fill):
    fill("Cameras were installed in schools. More followed.")
    copy = case.path.with_name("copy")
    shutil.copytree(case.path, copy)  # with its write-ahead log, as a copy of a running build has
    assert (copy / "case.sqlite-wal").stat().st_size
    (copy / "case.sqlite-shm").unlink()
    for path in (*copy.rglob("*"), copy):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        refused = _without_root("claims", copy)
        assert refused.returncode == 2
        assert "Copy the case" in refused.stderr
    finally:
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert _without_root("claims", copy).returncode == 0
