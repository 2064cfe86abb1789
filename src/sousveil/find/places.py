"""Where it is: the finest place that the document gives for a claim; not where the goods come from."""

from __future__ import annotations

from sousveil.find.attribution import Speaker
from sousveil.find.context import Context, country_of
from sousveil.find.kinds import Reading
from sousveil.find.tables import Mention, Tables
from sousveil.record.claim import Place
from sousveil.vocabulary.gazetteer import Toponym

__all__ = ["place_of"]

_FINE = {"site": 0, "city": 1, "district": 2, "region": 3, "country": 4}
Span = tuple[int, int]


def place_of(
    reading: Reading, toponyms: list[Toponym], mentions: list[Mention], speakers: list[Speaker], quote: Span,
    tables: Tables, context: Context,
) -> tuple[Place, Span] | None:  # fmt: skip
    """The place of a claim and its words; the document's own country where the sentence names none."""
    origins = [m for m in mentions if m.section == "origin"]
    names = [m for m in mentions if m.section in {"named_supplier", "named_outlet"}]
    speaking = [(s.start, s.end) for s in speakers]
    usable: list[Toponym] = []
    for toponym in toponyms:
        if not toponym.candidates or toponym.speaker:
            continue
        if any(m.start <= toponym.start and toponym.end <= m.end for m in names):
            continue
        if any(start <= toponym.start and toponym.end <= end for start, end in speaking):
            continue
        if _is_origin(toponym, origins, reading, context, tables):
            continue
        if toponym.demonym and not _is_body(toponym, mentions):
            continue
        usable.append(toponym)
    inside = [t for t in usable if quote[0] <= t.start and t.end <= quote[1]]
    for group in (inside, usable):
        if group:
            best = min(group, key=lambda t: (_FINE[t.candidates[0].precision], abs(t.start - reading.act.start)))
            return _place(best), (best.start, best.end)
    main = context.main
    if main is None:
        return None
    country = country_of(main)
    return Place(name=main.name, country=country, precision="country"), (main.start, main.end)


def _place(toponym: Toponym) -> Place:
    countries = {c.country for c in toponym.candidates}
    first = toponym.candidates[0]
    return Place(
        name=toponym.name,
        country=first.country if len(countries) == 1 or first.precision == "country" else None,
        precision=first.precision,
    )


def _is_body(toponym: Toponym, mentions: list[Mention]) -> bool:
    """ "North Korean authorities": the adjective tells whose body it is."""
    return any(
        m.section in {"operator", "named_operator", "state", "target", "site"}
        and (0 <= m.start - toponym.end <= 1 or m.start <= toponym.start and toponym.end <= m.end)
        for m in mentions
    )


def _is_origin(
    toponym: Toponym, origins: list[Mention], reading: Reading, context: Context, tables: Tables
) -> bool:
    final = tables.language.writing != "spaced"
    for origin in origins:
        before = 0 <= toponym.start - origin.end <= 2 or origin.start <= toponym.start and toponym.end <= origin.end
        after = final and 0 <= origin.start - toponym.end <= 1
        if before or after:
            return True
    if reading.kind == "supply" and reading.act.ident in {"procure", "supply", "plan"}:
        # "buying cameras in China" in a text about another country tells where they were bought.
        main = context.main
        home = country_of(main) if main else None
        there = country_of(toponym)
        return reading.act.ident == "procure" and home is not None and there != home and toponym.start > reading.act.start
    return False
