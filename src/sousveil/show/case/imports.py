"""Files of reference data that were imported."""

from __future__ import annotations

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.show.page.rendering import render
from sousveil.store.case import Case
from sousveil.store.names.imports import StoredImport

__all__ = ["imports"]


class Row(Struct, frozen=True):
    """An imported file, and how many of its rows were not taken in."""

    stored: StoredImport
    dropped: int


def imports(case: Case, request: Request) -> Response:
    """Each file with its digest, licence, records and drops, the newest first."""
    logged = case.import_log()
    rows = [Row(stored, _dropped(logged.get(stored.imported.id, {}))) for stored in case.imports()]
    return render(request, "imports.html", rows=rows[::-1])


def _dropped(detail: dict[str, object]) -> int:
    count = detail.get("dropped")
    return count if isinstance(count, int) else 0
