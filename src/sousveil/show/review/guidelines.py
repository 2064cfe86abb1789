"""How the people of a case code: a text that they own, with every version of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.errors import UsageError
from sousveil.review.guidelines import default_guidelines
from sousveil.show.page.prose import headings, prose
from sousveil.show.page.rendering import render
from sousveil.show.server.access import asking, form_of, requires
from sousveil.show.server.sessions import Note
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case

__all__ = ["Line", "Version", "edit_guidelines", "guidelines", "line_by_line", "save_guidelines"]

LONGEST: Final = 40_000
"""Characters; a form carries this much in any script."""
_AROUND: Final = 3
"""Lines that are shown before and after a change."""


class Version(Struct, frozen=True, kw_only=True):
    """One version. Number 0 is the text that a case begins with, which nobody of the case wrote."""

    number: int
    content: str
    who: str = ""
    at: str = ""


class Line(Struct, frozen=True, kw_only=True):
    """A line of a comparison: `same`, `added` or `removed`; `left out` stands for several that are the same."""

    kind: str
    words: str = ""
    count: int = 1


def _versions(case: Case) -> list[Version]:
    """All of them, the newest first."""
    written = list(case.guideline_versions())
    return [
        *(
            Version(number=len(written) - place, content=each.content, who=each.who, at=each.at)
            for place, each in enumerate(written)
        ),
        Version(number=0, content=default_guidelines()),
    ]


def _standing(versions: Sequence[Version]) -> Version:
    """The one that holds: an empty one takes the case's own away."""
    return versions[0] if versions[0].content.strip() else versions[-1]


def guidelines(case: Case, request: Request) -> Response:
    """The guidelines as they stand, or one of their versions, or what changed between two."""
    versions = _versions(case)
    now = _standing(versions)
    shown = _asked_for(request, "version", versions) or now
    beside = _asked_for(request, "against", versions)
    text = prose(shown.content)
    return render(
        request, "guidelines.html",
        shown=shown, now=now, versions=versions, text=text, parts_of=headings(text), beside=beside,
        lines=list(line_by_line(beside.content, shown.content)) if beside else [],
    )  # fmt: skip


def _asked_for(request: Request, name: str, versions: Sequence[Version]) -> Version | None:
    wanted = request.query_params.get(name, "")
    if not wanted:
        return None
    found = next((each for each in versions if str(each.number) == wanted), None)
    if found is None:
        raise HTTPException(404, _("The guidelines have no version {number}.", number=wanted[:20]))
    return found


@requires("lead")
def edit_guidelines(case: Case, request: Request) -> Response:
    """The form in which a lead writes them."""
    return _form(case, request, _standing(_versions(case)).content)


@requires("lead")
def save_guidelines(case: Case, request: Request) -> Response:
    """Keep a new version, or show what one would look like.

    Raises UsageError where it is too long.
    """
    form = form_of(request)
    content = "\n".join(line.rstrip() for line in form.get("content", "").splitlines()).strip()
    if len(content) > LONGEST:
        raise UsageError(
            _("Nothing was kept: the text is longer than {most} characters.", most=f"{LONGEST:,}")
            + " " + _("Go back in your browser: what you wrote is still there.")
        )  # fmt: skip
    if form.get("do") == "preview":
        return _form(case, request, content, preview=True, base=form.get("base", ""))
    newest = _versions(case)[0]
    if form.get("base", "") != str(newest.number):
        # Somebody else has written a version since: nobody's words are overwritten unseen.
        return _form(case, request, content, preview=True, base=str(newest.number), overtaken=newest)
    if content == default_guidelines().strip():
        content = ""
    case.set_guidelines(content)
    found = asking(request)
    if found is not None and found.session is not None:
        found.session.note(Note(text=_("The guidelines were kept as a new version."), back="/guidelines"))
    return RedirectResponse("/guidelines", status_code=303)


def _form(
    case: Case,
    request: Request,
    content: str,
    *,
    preview: bool = False,
    base: str = "",
    overtaken: Version | None = None,
) -> Response:
    versions = _versions(case)
    now = _standing(versions)
    return render(
        request, "guidelines_form.html",
        content=content, base=base or str(versions[0].number), preview=prose(content) if preview else None,
        lines=list(line_by_line(now.content, content)) if preview else [], overtaken=overtaken, longest=LONGEST,
    )  # fmt: skip


def line_by_line(before: str, after: str) -> Iterator[Line]:
    """What changed, with some lines around each change."""
    old, new = before.strip().splitlines(), after.strip().splitlines()
    for tag, i1, i2, j1, j2 in _changes(old, new):
        if tag == "skip":
            yield Line(kind="left out", count=i2 - i1)
        elif tag == "equal":
            yield from (Line(kind="same", words=line) for line in old[i1:i2])
        else:
            yield from (Line(kind="removed", words=line) for line in old[i1:i2])
            yield from (Line(kind="added", words=line) for line in new[j1:j2])


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The steps from one to the other, in which long runs of the same are cut to what stands around changes."""
    at = 0
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        if (start := group[0][1]) > at:
            yield "skip", at, start, 0, 0
        yield from group
        at = group[-1][2]
    if at < len(old):
        yield "skip", at, len(old), 0, 0
