"""`sousveil accounts` and `sousveil account`, as people type them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from command_line import SOUSVEIL, rows, run
from sousveil.store import Case

WORDS = "correct horse battery"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    Case.create(tmp_path / "case").close()
    return tmp_path / "case"


def typed(*words: object, text: str) -> subprocess.CompletedProcess[str]:
    return run(*words, text=text)


def test_from_adding_to_removing(case: Path) -> None:
    done = typed("account", "add", case, "Ana", "--role", "lead", "--who", "Kim", text=WORDS + "\n")
    assert (done.returncode, done.stdout) == (0, "Ana may sign in (lead).\n"), done.stderr
    assert run("account", "role", case, "ana", "read").returncode == 0
    assert typed("account", "password", case, "ana", text="a new long password\n").returncode == 0
    assert [(row["name"], row["role"]) for row in rows("accounts", case)] == [("Ana", "read")]
    with Case.open(case) as opened:
        assert opened.accounts().signing_in("Ana", "a new long password")
        assert next(entry.who for entry in opened.log() if entry.action == "account") == "Kim"
    assert run("account", "remove", case, "Ana").returncode == 0
    with Case.open(case) as opened:
        assert list(opened.accounts()) == []
        assert list(opened.verify()) == []


def test_a_key_is_shown_once_and_kept_nowhere(case: Path) -> None:
    assert typed("account", "add", case, "Ana", "--role", "read", text=WORDS + "\n").returncode == 0
    done = run("account", "key", "add", case, "ana", "--who", "Kim")
    opener = done.stdout.strip()
    assert len(opener) > 40
    (listed,) = list_keys(case)
    assert listed["id"] in done.stderr
    assert opener not in run("log", case, "--format", "jsonl").stdout
    held = b"".join(file.read_bytes() for file in case.iterdir() if file.is_file())
    assert listed["id"].encode() in held
    assert opener.removeprefix("sousveil-").encode() not in held
    with Case.open(case) as opened:
        found = opened.accounts().with_key(opener)
        assert found is not None
        assert (found.name, found.role) == ("Ana", "read")
        assert opened.accounts().with_key(opener[:-1]) is None
        assert [(entry.who, entry.detail["account"]) for entry in opened.log() if entry.action == "key"] == [
            ("Kim", "Ana")
        ]
        assert list(opened.verify()) == []
    wrong = run("account", "key", "remove", case, "Ana", "k0")
    assert (wrong.returncode, "Ana has no key k0" in wrong.stderr) == (2, True)
    assert run("account", "key", "add", case, "Nobody").returncode == 2
    assert run("account", "key", "remove", case, "Ana", listed["id"]).returncode == 0
    assert list_keys(case) == []
    with Case.open(case) as opened:
        assert opened.accounts().with_key(opener) is None


def test_keys_go_with_the_account_and_do_not_come_behind_the_log(case: Path) -> None:
    with Case.open(case, write=True) as opened:
        accounts = opened.accounts()
        accounts.add("Ana", "lead", WORDS)
        _, opener = accounts.add_key("Ana")
        accounts.remove("Ana")
        accounts.add("Ana", "lead", WORDS)
        assert accounts.with_key(opener) is None
        assert accounts.keys("Ana") == []
        accounts.add("Bo", "read", WORDS)
        made, _ = accounts.add_key("Bo")
        assert list(opened.verify()) == []
        opened._db.run("UPDATE account_key SET folded = 'ana'")
        (fault,) = opened.verify()
        assert (fault.part, fault.subject) == ("account", made.id)


def list_keys(case: Path) -> list[dict]:
    done = run("account", "key", "list", case, "Ana", "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_is_wrong_is_said_and_changes_nothing(case: Path) -> None:
    for done, said in (
        (typed("account", "add", case, "Ana", text=""), "standard input"),
        (typed("account", "add", case, "Ana", text="short\n"), "it needs 12"),
        (typed("account", "add", case, "Ana", "--role", "boss", text=WORDS), "read, review, lead"),
        (typed("account", "password", case, "Ana", text=WORDS), "no account named Ana"),
    ):
        assert done.returncode == 2
        assert said in done.stderr
    with Case.open(case) as opened:
        assert list(opened.accounts()) == []


def test_on_a_terminal_it_is_asked_for_twice_and_not_shown(case: Path) -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [str(SOUSVEIL), "account", "add", str(case), "Ana"],
        stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(follower)
        shown = b""
        for _ in range(2):
            while not shown.endswith(b": "):
                shown += os.read(leader, 1024)
            os.write(leader, WORDS.encode() + b"\n")
            shown += b"|"
        assert process.wait(30) == 0
    assert WORDS.encode() not in shown
    os.close(leader)
    assert [row["name"] for row in rows("accounts", case)] == ["Ana"]
