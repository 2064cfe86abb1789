"""The commands for the accounts of a case. A password is asked for or read from standard input: as an argument it
would stand in the shell's history and in the list of processes."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from sousveil.commands.options import CasePath, FormatOption, Who, who_works
from sousveil.errors import UsageError
from sousveil.store import Case
from sousveil.store.people.accounts import check_role
from sousveil.terminal import Format, print_rows

__all__ = ["accounts", "add", "add_key", "list_keys", "password", "remove", "remove_key", "role"]

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that is signed in with, and that the log names.")]
_ROLES = "read: see everything; review: decide, too; lead: also what concerns the case as a whole."


def accounts(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List who may sign in where the case is served to a team."""
    with Case.open(case) as opened:
        rows = (
            {"name": held.name, "role": held.role, "made": held.made, "changed": held.changed}
            for held in opened.accounts()
        )
        print_rows(rows, form, ("name", "role", "made", "changed"))


def add(case: CasePath, name: Name, role: Annotated[str, typer.Option(help=_ROLES)] = "review", who: Who = "") -> None:
    """Make an account. The password is asked for, or read from the first line of standard input."""
    given = check_role(role)
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        if opened.accounts().get(name):
            raise UsageError(f"There is an account named {name} already. `sousveil accounts {case}` lists them.")
        made = opened.accounts().add(name, given, _password(name))
    sys.stdout.write(f"{made.name} may sign in ({made.role}).\n")


def role(
    case: CasePath, name: Name, role: Annotated[str, typer.Argument(metavar="ROLE", help=_ROLES)], who: Who = ""
) -> None:
    """Change what somebody may do. It holds at once, for who is signed in, too."""
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        opened.accounts().set_role(name, check_role(role))
    sys.stdout.write(f"{name} may {role} now.\n" if role != "lead" else f"{name} leads now.\n")


def password(case: CasePath, name: Name, who: Who = "") -> None:
    """Change a password: asked for, or read from the first line of standard input. Sessions of the account end."""
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        if opened.accounts().get(name) is None:
            raise UsageError(f"There is no account named {name}. `sousveil accounts {case}` lists them.")
        opened.accounts().set_password(name, _password(name))
    sys.stdout.write(f"{name} has a new password.\n")


def remove(case: CasePath, name: Name, who: Who = "") -> None:
    """Take an account away; its sessions end. What its person decided stays, under the name."""
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        opened.accounts().remove(name)
    sys.stdout.write(f"{name} can no longer sign in.\n")


def add_key(case: CasePath, name: Name, who: Who = "") -> None:
    """Make a key with which a program asks in the name of an account. It is printed once and kept nowhere."""
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        made, opener = opened.accounts().add_key(name)
    sys.stdout.write(f"{opener}\n")
    typer.echo(f"{made.id} is a key of {name}. It is not shown again; it may do what the account may.", err=True)


def list_keys(case: CasePath, name: Name, form: FormatOption = Format.TABLE) -> None:
    """List the keys of an account: when they were made, and nothing that opens anything."""
    with Case.open(case) as opened:
        rows = ({"id": key.id, "made": key.made} for key in opened.accounts().keys(name))
        print_rows(rows, form, ("id", "made"))


def remove_key(
    case: CasePath,
    name: Name,
    key: Annotated[str, typer.Argument(metavar="ID", help="Which key, as `list` names it.")],
    who: Who = "",
) -> None:
    """Take a key away. It opens nothing from then on."""
    with Case.open(case, write=True) as opened:
        opened.who = who_works(who)
        opened.accounts().remove_key(name, key)
    sys.stdout.write(f"The key {key} of {name} opens nothing any more.\n")


def _password(name: str) -> str:
    """Raises UsageError where two tries differ, or where nothing comes."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise UsageError(
                "No password came on standard input. Give it as the first line, or run this in a terminal."
            )
        return given
    given = getpass.getpass(f"Password for {name}: ")
    if getpass.getpass("Once more: ") != given:
        raise UsageError("The two are not the same; nothing was changed. Run the command again.")
    return given
