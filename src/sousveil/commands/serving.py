"""The command that opens a case in the browser, for one person or for a team."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from sousveil.commands.options import CasePath, VocabularyDir, Who, grouped, own_words, who_works
from sousveil.errors import UsageError
from sousveil.store import Case

__all__ = ["serve"]

_PEM = {"exists": True, "dir_okay": False, "metavar": "FILE"}


@dataclass(frozen=True, kw_only=True)
class Where:
    """At which address the pages are."""

    port: Annotated[int, typer.Option(min=0, max=65535, envvar="SOUSVEIL_PORT", help="0 takes a free one.")] = 8765
    host: Annotated[str, typer.Option(help="A loopback address; any other takes --team and TLS.")] = "127.0.0.1"
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate with its chain, PEM.", **_PEM)] = None
    tls_key: Annotated[Path | None, typer.Option(help="Key of the certificate, PEM, no passphrase.", **_PEM)] = None
    name: Annotated[
        str | None, typer.Option(help="The name in the certificate: requests for any other are refused.")
    ] = None
    behind_proxy: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="What people open, such as https://host.example.")
    ] = None
    copies_port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port on which copies of archived pages are shown.")
    ] = None
    copies_host: Annotated[
        str | None, typer.Option(metavar="NAME", help="Name under which browsers find that port.")
    ] = None


@dataclass(frozen=True, kw_only=True)
class Whom:
    """Who may do what there."""

    team: Annotated[bool, typer.Option("--team", help="People sign in with accounts of the case.")] = False
    read_only: Annotated[bool, typer.Option("--read-only", help="Nobody can decide anything here.")] = False
    idle_hours: Annotated[
        float, typer.Option(min=0.01, max=168, help="Sign out whoever has not asked for anything for so long.")
    ] = 12.0
    log: Annotated[
        Path | None, typer.Option(dir_okay=False, metavar="FILE", help="Note each request there, not what was read.")
    ] = None


@grouped
def serve(case: CasePath, where: Where, whom: Whom, who: Who = "", vocabulary: VocabularyDir = None) -> None:
    """Read and review the case in the browser: on this machine, or with --team as a team."""
    from sousveil.build import decide
    from sousveil.show import Serving
    from sousveil.show import serve as run

    if (where.tls_cert is None) != (where.tls_key is None):
        raise UsageError("--tls-cert and --tls-key go together.")
    Case.open(case).close()
    serving = Serving(
        host=where.host,
        port=where.port,
        who=who_works(who),
        team=whom.team,
        read_only=whom.read_only,
        tls=(where.tls_cert, where.tls_key) if where.tls_cert and where.tls_key else None,
        name=where.name,
        proxy=where.behind_proxy,
        copies_port=where.copies_port,
        copies_host=where.copies_host,
        idle_hours=whom.idle_hours,
        log=whom.log,
        vocabulary=own_words(case, vocabulary),
    )
    run(case, decide, serving, lambda address: typer.echo(f"Reading {case} at {address}  (Ctrl-C ends it)"))
