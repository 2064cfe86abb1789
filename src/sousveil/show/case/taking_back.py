"""Which entries of the log tell of a decision that can be taken back, by whom, and which may not be read yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sousveil.record.judgement import Judgement, standing
from sousveil.review.blind import visible
from sousveil.store.case import Case
from sousveil.store.log.ledger import LogEntry, now

__all__ = ["Reader", "Reading", "readings", "undoing"]


class Reader(Struct, frozen=True, kw_only=True):
    """Who reads the log, and what they may."""

    name: str
    reviews: bool
    leads: bool


class Reading(Struct, frozen=True, kw_only=True):
    """What somebody may see and do about an entry."""

    hidden: bool = False
    """Whether it tells of somebody else's decision about a claim that is still open for them."""
    undo: bool = False
    """Whether they may take the decision back."""


def readings(case: Case, entries: Sequence[LogEntry], reader: Reader) -> dict[int, Reading]:
    """By the numbers of the entries; those that are no decisions are left out."""
    told = [entry for entry in entries if entry.action == "judge"]
    made = case.judgements_of(sorted({entry.subject for entry in told}))
    return {entry.seq: _reading(entry, made, reader) for entry in told}


def _reading(entry: LogEntry, made: Mapping[str, Sequence[Judgement]], reader: Reader) -> Reading:
    about = made.get(entry.subject, ())
    judgement = _told_of(entry, about)
    if judgement is None:
        # Whatever it tells of, it is not told to who might still have to decide blind.
        return Reading(hidden=len(visible(about, reader.name, reader.leads)) < len(about))
    hidden = not any(each is judgement for each in visible(about, reader.name, reader.leads))
    may = reader.reviews and (reader.leads or judgement.who == reader.name)
    return Reading(hidden=hidden, undo=not hidden and may and _undo(judgement, about, reader.name) is not None)


def _told_of(entry: LogEntry, about: Iterable[Judgement]) -> Judgement | None:
    """The judgement of which an entry tells."""
    detail = entry.detail
    return next(
        (
            each
            for each in about
            if (each.at, each.who, each.verdict, each.reason)
            == (entry.at, entry.who, detail.get("verdict"), detail.get("reason"))
            and each.action == detail.get("action", each.action)
        ),
        None,
    )


def _undo(judgement: Judgement, about: Sequence[Judgement], who: str) -> Judgement | None:
    """The judgement that takes one back and nothing else about its subject but what belongs to the same step; null
    where it does not stand any more, or where it has no name by which others could take it back."""
    if judgement.verdict == "undo" or not any(each is judgement for each in standing(about)):
        return None
    action = judgement.action
    undo = Judgement(
        at=now(), who=who, subject=judgement.subject, verdict="undo", undoes=action,
        action=f"undo-{action}" if action else "",
    )  # fmt: skip
    before, after = standing(about), standing([*about, undo])
    gone = [each for each in before if not any(each is kept for kept in after)]
    belongs = all(each is judgement or (action and each.action == action) for each in gone)
    return undo if belongs and any(each is judgement for each in gone) else None


def undoing(case: Case, entry: LogEntry, reader: Reader) -> list[Judgement]:
    """The judgements that take back what an entry tells of, with everything of the same step; empty where that cannot
    be, or where `reader` may not."""
    about = case.judgements(entry.subject)
    found = readings(case, [entry], reader).get(entry.seq)
    judgement = _told_of(entry, about)
    if found is None or not found.undo or judgement is None:
        return []
    own = _undo(judgement, about, reader.name)
    if own is None or not judgement.action:
        return [own] if own else []
    subjects = dict.fromkeys(each.subject for each in case.judged_in(judgement.action))
    return [
        Judgement(
            at=own.at, who=own.who, subject=subject, verdict="undo", undoes=own.undoes, action=own.action
        )
        for subject in subjects
    ]  # fmt: skip
