"""Accounts: kept without the password, changed only with a row in the log."""

from __future__ import annotations

import json

import pytest

from sousveil.errors import UsageError
from sousveil.store import Case
from sousveil.store.people import passwords
from sousveil.store.people.accounts import check_role, faults

WORDS = "correct horse battery"


@pytest.fixture
def accounts(case):
    case.who = "lead person"
    return case.accounts()


def test_who_has_the_password_signs_in(accounts):
    made = accounts.add("Ana María", "review", WORDS)
    assert made.name == "Ana María"
    assert accounts.signing_in("ana maría", WORDS) == made
    # Composed and decomposed letters are typed by different keyboards and are the same.
    assert accounts.signing_in("Ana Mari\u0301a", WORDS) == made
    assert accounts.signing_in("Ana María", WORDS + " ") is None
    assert accounts.signing_in("Ana María", "") is None
    assert accounts.signing_in("nobody", WORDS) is None


def test_the_password_is_nowhere(accounts, case):
    accounts.add("Ana", "lead", WORDS)
    accounts.set_password("ana", "another long password")
    case.close()
    for path in case.path.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert WORDS.encode() not in held
            assert b"another long password" not in held


def test_the_log_tells_every_change_and_no_secret(accounts, case):
    made = accounts.add("Ana", "read", WORDS)
    accounts.set_role("ANA", "review")
    accounts.set_password("ana", "another long password")
    changed = accounts.get("Ana")
    accounts.remove("ana")
    told = [(e.who, e.subject, e.detail["change"], e.detail["role"]) for e in case.log() if e.action == "account"]
    assert told == [
        ("lead person", "Ana", "add", "read"),
        ("lead person", "Ana", "role", "review"),
        ("lead person", "Ana", "password", "review"),
        ("lead person", "Ana", "remove", None),
    ]
    written = json.dumps([entry.detail for entry in case.log()])
    assert made.secret not in written
    assert changed.secret not in written
    assert made.secret != changed.secret
    assert list(accounts) == []


def test_an_account_made_behind_the_back_of_the_log_is_a_fault(accounts, case):
    accounts.add("Ana", "read", WORDS)
    assert list(faults(case._db)) == []
    assert [fault for fault in case.verify() if fault.part == "account"] == []
    with case.transaction():
        case._db.run("UPDATE account SET role = 'lead'")
    assert [name for name, _ in faults(case._db)] == ["Ana"]
    assert [fault.subject for fault in case.verify() if fault.part == "account"] == ["Ana"]
    with case.transaction():
        case._db.run("DELETE FROM account")
        case._db.run("INSERT INTO account VALUES ('eve', 'Eve', 'lead', 'x', '', '')")
    assert [name for name, _ in faults(case._db)] == ["Ana", "Eve"]


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\nb", "-rf", "a\u202eb", "\x00"])
def test_what_cannot_be_a_name(accounts, name):
    with pytest.raises(UsageError, match="name"):
        accounts.add(name, "read", WORDS)


@pytest.mark.parametrize("password", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "x" * 257, "the very same name"])
def test_a_weak_password_is_refused(accounts, password):
    with pytest.raises(UsageError, match="password"):
        accounts.add("The very same name", "read", password)
    assert list(accounts) == []


def test_a_name_is_taken_once(accounts):
    accounts.add("Ana", "read", WORDS)
    with pytest.raises(UsageError, match="already"):
        accounts.add("ANA", "lead", WORDS)
    for change in (lambda: accounts.set_role("Bo", "read"), lambda: accounts.remove("Bo")):
        with pytest.raises(UsageError, match="no account named Bo"):
            change()
    with pytest.raises(UsageError, match="Choose one of"):
        check_role("boss")


def test_an_unreadable_kept_password_opens_nothing(accounts, case):
    assert not passwords.fits("not argon2", WORDS)
    assert passwords.keep(WORDS).startswith("$argon2id$")
    with case.transaction():
        case._db.run("INSERT INTO account VALUES ('eve', 'Eve', 'lead', '', '', '')")
    assert accounts.signing_in("Eve", "") is None


def test_reading_a_case_changes_no_account(accounts, case):
    accounts.add("Ana", "read", WORDS)
    with Case.open(case.path) as reading:
        assert reading.accounts().get("ana").role == "read"
        with pytest.raises(Exception, match="written"):
            reading.accounts().remove("ana")


def test_bytes_that_are_no_text_are_refused(accounts):
    with pytest.raises(UsageError, match="no UTF-8"):
        accounts.get("Lena\udcff")
    with pytest.raises(UsageError, match="no UTF-8"):
        accounts.add("Reva", "read", "correct horse \udcff\udcfe")
