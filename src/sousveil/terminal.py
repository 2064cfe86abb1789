"""What the command line prints: tables, JSON lines, CSV, the progress bar, the summary of a build."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text as RichText

from sousveil.collect import CollectOptions
from sousveil.collect.files import walk
from sousveil.errors import UsageError

if TYPE_CHECKING:
    from sousveil.build import Summary

__all__ = ["Bar", "Format", "check_term", "open_streams", "print_plan", "print_rows", "print_summary"]

Row = Mapping[str, object]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


# A source's words may hold terminal escapes; C1 controls work as escapes too.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# A spreadsheet would run a cell that begins so.
_FORMULA = re.compile(r"[=+@\t\r]|-(?![\d.])")


def open_streams() -> None:
    """Make the standard streams fit for any text. Call it before anything is opened.

    Where one is closed, its number would go to the next file opened (the archive, say), and what is printed would
    be written there. Files and pipes get UTF-8 whatever the locale; a terminal shows what it can.
    """
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None:
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))
        elif number and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def check_term(name: str, value: str | None, terms: Sequence[str]) -> None:
    """A misspelt term would list nothing and look like an answer. Raises UsageError."""
    if value is not None and value not in terms:
        raise UsageError(f"--{name} {value} is not known. Choose one of: {', '.join(terms)}.")


def print_rows(rows: Iterable[Row], form: Format, columns: Sequence[str]) -> None:
    """Print rows; a table shows `columns` only, which are dotted paths into a row."""
    try:
        if form is Format.JSONL:
            _print_jsonl(rows)
        elif form is Format.CSV:
            _print_csv(rows, columns)
        else:
            _print_table(rows, columns)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`). Python would fail again when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_jsonl(rows: Iterable[Row]) -> None:
    for row in rows:
        line = json.dumps(row, ensure_ascii=False)
        sys.stdout.write(_CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", line) + "\n")


def _print_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    """Nested values get dotted column names, lists are joined by semicolons; an empty list has `columns` for a header.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; JSON lines keep it as it is.
    """
    held = [dict(_flat(row)) for row in rows]
    # A value that is null in one row may be nested in another, so the columns are known at the end only.
    names = dict.fromkeys(name for row in held for name in row) or dict.fromkeys(columns)
    nested = {name.rpartition(".")[0] for name in names}
    writer = csv.DictWriter(
        sys.stdout,
        [name for name in names if name not in nested],
        restval="",
        extrasaction="ignore",
        lineterminator="\n",
    )
    writer.writeheader()
    writer.writerows(held)


def _flat(row: Row, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield prefix + name, _cell("; ".join(_plain(item) for item in value))
        else:
            yield prefix + name, _cell("" if value is None else _plain(value))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{text}" if _FORMULA.match(text) else text


def _print_table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        # As Text, not str: foreign square brackets are never markup.
        table.add_row(*(RichText(_shown(_at(row, name))) for name in columns))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    # Through a string, because rich ends the program itself where a pipe is closed.
    with console.capture() as printed:
        console.print(table if table.row_count else "Nothing to list.", markup=False, highlight=False)
    sys.stdout.write(printed.get())


def _at(row: Row, path: str) -> object:
    value: object = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _shown(value: object) -> str:
    if value is None:
        return "–"
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


class Bar:
    """A progress bar on standard error: rate, drops and time left. Silent where `quiet`, plain where no terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._console = Console(stderr=True, quiet=quiet)
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[drops]} dropped"),
            TimeRemainingColumn(),
            console=self._console,
            disable=quiet or not self._console.is_terminal,
        )
        self._task: TaskID | None = None
        self._name, self._done, self._dropped = "", 0, 0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:  # a stage that was stopped shows how far it came, and not that it is done
            self._close()
        self._progress.stop()

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins."""
        self._close()
        self._name, self._done, self._dropped = name, 0, 0
        self._task = self._progress.add_task(name, total=total, rate="", drops=0)

    def advance(self, done: int = 1, dropped: int = 0) -> None:
        """Items went by, some of them dropped."""
        assert self._task is not None
        self._done += done
        self._dropped += dropped
        task = self._progress.tasks[self._task]
        rate = f"{self._done / task.elapsed:.0f}/s" if task.elapsed else ""
        self._progress.update(self._task, advance=done, rate=rate, drops=self._dropped)

    def _close(self) -> None:
        if self._task is None:
            return
        task = self._progress.tasks[self._task]
        self._progress.update(self._task, total=self._done, completed=self._done)
        if self._progress.disable:
            took = f"{task.elapsed or 0:.1f} s"
            self._console.print(f"{self._name}: {self._done} done, {self._dropped} dropped, {took}", highlight=False)
        self._task = None


def print_plan(sources: Sequence[str], case: Path, options: CollectOptions | None = None) -> None:
    """What a build would take in, for `--dry-run`. Raises UsageError where a source is nothing that could be."""
    state = "exists and would grow" if (case / "case.toml").exists() else "would be made"
    lines = [f"{case} {state}." + (" It would take in:" if sources else "")]
    for source in sources:
        path = Path(source)
        if path.is_dir():
            number = sum(isinstance(found, Path) for found in walk(path, options or CollectOptions()))
            what = f"folder, {number} files"
        elif path.is_file():
            what = f"file, {path.stat().st_size} bytes"
        elif "://" in source:
            what = "address"
        else:
            raise UsageError(f"{source} is neither a file, a folder nor an address. Check its spelling.")
        lines.append(f"  {source}  ({what})")
    sys.stdout.write("\n".join(lines) + "\n")


def print_summary(summary: Summary, case: str) -> None:
    """What a build did, what was lost, and what to do next."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    counts, case = summary.counts, shlex.quote(case)
    console.print(
        f"{summary.added} captures added, {summary.known} known, {summary.read} texts read in {summary.seconds:.1f} s."
    )
    if summary.asked:
        console.print(f"{summary.asked} passages read by the model.")
    console.print(
        f"The case holds {counts['sources']} sources, {counts['claims']} claims in {counts['findings']} findings,"
        f" {counts['echoes']} echoes."
    )
    for (stage, reason), number in summary.drops.items():
        console.print(f"  dropped at {stage}: {number} × {reason}")
    if summary.drops:
        console.print(f"See what was dropped and why:  sousveil drops {case}")
    unreadable = sum(number for (stage, _), number in summary.drops.items() if stage == "read")
    if counts["captures"] > counts["sources"] + unreadable:
        console.print(f"Read what was added:            sousveil find {case}")
    elif not counts["sources"]:
        console.print("Nothing could be read. Give files, folders, addresses or web archives to `sousveil build`.")
    elif counts["claims"] and (summary.asked or not counts["findings"]):
        console.print(f"Count who says it first:        sousveil trace {case}")
    if counts["sources"]:
        console.print(f"Read the case in the browser:   sousveil serve {case}")
    if counts["findings"]:
        console.print(f"List what was found:            sousveil findings {case}")
