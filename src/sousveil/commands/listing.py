"""The commands that list what a case holds; each only reads."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Annotated

import msgspec
import typer

from sousveil.commands.options import CasePath, FormatOption, Subject, VocabularyDir, grouped, own_words, who_works
from sousveil.errors import UsageError
from sousveil.record import CLAIM_STATES
from sousveil.record.rows import claim_row, drop_row, echo_row, source_row
from sousveil.resolve.why import as_text
from sousveil.resolve.why import why as why_place
from sousveil.review import FEWEST_DECISIONS, FEWEST_OF_EACH, Memory, in_order
from sousveil.store import Case, ClaimFilter, FindingFilter
from sousveil.terminal import Format, check_term, print_rows
from sousveil.vocabulary import load

__all__ = ["claims", "drops", "echoes", "findings", "log", "sources", "why"]


@grouped
def claims(
    case: CasePath,
    subject: Subject,
    form: FormatOption = Format.TABLE,
    source: Annotated[str | None, typer.Option(help="Identifier of a source.")] = None,
    finding: Annotated[str | None, typer.Option(help="Identifier of a finding.")] = None,
    polarity: Annotated[str | None, typer.Option(help="`affirmed` or `denied`.")] = None,
    certainty: Annotated[str | None, typer.Option(help="`stated` or `hedged`.")] = None,
    state: str | None = None,
    reader: Annotated[str | None, typer.Option(help="Who read them: `rules`, `model` or, by hand, `hand`.")] = None,
    queue: Annotated[
        bool, typer.Option("--queue", help="Only those that wait for a decision, the most worth one first.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=0, help="List so many and no more.")] = None,
    who: Annotated[
        str,
        typer.Option(envvar="SOUSVEIL_WHO", help="Whose queue, where two have to decide.", show_default="your login"),
    ] = "",
) -> None:
    """List claims, each with its exact words."""
    subject.check()
    check_term("polarity", polarity, ("affirmed", "denied"))
    check_term("certainty", certainty, ("stated", "hedged"))
    check_term("state", state, CLAIM_STATES)
    check_term("reader", reader, ("rules", "model", "hand"))
    wanted = ClaimFilter(
        kind=subject.kind, technology=subject.technology, country=subject.country, source=source, finding=finding,
        polarity=polarity, certainty=certainty, state=state, reader=reader,
    )  # fmt: skip
    columns = ("id", "kind", "technology", "act", "place.name", "evidence.quote")
    with Case.open(case) as opened:
        if queue:
            _print_queue(opened, who_works(who), wanted, limit, form, columns)
        else:
            found = opened.claims(wanted, limit=limit)
            print_rows((claim_row(stored.claim, stored.state) for stored in found), form, columns)


def _print_queue(
    case: Case, coder: str, wanted: ClaimFilter, limit: int | None, form: Format, columns: tuple[str, ...]
) -> None:
    if wanted.state not in (None, "proposed"):
        raise UsageError(f"--queue lists claims that nobody has decided on; leave out --state {wanted.state}.")
    memory = Memory()
    waiting = islice(in_order(case, coder, wanted, memory=memory), limit)
    if form is not Format.TABLE:
        print_rows((claim_row(queued.claim, queued.state) for queued in waiting), form, columns)
        return
    learned = memory.ranker(case) is not None
    rows = (
        {
            **claim_row(queued.claim, queued.state),
            "why": queued.use,
            "likely": "" if queued.estimate is None else f"{queued.estimate:.0%}",
        }
        for queued in waiting
    )
    print_rows(rows, form, ("why", "likely", *columns) if learned else ("why", *columns))
    typer.echo(_explained(case, learned=learned), err=True)


def _explained(case: Case, *, learned: bool) -> str:
    states = case.facets().get("state", {})
    kept = states.get("accepted", 0) + states.get("edited", 0)
    made = f"{kept} accepted, {states.get('rejected', 0)} rejected"
    why = "why: what a decision may change; docs/REVIEWING.md explains the order."
    if learned:
        likely = "likely: how likely you are to accept it, judging by your decisions so far"
        return f"{why}\n{likely} ({made}). Not how true it is."
    return (
        f"{why}\nThe order follows the findings alone: your decisions ({made}) are too few to learn from. It takes"
        f" {FEWEST_DECISIONS}, with {FEWEST_OF_EACH} of each."
    )


def why(
    case: CasePath,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Identifier of a claim.")],
    vocabulary: VocabularyDir = None,
) -> None:
    """Say why the place of a claim is read as the place that it is: what its name may mean, with points and reasons."""
    with Case.open(case) as opened:
        stored = opened.claim(claim)
        text = opened.text(stored.claim.evidence.source) if stored else None
        if stored is None or text is None:
            raise UsageError(f"The case has no claim {claim}. `sousveil claims` lists them.")
        explained = why_place(stored.claim, text, load(own_words(case, vocabulary)), opened.homes())
    sys.stdout.write(f"{as_text(explained)}\n" if explained else "The claim has no place.\n")


def sources(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List sources with their dates and what they repeat."""
    with Case.open(case) as opened:
        print_rows(map(source_row, opened.sources()), form, ("id", "published", "lang", "outlet", "title", "locator"))


def echoes(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List who repeats whom, and why we think so."""
    columns = ("from.source", "type", "to.source", "to.cited", "score", "reason")
    with Case.open(case) as opened:
        print_rows((echo_row(stored.echo, stored.state) for stored in opened.echoes()), form, columns)


@grouped
def findings(case: CasePath, subject: Subject, form: FormatOption = Format.TABLE) -> None:
    """List findings with the number of independent origins that each rests on."""
    subject.check()
    wanted = FindingFilter(kind=subject.kind, technology=subject.technology, country=subject.country)
    columns = ("id", "kind", "technology", "place.name", "status", "origins.min", "origins.max", "disputed")
    with Case.open(case) as opened:
        rows = opened.finding_rows(wanted)
        print_rows(map(_disputed, rows) if form is Format.TABLE else rows, form, columns)


def _disputed(row: dict[str, object]) -> dict[str, object]:
    """The row with why it is disputed in the place of that it is."""
    disputes = row["disputes"]
    assert isinstance(disputes, list | tuple)
    return {**row, "disputed": "; ".join(f"{each['kind']}: {each['reason']}" for each in disputes)}


def drops(
    case: CasePath, form: FormatOption = Format.TABLE, stage: str | None = None, reason: str | None = None
) -> None:
    """List what was not kept, and why."""
    with Case.open(case) as opened:
        print_rows(map(drop_row, opened.drops(stage, reason)), form, ("stage", "reason", "locator", "detail"))


def log(case: CasePath, form: FormatOption = Format.TABLE) -> None:
    """List everything that was done to the case; each entry is hashed with the one before it."""
    with Case.open(case) as opened:
        rows = map(msgspec.to_builtins, opened.log())
        print_rows(rows, form, ("seq", "at", "who", "action", "subject", "detail"))
