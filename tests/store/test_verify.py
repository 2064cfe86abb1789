"""`verify` passes on an honest case and names what was tampered with, whatever it is."""

from __future__ import annotations

import sqlite3

import pytest

from sousveil.record import Judgement


def _tamper(case, *statements: str) -> list[str]:
    """Change the database behind the case's back, as somebody with a plain SQLite tool would."""
    case.close()
    with sqlite3.connect(case.path / "case.sqlite") as db:
        for statement in statements:
            db.execute(statement)
    db.close()
    from sousveil.store import Case

    with Case.open(case.path) as again:
        return [fault.part for fault in again.verify()]


@pytest.fixture
def filled(case, fill):
    *_, claim = fill("Cameras were installed in schools. More followed.")
    fill("A second report. End.")
    case.judge(Judgement(at="2024-05-02T00:00:00Z", who="a", subject=claim.id, verdict="accept"))
    return case


def test_an_honest_case_passes_and_every_part_is_checked(filled):
    seen: list[str] = []
    assert list(filled.verify(seen.append)) == []
    assert {"captures", "texts", "claims", "log"} == set(seen)


def test_a_changed_text_is_found(filled):
    assert _tamper(filled, "UPDATE reading SET content = replace(content, 'schools', 'markets')")[0] == "text"


def test_a_text_changed_with_its_digest_is_found_by_the_log(filled):
    from sousveil.record import sha256_text

    new = "Cameras were installed in markets. More followed."
    faults = _tamper(filled, f"UPDATE reading SET content = '{new}', text_sha256 = '{sha256_text(new)}' WHERE seq = 1")
    assert faults[0] == "text"


def test_a_changed_quote_is_found(filled):
    assert "claim" in _tamper(filled, "UPDATE claim SET record = replace(record, 'schools', 'markets')")


def test_a_changed_log_entry_is_found(filled):
    assert "log" in _tamper(filled, "DROP TRIGGER log_stands", "UPDATE log SET who = 'nobody' WHERE seq = 2")


def test_a_log_entry_taken_out_is_found(filled):
    assert "log" in _tamper(filled, "DROP TRIGGER log_is_kept", "DELETE FROM log WHERE seq = 2")


def test_a_capture_taken_out_is_found(filled):
    assert "log" in _tamper(filled, "DELETE FROM sighting", "DELETE FROM capture WHERE seq = 2")


def test_a_forged_judgement_is_found(filled):
    assert "judgement" in _tamper(
        filled,
        "INSERT INTO judgement (subject, record) SELECT subject, replace(record, 'accept', 'reject') FROM judgement",
    )


@pytest.mark.parametrize(
    ("part", "statement"),
    [
        ("archive", "UPDATE capture SET record = replace(record, '2024', '2014')"),
        ("archive", "DROP TRIGGER log_is_kept; DELETE FROM log WHERE seq > 3"),
        ("text", "UPDATE reading SET published = '1999-01-01'"),
        ("text", "DELETE FROM reading WHERE seq = 2"),
        ("claim", "DELETE FROM claim WHERE rowid = 1"),
        ("claim", "UPDATE claim SET record = replace(record, '\"stated\"', '\"hedged\"')"),
        ("claim", "UPDATE claim SET kind = 'law'"),
        ("judgement", "UPDATE claim SET state = 'rejected'"),
        ("echoes", "INSERT INTO echo VALUES ('e1', 's1', NULL, 'org:x', 'citation', 0.5, 'proposed', '{}')"),
        (
            "findings",
            "INSERT INTO finding VALUES ('f1', 'law', NULL, NULL, 'in-force', 1, 9, 0, '{}', NULL, NULL, NULL)",
        ),
        ("constraints", "INSERT INTO constrained VALUES ('f1', 'f2', 0, 'the same town')"),
    ],
)
def test_rows_changed_beside_the_evidence_are_found_by_the_seals(filled, part, statement):
    filled.put_echoes([])
    filled.put_findings([])
    assert part in _tamper(filled, *statement.split("; "))


def test_the_log_and_judgements_refuse_change(filled):
    for statement in (
        "DELETE FROM log",
        "UPDATE log SET who = ''",
        "DELETE FROM judgement",
        "UPDATE judgement SET subject = ''",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            _tamper(filled, statement)


def test_a_flipped_bit_in_the_archive_is_found(filled):
    archive = next((filled.path / "archive").glob("*.gz"))
    data = bytearray(archive.read_bytes())
    data[len(data) // 4] ^= 1
    filled.close()
    archive.write_bytes(bytes(data))
    assert "archive" in _tamper(filled)


def test_a_lost_archive_is_found(filled):
    filled.close()
    next((filled.path / "archive").glob("*.gz")).unlink()
    assert _tamper(filled)[0] == "archive"
