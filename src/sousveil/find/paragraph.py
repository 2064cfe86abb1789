"""Reads one paragraph: sentence by sentence, with what the document around says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from sousveil.find import gate
from sousveil.find.attribution import Speaker
from sousveil.find.composing import compose, with_slot
from sousveil.find.context import Context
from sousveil.find.counting import each_with_its_number
from sousveil.find.families import PUBLIC_BODIES
from sousveil.find.kinds import Reading
from sousveil.find.quantities import quantity_of
from sousveil.find.segment import Block, sentences, without_heading
from sousveil.find.sentence import Sentence, readings_of, recognise
from sousveil.find.series import series_of
from sousveil.find.slots import Scene
from sousveil.find.suppliers import introduced_by, known
from sousveil.find.tables import Mention, Tables
from sousveil.record.claim import Claim, Organisation
from sousveil.vocabulary.gazetteer_keys import is_cased

__all__ = ["ParagraphReader"]

_WRITERS = {"research", "ngo", "intergovernmental"}


class ParagraphReader:
    """Reads the sentences of one block, in order. Sentences that cannot hold a claim are only looked at when a
    later one needs to know who speaks or which company was named."""

    def __init__(self, block: Block, tables: Tables, context: Context, at: list[int]) -> None:
        self._block = block
        self._tables = tables
        self._context = context
        self._at = at
        self._passed: list[tuple[int, int]] = []
        self._speaking: list[Speaker] = []
        self._before: list[Mention] = context.carried
        context.carried = []

    def claims(self) -> Iterator[Claim]:
        """The block's claims, in the order of the text."""
        content = self._context.content
        language = self._tables.language
        first, carried = True, self._before
        for begin, end in sentences(content, self._block.start, self._block.end, language):
            start = without_heading(content, begin, end, language.sentences) if first else begin
            first = False
            triggered = bisect_left(self._at, end) > bisect_left(self._at, start)
            if not triggered and not self._before and not self._context.is_near_claim(start):
                self._passed.append((start, end))
                continue
            sentence = recognise(content, start, end, self._tables)
            before, self._before = self._before, []
            if not before and self._context.is_near_claim(start):
                before = carried = self._context.named
            if before is carried and not _points_far(sentence, self._tables):
                before = []
            if not gate.is_refused(content[start:end], sentence.mentions):
                yield from self._read(sentence, before)
            if before and before is not carried and not (self._before or sentence.technologies):
                # A sentence between, that says nothing of its own: "the system" reaches over it.
                carried = self._before = before
            self._note(sentence)
        self._context.carried = self._before

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
            for part, at in each_with_its_number(reading, scene.mentions, self._tables, context.content):
                claim = compose(part, scene, self._tables, context)
                if at is not None:
                    yield _counted_from(at, claim, part, self._tables, context)
                    continue
                yield from series_of(claim, context.content, toponyms, self._tables, context.published)
            if claim.place is not None:
                context.place = claim.place, claim.slots["place"]
            context.claims += 1
            if reading.technologies:
                context.named, context.named_at = reading.technologies, sentence.end
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
                context.supplier = known(mention, self._tables, content).organisation
            elif mention.section == "introducing" and mention.ident != "seller":
                maker = introduced_by(mention, sentence.mentions, sentence.start, sentence.end, self._tables, content)
                context.supplier = maker.organisation if maker else context.supplier
            elif mention.section in PUBLIC_BODIES:
                held = context.operator
                within = held is not None and held.start <= mention.start and mention.end <= held.end
                first = content[mention.start]
                named = (first.isupper() or not is_cased(first)) and " " in content[mention.start : mention.end]
                if named and not within:
                    context.operator = mention
            elif mention.section == "site" and mention.ident == "border":
                context.border = (mention.start, mention.end)


def _counted_from(at: int, claim: Claim, part: Reading, tables: Tables, context: Context) -> Claim:
    """The claim with the number that begins at `at`, which counts its technology alone."""
    stop = max(technology.end for technology in part.technologies)
    counted = quantity_of(tables, context.content, at, stop, part.technologies)
    if counted is None:
        return claim
    return with_slot(claim, "quantity", *counted)


_DEFINITE = {"spaced": 8, "suffixed": 4, "joined": 3}
"""Characters of the shortest "the system"; what is shorter ("it", "they") reaches no further than a paragraph."""


def _points_far(sentence: Sentence, tables: Tables) -> bool:
    """Whether a paragraph's first sentence takes up what the one before spoke of: "The system …"."""
    size = _DEFINITE[tables.language.writing]
    begins = sentence.start + 6 * size
    return any(m.section == "pronouns" and m.end - m.start >= size and m.start < begins for m in sentence.mentions)


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
