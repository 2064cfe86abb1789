"""What was not kept, and what was done."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice, pairwise
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.record import Drop
from sousveil.show.addresses import address, changed
from sousveil.show.case.taking_back import Reader, Reading, readings, undoing
from sousveil.show.page.choosing import PAGE, asked, page_of
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.review.deciding import recorded
from sousveil.show.server.access import asking, form_of, may, requires
from sousveil.show.server.security import own_address
from sousveil.show.server.sessions import Note
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.drops import Why, reason_words, stage_words
from sousveil.show.words.log import ACTIONS, Told, told
from sousveil.store.case import Case
from sousveil.store.log.history import LogFilter
from sousveil.store.log.ledger import LogEntry, entry_hash

__all__ = ["drops", "drops_csv", "log", "log_csv", "undo"]

_BATCH: Final = 200


class Entry(Struct, frozen=True, kw_only=True):
    """An entry of the log as somebody may read it."""

    entry: LogEntry
    told: Told | None
    """Null where it tells of a decision that is still open for whoever reads."""
    undo: bool
    recorded: str
    """The detail as it is recorded; empty where there is none, or it may not be read yet."""


class Chain(Struct, frozen=True, kw_only=True):
    """What is known of the chain of hashes."""

    entries: int
    last: str
    """The hash of the last entry; empty where that may not be read yet."""
    wrong: int | None
    """The first entry on this page that is not what its hash says."""


class Reason(Struct, frozen=True, kw_only=True):
    """A reason for which things were not kept."""

    stage: str
    reason: str
    count: int
    why: Why
    chosen: bool
    address: str


def _number(request: Request) -> int | None:
    after = request.query_params.get("after", "")
    return int(after) if after.isdecimal() and len(after) < 16 else None


def drops(case: Case, request: Request) -> Response:
    """Everything that was met and not kept, with what to do about it."""
    wanted = asked(request, "stage", "reason")
    after = _number(request) or 0
    stage, reason = wanted.get("stage"), wanted.get("reason")
    rows, more = page_of(case.drops(stage, reason, limit=PAGE + 1, skip=after))
    counts = case.drop_counts()
    stages: Counter[str] = Counter()
    for (where, _reason), count in counts.items():
        stages[where] += count
    return render(
        request, "drops.html",
        rows=[(row, reason_words(row.stage, row.reason), _opened(case, row)) for row in rows],
        stages=[(each, stage_words(each), count) for each, count in stages.most_common()],
        reasons=_reasons(counts, stage, reason), stage=stage, reason=reason, after=after or None,
        total=sum(counts.values()), chosen=_chosen(stage, reason),
        following=changed(request, after=after + PAGE) if more else None,
    )  # fmt: skip


def _reasons(counts: Mapping[tuple[str, str], int], stage: str | None, reason: str | None) -> list[Reason]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        Reason(
            stage=where, reason=each, count=count, why=reason_words(where, each),
            chosen=(where, each) == (stage or where, reason),
            address=address("/drops", stage=where, reason=each),
        )
        for (where, each), count in ordered
        if stage in {None, where}
    ]  # fmt: skip


def _chosen(stage: str | None, reason: str | None) -> list[tuple[str, str]]:
    """The filters that are set: what each is called, and the address without it."""
    chosen = []
    if stage:
        chosen.append((stage_words(stage), address("/drops", reason=reason)))
    if reason:
        chosen.append((reason_words(stage or "", reason).what, address("/drops", stage=stage)))
    return chosen


def _opened(case: Case, drop: Drop) -> str:
    """The source that the thing became nevertheless, or else nothing: bytes that were kept can be downloaded there."""
    held = case.capture(drop.capture_sha256) if drop.capture_sha256 else None
    source = case.bare_source(held.source_id) if held else None
    return source.id if source else ""


def drops_csv(_case: Case, request: Request) -> Response:
    """The list as CSV."""
    wanted = asked(request, "stage", "reason")

    def rows(case: Case) -> Iterator[Sequence[object]]:
        for drop in case.drops(wanted.get("stage"), wanted.get("reason")):
            why = reason_words(drop.stage, drop.reason)
            yield (
                drop.stage, drop.reason, drop.count, drop.locator, why.what, drop.detail, why.todo, drop.capture_sha256,
            )  # fmt: skip

    header = ("stage", "reason", "count", "locator", "why", "detail", "what_to_do", "capture_sha256")
    return csv_answer(request, "drops", header, rows)


def log(case: Case, request: Request) -> Response:
    """Everything that was done to the case, newest first, in plain words."""
    wanted, reader, after = _filter(request), _reader(request), _number(request)
    entries, more = page_of(case.history(wanted, after=after, limit=PAGE + 1))
    newest = next(case.history(limit=1), None)
    read = readings(case, [*entries, *([newest] if newest else [])], reader)
    last = newest.hash if newest and not read.get(newest.seq, Reading()).hidden else ""
    actions = case.log_actions()
    return render(
        request, "log.html",
        days=[(day, list(rows)) for day, rows in groupby((_entry(case, each, read) for each in entries), key=_day)],
        wanted=wanted, after=after,
        people=case.log_people(), actions=sorted((_(ACTIONS.get(each, each)), each) for each in actions),
        filtered=wanted != LogFilter(), folder=case.path.name,
        chain=Chain(entries=newest.seq if newest else 0, last=last, wrong=_wrong(entries, whole=wanted == LogFilter())),
        following=changed(request, after=entries[-1].seq) if more else None,
    )  # fmt: skip


def _day(row: Entry) -> str:
    return row.entry.at[:10]


def _filter(request: Request) -> LogFilter:
    given = asked(request, "who", "action", "day")
    day = given.get("day", "")
    try:
        day = date.fromisoformat(day).isoformat() if day else ""
    except ValueError as error:
        raise HTTPException(400, _("“{day}” is no day. Write it as 2024-04-16.", day=day[:40])) from error
    return LogFilter(who=given.get("who", ""), action=given.get("action", ""), day=day)


def _reader(request: Request) -> Reader:
    found = asking(request)
    name = found.visitor.name if found else ""
    return Reader(name=name, reviews=may(request, "review"), leads=may(request, "lead"))


def _entry(case: Case, entry: LogEntry, read: Mapping[int, Reading]) -> Entry:
    reading = read.get(entry.seq, Reading())
    if reading.hidden:
        return Entry(entry=entry, told=None, undo=False, recorded="")
    detail = json.dumps(entry.detail, ensure_ascii=False, indent=1) if entry.detail else ""
    return Entry(entry=entry, told=told(case, entry), undo=reading.undo, recorded=detail)


def _wrong(entries: Sequence[LogEntry], *, whole: bool) -> int | None:
    """The first of these entries (newest first) that its own hash or, in the whole log, the next one contradicts."""
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        made = entry_hash(entry.seq, entry.at, entry.who, entry.action, entry.subject, detail, entry.prev)
        if made != entry.hash:
            return entry.seq
    broken = (later.seq for later, earlier in pairwise(entries) if later.prev != earlier.hash)
    return next(broken, None) if whole else None


def log_csv(_case: Case, request: Request) -> Response:
    """The log as CSV, oldest last, as far as whoever asks may read it."""
    wanted, reader = _filter(request), _reader(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        entries = case.history(wanted)
        while batch := list(islice(entries, _BATCH)):
            read = readings(case, batch, reader)
            for each in (_entry(case, entry, read) for entry in batch):
                entry = each.entry
                open_ = each.told is not None
                yield (
                    entry.seq, entry.at, entry.who, entry.action, entry.subject, _plain(each),
                    json.dumps(entry.detail, ensure_ascii=False) if open_ and entry.detail else "",
                    entry.prev if open_ else "", entry.hash if open_ else "",
                )  # fmt: skip

    return csv_answer(request, "log", ("seq", "at", "who", "action", "subject", "said", "detail", "prev", "hash"), rows)


def _plain(each: Entry) -> str:
    if each.told is None:
        return _("Not told while somebody may still decide about it.")
    said = each.told.said
    words = said.striptags() if hasattr(said, "striptags") else str(said)
    return ": ".join(filter(None, (words, each.told.about, each.told.why)))


@requires("review")
def undo(case: Case, request: Request) -> Response:
    """Take back what an entry of the log tells of: one's own decision, or, for who leads, anybody's."""
    form = form_of(request)
    seq, back = form.get("seq", ""), own_address(form.get("back"))
    wanted = int(seq) if seq.isdecimal() and len(seq) < 16 else 0
    entry = next(case.history(after=wanted + 1, limit=1), None)
    made = undoing(case, entry, _reader(request)) if entry is not None and entry.seq == wanted else []
    if not made:
        raise HTTPException(
            404, _("Nothing was taken back: this decision does not stand any more, or it is not yours.")
        )
    outcome = recorded(case, request, made)
    found = asking(request)
    if found is not None and found.session is not None:
        found.session.note(Note(text=outcome.said, back=back))
    return RedirectResponse(back, status_code=303)
