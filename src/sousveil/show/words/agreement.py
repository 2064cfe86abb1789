"""What the figures of agreement say, in plain words, and what two coders made of one claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from msgspec import Struct

from sousveil.record import Claim
from sousveil.record.claim import Organisation
from sousveil.review.agreement import FEWEST, PASSAGE, Figure, Pair
from sousveil.review.alpha import Alpha
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.names import country_name, organisation_name
from sousveil.show.words.present import date_phrase, place_phrase, quantity_phrase
from sousveil.show.words.regional import joined, number

__all__ = ["METRICS", "NAMES", "Row", "alpha_reading", "decision_row", "figure_row", "kappa_reading", "value_phrase"]

NAMES: Final = {
    "decision": later("Keep or reject"), "kind": later("Kind"), "technology": later("Technology"), "act": later("Act"),
    "polarity": later("Affirmed or denied"), "certainty": later("Stated or hedged"), "operator": later("Operator"),
    "supplier": later("Supplier"), "place": later("Place"), "country": later("Country"), "site_types": later("Sites"),
    "target": later("Target"), "time": later("Time"), "reported": later("When it was said"),
    "quantity": later("Quantity"), "attributed_to": later("Speaker"), PASSAGE: later("The words of the claim"),
    "site": later("Sites"), "words": later("Words behind a value"), "details": later("A detail that is not compared"),
}  # fmt: skip
"""What to call a slot or a span; `decision` is to keep or to reject, `words` the words behind slots."""
METRICS: Final = {
    "nominal": later("same or not"), "set": later("sets, by MASI"), "ratio": later("numbers, by their ratio"),
    "span": later("both ends within the tolerance"),
}  # fmt: skip
"""How values are compared."""
_QUOTED: Final = 160


class Row(Struct, frozen=True, kw_only=True):
    """A line of the tables of figures."""

    what: str
    """A key of `NAMES`."""
    how: str
    """A key of `METRICS`."""
    units: int
    told: bool
    """Whether there are enough claims to say anything."""
    agreed: str
    """The share that agrees; empty where it is not told."""
    alpha: str
    """The coefficient; empty where there is none."""
    reading: str


def figure_row(figure: Figure) -> Row:
    """A slot, or the words behind one."""
    return _row(figure.slot, figure.metric, figure.alpha)


def decision_row(alpha: Alpha) -> Row:
    """To keep or to reject, over everybody."""
    return _row("decision", "nominal", alpha)


def _row(what: str, how: str, alpha: Alpha) -> Row:
    told = alpha.units >= FEWEST
    return Row(
        what=what,
        how=how,
        units=alpha.units,
        told=told,
        agreed=_share(alpha.agreed / alpha.units) if told else "",
        alpha=coefficient(alpha.alpha) if told else "",
        reading=alpha_reading(alpha),
    )


def coefficient(value: float | None) -> str:
    """`0.74`; never 1.00 for what is not full agreement. Empty for none."""
    if value is None:
        return ""
    # Full agreement is 1 and nothing else is.
    shown = min(value, 0.994) if value < 1 else 1.0
    return number(round(shown, 2) or 0.0, 2)


def alpha_reading(alpha: Alpha) -> str:
    """What a figure of alpha says."""
    if alpha.units < FEWEST:
        return _("Too few to tell: fewer than {fewest} claims.", fewest=FEWEST)
    if alpha.alpha is None:
        return _("Everybody gave the same value everywhere: agreement cannot be told from chance.")
    if alpha.alpha == 1:
        return _("They never differ.")
    if alpha.alpha < 0:
        return _("They differ more often than chance would bring.")
    return _("They differ {share} as much as chance would bring.", share=_share(1 - alpha.alpha))


def kappa_reading(pair: Pair) -> str:
    """What the figures of two people say."""
    kappa = pair.kappa
    if kappa.n < FEWEST or kappa.observed is None or kappa.expected is None:
        return _("Too few to tell: fewer than {fewest} claims.", fewest=FEWEST)
    if kappa.kappa is None:
        return _("Both decided one and the same about every claim: agreement cannot be told from chance.")
    return _(
        "Same decision about {observed} of the claims; chance alone would bring {expected}.",
        observed=_share(kappa.observed), expected=_share(kappa.expected),
    )  # fmt: skip


def _share(share: float) -> str:
    """`93 %`, rounded so that only all are 100 % and only none 0 %."""
    per_cent = round(share * 100)
    if share < 1:
        per_cent = min(per_cent, 99)
    if share > 0:
        per_cent = max(per_cent, 1)
    return _("{number} %", number=per_cent)


def share_phrase(part: int, whole: int) -> str:
    """A share of a number of things."""
    return _share(part / whole) if whole else ""


def value_phrase(claim: Claim | None, slot: str) -> str:
    """What a coder's claim says in a slot; `rejected` where they rejected it."""
    if claim is None:
        return _("rejected")
    if slot == "decision":
        return _("kept")
    if slot == PASSAGE:
        said = claim.evidence.quote
        return f"“{said if len(said) <= _QUOTED else said[: _QUOTED - 1].rstrip() + '…'}”"
    found = [words for words in _VALUES[slot](claim) if words]
    return joined(found) if found else _("empty")


def _named(*organisations: Organisation | None) -> list[str]:
    """Names, and what they refer to where that is known: two may have the same name and mean different bodies."""
    return [
        f"{organisation_name(each)} ({each.ref})" if each.ref and each.ref not in each.name else organisation_name(each)
        for each in organisations
        if each is not None
    ]


def _labels(identifiers: Iterable[str], table: str) -> list[str]:
    return [in_words(each, table) for each in identifiers]


_VALUES: Final[dict[str, Callable[[Claim], list[str]]]] = {
    "kind": lambda claim: _labels([claim.kind], "kind"),
    "technology": lambda claim: _labels(claim.technology, "technology"),
    "act": lambda claim: _labels([claim.act], "act"),
    "polarity": lambda claim: [_("denied") if claim.polarity == "denied" else _("affirmed")],
    "certainty": lambda claim: [_("hedged") if claim.certainty == "hedged" else _("stated")],
    "operator": lambda claim: _named(claim.operator),
    "supplier": lambda claim: _named(claim.supplier),
    "place": lambda claim: [place_phrase(claim.place)],
    "country": lambda claim: [country_name(claim.place.country)] if claim.place and claim.place.country else [],
    "site_types": lambda claim: _labels(claim.site_types, "site_type"),
    "target": lambda claim: [claim.target or ""],
    "time": lambda claim: [date_phrase(claim.time)],
    "reported": lambda claim: [date_phrase(claim.reported)],
    "quantity": lambda claim: [quantity_phrase(claim.quantity)],
    "attributed_to": lambda claim: _named(*claim.attributed_to),
}
"""The words of each slot; empty ones say nothing."""
