"""What a person sends as decisions, made into the judgements that are recorded: checked, each once, with the steps that
are taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from sousveil.build.naming import registered_entry
from sousveil.errors import UsageError
from sousveil.record import Claim, Judgement, Organisation, identifier, standing, words_elsewhere
from sousveil.record.judgement import VERDICTS
from sousveil.resolve.parents import entry_of
from sousveil.review import drafts
from sousveil.store import Case
from sousveil.vocabulary.loader import Vocabulary

__all__ = ["judgements_of", "taken_back"]


def judgements_of(case: Case, sent: Sequence[Judgement], vocabulary: Vocabulary) -> list[Judgement]:
    """What is recorded of the decisions that somebody sends.

    Those of an action that is held already are left out, and those that say once more what their maker said last about
    the same subject. Undoing takes the whole action back. How many people have to decide is set as the case has it.

    Raises UsageError where the case does not hold what is decided about, an edit or a claim by hand does not fit its
    text, or there is nothing to take back.
    """
    needs, made = case.coders(), list[Judgement]()
    held = {action for action in {(each.action, each.who) for each in sent} if _is_held(case, *action)}
    for each in sent:
        if (each.action, each.who) in held:
            continue
        _check_subject(case, each)
        if each.verdict == "undo":
            made += [undo for undo in taken_back(case, each, made) if undo not in made]
            continue
        judgement = _checked(case, each, vocabulary)
        if judgement.subject.startswith("c"):
            judgement = replace(judgement, needs=needs)
        if not _said_before(case, judgement):
            made.append(_named(case, judgement))
    return made


def _check_subject(case: Case, judgement: Judgement) -> None:
    """Raises UsageError where the case does not hold the subject, or the verdict is none for it."""
    subject = judgement.subject
    held = {"c": case.claim, "e": case.echo, "m": case.match}.get(subject[:1])
    allowed = VERDICTS.get(subject[:1], ())
    # A claim that is written, and one whose writing is taken back twice, need not be there.
    is_made = judgement.verdict in {"write", "undo"} and subject.startswith("c")
    if held is None or (not is_made and held(subject) is None):
        raise UsageError(f"The case has nothing with the identifier {subject}. List claims, echoes or matches.")
    if judgement.verdict not in allowed:
        raise UsageError(f"{subject} cannot be given {judgement.verdict}; choose one of: {', '.join(allowed)}.")


def _is_held(case: Case, action: str, who: str) -> bool:
    held = case.judged_in(action) if action else []
    if held and held[0].who != who:
        raise UsageError(f"Another person's step is called {action} already. Nothing was recorded: send it again.")
    return bool(held)


def _named(case: Case, judgement: Judgement) -> Judgement:
    """A decision that came without an action is one by itself, so that it can be named where it is taken back."""
    if judgement.action:
        return judgement
    before = len(case.judgements(judgement.subject))
    return replace(judgement, action=identifier("a", judgement.subject, judgement.who, judgement.at, before))


def taken_back(case: Case, undo: Judgement, beside: Sequence[Judgement] = ()) -> Iterator[Judgement]:
    """An undoing of every judgement of the action that it means; `beside` are judgements of the same step.

    Raises UsageError where whoever undoes decided nothing about the subject that stands.
    """
    action = undo.undoes
    if not action:
        stands = standing([*case.judgements(undo.subject), *_about(beside, undo.subject)])
        own = [each for each in stands if each.who == undo.who]
        if not own and (not stands or stands[-1].action):
            raise UsageError(_nothing(undo, stands))
        # A decision of before version 11 has no name by which anybody else could take it back.
        action = own[-1].action if own else ""
        if not action:
            yield undo
            return
    subjects = dict.fromkeys(each.subject for each in (*case.judged_in(action), *beside) if each.action == action)
    if not subjects:
        raise UsageError(f"The case holds no step {action}: nothing was taken back.")
    for subject in subjects:
        made = [*case.judgements(subject), *_about(beside, subject)]
        if any(each.action == action for each in standing(made)):
            yield replace(undo, subject=subject, undoes=action)


def _about(judgements: Sequence[Judgement], subject: str) -> list[Judgement]:
    return [each for each in judgements if each.subject == subject]


def _nothing(undo: Judgement, stands: Sequence[Judgement]) -> str:
    """Who decided is not told: where two people code they must not know of each other."""
    if not stands:
        return f"Nobody decided about {undo.subject}, or it was taken back: there is nothing to undo."
    return (
        f"{undo.who} decided nothing about {undo.subject} that stands. What somebody else decided is taken back by"
        " them, or by its action, which the log names."
    )


def _said_before(case: Case, judgement: Judgement) -> bool:
    """Whether the same person said the same last: a second click."""
    own = [
        each
        for each in standing(case.judgements(judgement.subject))
        if each.who == judgement.who and (each.verdict == "note") == (judgement.verdict == "note")
    ]
    return bool(own) and all(
        getattr(own[-1], field) == getattr(judgement, field) for field in ("verdict", "value", "reason", "needs")
    )


def _checked(case: Case, judgement: Judgement, vocabulary: Vocabulary) -> Judgement:
    subject = judgement.subject
    if judgement.verdict == "write":
        return _written(case, judgement, vocabulary)
    if judgement.verdict != "edit":
        return judgement
    value = drafts.edit(case, subject, judgement.value or {}, vocabulary)
    _know(case, value, vocabulary)
    return replace(judgement, value=value)


def _written(case: Case, judgement: Judgement, vocabulary: Vocabulary) -> Judgement:
    """The judgement with the words behind slots outside the quote, by which they are found in a newer text."""
    try:
        claim = msgspec.convert(judgement.value or {}, Claim)
    except msgspec.ValidationError as error:
        raise UsageError(f"What was written is no claim: {error}. Nothing was recorded.") from error
    drafts.check_written(case, claim, vocabulary)
    if claim.id != judgement.subject:
        raise UsageError(f"A claim that says this has the identifier {claim.id}, not {judgement.subject}.")
    text = case.text(claim.evidence.source)
    assert text is not None
    value = msgspec.to_builtins(claim, str_keys=True)
    if words := words_elsewhere(claim, text.content):
        value["words"] = words
    _know(case, value, vocabulary)
    return replace(judgement, value=msgspec.json.decode(msgspec.json.encode(value)))


def _know(case: Case, value: Mapping[str, object], vocabulary: Vocabulary) -> None:
    """What the registers say of organisations that a person names here first."""
    named = [value.get("operator"), value.get("supplier"), *_list(value.get("attributed_to"))]
    refs = [msgspec.convert(each, Organisation).ref for each in named if each is not None]
    entries = [entry_of(ref, vocabulary) for ref in refs if ref is not None]
    if known := [registered_entry(entry) for entry in entries if entry is not None]:
        case.put_registered(known)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
