"""Reads claims: sentence by sentence, with what the document around says."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from msgspec import Struct

from sousveil.find import gate
from sousveil.find.attribution import Speaker, speakers_of
from sousveil.find.context import Context
from sousveil.find.kinds import Reading, kind_of, one_programme, readings_of_topics
from sousveil.find.predicates import acts_of, predicates_of, takes_up, technologies_of
from sousveil.find.segment import Block, blocks, clause_starts, sentences, without_heading
from sousveil.find.slots import Scene, fill
from sousveil.find.tables import Mention, Tables, Term, fold, tables_for
from sousveil.find.topics import topics_of
from sousveil.record.claim import Claim, Evidence
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["EXTRACTOR", "find"]

EXTRACTOR = "rules/1"
BORDER_REACH = 800
"""Characters over which a fence is still the one on the border that the text spoke of."""


class _Sentence(Struct):
    """A sentence with everything that was recognised in it."""

    start: int
    end: int
    clauses: list[int]
    mentions: list[Mention]
    technologies: list[Mention]
    speakers: list[Speaker]


def find(text: Text, vocabulary: Vocabulary | None = None) -> list[Claim]:
    """The claims of a text, in the order of the text.

    A pure function of its arguments: the same text and vocabulary give the same claims. Paragraphs in a language
    that the vocabulary lacks give none.
    """
    vocabulary = vocabulary or load()
    by_language: dict[str, Tables | None] = {}
    triggers: dict[str, list[tuple[int, Term]]] = {}
    folded = fold(text.content)
    claims: list[Claim] = []
    contexts: dict[str, Context] = {}
    for block in blocks(text):
        if block.lang not in by_language:
            tables = by_language[block.lang] = tables_for(block.lang, vocabulary)
            triggers[block.lang] = tables.triggers(folded) if tables else []
            contexts[block.lang] = Context(text, triggers[block.lang])
        tables = by_language[block.lang]
        if tables is None or block.heading:
            continue
        if not any(block.start <= at < block.end for at, _ in triggers[block.lang]):
            continue
        claims.extend(_read_block(block, tables, contexts[block.lang], triggers[block.lang]))
    return claims


def _read_block(
    block: Block, tables: Tables, context: Context, triggers: list[tuple[int, Term]]
) -> Iterator[Claim]:
    content = context.content
    at = [place for place, term in triggers if block.start <= place < block.end and term.section != "surveillance"]
    speaking: list[Speaker] = []
    before: list[Mention] = []
    first = True
    for start, end in sentences(content, block.start, block.end, tables.language):
        if first:
            start = without_heading(content, start, end, tables.language.sentences.openers)  # noqa: PLW2901
            first = False
        if not at:
            return
        sentence = _recognise(content, start, end, tables)
        if sentence.speakers:
            speaking = sentence.speakers
        if gate.is_refused(content[start:end], sentence.mentions):
            before = []
        elif any(start <= place < end for place in at) or before:
            before = yield from _read(sentence, before, speaking, tables, context)
        for mention in sentence.mentions:
            if mention.section == "named_supplier":
                context.supplier = mention
            elif mention.section in {"operator", "named_operator"} and " " in content[mention.start : mention.end]:
                if content[mention.start].isupper():
                    context.operator = mention
            elif mention.section == "site" and mention.ident == "border":
                context.border_at = mention.start


def _recognise(content: str, start: int, end: int, tables: Tables) -> _Sentence:
    mentions = tables.mentions(content, start, end)
    return _Sentence(
        start=start,
        end=end,
        clauses=clause_starts(content, start, end, tables.clauses),
        mentions=mentions,
        technologies=technologies_of(mentions),
        speakers=speakers_of(tables, content, start, end, mentions),
    )


def _read(
    sentence: _Sentence, before: list[Mention], speaking: list[Speaker], tables: Tables, context: Context
) -> Generator[Claim, None, list[Mention]]:
    """The claims of a sentence; returns the technologies that the next one may take up.

    `before` are those of the sentence before in this paragraph ("The system …", "The agency contracts with …").
    """
    content = context.content
    final = tables.language.order == "verb-final"
    starts = sentence.clauses
    acts = acts_of(sentence.mentions, sentence.technologies, starts, verb_final=final)
    about = context.about(sentence.start, sentence.end)
    toponyms = context.toponyms(sentence.start, sentence.end, tables)
    placed = bool(toponyms) or (about >= 3 and context.main is not None)
    taken_up = not sentence.technologies and takes_up(before, acts, sentence.mentions)
    subject = before if taken_up else sentence.technologies
    topics = topics_of(sentence.mentions, starts)
    readings, used = readings_of_topics(topics, subject, acts, sentence.mentions, starts, about)
    rest = [t for t in subject if id(t) not in used and t.ident != "informant-network"]
    free = [a for a in acts if not any(a.clause in r.clauses for r in readings)] if readings else acts
    if taken_up and readings:
        rest = []
    pronouns = [m for m in sentence.mentions if m.section == "pronouns"]
    predicates = predicates_of(
        content, rest, free, pronouns, starts, verb_final=final, elides=tables.language.writing != "spaced"
    )
    for predicate in predicates:
        predicate.inherited = predicate.inherited or taken_up
        if gate.is_single_use(sentence.mentions, predicate.act):
            continue
        established = any(t.ident in context.told for t in predicate.technologies)
        if not gate.is_kept(
            sentence.mentions, predicate.technologies, predicate.act, about=about, placed=placed,
            established=established,
        ):  # fmt: skip
            continue
        near = 0 <= sentence.start - context.border_at < BORDER_REACH
        reading = kind_of(predicate, sentence.mentions, border_near=near)
        if reading is not None:
            readings.append(reading)
    readings = one_programme(readings)
    scene = Scene(sentence.start, sentence.end, starts, sentence.mentions, toponyms, speaking, len(readings))
    for reading in sorted(readings, key=lambda r: (r.act.start, r.kind)):
        yield _claim(reading, scene, tables, context)
        context.claims += 1
        context.told.update(t.ident for t in reading.technologies)
    return [t for reading in readings for t in reading.technologies]


def _claim(reading: Reading, scene: Scene, tables: Tables, context: Context) -> Claim:
    content = context.content
    slots = fill(reading, scene, tables, context)
    start, end = slots.start, slots.end
    text = context.text
    return Claim(
        kind=reading.kind,
        technology=slots.technology,
        act=reading.act.ident,
        polarity="denied" if reading.act.denied else "affirmed",
        certainty=slots.certainty,
        evidence=Evidence(
            source=text.source_id, url=text.url, lang=tables.code, text_sha256=context.digest, start=start, end=end,
            quote=content[start:end],
        ),
        operator=slots.operator,
        supplier=slots.supplier,
        place=slots.place,
        site_types=slots.site_types,
        target=slots.target,
        time=slots.time,
        quantity=slots.quantity,
        attributed_to=slots.attributed_to,
        slots=dict(sorted(slots.spans.items())),
        extractor=EXTRACTOR,
        rule=f"{tables.code}:{reading.kind}:{reading.act.ident}:{reading.act.term}",
    )  # fmt: skip

