"""How origins were counted, in plain words: the range of a finding, and what each of its origins counts for."""

from __future__ import annotations

from collections.abc import Sequence

from sousveil.record.finding import Origin, Origins
from sousveil.show.names import country_name
from sousveil.show.present import joined

__all__ = ["counts_for", "interest_phrase", "range_phrase"]

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def range_phrase(origins: Origins) -> str:
    """Why the numbers of a finding with several origins are what they are; empty for one or none."""
    if origins.max <= 1:
        return ""
    known = [origin for origin in origins.named if origin.independent]
    open_ = [origin for origin in origins.named if not origin.independent]
    if origins.min == origins.max:
        start = f"{origins.max:,} independent origins:"
    else:
        start = f"At least {origins.min:,}, at most {origins.max:,} independent origins:"
    if not known:
        return f"{start} somebody said it, and of none is it known that it is independent. {_open(open_)}".rstrip()
    each = "one is" if len(known) == 1 else f"{_number(len(known)).lower()} are"
    apart = "known to rest on work of its own" if len(known) == 1 else "known to be independent of each other"
    return f"{start} {each} {apart}. {_open(open_)}".rstrip()


def _open(origins: Sequence[Origin]) -> str:
    """What the origins are that count towards the most alone."""
    if not origins:
        return ""
    states = [country_name(origin.interested) for origin in origins if origin.interested]
    others = [origin for origin in origins if not origin.interested]
    lost = sum(origin.unknown for origin in others)
    cited = sum(origin.cited is not None and not origin.unknown for origin in others)
    told = []
    if lost:
        told.append(f"{_number(lost).lower()} {'has' if lost == 1 else 'have'} words of somebody whom nobody names")
    if cited:
        told.append(f"{_number(cited).lower()} {'is' if cited == 1 else 'are'} only cited")
    if states:
        told.append(f"one is all media of {joined(states)} on itself, one interested party")
    of = "Of the other" if len(origins) == 1 else f"Of {_number(len(origins)).lower()} others"
    rest = f": {joined(told)}" if told else ""
    return f"{of} it is not known{rest}. What is not known earns no independence."


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def counts_for(origin: Origin, *, alone: bool) -> str:
    """What an origin counts for beside the others, and why; empty where it is alone."""
    if origin.independent:
        return "" if alone else "Known to be independent of the others: it counts towards the least."
    if origin.unknown:
        return "The words are somebody else's, and nobody says whose. It counts towards the most alone."
    return "" if alone else "Not known to be independent of the others: it counts towards the most alone."


def interest_phrase(origin: Origin) -> str:
    """That an origin speaks of itself, with whose media it is; empty where it does not."""
    if not origin.interested:
        return ""
    return f"media of the state on itself: one interested party ({country_name(origin.interested)})"
