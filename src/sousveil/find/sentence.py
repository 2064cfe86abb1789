"""One sentence: what is recognised in it, and the readings that pass the gate."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from sousveil.find import gate
from sousveil.find.acts import Act, acts_of, technologies_of
from sousveil.find.attached import with_features, without_hosts
from sousveil.find.attribution import Speaker, speakers_of
from sousveil.find.certainty import is_denied
from sousveil.find.context import Context
from sousveil.find.kinds import Reading, kind_of, one_programme, readings_of_topics
from sousveil.find.predicates import Predicate, predicates_of, takes_up
from sousveil.find.segment import clause_starts
from sousveil.find.tables import Mention, Tables
from sousveil.find.topics import topics_of
from sousveil.vocabulary.gazetteer_types import Toponym

__all__ = ["Sentence", "acts_in", "deny_what_failed", "readings_of", "recognise"]


class Sentence(Struct, frozen=True):
    """A sentence with everything that was recognised in it."""

    start: int
    end: int
    clauses: list[int]
    mentions: list[Mention]
    technologies: list[Mention]
    speakers: list[Speaker]


def _clauses(content: str, start: int, end: int, tables: Tables) -> list[int]:
    """Where the clauses start, as places in the text and not in its view."""
    part, letters = content[start:end], tables.orthography.letters
    found = clause_starts(tables.view(content), start, end, tables.clauses)
    return sorted({start + letters.original(part, at - start, at - start)[0] for at in found})


def recognise(content: str, start: int, end: int, tables: Tables) -> Sentence:
    """Everything that the vocabulary recognises in `content[start:end]`."""
    mentions = with_features(_outside_names(tables.mentions(content, start, end)), content, tables)
    technologies = _not_of_names(technologies_of(mentions), mentions)
    return Sentence(
        start=start,
        end=end,
        clauses=_clauses(content, start, end, tables),
        mentions=mentions,
        technologies=without_hosts(technologies, content, tables),
        speakers=speakers_of(tables, content, start, end, mentions),
    )


def _not_of_names(technologies: list[Mention], mentions: list[Mention]) -> list[Mention]:
    """ "The camera maker X supplied scanners", "ECU 911 runs cameras": the words of a name are not what it is about."""
    makers = [m for m in mentions if m.section in {"introducing", "supplier", "operator", "named_operator"}]
    goods = [t for t in technologies if not any(m.start <= t.start and t.end <= m.end for m in makers)]
    return goods or technologies


_NAMES = {"operator", "named_operator", "named_supplier", "named_outlet"}
_KEPT_IN_NAMES = _NAMES | {"guards", "technology", "technology_weak", "attribution", "topics", "target"}


def _outside_names(mentions: list[Mention]) -> list[Mention]:
    """Leaves out words that are part of a name: "Garden Grove Police" has no garden, "Crash Team" no crash."""
    names = [m for m in mentions if m.section in _NAMES and m.end - m.start > 8]

    def within(mention: Mention) -> bool:
        return any(
            n.start <= mention.start and mention.end <= n.end and n.end - n.start > mention.end - mention.start
            for n in names
        )

    return [m for m in mentions if m.section in _KEPT_IN_NAMES or not within(m)]


def acts_in(sentence: Sentence, tables: Tables) -> list[Act]:
    """The acts of a sentence, in order, with the words that change them."""
    final, joined = tables.language.order == "verb-final", tables.language.writing == "joined"
    return acts_of(sentence.mentions, sentence.technologies, sentence.clauses, verb_final=final, joined=joined)


def readings_of(
    sentence: Sentence, before: list[Mention], tables: Tables, context: Context
) -> tuple[list[Reading], list[Toponym]]:
    """What a sentence says, as far as it is a claim, and the places that it names.

    `before` are the technologies of the sentence before in this paragraph, which "the system" may point to.
    """
    final = tables.language.order == "verb-final"
    starts = sentence.clauses
    writing = tables.language.writing
    acts = acts_in(sentence, tables)
    about = context.about(sentence.start, sentence.end)
    taken_up = not sentence.technologies and takes_up(before, acts, sentence.mentions, writing)
    subject = before if taken_up else sentence.technologies
    readings, used = readings_of_topics(
        topics_of(sentence.mentions, starts), subject, acts, sentence.mentions, starts, about
    )
    rest = [t for t in subject if id(t) not in used and t.ident != "informant-network"]
    if taken_up and readings:
        rest = []
    free = [a for a in acts if not any(a.clause in r.clauses for r in readings)] if readings else acts
    pronouns = [m for m in sentence.mentions if m.section == "pronouns"]
    things = [m for m in sentence.mentions if m.section == "things"]
    elides = writing != "spaced"
    if elides and not sentence.technologies:
        _what_stopped(readings, before or context.named)
    predicates = predicates_of(
        context.content, rest, free, pronouns, starts, things, tables.joint, verb_final=final, elides=elides
    )
    # Looking up places is dear: first with the benefit of the doubt, then with the places.
    near = context.near_border(sentence.start) is not None
    likely = [p for p in predicates if _passes(p, sentence, context, about, placed=True, home=True, border=near)]
    toponyms = context.toponyms(sentence.start, sentence.end, tables) if likely or readings else []
    placed = bool(toponyms)
    home = not placed and about >= 3 and bool(likely) and (context.main is not None or context.claims > 0)
    sentence = _with_states(sentence, toponyms, context.content)
    for predicate in likely:
        if not _passes(predicate, sentence, context, about, placed=placed, home=home, border=near):
            continue
        predicate.inherited = predicate.inherited or taken_up
        reading = kind_of(predicate, sentence.mentions, border_near=near)
        if reading is not None:
            readings.append(reading)
    for reading in readings:
        if reading.kind != "constraint":
            deny_what_failed(reading.act, sentence, tables, context.content)
    return one_programme(readings), toponyms


_DASHES = ("- ", "– ", "— ")


def _with_states(sentence: Sentence, toponyms: list[Toponym], content: str) -> Sentence:
    """ "Ecuador tore down 40 cameras": a country that a sentence begins with is the state that acts."""
    states = [
        Mention(t.start, t.end, "state", "", t.name)
        for t in toponyms
        if not t.demonym and t.candidates and t.candidates[0].precision == "country"
        and (t.start == sentence.start or content.endswith(_DASHES, 0, t.start))
    ]  # fmt: skip
    return msgspec.structs.replace(sentence, mentions=[*sentence.mentions, *states]) if states else sentence


def _what_stopped(readings: list[Reading], before: list[Mention]) -> None:
    """Where a language leaves out what was just named, that is what a power cut stopped."""
    for reading in readings:
        if reading.kind == "constraint" and reading.act.ident == "suspend" and not reading.technologies:
            reading.technologies = [t for t in before if t.ident != "other"]
            reading.inherited = True


def deny_what_failed(act: Act, sentence: Sentence, tables: Tables, content: str) -> None:
    """What governs an act decides, where the language can tell: "failed to install", "which refused to comment, …".

    A verb of denying reaches over the whole sentence and stands.
    """
    if any(m.section == "denying" for m in sentence.mentions):
        return
    words = content[sentence.start : sentence.end]
    denied = is_denied(tables, words, act.start - sentence.start, act.end - sentence.start)
    act.denied = act.denied if denied is None else denied


def _passes(
    predicate: Predicate, sentence: Sentence, context: Context, about: int, *, placed: bool, home: bool, border: bool
) -> bool:
    act: Act = predicate.act
    if gate.is_single_use(sentence.mentions, act):
        return False
    established = any(t.ident in context.told for t in predicate.technologies)
    return gate.is_kept(
        sentence.mentions, predicate.technologies, act, about=about, placed=placed, home=home,
        established=established, border=border,
    )  # fmt: skip
