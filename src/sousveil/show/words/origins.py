"""How origins were counted, in plain words: the range of a finding, and what each of its origins counts for."""

from __future__ import annotations

from collections.abc import Sequence

from sousveil.record.finding import Origin, Origins
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import ngettext, pgettext
from sousveil.show.words.labels import Words, label
from sousveil.show.words.names import country_name
from sousveil.show.words.regional import joined, number

__all__ = ["counts_for", "interest_phrase", "range_phrase"]

_NUMBERS = Words(
    "number of origins",
    {
        "1": "One", "2": "Two", "3": "Three", "4": "Four", "5": "Five", "6": "Six", "7": "Seven", "8": "Eight",
        "9": "Nine", "10": "Ten",
    },
)  # fmt: skip


def range_phrase(origins: Origins) -> str:
    """Why the numbers of a finding with several origins are what they are; empty for one or none."""
    if origins.max <= 1:
        return ""
    known = [origin for origin in origins.named if origin.independent]
    open_ = [origin for origin in origins.named if not origin.independent]
    if origins.min == origins.max:
        said = [ngettext("{count} independent origin.", "{count} independent origins.", origins.max)]
    else:
        said = [
            _(
                "At least {least}, at most {most} independent origins.",
                least=number(origins.min),
                most=number(origins.max),
            )
        ]
    if not known:
        said.append(_("Somebody said it, and of none is it known that it is independent."))
    elif len(known) == 1:
        said.append(_("One is known to rest on work of its own."))
    else:
        said.append(_("{number} are known to be independent of each other.", number=_number(len(known))))
    return " ".join([*said, *_open(open_)])


def _open(origins: Sequence[Origin]) -> list[str]:
    """What the origins are that count towards the most alone, a sentence each."""
    if not origins:
        return []
    states = [country_name(origin.interested) for origin in origins if origin.interested]
    others = [origin for origin in origins if not origin.interested]
    lost = sum(origin.unknown for origin in others)
    cited = sum(origin.cited is not None and not origin.unknown for origin in others)
    if len(origins) == 1:
        said = [_("Of the other it is not known.")]
    else:
        said = [_("Of {number} others it is not known.", number=_number(len(origins)).lower())]
    if lost:
        words = ngettext(
            "{number} has words of somebody whom nobody names.",
            "{number} have words of somebody whom nobody names.",
            lost,
            number=_number(lost),
        )
        said.append(words)
    if cited:
        said.append(ngettext("{number} is only cited.", "{number} are only cited.", cited, number=_number(cited)))
    if states:
        said.append(_("One is all media of {states} on itself, one interested party.", states=joined(states)))
    return [*said, _("What is not known earns no independence.")]


def _number(count: int) -> str:
    """In words where it is small, as it begins a sentence."""
    return (
        label(_NUMBERS, str(count)) if str(count) in _NUMBERS else pgettext("number of origins", "{n}", n=number(count))
    )


def counts_for(origin: Origin, *, alone: bool) -> str:
    """What an origin counts for beside the others, and why; empty where it is alone."""
    if origin.independent:
        return "" if alone else _("Known to be independent of the others: it counts towards the least.")
    if origin.unknown:
        return _("The words are somebody else's, and nobody says whose. It counts towards the most alone.")
    return "" if alone else _("Not known to be independent of the others: it counts towards the most alone.")


def interest_phrase(origin: Origin) -> str:
    """That an origin speaks of itself, with whose media it is; empty where it does not."""
    if not origin.interested:
        return ""
    return _("media of the state on itself: one interested party ({country})", country=country_name(origin.interested))
