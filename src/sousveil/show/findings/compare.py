"""Two days of a case beside each other: which findings came, went and changed between them, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from sousveil.record.finding import Finding
from sousveil.review.blind import visible
from sousveil.show.addresses import address
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.server.access import asking, may
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.changes import STEP_NAMES, Did, did, steps_in_words
from sousveil.show.words.log import Told, told
from sousveil.show.words.present import date_phrase, finding_sentence
from sousveil.store.case import Case
from sousveil.store.findings.finding_history import Past, Weighed
from sousveil.store.findings.finding_summary import STEPS, steps_of

__all__ = ["compare", "compare_csv"]

_PAGE: Final = 40
_READ: Final = 3_000
"""Changes that are read for one page at most, where few are of the kind that is asked for."""
_EXACT: Final = 20_000
"""Changes up to which those that were taken back are left out of the counts."""
_RECENT: Final = 12
_DECISIONS: Final = 3
"""Decisions that are told for each weighing."""
_UNKNOWN: Final = later("That is no day. Write it as 2026-05-03.")


class Between(Struct, frozen=True):
    """Two states of a case, by numbers of its log; `until` is null for now."""

    after: int
    until: int | None
    first: str
    """The days as they were asked for; empty where they were not."""
    last: str
    fault: str = ""


class Why(Struct, frozen=True):
    """What led to a weighing: texts that were read, decisions, the first of them in words."""

    weighed: Weighed | None
    when: str
    decisions: tuple[tuple[str, Told], ...]


class Row(Struct, frozen=True):
    """A finding then and now."""

    past: Past
    sentence: str
    before: Finding | None
    after: Finding | None
    said: list[str]
    steps: tuple[str, ...]
    why: Why


def compare(case: Case, request: Request) -> Response:
    """What is different, how many of each kind, and what led to it."""
    between = _between(case, request)
    what = request.query_params.get("what", "")
    what = what if what in STEPS else ""
    counts, exact = case.change_counts(between.after, between.until, most=_EXACT)
    rows, following = _page(case, request, between, what)
    kept = {"since": between.after, "until": between.until} if not (between.first or between.last) else {
        "from": between.first, "to": between.last
    }  # fmt: skip
    return render(
        request, "compare.html",
        between=between, what=what, did=[(one, address("/compare", **kept, what=one.step)) for one in did(counts)],
        exact=exact, rows=rows, steps=STEP_NAMES, whole=address("/compare", **kept),
        csv=address("/compare.csv", **kept, what=what),
        following=address("/compare", **kept, what=what, after=following) if following else None,
        begun=request.query_params.get("after"), recent=_recent(case), unrecorded=_unrecorded(case),
        total_then=case.findings_at(between.after), total_now=case.findings_at(between.until),
        when_then=_moment(case.entry_at(between.after)),
        when_now=_moment(case.entry_at(between.until)) if between.until else "",
    )  # fmt: skip


def _between(case: Case, request: Request) -> Between:
    """What is compared: numbers of the log, or days (UTC; the state at the end of each), or the last change alone."""
    given = request.query_params
    since, until = given.get("since", ""), given.get("until", "")
    if since.isdecimal() and len(since) < 16:
        return Between(int(since), int(until) if until.isdecimal() and len(until) < 16 else None, "", "")
    first, last = given.get("from", "").strip(), given.get("to", "").strip()
    if first or last:
        if not all(_is_day(day) for day in (first, last) if day):
            return Between(0, 0, first, last, _(_UNKNOWN))
        after = case.weighed_at(f"{first}T23:59:59Z") if first else 0
        return Between(after, case.weighed_at(f"{last}T23:59:59Z") if last else None, first, last)
    latest = next(case.weighings(limit=1), None)
    return Between(latest.log - 1 if latest and not latest.unknown else 0, None, "", "")


def _is_day(value: str) -> bool:
    try:
        return len(date.fromisoformat(value).isoformat()) == len(value)
    except ValueError:
        return False


def _page(case: Case, request: Request, between: Between, what: str) -> tuple[list[Row], int | None]:
    """The rows of a page, and the number of the change that the next one goes on after."""
    after = request.query_params.get("after", "")
    before_seq = int(after) if after.isdecimal() and len(after) < 16 else None
    found: list[Row] = []
    whys: dict[int, Why] = {}
    changes = case.changes(between.after, between.until, before_seq=before_seq)
    for read, past in enumerate(changes, 1):
        steps = steps_of(past.before, past.after)
        if steps and (not what or what in steps):
            if past.log not in whys:
                whys[past.log] = _why(case, request, past.log)
            found.append(_row(past, steps, whys[past.log]))
        if len(found) == _PAGE or read == _READ:
            return found, past.seq if next(changes, None) is not None else None
    return found, None


def _row(past: Past, steps: tuple[str, ...], why: Why) -> Row:
    before = past.before.finding(past.finding) if past.before else None
    after = past.after.finding(past.finding) if past.after else None
    shown = after or before
    assert shown is not None, "a finding that neither was nor is has not changed"
    said = steps_in_words(past.before, past.after, past.finding)
    return Row(past, finding_sentence(shown), before, after, said, steps, why)


def _why(case: Case, request: Request, log: int) -> Why:
    weighed = case.weighing(log)
    when = _moment(case.entry_at(log))
    if weighed is None or not weighed.decisions:
        return Why(weighed, when, ())
    asker = asking(request)
    name = asker.visitor.name if asker else ""
    made = []
    for entry in case.log_between(weighed.since, log, "judge", limit=_DECISIONS):
        seen = visible(case.judgements(entry.subject), name, may(request, "lead"))
        if any(
            (each.at, each.who, each.verdict) == (entry.at, entry.who, entry.detail.get("verdict")) for each in seen
        ):
            made.append((entry.who, told(case, entry)))
    return Why(weighed, when, tuple(made))


def _moment(at: str | None) -> str:
    """`3 May 2026, 14:05`: the day and the minute, UTC as the log has it."""
    return _("{day}, {time}", day=date_phrase(at), time=at[11:16]) if at else ""


def _recent(case: Case) -> list[tuple[str, str, list[Did], Weighed]]:
    """The last weighings that changed findings: when, the address of what they changed, and how many did what."""
    return [
        (
            _moment(each.at), address("/compare", since=each.log - 1, until=each.log), did(each.steps), each,
        )
        for each in case.weighings(limit=_RECENT)
        if not each.unknown
    ]  # fmt: skip


def _unrecorded(case: Case) -> str:
    return date_phrase(case.unrecorded_until())


def compare_csv(case: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV."""
    between = _between(case, request)
    what = request.query_params.get("what", "")

    def rows(lent: Case) -> Iterator[Sequence[object]]:
        for past in lent.changes(between.after, between.until):
            steps = steps_of(past.before, past.after)
            if not steps or (what in STEPS and what not in steps):
                continue
            was, now = (each.finding(past.finding) if each else None for each in (past.before, past.after))
            weighed = lent.weighing(past.log)
            yield (
                past.finding, " ".join(steps), finding_sentence(was) if was else None,
                finding_sentence(now) if now else None, was.origins.min if was else None,
                was.origins.max if was else None, now.origins.min if now else None, now.origins.max if now else None,
                was.status if was else None, now.status if now else None, was.disputed if was else None,
                now.disputed if now else None, past.before.claims if past.before else None,
                past.after.claims if past.after else None, weighed.at if weighed else None, past.log,
                weighed.sources if weighed else None, weighed.decisions if weighed else None,
            )  # fmt: skip

    header = (
        "id", "changed", "sentence_then", "sentence_now", "origins_min_then", "origins_max_then", "origins_min_now",
        "origins_max_now", "status_then", "status_now", "disputed_then", "disputed_now", "claims_then", "claims_now",
        "at", "log", "texts_read", "decisions",
    )  # fmt: skip
    return csv_answer(request, "changes", header, rows)
