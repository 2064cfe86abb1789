"""What a person says about a claim beyond yes and no, checked against the text and the case before it is recorded:
an edit, a claim written by hand, one claim split in several, several merged in one.

Every refusal is a UsageError that names the slot and the fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
from msgspec.structs import replace

from sousveil.errors import UsageError
from sousveil.record import EDITABLE, Claim, Evidence, Text, edited
from sousveil.record.judgement import Verdict
from sousveil.review.draft_values import Behind, Known, slot_of, spans_of, value_of
from sousveil.store.claims.claims import ClaimFilter, StoredClaim
from sousveil.store.reader import Reader
from sousveil.vocabulary import load
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["BY_HAND", "Step", "check_written", "edit", "merge", "split", "written"]

BY_HAND: Final = "hand/1"
"""What a claim that a person wrote has for an extractor."""
_LONGEST: Final = 4_000
"""Characters of a quote."""
_NAMES: Final = ("operator", "supplier", "place")


class Step(NamedTuple):
    """One judgement of an action, without who and when."""

    subject: str
    verdict: Verdict
    reason: str = ""
    value: dict[str, object] | None = None


def edit(
    case: Reader, claim_id: str, value: Mapping[str, object], vocabulary: Vocabulary | None = None
) -> dict[str, object]:
    """The value of an edit, checked and completed: what it would leave as it is is left out. A slot whose words no
    longer bear the new value loses them, unless the edit names others."""
    held = _held(case, claim_id)
    changes = _changes(case, held.claim, value, vocabulary)
    if not changes:
        raise UsageError(f"Nothing in {claim_id} would change.")
    return changes


def written(case: Reader, source: str, draft: Mapping[str, object], vocabulary: Vocabulary | None = None) -> Claim:
    """A claim by hand. `draft` is the value of an edit on an empty claim: `passage` (`{start, end}`), `kind`,
    `technology` and `act` must be there; it is affirmed and stated unless it says otherwise."""
    missing = [field for field in ("passage", "kind", "technology", "act") if field not in draft]
    if missing:
        raise UsageError(f"{missing[0]}: a claim cannot do without.")
    claim = _written(case, source, draft, vocabulary)
    if case.claim(claim.id) is not None:
        raise UsageError(f"The case has a claim that says this of these words already, {claim.id}: accept it.")
    return claim


def check_written(case: Reader, claim: Claim, vocabulary: Vocabulary | None = None) -> None:
    """Raises UsageError where a claim is none that a person may write: its words are others than the text's, a value
    is neither what `written` makes of it nor that of another claim of the source, or the machine proposes it."""
    source, said = claim.evidence.source, claim.evidence
    text = _text_of(case, source)
    _passage({"start": said.start, "end": said.end, "quote": said.quote}, text.content)
    evidence = _evidence(case, text, said.start, said.end)
    made = {"evidence": evidence, "extractor": BY_HAND, "rule": "", "edited_from": None}
    fields, known = _plain(claim), Known(case, vocabulary or load(None))
    spans = spans_of(fields["slots"], len(text.content))
    behind = _words_behind(spans, text.content)
    beside = [_plain(stored.claim) for stored in case.claims(ClaimFilter(source=source))]
    for name in claim.__struct_fields__:
        value = fields[name]
        if name in made:
            fits = getattr(claim, name) == made[name]
        else:
            others = (other[name] for other in beside)
            fits = name == "slots" or value in others or value_of(name, value, behind, known) == value
        if not fits:
            raise UsageError(f"{name}: {value!r} is not what the text or the registers make of it.")
    held = case.claim_as_read(claim.id)
    if held is not None and held.claim.extractor != BY_HAND:
        raise UsageError(f"The case has a claim that says this of these words already, {claim.id}: accept it.")


def split(
    case: Reader, claim_id: str, parts: Sequence[Mapping[str, object]], vocabulary: Vocabulary | None = None
) -> list[Step]:
    """The steps by which a claim becomes several: each part is what an edit would change in it. A part that the claim
    is already (by its words and what they are read to say) keeps it; where none is, the claim is rejected."""
    if len(parts) < 2:
        raise UsageError(f"{claim_id} is split into two claims at least.")
    base = _held(case, claim_id, as_read=True).claim
    steps: dict[str, Step] = {}
    for number, part in enumerate(parts, 1):
        changes = _changes(case, base, part, vocabulary)
        claim = _by_hand(edited(base, changes) if changes else base)
        if claim.id in steps:
            raise UsageError(f"Part {number} says what another part says of the same words.")
        if claim.id == _by_hand(base).id and base.edited_from is None:
            steps[claim.id] = Step(claim_id, "edit" if changes else "accept", value=changes or None)
        else:
            check_written(case, claim, vocabulary)
            steps[claim.id] = Step(claim.id, "write", f"part of {claim_id}", _plain(claim))
    if all(step.subject != claim_id for step in steps.values()):
        others = ", ".join(step.subject for step in steps.values())
        return [Step(claim_id, "reject", f"split into {others}"), *steps.values()]
    return list(steps.values())


def merge(
    case: Reader,
    claim_ids: Sequence[str],
    value: Mapping[str, object] | None = None,
    vocabulary: Vocabulary | None = None,
) -> list[Step]:
    """The steps by which several claims of one source become one: the first, with the changes of an edit; the others
    are rejected."""
    identifiers = list(dict.fromkeys(claim_ids))
    if len(identifiers) < 2:
        raise UsageError("Two claims at least are merged.")
    held = [_held(case, identifier).claim for identifier in identifiers]
    if len({claim.evidence.source for claim in held}) > 1:
        raise UsageError(
            "Claims of different sources are not merged: who repeats whom is told by links, and findings count that."
        )
    changes = _changes(case, held[0], value or {}, vocabulary)
    first = Step(identifiers[0], "edit" if changes else "accept", value=changes or None)
    return [first, *(Step(other, "reject", f"merged into {identifiers[0]}") for other in identifiers[1:])]


def _held(case: Reader, claim_id: str, *, as_read: bool = False) -> StoredClaim:
    held = case.claim_as_read(claim_id) if as_read else case.claim(claim_id)
    if held is None:
        raise UsageError(f"The case has no claim {claim_id}. `sousveil claims CASE` lists them.")
    return held


def _text_of(case: Reader, source: str) -> Text:
    text = case.text(source)
    if text is None:
        raise UsageError(f"The case has no text of {source}. `sousveil sources CASE` lists them.")
    return text


def _by_hand(claim: Claim) -> Claim:
    return replace(claim, extractor=BY_HAND, rule="", edited_from=None)


def _written(case: Reader, source: str, draft: Mapping[str, object], vocabulary: Vocabulary | None) -> Claim:
    text = _text_of(case, source)
    start, end = _passage(draft["passage"], text.content)
    bare = Claim(
        kind="", technology=(), act="", polarity="affirmed", certainty="stated",
        evidence=_evidence(case, text, start, end), extractor=BY_HAND, rule="",
    )  # fmt: skip
    said = {field: value for field, value in draft.items() if field != "passage"}
    return _by_hand(edited(bare, _changes(case, bare, said, vocabulary)))


def _evidence(case: Reader, text: Text, start: int, end: int) -> Evidence:
    source = case.source(text.source_id)
    assert source is not None, "a text is a source's"
    lang = next((part.lang for part in text.paragraphs if part.start <= start < part.end and part.lang), text.lang)
    return Evidence(
        source=source.id, url=source.url, lang=lang, text_sha256=text.sha256, start=start, end=end,
        quote=text.content[start:end],
    )  # fmt: skip


def _plain(claim: Claim) -> dict[str, object]:
    """A claim's record as JSON has it."""
    plain: dict[str, object] = msgspec.json.decode(msgspec.json.encode(claim))
    return plain


def _words_behind(spans: Mapping[str, tuple[int, int] | None], content: str) -> Behind:
    def behind(slot: str) -> str | None:
        span = spans.get(slot)
        return " ".join(content[span[0] : span[1]].split()) if span else None

    return behind


def _passage(value: object, content: str) -> tuple[int, int]:
    """The span of a quote, without the white space around it. A quote that is given must stand there."""
    given = value if isinstance(value, Mapping) else {}
    start, end = given.get("start"), given.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(content):
        raise UsageError(f"passage: {start}–{end} does not lie within the text, which has {len(content)} characters.")
    words = content[start:end]
    if "quote" in given and given["quote"] != words:
        raise UsageError(f"passage: the text says “{_short(words)}” at {start}–{end}, and not what is quoted.")
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if not start < end:
        raise UsageError("passage: there are no words in it.")
    if end - start > _LONGEST:
        raise UsageError(f"passage: {end - start:,} characters are no sentence; {_LONGEST:,} at most.")
    return start, end


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60]}…"


def _changes(
    case: Reader, claim: Claim, value: Mapping[str, object], vocabulary: Vocabulary | None
) -> dict[str, object]:
    """What of a draft is another than in the claim, checked."""
    unknown = sorted(value.keys() - set(EDITABLE))
    if unknown:
        raise UsageError(f"{', '.join(unknown)}: not among what can be edited ({', '.join(EDITABLE)}).")
    content = _text_of(case, claim.evidence.source).content
    known = Known(case, vocabulary or load(None))
    spans = spans_of(value.get("slots", {}), len(content))
    behind, held = _words_behind(spans, content), _plain(claim)
    changes: dict[str, object] = {}
    for field, new in value.items():
        if field not in {"slots", "passage"}:
            checked = value_of(field, new, behind, known)
            if checked != held[field]:
                changes[field] = checked
    _check_named(claim, changes, spans, behind, known)
    spans = {**_left_behind(claim, changes, spans, content), **spans}
    moved = {slot: span for slot, span in spans.items() if claim.slots.get(slot) != span}
    if moved:
        changes["slots"] = {slot: list(span) if span else None for slot, span in sorted(moved.items())}
    if "passage" in value:
        start, end = _passage(value["passage"], content)
        if (start, end) != (claim.evidence.start, claim.evidence.end):
            changes["passage"] = {"start": start, "end": end, "quote": content[start:end]}
    return changes


def _check_named(
    claim: Claim,
    changes: Mapping[str, object],
    spans: Mapping[str, tuple[int, int] | None],
    behind: Behind,
    known: Known,
) -> None:
    """Words that are given for a name that stays must be words for it."""
    for field in _NAMES:
        if field in changes or spans.get(field) is None:
            continue
        value = getattr(claim, field)
        if value is None:
            raise UsageError(f"{field}: words are given for it, and no {field}.")
        value_of(field, msgspec.to_builtins(value), behind, known)


def _left_behind(
    claim: Claim, changes: Mapping[str, object], spans: Mapping[str, object], content: str
) -> dict[str, tuple[int, int] | None]:
    """Slots whose words say no longer what the value is: those of a value that is gone, those of another name."""
    lost: dict[str, tuple[int, int] | None] = {}
    for field, value in changes.items():
        named = value if isinstance(value, list) and field == "attributed_to" else [value]
        for slot, (start, end) in claim.slots.items():
            base, _, number = slot.partition(".")
            if base != slot_of(field) or slot in spans:
                continue
            place = int(number or 1) - 1 if field == "attributed_to" else 0
            at = named[place] if place < len(named) else None
            words = " ".join(content[start:end].split()).casefold()
            is_other = isinstance(at, Mapping) and "name" in at and str(at["name"]).casefold() not in words
            if at is None or at == [] or is_other:
                lost[slot] = None
    return lost
