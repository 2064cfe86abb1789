"""Entries of the log in plain words, each with a link to what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from sousveil.record.identity import identifier
from sousveil.show.addresses import address
from sousveil.show.words.agreement import NAMES
from sousveil.show.words.catalogue import gettext as _
from sousveil.show.words.catalogue import later, later_many, linked, ngettext
from sousveil.show.words.drops import reason_words
from sousveil.show.words.identifiers import in_words
from sousveil.show.words.present import source_title
from sousveil.show.words.regional import joined
from sousveil.store.case import Case
from sousveil.store.log.ledger import LogEntry

__all__ = ["ACTIONS", "Told", "told"]

ACTIONS: Final = {
    "account": later("An account was changed"), "add": later("Collecting began"), "build": later("A build began"),
    "capture": later("Something was collected"), "drop": later("Something was not kept"),
    "find": later("Reading anew began"), "forget-import": later("An import was taken out"),
    "import": later("A file was imported"), "init": later("The case was made"), "judge": later("Somebody decided"),
    "key": later("A key was changed"), "names": later("Names were compared"), "read": later("A text was read"),
    "read-model": later("A model read a text"), "resolve": later("Places of a text were worked out anew"),
    "set": later("A setting was changed"), "settle": later("Claims followed decisions"),
    "sighting": later("The same was met again"),
    "trace": later("Echoes were traced"), "vocabulary": later("Words were proposed"),
    "weigh": later("Claims were weighed"),
}  # fmt: skip
"""What kinds of entries are called in the filter."""
_JUDGED: Final = {
    ("c", "accept"): later("Accepted <a claim>"), ("c", "reject"): later("Rejected <a claim>"),
    ("c", "edit"): later("Corrected <a claim>"), ("c", "write"): later("Wrote <a claim>"),
    ("c", "note"): later("Wrote a note about <a claim>"), ("c", "undo"): later("Took back a decision about <a claim>"),
    ("e", "confirm"): later("Confirmed <a link>"), ("e", "cut"): later("Cut <a link>"),
    ("e", "note"): later("Wrote a note about <a link>"), ("e", "undo"): later("Took back a decision about <a link>"),
    ("m", "accept"): later("Said that <two names> are one"),
    ("m", "reject"): later("Said that <two names> are not one"),
    ("m", "undo"): later("Took back a decision about <two names>"),
}  # fmt: skip
_ACCOUNT: Final = {
    "add": later("Made an account for {name} ({role})"), "role": later("Gave {name} the role {role}"),
    "password": later("Set a new password for {name}"), "remove": later("Took the account of {name} away"),
}  # fmt: skip
_COUNTED: Final = {
    "trace": ("echoes", *later_many("Traced echoes: <{count} link>", "Traced echoes: <{count} links>"), "/echoes"),
    "weigh": (
        "findings", *later_many("Weighed claims: <{count} finding>", "Weighed claims: <{count} findings>"),
        "/findings",
    ),
    "names": ("matches", *later_many("Compared names: <{count} pair>", "Compared names: <{count} pairs>"), "/names"),
    "import": (
        "rows", *later_many("Imported <a file> of {count} row", "Imported <a file> of {count} rows"), "/imports",
    ),
}  # fmt: skip
"""Which number an entry tells, how it is said of one and of several, and where they are."""
_MOST: Final = 5
_EXCERPT: Final = 180


class Told(Struct, frozen=True, kw_only=True):
    """An entry as people read it."""

    said: Markup | str
    """One sentence; what it is about is a link."""
    about: str = ""
    """The words that it is about: a quote, an address."""
    lang: str = ""
    """In which language those are; empty for ours."""
    why: str = ""
    """The reason that somebody gave, or what they changed."""


def told(case: Case, entry: LogEntry) -> Told:
    """An entry in words. What the case no longer holds is named by its identifier."""
    tell = _TELL.get(entry.action)
    return tell(case, entry) if tell else Told(said=entry.action, about=entry.subject)


def _collected(_case: Case, entry: LogEntry) -> Told:
    said = _("Collected <these bytes>") if entry.action == "capture" else _("Met <the same bytes> again")
    where = _text(entry.detail, "url") or _text(entry.detail, "locator")
    return Told(said=_link(said, f"/sources/{identifier('s', entry.subject)}"), about=where)


def _dropped(_case: Case, entry: LogEntry) -> Told:
    stage, reason = _text(entry.detail, "stage"), _text(entry.detail, "reason")
    place, why = address("/drops", stage=stage, reason=reason), reason_words(stage, reason).what
    return Told(said=linked("Did not keep it: <{why}>", place, why=why), about=_text(entry.detail, "locator"))


def _begun(_case: Case, entry: LogEntry) -> Told:
    said = {
        "build": _("Began a build"), "add": _("Began to collect"),
        "find": _("Began to read anew what was collected"), "init": _("Made the case"),
    }[entry.action]  # fmt: skip
    about = _some(entry.detail.get("sources")) or _text(entry.detail, "model")
    return Told(said=said, about=entry.subject if entry.action == "init" else about)


def _account(_case: Case, entry: LogEntry) -> Told:
    pattern = _ACCOUNT.get(_text(entry.detail, "change"), later("Changed the account of {name}"))
    role = in_words(_text(entry.detail, "role"), "permission")
    return Told(said=_(pattern, name=entry.subject, role=role))


def _key(_case: Case, entry: LogEntry) -> Told:
    name = _text(entry.detail, "account")
    if _text(entry.detail, "change") == "add":
        return Told(said=_("Made a key for {name}", name=name))
    return Told(said=_("Took a key of {name} away", name=name))


def _counted(_case: Case, entry: LogEntry) -> Told:
    """Entries that tell how many of something there are."""
    named, one, many, place = _COUNTED[entry.action]
    held = entry.detail.get(named)
    return Told(
        said=_link(ngettext(one, many, held if isinstance(held, int) else 0), place), about=_text(entry.detail, "file")
    )


def _forgotten(_case: Case, entry: LogEntry) -> Told:
    return Told(said=_link(_("Took <an import> out again"), "/imports"), about=entry.subject)


def _judged(case: Case, entry: LogEntry) -> Told:
    subject, detail = entry.subject, entry.detail
    letter, verdict = subject[:1], _text(detail, "verdict")
    place = {"c": "/claims/", "e": "/echoes/"}.get(letter)
    said = _(_JUDGED.get((letter, verdict), later("Decided about <something>")))
    sentence = _link(said, f"{place}{subject}" if place else "/names")
    why = _text(detail, "reason") or (_changed(detail) if verdict == "edit" else "")
    held = case.claim(subject) if letter == "c" else None
    if held is None:
        return Told(said=sentence, why=why)
    words = held.claim.evidence
    return Told(said=sentence, about=_cut(f"“{words.quote}”"), lang=words.lang, why=why)


def _changed(detail: Mapping[str, object]) -> str:
    """Which slots an edit changed; what they were changed to stands in the detail."""
    value = detail.get("value")
    slots = [slot for slot in value if slot in NAMES] if isinstance(value, dict) else []
    return _("Changed: {slots}", slots=joined([_(NAMES[slot]) for slot in slots])) if slots else ""


def _read(case: Case, entry: LogEntry) -> Told:
    source_id = entry.subject
    said = {
        "read": _("Read <a text>"), "read-model": _("Let a model read <a text>"),
        "resolve": _("Worked out anew where the claims of <a text> are"),
        "settle": _("Let the claims of <a text> follow what people decided"),
    }[entry.action]  # fmt: skip
    source = case.bare_source(source_id)
    sentence = _link(said, f"/sources/{source_id}")
    return Told(said=sentence, about=source_title(source), lang=source.lang) if source else Told(said=sentence)


def _set(_case: Case, entry: LogEntry) -> Told:
    subject, detail = entry.subject, entry.detail
    if subject == "guidelines":
        return Told(said=_link(_("Wrote a new version of <the guidelines>"), "/guidelines"))
    if subject == "coders":
        two = _text(detail, "value") == "2"
        said = _("Set that <two people> decide about each claim") if two else _("Set that <one person> decides alone")
        return Told(said=_link(said, "/settings"))
    return Told(said=_("Changed a setting"), about=subject)


def _link(translated: str, place: str) -> Markup:
    """A sentence that is translated already, with its words in angle brackets as a link."""
    before, _opened, rest = translated.partition("<")
    words, _closed, after = rest.partition(">")
    if not words:
        return Markup('<a href="{}">{}</a>').format(place, translated)
    return Markup('{}<a href="{}">{}</a>{}').format(before, place, words, after)


def _text(detail: Mapping[str, object], name: str) -> str:
    value = detail.get(name)
    return value if isinstance(value, str) else ""


def _some(values: object) -> str:
    """The first of some names, and how many more."""
    names = [str(value) for value in values] if isinstance(values, list) else []
    shown = ", ".join(names[:_MOST])
    more = len(names) - _MOST
    return _("{some} and {n} more", some=shown, n=more) if more > 0 else shown


def _cut(words: str) -> str:
    return words if len(words) <= _EXCERPT else words[: _EXCERPT - 1].rstrip() + "…"


def _words(_case: Case, entry: LogEntry) -> Told:
    said = {
        "propose": _("Proposed <words> for the vocabulary"), "accept": _("Accepted <words> into the vocabulary"),
    }.get(_text(entry.detail, "what"), _("Declined <words> for the vocabulary"))  # fmt: skip
    return Told(said=_link(said, f"/vocabulary/proposals/{entry.subject}"), about=_text(entry.detail, "why"))


_TELL: Final[dict[str, Callable[[Case, LogEntry], Told]]] = {
    "account": _account, "add": _begun, "build": _begun, "capture": _collected, "drop": _dropped, "find": _begun,
    "forget-import": _forgotten, "import": _counted, "init": _begun, "judge": _judged, "key": _key, "names": _counted,
    "read": _read, "read-model": _read, "resolve": _read, "settle": _read, "set": _set, "sighting": _collected,
    "trace": _counted, "vocabulary": _words, "weigh": _counted,
}  # fmt: skip
