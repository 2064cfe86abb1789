"""The EU's consolidated list of financial sanctions as XML (`xmlFullSanctionsList_1_1`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from sousveil.record import Drop
from sousveil.record.reference import Listing
from sousveil.reference.lists.entries import Draft, Source, key_of
from sousveil.reference.lists.words import ORGANISATIONS
from sousveil.reference.lists.xml import children, entries, text_of

__all__ = ["read_eu_xml"]

_FALSE = "false"


def read_eu_xml(path: Path, source: Source) -> Iterator[Listing | Drop]:
    """The entries, in the order of the file. `since` is the date of designation or, where there is none, the earliest
    date at which a regulation that the entry or one of its names cites came into force.

    Raises:
        ReferenceDataError: see `xml.entries`.
    """
    done: set[int] = set()
    for row, element in entries(path, "export", "sanctionEntity"):
        names = list(children(element, "nameAlias"))
        name = next((_whole(each) for each in names if each.get("strong") != _FALSE), "")
        kind = source.reading.kind(_kind(element), name, person=bool(list(children(element, "birthdate"))))
        if kind not in ORGANISATIONS:
            source.tally.add(kind, row, _kind(element) if kind == "other" else "")
            continue
        entry = element.get("euReferenceNumber") or element.get("logicalId") or ""
        if not entry.strip():
            yield source.tally.drop("no-identifier", row, "The entry has neither a reference number nor an identifier.")
            continue
        if (key := key_of(entry.strip())) in done:
            yield source.tally.drop("duplicate", row, "An earlier entry of the file has the same identifier.")
            continue
        done.add(key)
        draft = Draft(list=source.form.list or "", entry=entry.strip(), row=row, kind=kind)
        _add(draft, element, names, source, row)
        yield draft.finished(source)
    yield from source.tally.drops()


def _add(draft: Draft, element: etree._Element, names: list[etree._Element], source: Source, row: int) -> None:
    for each in names:
        remarks = [remark.text or "" for remark in children(each, "remark")]
        if each.get("strong") == _FALSE or any(source.reading.is_weak(remark) for remark in remarks):
            source.tally.add("weak", row)
        else:
            draft.add_name(source, _whole(each), row, primary=source.reading.is_main(each.get("nameLanguage") or ""))
    for part in ("address", "citizenship"):
        for place in children(element, part):
            code = place.get("countryIso2Code") or ""
            draft.add_country(source, code if code != "00" else place.get("countryDescription") or "", row)
    regulations = list(children(element, "regulation"))
    cited = [summary for name in names for summary in children(name, "regulationSummary")]
    _add_dates(draft, element, [*regulations, *cited], source, row)
    for regulation in regulations:
        draft.add_each(source, "programmes", [regulation.get("programme") or ""])
        draft.add_each(source, "reasons", [regulation.get("numberTitle") or ""])
        draft.add_link(source, text_of(regulation, "publicationUrl"), row)
    draft.add_each(source, "reasons", [remark.text or "" for remark in children(element, "remark")])
    draft.add_each(source, "reasons", [element.get("designationDetails") or ""])
    for each in children(element, "identification"):
        label = each.get("identificationTypeDescription") or each.get("identificationTypeCode") or ""
        draft.add_labelled(source, [label, each.get("number") or each.get("latinNumber") or ""])


def _add_dates(
    draft: Draft, element: etree._Element, regulations: list[etree._Element], source: Source, row: int
) -> None:
    designated = element.get("designationDate") or ""
    begins = [designated] if designated.strip() else [
        regulation.get("entryIntoForceDate") or regulation.get("publicationDate") or "" for regulation in regulations
    ]  # fmt: skip
    for since in begins:
        draft.add_dates(source, since, "", row)


def _kind(element: etree._Element) -> str:
    subject = next(children(element, "subjectType"), None)
    return "" if subject is None else (subject.get("classificationCode") or subject.get("code") or "")


def _whole(name: etree._Element) -> str:
    parts = (name.get("firstName"), name.get("middleName"), name.get("lastName"))
    return name.get("wholeName") or " ".join(part for part in parts if part)
