"""Reads claims: sentence by sentence, with what the document around says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sousveil.find import gate
from sousveil.find.attribution import Speaker
from sousveil.find.context import Context
from sousveil.find.kinds import Reading
from sousveil.find.segment import Block, blocks, sentences, without_heading
from sousveil.find.sentence import Sentence, readings_of, recognise
from sousveil.find.series import series_of
from sousveil.find.slots import Scene, fill
from sousveil.find.tables import Mention, Tables, fold, tables_for
from sousveil.record.claim import Claim, Evidence, Organisation
from sousveil.record.text import Text
from sousveil.vocabulary.loader import Vocabulary, load

__all__ = ["EXTRACTOR", "find"]

EXTRACTOR = "rules/1"
_LOOKED_BACK = 40
"""Blocks without a claim that are kept to be read for who wrote the report."""
_WRITERS = {"research", "ngo", "intergovernmental"}


def find(text: Text, vocabulary: Vocabulary | None = None) -> list[Claim]:
    """The claims of a text, in the order of the text.

    A pure function of its arguments: the same text and vocabulary give the same claims. Paragraphs in a language
    that the vocabulary lacks give none.
    """
    vocabulary = vocabulary or load()
    by_language: dict[str, Tables | None] = {}
    folded = fold(text.content)
    claims: list[Claim] = []
    contexts: dict[str, Context] = {}
    for block in blocks(text, vocabulary):
        if block.lang not in by_language:
            tables = by_language[block.lang] = tables_for(block.lang, vocabulary)
            triggers = tables.triggers(text.content, folded) if tables else []
            contexts[block.lang] = Context(text, triggers, vocabulary, tables)
        tables = by_language[block.lang]
        if tables is None or block.heading:
            continue
        context = contexts[block.lang]
        low, high = bisect_left(context.triggers, block.start), bisect_left(context.triggers, block.end)
        if low < high:
            claims.extend(_BlockReader(block, tables, context, context.triggers[low:high]).claims())
        elif len(context.skipped) < _LOOKED_BACK:
            context.skipped.append(block)
    return claims


class _BlockReader:
    """Reads the sentences of one block, in order. Sentences that cannot hold a claim are only looked at when a
    later one needs to know who speaks or which company was named."""

    def __init__(self, block: Block, tables: Tables, context: Context, at: list[int]) -> None:
        self._block = block
        self._tables = tables
        self._context = context
        self._at = at
        self._passed: list[tuple[int, int]] = []
        self._speaking: list[Speaker] = []
        self._before: list[Mention] = []

    def claims(self) -> Iterator[Claim]:
        """The block's claims, in the order of the text."""
        content = self._context.content
        language = self._tables.language
        first = True
        for begin, end in sentences(content, self._block.start, self._block.end, language):
            start = without_heading(content, begin, end, language.sentences) if first else begin
            first = False
            triggered = bisect_left(self._at, end) > bisect_left(self._at, start)
            if not triggered and not self._before:
                self._passed.append((start, end))
                continue
            sentence = recognise(content, start, end, self._tables)
            before, self._before = self._before, []
            if not gate.is_refused(content[start:end], sentence.mentions):
                yield from self._read(sentence, before)
            self._note(sentence)

    def _read(self, sentence: Sentence, before: list[Mention]) -> Iterator[Claim]:
        context = self._context
        readings, toponyms = readings_of(sentence, before, self._tables, context)
        if not readings or context.is_of_other(self._tables):
            return
        self._look_back()
        for start, end in self._passed:
            self._note(recognise(context.content, start, end, self._tables))
        self._passed = []
        speaking = [self._known(speaker) for speaker in sentence.speakers or self._speaking]
        scene = Scene(
            sentence.start, sentence.end, sentence.clauses, sentence.mentions, toponyms, speaking, len(readings)
        )
        for reading in sorted(readings, key=lambda r: (r.act.start, r.kind)):
            claim = _claim(reading, scene, self._tables, context)
            yield from series_of(claim, context.content, toponyms, self._tables, context.published)
            context.place = claim.place or context.place
            context.claims += 1
            context.told.update(t.ident for t in reading.technologies)
        self._before = [t for reading in readings for t in reading.technologies]

    def _look_back(self) -> None:
        """Reads, once there is a claim, the blocks before that hold none: they may say whose report this is."""
        skipped, self._context.skipped = self._context.skipped, []
        for block in skipped:
            for start, end in sentences(self._context.content, block.start, block.end, self._tables.language):
                writer = _writer(
                    recognise(self._context.content, start, end, self._tables), self._tables, self._context.content
                )
                if writer is not None:
                    self._context.report = writer.organisation

    def _known(self, speaker: Speaker) -> Speaker:
        """ "The report", "the authors": those of the report that the text named before."""
        report = self._context.report
        if report is None or speaker.organisation.ref is not None or not speaker.of_report:
            return speaker
        return Speaker(report, speaker.start, speaker.end, of_report=True)

    def _note(self, sentence: Sentence) -> None:
        """Keeps what later sentences may point back to."""
        context, content = self._context, self._context.content
        if sentence.speakers:
            self._speaking = sentence.speakers
        writer = next((s for s in sentence.speakers if s.of_report and s.organisation.ref), None)
        writer = writer or _writer(sentence, self._tables, content)
        if writer is not None:
            context.report = writer.organisation
        for mention in sentence.mentions:
            if mention.section == "named_supplier":
                context.supplier = mention
            elif mention.section in {"operator", "named_operator"}:
                held = context.operator
                within = held is not None and held.start <= mention.start and mention.end <= held.end
                named = content[mention.start].isupper() and " " in content[mention.start : mention.end]
                if named and not within:
                    context.operator = mention
            elif mention.section == "site" and mention.ident == "border":
                context.border_at = mention.start


def _writer(sentence: Sentence, tables: Tables, content: str) -> Speaker | None:
    """Who wrote the report that a sentence introduces: "a report … published by 38 North"."""
    reports = [m for m in sentence.mentions if m.section == "attribution" and m.ident == "reports"]
    outlets = tables.vocabulary.outlets
    for mention in sentence.mentions:
        if mention.section != "named_outlet" or outlets[mention.ident].role not in _WRITERS:
            continue
        if any(abs(mention.start - report.end) < 90 or abs(report.start - mention.end) < 90 for report in reports):
            entry = outlets[mention.ident]
            name = content[mention.start : mention.end]
            writer = Organisation(name=name, ref=entry.id, country=entry.country)
            return Speaker(writer, mention.start, mention.end, of_report=True)
    return None


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
