"""What the people of a case agree on: how many decide about each claim, and where the rest is set."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.errors import UsageError
from sousveil.show.page.rendering import render
from sousveil.show.server.access import asking, form_of, requires
from sousveil.show.server.sessions import Note
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case
from sousveil.store.log.history import LogFilter

__all__ = ["save_settings", "settings"]

_SET = LogFilter(action="set")
_LATEST = 200
"""Entries of the log among which the last change of each setting is looked for; guidelines are written seldom."""


def settings(case: Case, request: Request) -> Response:
    """What holds, since when, and for those who lead a form that changes it."""
    changes = list(case.history(_SET, limit=_LATEST))
    return render(
        request, "settings.html",
        coders=case.coders(), guidelines=case.guidelines(), title=case.title, folder=case.path.name,
        changed_by={name: next((each for each in changes if each.subject == name), None) for name in ("coders",)},
    )  # fmt: skip


@requires("lead")
def save_settings(case: Case, request: Request) -> Response:
    """Set how many people decide. Raises UsageError for anything but one or two."""
    wanted = form_of(request).get("coders", "")
    if wanted not in {"1", "2"}:
        raise UsageError(_("Nothing was changed: choose one person or two."))
    before = case.coders()
    case.set_coders(int(wanted))
    found = asking(request)
    if found is not None and found.session is not None:
        found.session.note(Note(text=_said(before, int(wanted)), back="/settings"))
    return RedirectResponse("/settings", status_code=303)


def _said(before: int, after: int) -> str:
    if before == after:
        return _("Nothing changed: it was so already.")
    if after == 1:
        return _("From now on one person decides about each claim. What was decided until now stands.")
    return _("From now on two people decide about each claim. What was decided until now stands.")
