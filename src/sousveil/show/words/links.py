"""How a link between two sources is known, in words: which came first, and how sure the link is."""

from __future__ import annotations

from datetime import date
from typing import Final

from sousveil.record.echo import Echo
from sousveil.record.source import Source
from sousveil.show.words import labels
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later, ngettext, pgettext
from sousveil.show.words.names import country_name, entity_name
from sousveil.show.words.present import date_phrase
from sousveil.show.words.regional import number
from sousveil.weigh.days import days_of

__all__ = ["came_first", "lag_phrase", "same_phrase", "strength_phrase"]

_STRENGTH: Final = (
    (0.95, later("very strong")), (0.8, later("strong")), (0.6, later("fair")), (0.0, later("weak")),
)  # fmt: skip
_GUESS: Final = {
    "own": later(
        "Which came first is a guess: one of the two says that it saw or heard it itself, and no date decides."
    ),
    "undated": later("Which came first is a guess: only one of the two has a date, and it is taken to be the first."),
    "length": later("Which came first is a guess: no date decides, and the longer text is taken to be the first."),
    "unknown": later("Which came first is a guess: no date, no credit line and no citation tells."),
}
_WHAT: Final = labels.Words(
    "shared by both sides",
    {
        "technology": "technology: {value}", "site": "site: {value}", "country": "country: {value}",
        "source": "source: {value}", "date": "date: {value}", "number": "number: {value}", "year": "year: {value}",
        "place": "place: {value}",
    },
)  # fmt: skip


def came_first(echo: Echo, this: Source | None, other: Source | None) -> str:
    """Which of the two came first and how that is known; what is a guess is called one."""
    match echo.direction:
        case "date" if this and other and this.published and this.published == other.published:
            return _("The other came first: both are of {date}, by the time of day.", date=date_phrase(this.published))
        case "date" if this and other and this.published and other.published:
            return _(
                "The other came first: {first} before {then}.",
                first=date_phrase(other.published),
                then=date_phrase(this.published),
            )
        case "date":
            return _("The other came first, by the dates of both.")
        case "citation":
            return _("The other came first: this text cites it.")
        case "credit":
            return _("The other came first: a credit line says whose words these are.")
        case guess:
            return _(_GUESS.get(guess, _GUESS["unknown"]))


def strength_phrase(echo: Echo) -> str:
    """`very strong (0.96 of 1)`; of a copy, how much of the passage stands in the other."""
    words = _(next(words for least, words in _STRENGTH if echo.score >= least))
    if echo.type == "copy":
        share = min(99, round(echo.score * 100)) if echo.score < 1 else 100
        return _("{strength}: {share} % of the words are the same", strength=words, share=share)
    return _("{strength} ({score} of 1)", strength=words, score=number(echo.score, 2))


def same_phrase(what: str) -> str:
    """What words on both sides say (`Aligned.what`), its identifiers as words: `technology: cameras`."""
    kind, _, value = what.partition(" ")
    match kind:
        case "technology":
            value = labels.label(labels.TECHNOLOGY, value)
        case "site":
            value = labels.label(labels.SITE, value)
        case "country":
            value = country_name(value)
        case "source":
            value = entity_name(value)
        case "date":
            value = date_phrase(value)
        case "number" | "year" | "place":
            pass
        case _:
            return what
    return pgettext(_WHAT.context, _WHAT[kind], value=value)


def lag_phrase(first: str | None, then: str | None) -> str:
    """How long after the origin something was published: `same day`, `3 days later`, `about 2 years later`; empty
    where a date is missing or is no day."""
    start, end = _day(first), _day(then)
    if start is None or end is None:
        return ""
    days = (end - start).days
    if days < 0:
        return _("{span} earlier", span=_span(-days))
    return _("same day") if days == 0 else _("{span} later", span=_span(days))


def _day(value: str | None) -> date | None:
    days = days_of(value)
    return days[0] if days and days[0] == days[1] else None


def _span(days: int) -> str:
    if days < 60:
        return ngettext("{count} day", "{count} days", days)
    if days < 730:
        return ngettext("about {count} month", "about {count} months", round(days / 30.4))
    return ngettext("about {count} year", "about {count} years", round(days / 365.25))
