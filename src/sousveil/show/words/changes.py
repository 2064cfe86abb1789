"""What changed in findings, in words: how many did what, and what a finding was and is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from sousveil.show.words import labels
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later, later_many, ngettext
from sousveil.show.words.present import origins_phrase
from sousveil.store.findings.finding_summary import STEPS, Summary, steps_of

__all__ = ["STEP_NAMES", "Did", "did", "steps_in_words"]

STEP_NAMES: Final = {
    "added": later("New"), "gone": later("Gone"), "more": later("More origins"), "fewer": later("Fewer origins"),
    "disputed": later("Now disputed"), "agreed": later("No longer disputed"), "status": later("Another status"),
    "other": later("Changed otherwise"),
}  # fmt: skip
_COUNTED: Final = {
    "added": later_many("{count} new finding", "{count} new findings"),
    "gone": later_many("{count} is gone", "{count} are gone"),
    "more": later_many("{count} gained an origin", "{count} gained origins"),
    "fewer": later_many("{count} lost an origin", "{count} lost origins"),
    "disputed": later_many("{count} is disputed now", "{count} are disputed now"),
    "agreed": later_many("{count} is no longer disputed", "{count} are no longer disputed"),
    "status": later_many("{count} has another status", "{count} have another status"),
    "other": later_many("{count} changed otherwise", "{count} changed otherwise"),
}


class Did(Struct, frozen=True):
    """How many findings did something: the step, and the words."""

    step: str
    count: int
    words: str


def did(counts: Mapping[str, int]) -> list[Did]:
    """What findings did, those that nothing did left out."""
    return [Did(step, counts[step], ngettext(*_COUNTED[step], counts[step])) for step in STEPS if counts.get(step)]


def steps_in_words(before: Summary | None, after: Summary | None, identifier: str) -> list[str]:
    """What changed in one finding: "1 origin, now 2 origins"."""
    steps = steps_of(before, after)
    if before is None or after is None:
        return [_(STEP_NAMES[step]) for step in steps]
    was, now = before.finding(identifier), after.finding(identifier)
    said: list[str] = []
    if {"more", "fewer"} & set(steps):
        said.append(_("{before}, now {after}", before=origins_phrase(was.origins), after=origins_phrase(now.origins)))
    if "disputed" in steps or "agreed" in steps:
        step = "disputed" if after.disputed else "agreed"
        said.append(_(STEP_NAMES[step]))
    if "status" in steps:
        status = [labels.label(labels.STATUS, each.status) for each in (before, after)]
        said.append(_("{before}, now {after}", before=status[0], after=status[1]))
    if before.claims != after.claims:
        claims = [ngettext("{count} claim", "{count} claims", each.claims) for each in (before, after)]
        said.append(_("{before}, now {after}", before=claims[0], after=claims[1]))
    return said or [_("Its dates or names changed")]
