"""What the tool looks for, how much of it this case met, and proposals of words that it should look for, too."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sousveil.errors import CaseError, SousveilError, UsageError
from sousveil.record.claim import TECHNOLOGIES
from sousveil.show.addresses import address, changed
from sousveil.show.atlas.brief_asked import number_asked
from sousveil.show.case.word_counts import GROUPS, SLOTS, Counts, Group, Word, counts_of, words_of
from sousveil.show.case.word_preview import preview
from sousveil.show.page.choosing import asked
from sousveil.show.page.rendering import render
from sousveil.show.page.table import csv_answer
from sousveil.show.server.access import asking, form_of, requires
from sousveil.show.server.sessions import Note
from sousveil.show.words import labels
from sousveil.show.words.catalogue import gettext as _
from sousveil.store.case import Case
from sousveil.store.proposals import StoredProposal
from sousveil.vocabulary.loader import Vocabulary, load
from sousveil.vocabulary.proposing import (
    PROPOSED_REGISTERS,
    SECTIONS,
    Proposed,
    added,
    diff_of,
    file_of,
    problems_of,
    upstream_patch,
)

__all__ = [
    "decide_proposal", "keep_proposal", "patch", "proposal", "propose", "vocabulary", "vocabulary_csv",
    "vocabulary_group",
]  # fmt: skip

_PAGE: Final = 100
_BEYOND: Final = 1_000_000
_SHOWN: Final = 20
_FIELDS: Final = ("kind", "section", "id", "lang", "words", "country", "technology")


class GroupRow(Struct, frozen=True):
    """A group on the page of all."""

    name: str
    title: str
    about: str
    terms: int
    entries: int
    languages: int
    claims: int | None


class WordRow(Struct, frozen=True):
    """A term as the list shows it."""

    word: Word
    meaning: str
    claims: int | None


class Step(Struct, frozen=True):
    """What the form of a proposal shows once it is filled in."""

    proposed: Proposed
    problems: list[str]
    diff: list[tuple[str, str]]
    file: str


def _vocabulary(request: Request) -> Vocabulary:
    return load(request.app.state.vocabulary)


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "technologies": (_("Technologies"), _("Words that name a technology, by language.")),
        "suppliers": (_("Suppliers"), _("Companies and institutes with their names in every script.")),
        "operators": (_("Operators"), _("Public bodies that have a name of their own.")),
        "programmes": (_("Programmes"), _("Systems and programmes of states, and the technology of each.")),
        "sites": (_("Kinds of sites"), _("Words for schools, stations, borders and other places.")),
        "acts": (_("Acts"), _("What was done: planned, bought, installed, ended.")),
        "doubt": (_("Doubt and denial"), _("Words by which a text hedges, and by which it denies.")),
        "attribution": (_("Attribution"), _("Words by which a text says who says it.")),
    }  # fmt: skip


def _folder(case: Case, request: Request) -> Path:
    """Where accepted words go: the folder that the server was given, else one in the case."""
    given: Path | None = request.app.state.vocabulary
    return given or case.path / "vocabulary"


def vocabulary(case: Case, request: Request) -> Response:
    """The groups, and what people proposed."""
    held, titles = _vocabulary(request), _titles()
    counts = counts_of(held, case.met_words(SLOTS))
    rows = []
    for name, group in GROUPS.items():
        words = words_of(held, name)
        rows.append(
            GroupRow(
                name, *titles[name], len(words), len({word.id for word in words if word.id}),
                len({word.lang for word in words if word.lang}), counts.of_group(group) if group.slots else None,
            )
        )  # fmt: skip
    return render(
        request, "vocabulary.html",
        rows=rows, proposals=case.proposals(limit=_SHOWN), folder=held.folder,
        met=any(counts.of_group(g) for g in GROUPS.values()),
    )  # fmt: skip


def _group(request: Request) -> tuple[str, Group]:
    name = request.path_params["kind"]
    group = GROUPS.get(name)
    if group is None:
        raise HTTPException(404, _("The vocabulary has no such part."))
    return name, group


def _meaning(group: Group, word: Word, held: Vocabulary) -> str:
    """What a term means, in words."""
    if group.registers:
        entry = getattr(held, group.sections[0]).get(word.id)
        return entry.name.removeprefix("=") if entry else word.id
    if group.table:
        table = {"technology": labels.TECHNOLOGY, "site_type": labels.SITE, "act": labels.ACT}[group.table]
        return labels.label(table, word.id)
    names = {"hedge": _("doubt"), "denial": _("denial")}
    return names.get(word.section, word.id)


def _chosen(request: Request, words: Sequence[Word], group: Group, held: Vocabulary, counts: Counts) -> list[Word]:
    wanted = asked(request, "lang", "id", "q", "met", "own")
    sought = wanted.get("q", "").casefold()
    found = [
        word for word in words
        if (not wanted.get("lang") or word.lang == wanted["lang"])
        and (not wanted.get("id") or word.id == wanted["id"])
        and (wanted.get("own") != "yes" or word.own)
        and (not sought or sought in word.term.casefold() or sought in _meaning(group, word, held).casefold())
    ]  # fmt: skip
    if wanted.get("met") in ("yes", "no") and group.slots:
        # An entry that was never met has no term that was, and is not looked at term by term.
        known = {ident: counts.of_entry(group, ident) for ident in {word.id for word in found}}
        entries = bool(group.table) and group.slots != ("rule",)
        found = [
            word for word in found
            if bool(counts.of_word(group, word) if not entries or known[word.id] else 0) == (wanted["met"] == "yes")
        ]  # fmt: skip
    return found


def vocabulary_group(case: Case, request: Request) -> Response:
    """The terms of one group, with how many claims each was met in."""
    name, group = _group(request)
    held = _vocabulary(request)
    counts = counts_of(held, case.met_words(group.slots))
    words = words_of(held, name)
    chosen = _chosen(request, words, group, held, counts)
    skip = number_asked(request, "skip", range(_BEYOND)) or 0
    page = chosen[skip : skip + _PAGE]
    rows = [WordRow(word, _meaning(group, word, held), counts.of_word(group, word)) for word in page]
    entries = {ident: counts.of_entry(group, ident) for ident in {word.id for word in page}} if group.slots else {}
    meanings = {word.id: _meaning(group, word, held) for word in words if word.id}
    return render(
        request, "vocabulary_group.html",
        name=name, group=group, title=_titles()[name][0], about=_titles()[name][1], rows=rows, entries=entries,
        total=len(words), count=len(chosen), skip=skip, wanted=asked(request, "lang", "id", "q", "met", "own"),
        langs=sorted({word.lang for word in words if word.lang}),
        ids=sorted(meanings.items(), key=lambda each: each[1].casefold()) if len(meanings) <= _PAGE else [],
        own=any(word.own for word in words),
        following=changed(request, skip=skip + _PAGE) if skip + _PAGE < len(chosen) else None,
        before=changed(request, skip=max(0, skip - _PAGE) or None) if skip else None,
        proposing=_proposing(name, group, request),
    )  # fmt: skip


def _proposing(name: str, group: Group, request: Request) -> str:
    """The form, filled in as far as the list says what is meant."""
    if group.registers:
        return address("/vocabulary/propose", kind="name", section=name, id=request.query_params.get("id"))
    given = asked(request, "id", "lang")
    section = group.sections[0]
    return address("/vocabulary/propose", kind="term", section=section, id=given.get("id"), lang=given.get("lang"))


def vocabulary_csv(_case: Case, request: Request) -> Response:
    """What the list shows, all of it, as CSV."""
    name, group = _group(request)
    held = _vocabulary(request)

    def rows(case: Case) -> Iterator[Sequence[object]]:
        counts = counts_of(held, case.met_words(group.slots))
        for word in _chosen(request, words_of(held, name), group, held, counts):
            yield word.section, word.id, word.lang, word.term, word.file, counts.of_word(group, word)

    return csv_answer(request, f"vocabulary-{name}", ("section", "id", "lang", "term", "file", "claims"), rows)


@requires("review")
def propose(case: Case, request: Request) -> Response:
    """The form of a proposal; filled in, with what it would change and what it would meet."""
    held = _vocabulary(request)
    step = None
    seen = None
    given = dict(asked(request, *_FIELDS))
    proposed = _proposed(given) if given.get("words") else None
    if proposed is not None:
        step = _step(case, request, held, proposed)
        seen = preview(case, held, proposed) if not step.problems else None
    return render(
        request, "vocabulary_propose.html",
        given=given, step=step, seen=seen, sections=_sections(), registers=_registers(),
        identifiers={name: _identifiers(name) for name in SECTIONS if SECTIONS[name]},
        technologies=_identifiers("technology"),
        langs=sorted(held.languages), folder=_folder(case, request), register=given.get("kind") == "name",
    )  # fmt: skip


def _sections() -> dict[str, str]:
    return {
        "technology": _("a technology"), "technology_weak": _("a technology, beside other signs only"),
        "site": _("a kind of site"), "act": _("an act"), "act_weak": _("an act, beside other signs only"),
        "hedge": _("doubt"), "denial": _("denial"), "attribution": _("who says it"),
    }  # fmt: skip


def _registers() -> dict[str, str]:
    return {"suppliers": _("a supplier"), "operators": _("an operator"), "programmes": _("a programme")}


def _identifiers(section: str) -> list[tuple[str, str]]:
    if section == "attribution":
        return [("before", _("before the speaker")), ("after", _("after the speaker")), ("authors", _("the authors"))]
    table = {"technology": labels.TECHNOLOGY, "site": labels.SITE, "act": labels.ACT}[section.removesuffix("_weak")]
    known = TECHNOLOGIES if section.startswith("technology") else SECTIONS[section]
    return sorted(((name, labels.label(table, name)) for name in known), key=lambda each: each[1].casefold())


def _proposed(given: dict[str, str]) -> Proposed:
    words = tuple(dict.fromkeys(word.strip() for word in re.split(r"[\r\n]+", given.get("words", "")) if word.strip()))
    if given.get("kind") == "name":
        section = given.get("section", "")
        return Proposed(
            kind="name", section=section if section in PROPOSED_REGISTERS else "suppliers", words=words,
            id=given.get("id", "") or _identifier(words), country=given.get("country", "").upper(),
            technology=given.get("technology", ""),
        )  # fmt: skip
    section = given.get("section", "technology")
    has_id = bool(SECTIONS.get(section))
    return Proposed(
        kind="term", section=section, words=words, id=given.get("id", "") if has_id else "", lang=given.get("lang", "")
    )


def _identifier(words: Iterable[str]) -> str:
    """An identifier for a new entry, of the Latin letters of its names."""
    for word in words:
        if found := "-".join(re.findall(r"[a-z0-9]+", word.casefold())):
            return found
    return ""


def _step(case: Case, request: Request, held: Vocabulary, proposed: Proposed) -> Step:
    problems = problems_of(proposed, held)
    diff, file = list[tuple[str, str]](), ""
    if not problems:
        file = file_of(proposed, held)
        try:
            diff = _lines(_change(_folder(case, request), held, proposed)[2])
        except SousveilError as error:
            problems = [str(error)]
    return Step(proposed, problems, diff, file)


def _change(folder: Path, held: Vocabulary, proposed: Proposed) -> tuple[Path, str, str]:
    """The file of one's own folder that would change, its new content, and the diff."""
    name = file_of(proposed, held)
    path = folder / name
    before = path.read_text("utf-8") if path.is_file() else ""
    after = added(before, proposed, held)
    return path, after, diff_of(before, after, name)


def _lines(diff: str) -> list[tuple[str, str]]:
    """The lines of a diff, each with what it is: `head`, `added`, `removed`, or nothing."""
    kinds = {"+++": "head", "---": "head", "@@ ": "head"}
    return [(kinds.get(line[:3], {"+": "added", "-": "removed"}.get(line[:1], "")), line) for line in diff.splitlines()]


@requires("review")
def keep_proposal(case: Case, request: Request) -> Response:
    """Keep what the form said as a proposal of the case."""
    form = form_of(request)
    proposed = _proposed({name: form.get(name, "").strip() for name in _FIELDS})
    if problems := problems_of(proposed, _vocabulary(request)):
        raise UsageError(" ".join(problems))
    number = case.propose(proposed, form.get("why", "").strip()[:2000])
    _note(request, _("Proposal {number} is kept with the case.", number=number), "/vocabulary")
    return RedirectResponse(f"/vocabulary/proposals/{number}", status_code=303)


def _note(request: Request, said: str, back: str) -> None:
    found = asking(request)
    if found is not None and found.session is not None:
        found.session.note(Note(text=said, back=back))


def _stored(case: Case, request: Request) -> StoredProposal:
    given = request.path_params["number"]
    stored = case.proposal(int(given)) if given.isascii() and given.isdecimal() and len(given) < 10 else None
    if stored is None:
        raise HTTPException(404, _("This case has no such proposal."))
    return stored


def proposal(case: Case, request: Request) -> Response:
    """One proposal: the lines, what they would meet, and what became of it."""
    stored, held = _stored(case, request), _vocabulary(request)
    step = _step(case, request, held, stored.proposed)
    return render(
        request, "vocabulary_proposal.html",
        stored=stored, step=step, seen=preview(case, held, stored.proposed) if not step.problems else None,
        folder=_folder(case, request), sections={**_sections(), **_registers()},
        in_case=_folder(case, request) == case.path / "vocabulary",
        case_path=case.path,
    )  # fmt: skip


def patch(case: Case, request: Request) -> Response:
    """The proposal as a patch of the files that ship, to send to whoever keeps them."""
    stored = _stored(case, request)
    body = upstream_patch(stored.proposed, _vocabulary(request))
    said = f"{_plain(stored.why)}\n\nProposed by {_plain(stored.who)} on {stored.at[:10]}.\n\n"
    named = {"content-disposition": f'attachment; filename="vocabulary-{stored.number}.patch"'}
    return Response(said.lstrip("\n") + body, media_type="text/x-patch; charset=utf-8", headers=named)


def _plain(words: str) -> str:
    """One line that no tool takes for a part of the patch."""
    return " ".join(words.split()).lstrip("-+@ ")


@requires("lead")
def decide_proposal(case: Case, request: Request) -> Response:
    """Accept a proposal into the folder of one's own words, or decline it."""
    stored, form = _stored(case, request), form_of(request)
    verdict, why = form.get("verdict", ""), form.get("why", "").strip()[:2000]
    if stored.state != "open" or verdict not in ("accept", "decline"):
        raise UsageError(_("This proposal was decided about already."))
    with case.transaction():
        if verdict == "accept":
            held = _vocabulary(request)
            if problems := problems_of(stored.proposed, held):
                raise UsageError(" ".join(problems))
            path, content, _diff = _change(_folder(case, request), held, stored.proposed)
            case.decide_proposal(stored.number, "accepted", why)
            _write(path, content)
            said = _("Accepted. It is looked for from the next `sousveil find` on.")
        else:
            case.decide_proposal(stored.number, "declined", why)
            said = _("Declined.")
    _note(request, said, "/vocabulary")
    return RedirectResponse(f"/vocabulary/proposals/{stored.number}", status_code=303)


def _write(path: Path, content: str) -> None:
    """The whole file or none of it. Raises CaseError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_text(content, "utf-8")
        beside.replace(path)
    except OSError as error:
        raise CaseError(f"{path} cannot be written ({error.strerror}). Check the permissions of its folder.") from error
