"""Where it is: the finest place that the document gives for a claim; not where the goods come from."""

from __future__ import annotations

import re

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
    own = _own_place(reading, mentions, context, quote)
    if own is not None:
        return own
    for toponym in toponyms:
        if not toponym.candidates or toponym.speaker:
            continue
        if any(m.start <= toponym.start and toponym.end <= m.end for m in names):
            continue
        if any(start <= toponym.start and toponym.end <= end for start, end in speaking):
            continue
        if _is_dateline(toponym, context.content) or _is_of_speaker(toponym, mentions):
            continue
        if _names_a_house(toponym, context.content) or _after_a_citation(toponym, mentions, context.content):
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


_DATELINE = re.compile(r"[^\n.。!?]{0,24}?(?:[)）】]|[—–]|\.-|=|报道|報導|報道)")


def _is_dateline(toponym: Toponym, content: str) -> bool:
    """ "SEOUL (MW) — …", 【ソウル=MW】, "(서울=연합뉴스)": where the article was written, not what it tells of."""
    line = content.rfind("\n", 0, toponym.start) + 1
    opening = content[line : toponym.start]
    if content.startswith(("报道", "報導", "報道"), toponym.end):
        return True
    if len(opening) > 4 or opening.strip("(（【[ ") != "":
        return False
    return _DATELINE.match(content, toponym.end) is not None


def _is_of_speaker(toponym: Toponym, mentions: list[Mention]) -> bool:
    """ "Commentators in Seoul", "a researcher in Seoul": where the speaker is."""
    return any(
        m.section == "attribution" and m.ident == "speakers" and 0 < toponym.start - m.end <= 5 for m in mentions
    )


_HOUSES = ("College", "University", "Institute", "Post", "Times", "News", "Herald", "Journal", "Center", "Centre")


def _names_a_house(toponym: Toponym, content: str) -> bool:
    """ "Bard College", "Boston Globe": a name of an institution, not the place of what it tells."""
    following = content[toponym.end : toponym.end + 14].split(" ")
    return len(following) > 1 and following[0] == "" and following[1].rstrip(".,;’'s") in _HOUSES


def _after_a_citation(toponym: Toponym, mentions: list[Mention], content: str) -> bool:
    """Whether it stands in the words that name the source: "according to data compiled by … at …"."""
    for cue in mentions:
        if cue.section == "attribution" and cue.ident == "before" and 0 <= toponym.start - cue.end <= 110:
            if not any(mark in content[cue.end : toponym.start] for mark in ",;:"):
                return True
    return False


def _own_place(
    reading: Reading, mentions: list[Mention], context: Context, quote: Span
) -> tuple[Place, Span] | None:
    """The place that a public body has in its name: "Aiken County Sheriff's Office" is of Aiken County."""
    bodies = [
        m
        for m in mentions
        if m.section == "operator" and quote[0] <= m.start and m.end <= quote[1] and context.content[m.start].isupper()
    ]
    bodies.sort(key=lambda m: (abs(reading.act.start - m.end), m.start - m.end))
    for body in bodies:
        words = context.content[body.start : body.end].split(" ")
        for length in range(min(5, len(words) - 1), 0, -1):
            name = " ".join(words[:length])
            if words[0] in {"University", "Department", "Ministry", "Bureau"}:
                break
            place = context.lookup(name)
            if place is not None:
                return place, (body.start, body.start + len(name))
    return None


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
        behind = toponym.start > reading.act.start
        return home is not None and there != home and behind == (reading.act.ident != "supply")
    return False
