"""Where it is: the finest place that the document gives for a claim; not where the goods come from."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from sousveil.find.attribution import Speaker
from sousveil.find.borders import beyond_borders
from sousveil.find.context import Context, country_of
from sousveil.find.datelines import is_dateline, owns_a_voice
from sousveil.find.families import PUBLIC_BODIES
from sousveil.find.kinds import Reading
from sousveil.find.origins import is_of_goods
from sousveil.find.tables import Mention, Tables
from sousveil.record.claim import Place
from sousveil.vocabulary.gazetteer_types import Toponym
from sousveil.vocabulary.language import Naming

__all__ = ["named_place", "place_of"]

_BEFORE = 20
"""Characters before a place in which the word stands that makes it a body's."""
_COUNTRY = 6
"""Characters between a place and the country that it is in: ", in Peru"."""
_SMALL = 100_000
"""People below which a town may be anywhere."""
_FINE = {"site": 0, "city": 1, "district": 2, "region": 3, "country": 4}
_KNOWN, _DWARFS = 200_000, 20
"""People of a place that is meant where no country is said, and how many more than in any namesake abroad."""
Span = tuple[int, int]


def place_of(
    reading: Reading, toponyms: list[Toponym], mentions: list[Mention], speakers: list[Speaker], quote: Span,
    tables: Tables, context: Context, operator: Span | None, home: str | None,
) -> tuple[Place, Span] | None:  # fmt: skip
    """The place of a claim and its words; where the sentence names none, the country of the operator (`home`, ISO
    3166-1 alpha-2), else that of the document."""
    own = _own_place(reading, mentions, context, quote, operator, tables.language.naming)
    if own is not None:
        place, span = own
        told = next((t for t in toponyms if t.start < span[1] and span[0] < t.end), None)
        return (_in_country_beside(place, told, toponyms, mentions, context.content) if told else place), span
    usable = [t for t in toponyms if _is_usable(t, reading, mentions, speakers, tables, context)]
    beyond = _beyond(toponyms, context, tables)
    usable = [t for t in usable if t.start not in beyond and not _is_far_off(t, toponyms)]
    if context.main is not None:
        usable = [t for t in usable if not _is_continent(t)]
    if reading.kind == "supply" and reading.act.ident == "supply" and tables.language.order != "verb-final":
        # "China has given São Tomé …": who gets it stands behind the verb.
        usable = [t for t in usable if t.start > reading.act.start] or usable
    # "Beijing has put cameras up in Xinjiang": who acts is where it is only if nothing else is.
    usable = [t for t in usable if not t.acts] or usable
    inside = [t for t in usable if quote[0] <= t.start and t.end <= quote[1]]
    other = any(m.section == "elsewhere" and quote[0] <= m.start and m.end <= quote[1] for m in mentions)
    for group in (inside, [] if other else usable):
        if group:
            best = min(group, key=lambda t: (_FINE[t.candidates[0].precision], abs(t.start - reading.act.start)))
            best = _last_of_address(best, group, context.content, tables)
            place = _in_country_beside(named_place(best), best, toponyms, mentions, context.content)
            if context.body is not None and (place.country is None or context.is_doubtful(best)):
                countries = {c.country for c in best.candidates}.union(*(c.borders for c in best.candidates))
                if context.body.ident in countries or context.is_doubtful(best):
                    place = msgspec.structs.replace(place, country=context.body.ident)
            return place, (best.start, best.end)
    return _of_the_document(reading, context, operator, home, other=other)


def _last_of_address(first: Toponym, toponyms: list[Toponym], content: str, tables: Tables) -> Toponym:
    """The finest part of an address that goes from the large to the small: 서울 강남구, 北京市朝阳区."""
    if tables.language.writing == "spaced":
        return first
    for other in sorted(toponyms, key=lambda t: t.start):
        joined = 0 <= other.start - first.end <= 2 and content[first.end : other.start].strip(" 市") == ""
        if joined and _is_fine(first) and other.candidates[0].precision in {"district", "site"}:
            first = other
    return first


def _in_country_beside(
    place: Place, toponym: Toponym, toponyms: list[Toponym], mentions: list[Mention], content: str
) -> Place:
    """The place in the country that stands right behind or before it, or its body: "the Lagos police in Nigeria"."""
    if place.country is not None:
        return place
    around = [m for m in mentions if m.section == "operator" and m.start <= toponym.start and toponym.end <= m.end]
    low = min([toponym.start, *(m.start for m in around)])
    high = max([toponym.end, *(m.end for m in around)])
    countries = {c.country for c in toponym.candidates}
    for other in toponyms:
        behind, before = content[high : other.start], content[other.end : low]
        beside = (other.start >= high and len(behind) <= _COUNTRY) or (other.end <= low and len(before) <= 2)
        if beside and other.candidates and other.candidates[0].precision == "country":
            country = country_of(other)
            if country in countries and not any(mark in behind for mark in ".;:"):
                return msgspec.structs.replace(place, country=country)
    return place


def _beyond(toponyms: list[Toponym], context: Context, tables: Tables) -> set[int]:
    """The places of a sentence that lie beyond a border that it, or the document, tells of from this side."""
    main = context.main
    around = [main] if main is not None and main.start not in {t.start for t in toponyms} else []
    return beyond_borders([*around, *toponyms], context.content, tables)


def _is_continent(toponym: Toponym) -> bool:
    first = toponym.candidates[0]
    return first.country is None and not first.borders


def _is_far_off(toponym: Toponym, toponyms: list[Toponym]) -> bool:
    """Whether a small town lies in none of the countries that the sentence names: most often it is a common word."""
    first = toponym.candidates[0]
    if first.precision not in {"city", "district"} or first.population >= _SMALL:
        return False
    named = {country_of(t) for t in toponyms if t.candidates and t.candidates[0].precision == "country"}
    return bool(named) and named.isdisjoint(c.country for c in toponym.candidates)


def _of_the_document(
    reading: Reading, context: Context, operator: Span | None, home: str | None, *, other: bool
) -> tuple[Place, Span] | None:
    """The country of the operator, else the one that the document is about."""
    main = context.main
    if home is not None and operator is not None and (main is None or country_of(main) != home):
        country_name = context.country_name(home)
        return None if country_name is None else (Place(name=country_name, country=home, precision="country"), operator)
    head = context.head_of(reading.act.start)
    if head is not None:
        return named_place(head), (head.start, head.end)
    if main is None:
        return _by_bodies(context)
    country = country_of(main)
    if other and main.candidates[0].precision != "country":
        # "Elsewhere in the country" is not in the town that the text has named.
        return None
    last = context.place
    if reading.kind == "supply" and last is not None and last[0].country not in {None, country}:
        # The text of a seller's country goes on telling of the buyer's.
        return last
    return Place(name=main.name, country=country, precision="country"), (main.start, main.end)


def _by_bodies(context: Context) -> tuple[Place, Span] | None:
    """The country whose bodies a text names that names no country: 県警, "constabulary"."""
    body = context.body
    name = context.country_name(body.ident) if body is not None else None
    if body is None or name is None:
        return None
    return Place(name=name, country=body.ident, precision="country"), (body.start, body.end)


def _is_of_speaker(toponym: Toponym, mentions: list[Mention], speakers: list[Speaker], tables: Tables) -> bool:
    """ "Commentators in Seoul", "a researcher in Seoul": where the speaker is."""
    if tables.language.writing != "spaced":
        # The place of a speaker stands before: 서울의 전문가.
        return False
    bodies = [m for m in mentions if m.section in PUBLIC_BODIES]
    return any(
        m.section == "attribution"
        and m.ident == "speakers"
        and 0 < toponym.start - m.end <= 5
        # "The police of Lima" may speak, and act as well.
        and (_overlaps(m, speakers) or not _overlaps(m, bodies))
        for m in mentions
    )


def _overlaps(mention: Mention, others: Sequence[Mention | Speaker]) -> bool:
    return any(o.start < mention.end and mention.start < o.end for o in others)


def _is_usable(
    toponym: Toponym, reading: Reading, mentions: list[Mention], speakers: list[Speaker], tables: Tables,
    context: Context,
) -> bool:  # fmt: skip
    """Whether a toponym may say where the surveillance is."""
    content = context.content
    if not toponym.candidates or toponym.speaker or (toponym.demonym and not _is_body(toponym, mentions)):
        return False
    within = [m for m in mentions if m.start <= toponym.start and toponym.end <= m.end]
    if any(m.section in {"named_supplier", "named_outlet"} for m in within):
        return False
    # "Department of Homeland Security" holds no place, "Ministry of Health of Kenya" does.
    inner = any(m.section == "operator" and m.start < toponym.start for m in within)
    joined = tuple(f"{word} " for word in tables.language.naming.of)
    # "Stadtpolizei Zürich", "полиции Бишкека": the name of a body ends with where it is.
    smaller = toponym.candidates[0].precision != "country"
    inner = inner and not (smaller and any(m.end == toponym.end for m in within if m.section == "operator"))
    if inner and not toponym.demonym and not content[max(0, toponym.start - _BEFORE) : toponym.start].endswith(joined):
        return False
    if any(s.start <= toponym.start and toponym.end <= s.end for s in speakers):
        return False
    return not (
        is_dateline(toponym, content, tables)
        or owns_a_voice(toponym, mentions, content, tables)
        or _is_of_speaker(toponym, mentions, speakers, tables)
        or _names_a_house(toponym, content, tables)
        or _after_a_citation(toponym, mentions, reading.act.end, content, tables)
        or _is_origin(toponym, mentions, reading, context, tables)
    )


def _is_fine(toponym: Toponym) -> bool:
    return toponym.candidates[0].precision not in {"country", "region"}


def _names_a_house(toponym: Toponym, content: str, tables: Tables) -> bool:
    """ "Bard College", "Boston Globe": a name of an institution, not the place of what it tells."""
    following = content[toponym.end : toponym.end + 14].split(" ")
    return len(following) > 1 and following[0] == "" and following[1].rstrip(".,;’'s") in tables.language.naming.houses


def _after_a_citation(toponym: Toponym, mentions: list[Mention], act_end: int, content: str, tables: Tables) -> bool:
    """Whether it stands in the words that name the source: "according to data compiled by … at …".

    Where the sentence has said its thing before the cue, all that follows is about the source: "… into schools,
    according to a report by 38 North, a project of the Stimson Center in Washington".
    """
    if tables.language.order == "verb-final":
        # The source stands before its cue, and what it tells behind.
        return False
    for cue in mentions:
        if cue.section == "attribution" and cue.ident == "before" and toponym.start >= cue.end:
            between = content[cue.end : toponym.start]
            if act_end <= cue.start or (len(between) <= 110 and not any(mark in between for mark in ",;:،؛")):
                return True
    return False


def _own_place(
    reading: Reading, mentions: list[Mention], context: Context, quote: Span, operator: Span | None, naming: Naming
) -> tuple[Place, Span] | None:
    """The place that a public body has in its name: "Aiken County Sheriff's Office" is of Aiken County."""
    content = context.content
    bodies = [
        m
        for m in mentions
        if m.section == "operator" and quote[0] <= m.start and m.end <= quote[1] and content[m.start].isupper()
    ]
    heads = {content[m.start : m.end] for m in bodies}
    bodies.sort(key=lambda m: ((m.start, m.end) != operator, abs(reading.act.start - m.end), m.start - m.end))
    for body in bodies:
        words = content[body.start : body.end].split(" ")
        begin = 2 if words[1:2] and words[1] in naming.of and words[0] in naming.settlements else 0
        if words[0] in naming.general and not begin:
            continue
        for length in range(min(begin + 5, len(words) - 1), begin, -1):
            name = " ".join(words[begin:length])
            place = None if name in heads else context.lookup(name)
            if place is None:
                continue
            if words[length : length + 1] and words[length] in naming.settlements:
                name = f"{name} {words[length]}"
                place = msgspec.structs.replace(place, name=name)
            start = body.start + len(" ".join(words[:begin])) + (1 if begin else 0)
            told = context.body_at(body.start, body.end)
            if told is not None and place.precision != "country":
                # "Ashgrove Borough Council" is of an Ashgrove in the country that has borough councils.
                place = msgspec.structs.replace(place, country=told.ident)
            return place, (start, start + len(name))
    if bodies and (bodies[0].start, bodies[0].end) == operator:
        return _by_office(bodies[0], mentions, content, naming)
    return None


def _by_office(body: Mention, mentions: list[Mention], content: str, naming: Naming) -> tuple[Place, Span] | None:
    """The place of a local body that no gazetteer has: what stands before "Police Department"."""
    office = next((m for m in mentions if m.section == "offices" and body.start < m.start < body.end), None)
    if office is None:
        return None
    name = content[body.start : office.start].strip()
    words = name.split(" ")
    if not name or len(words) > 3 or not set(words).isdisjoint((*naming.general, *naming.kinds)):
        return None
    return Place(name=name), (body.start, body.start + len(name))


def named_place(toponym: Toponym) -> Place:
    """The place that a toponym names, as far as the name alone is certain."""
    first = toponym.candidates[0]
    abroad = max((c.population for c in toponym.candidates if c.country != first.country), default=None)
    certain = abroad is None or first.precision == "country" or first.population > max(_KNOWN, _DWARFS * abroad)
    return Place(
        name=toponym.name,
        country=first.country if certain else None,
        precision=first.precision,
    )


def _is_body(toponym: Toponym, mentions: list[Mention]) -> bool:
    """ "North Korean authorities": the adjective tells whose body it is."""
    return any(
        m.section in {"operator", "named_operator", "state", "target", "site"}
        and (
            0 <= m.start - toponym.end <= 1
            or 0 <= toponym.start - m.end <= 1
            or (m.start <= toponym.start and toponym.end <= m.end)
        )
        for m in mentions
    )


def _is_origin(toponym: Toponym, mentions: list[Mention], reading: Reading, context: Context, tables: Tables) -> bool:
    if is_of_goods(toponym, mentions, context.content, tables):
        return True
    if reading.kind == "supply" and reading.act.ident in {"procure", "supply", "plan"}:
        # "buying cameras in China" in a text about another country tells where they were bought.
        home = country_of(context.main) if context.main else context.body.ident if context.body else None
        if home is None or country_of(toponym) == home:
            return False
        # Where the verb stands last, both sides of a deal stand before it.
        behind = toponym.start > reading.act.start
        return tables.language.order == "verb-final" or behind == (reading.act.ident != "supply")
    return False
