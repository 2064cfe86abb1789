"""The commands that list who is in a case and what was imported about them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from sousveil.build.learned import learned_vocabulary
from sousveil.commands.options import CasePath, FormatOption, Quiet, VocabularyDir, own_words
from sousveil.errors import UsageError
from sousveil.record import MATCH_METHODS
from sousveil.record.rows import entity_row, match_row
from sousveil.store import Case
from sousveil.store.names.entities import MatchFilter
from sousveil.terminal import Format, check_term, print_rows
from sousveil.vocabulary import load

__all__ = ["entities", "flows", "indicators", "listings", "matches", "patch"]

_ROLES = ("supplier", "operator", "speaker")
_MATCH_STATES = ("proposed", "accepted", "rejected")


def entities(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    role: Annotated[str | None, typer.Option(help="`supplier`, `operator` or `speaker`.")] = None,
) -> None:
    """List who is named in the claims, with every spelling."""
    check_term("role", role, _ROLES)
    with Case.open(case) as opened:
        print_rows(
            map(entity_row, opened.entities(role)), form, ("key", "name", "country", "roles", "claims", "spellings")
        )


def matches(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    state: Annotated[str | None, typer.Option(help="`proposed`, `accepted` or `rejected`.")] = None,
    method: Annotated[str | None, typer.Option(help="How it was seen, such as `context`.")] = None,
    key: Annotated[str | None, typer.Option(help="Only those of this name's or entity's key.")] = None,
) -> None:
    """List proposals that two names mean one organisation, the surest first. `judge` decides about them."""
    check_term("state", state, _MATCH_STATES)
    check_term("method", method, MATCH_METHODS)
    with Case.open(case) as opened:
        found = opened.matches(MatchFilter(state=state, method=method, key=key))
        print_rows(
            (match_row(stored.match, stored.state) for stored in found),
            form,
            ("id", "left", "right", "method", "score", "reason", "state"),
        )


def listings(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    entity: Annotated[str | None, typer.Option(help="Only those that may be of the entity with this key.")] = None,
) -> None:
    """List organisations of the imported lists; with --entity, those that may be this one."""
    columns = ("id", "list", "name", "countries", "since", "until")
    with Case.open(case) as opened:
        if entity is None:
            rows = ({"id": listing.id, **msgspec.to_builtins(listing)} for listing in opened.listings())
            print_rows(rows, form, columns)
            return
        matched = (
            {
                "id": listing.id, **msgspec.to_builtins(listing),
                "match": {"id": stored.match.id, "state": stored.state, "score": stored.match.score,
                          "reason": stored.match.reason},
            }
            for listing, stored in opened.listings_of(entity)
        )  # fmt: skip
        print_rows(matched, form, (*columns, "match.state", "match.score", "match.reason"))


def flows(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-2, of either side.")] = None,
    code: Annotated[str | None, typer.Option(help="A heading of the Harmonised System, or how it begins.")] = None,
) -> None:
    """List imported trade flows. They are context and no evidence of a deployment."""
    columns = ("period", "reporter", "flow", "partner", "code", "edition", "value_usd", "quantity", "unit")
    with Case.open(case) as opened:
        upper = country.upper() if country else None
        print_rows(map(msgspec.to_builtins, opened.flows(upper, code)), form, columns)


def indicators(
    case: CasePath,
    form: FormatOption = Format.TABLE,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1 alpha-2.")] = None,
) -> None:
    """List imported yearly values. They are context and no evidence of a deployment."""
    with Case.open(case) as opened:
        upper = country.upper() if country else None
        rows = map(msgspec.to_builtins, opened.indicators(upper))
        print_rows(rows, form, ("series", "title", "place", "country", "year", "value", "unit"))


def patch(
    case: CasePath,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A folder of your own; else it is printed.")
    ] = None,
    quiet: Quiet = False,
    vocabulary: VocabularyDir = None,
) -> None:
    """Write what people decided about names in a case as vocabulary, to be read again in every other case."""
    with Case.open(case) as opened:
        learned = learned_vocabulary(opened, load(own_words(case, vocabulary)))
    if output is None:
        sys.stdout.write(learned.toml)
        return
    output.mkdir(parents=True, exist_ok=True)
    target = output / learned.file
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(learned.toml)
    except FileExistsError as error:
        raise UsageError(
            f"{target} is there already and may hold names of another case. Choose another folder, or print what this"
            " case adds without --output and put it in by hand."
        ) from error
    for name in learned.unfit:
        sys.stderr.write(f"{name!r} has a sign that the vocabulary's grammar uses; add it by hand.\n")
    if not quiet:
        sys.stdout.write(
            f"{learned.names} names of {learned.entries} organisations are in {target}. Use them:"
            f"  sousveil build ... --vocabulary {output}\n"
        )
