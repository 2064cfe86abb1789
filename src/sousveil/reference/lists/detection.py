"""Which format a file has, by its bytes; its name does not count."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Final

from sousveil.errors import ReferenceDataError
from sousveil.reference.lists.tables import header_of
from sousveil.reference.opening import head, marked
from sousveil.vocabulary.lists import FileKind, PublishedLists

__all__ = ["detect"]

_SAMPLE: Final = 1 << 16
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_ASIDE: Final = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOTS: Final[dict[bytes, FileKind]] = {b"export": "eu-xml", b"Designations": "uk-xml"}
_PAGE: Final = re.compile(rb"<!doctype html|<html", re.IGNORECASE)
_ENTITY: Final = re.compile(rb'"(?:schema|properties)"\s*:')
_RESULTS: Final = re.compile(rb'"results"\s*:\s*\[')


def detect(path: Path, published: PublishedLists) -> str:
    """The identifier of the format in `lists.toml`.

    Raises:
        ReferenceDataError: no format that is known; the message names those that are.
    """
    start = head(path, _SAMPLE)
    if not start.strip():
        raise ReferenceDataError(f"{path} is empty. Download it again.")
    # Headers, tags and keys are ASCII, whatever the rest is.
    text = start.decode(marked(start) or "utf-8", "replace")
    bare = text.encode().lstrip()
    found = _by_kind(_structured(bare), published) if bare[:1] in b"<{[" else None
    found = found or _table(text, published)
    if found is None:
        page = (
            " It is a web page: the file itself was not downloaded."
            if re.match(rb"(?i)<!doctype html|<html", bare)
            else ""
        )
        known = "; ".join(sorted({f"{form.title} ({ident})" for ident, form in published.formats.items()}))
        raise ReferenceDataError(f"{path} has no format of a list that is known.{page} Known are: {known}.")
    return found


def _structured(bare: bytes) -> FileKind | None:
    """What JSON or XML it is."""
    if bare.startswith(b"<"):
        root = _ROOT.match(_ASIDE.sub(b"", bare).lstrip())
        return _ROOTS.get(root.group(1)) if root else None
    if bare.startswith(b"{"):
        first = bare.partition(b"\n")[0]
        if _ENTITY.search(first) and not _RESULTS.search(first):
            return "ftm-json"
        if _RESULTS.search(bare):
            return "csl-json"
    return None


def _by_kind(kind: FileKind | None, published: PublishedLists) -> str | None:
    return next((ident for ident, form in published.formats.items() if form.kind == kind), None)


def _table(sample: str, published: PublishedLists) -> str | None:
    """The format of a table: the one of which most columns are there."""
    rows: dict[str, list[list[str]]] = {}
    best: tuple[int, str] | None = None
    for ident, form in published.formats.items():
        if form.kind != "table":
            continue
        if form.delimiter not in rows:
            rows[form.delimiter] = _rows(sample, form.delimiter)
        if header_of(rows[form.delimiter], form) is not None and (best is None or len(form.marks) > best[0]):
            best = (len(form.marks), ident)
    return best[1] if best else None


def _rows(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > 20:
                break
    except csv.Error:
        pass  # what was read so far is what there is
    return rows
