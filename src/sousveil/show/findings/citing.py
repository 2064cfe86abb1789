"""How to cite a source or a finding: CSL-JSON, BibTeX and a line to copy, from one description of each.

CSL-JSON follows the schema of CSL 1.0.2 (https://docs.citationstyles.org); BibTeX is what BibTeX and biblatex both
read. What is not known stays out: nobody gets an author, a date or a publisher that the source does not give. The
digest of the archived bytes goes along, so that a reader can tell the very document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from anyascii import anyascii
from msgspec import Struct

from sousveil.record.finding import Finding
from sousveil.record.source import Source
from sousveil.show.words.present import finding_sentence, origins_phrase, source_title

__all__ = ["Standing", "bibtex", "csl_of_finding", "csl_of_source", "finding_line", "source_line"]

Item = dict[str, object]
"""An item of CSL-JSON."""

_TYPES: Final = {
    "application/pdf": "report", "message/rfc822": "personal_communication", "text/csv": "dataset",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document",
    "text/plain": "document",
}  # fmt: skip
_BIBTEX: Final = {"report": "techreport"}
_DAY: Final = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T[^~?%]*)?([~?%]?)")
_SEASON: Final = re.compile(r"(\d{4})-2([1-4])([~?%]?)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPED: Final = {
    "\\": r"\textbackslash{}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&",
    "%": r"\%", "#": r"\#", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
"""BibTeX counts braces, those behind a backslash too: a lone one would end the entry."""
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class Standing(Struct, frozen=True, kw_only=True):
    """The state of the case that is cited: the last entry of its log, whose hash covers everything before it."""

    case: str
    entry: int
    at: str
    hash: str


def csl_of_source(source: Source) -> Item:
    """A source as an item of CSL-JSON. It is a web page where it has an address; else what its form says."""
    kind = _TYPES.get(source.media_type, "webpage" if source.url else "document")
    item: Item = {"id": _key(source), "type": kind, "title": _clean(source_title(source))}
    if source.agency:
        item["author"] = [{"literal": _clean(source.agency)}]
    if source.outlet:
        item["publisher" if kind == "report" else "container-title"] = _clean(source.outlet)
    if issued := _csl_date(source.published):
        item["issued"] = issued
    if source.url:
        item["URL"] = source.url
    if source.lang and source.lang != "und":
        item["language"] = source.lang
    if accessed := _csl_date(source.retrieved):
        item["accessed"] = accessed
    return item | {
        "archive_location": source.id,
        "note": f"SHA-256 of the archived bytes: {source.capture_sha256}",
    }


def csl_of_finding(finding: Finding, standing: Standing) -> Item:
    """A finding as an item of CSL-JSON: an entry in a case as it stood at one moment."""
    origins = origins_phrase(finding.origins)
    return {
        "id": f"sousveil-{finding.id}", "type": "entry", "title": finding_sentence(finding).rstrip("."),
        "container-title": _clean(standing.case), "issued": _csl_date(standing.at) or {"literal": standing.at},
        "accessed": _csl_date(standing.at) or {"literal": standing.at}, "archive_location": finding.id,
        "note": f"{origins}. Log entry {standing.entry} of the case, SHA-256 {standing.hash}",
    }  # fmt: skip


def finding_line(finding: Finding, standing: Standing) -> str:
    """A finding as a line of text to copy. It says how many origins there are, and for which state of the case."""
    return (
        f"“{finding_sentence(finding).rstrip('.')}.” {origins_phrase(finding.origins)}. Finding {finding.id} in"
        f" “{_clean(standing.case)}”, as of {standing.at[:10]} (log entry {standing.entry},"
        f" SHA-256 {standing.hash[:16]}…). sousveil."
    )


def source_line(source: Source) -> str:
    """A source as a line of text to copy."""
    said = [
        source.agency or "", f"“{_clean(source_title(source))}.”", source.outlet or "", source.published or "",
        source.url or "", f"Archived {source.retrieved[:10]}, SHA-256 {source.capture_sha256[:16]}…",
    ]  # fmt: skip
    return ", ".join(_clean(part) for part in said if part).replace(".”,", ".”") + "."


def _csl_date(value: str | None) -> Item | None:
    """An EDTF date as CSL has it: a day, month or year, a span of them, a season; words where it is none of these."""
    if not value:
        return None
    first, slash, last = value.partition("/")
    if slash:
        ends = [_day(end) for end in (first, last)]
        if ends[0] is None or ends[1] is None:
            return {"literal": value}
        return {"date-parts": [ends[0][0], ends[1][0]]} | ({"circa": True} if ends[0][1] or ends[1][1] else {})
    if season := _SEASON.fullmatch(value):
        dated: Item = {"date-parts": [[int(season[1])]], "season": int(season[2])}
        return dated | ({"circa": True} if season[3] else {})
    day = _day(value)
    if day is None:
        return {"literal": value}
    return {"date-parts": [day[0]]} | ({"circa": True} if day[1] else {})


def _day(value: str) -> tuple[list[int], bool] | None:
    match = _DAY.fullmatch(value)
    if match is None:
        return None
    parts = [int(part) for part in match.groups()[:3] if part]
    fits = all(low <= part <= high for part, (low, high) in zip(parts[1:], ((1, 12), (1, 31)), strict=False))
    return (parts, bool(match[4])) if fits else None


def _key(source: Source) -> str:
    """`lanternwatch2024s94fe4f`: what BibTeX and people can both read."""
    name = re.sub(r"[^a-z0-9]", "", anyascii(source.outlet or "").lower())[:24]
    year = re.match(r"\d{4}", source.published or "")
    return f"{name or 'source'}{year[0] if year else ''}{source.id[:7]}"


def bibtex(items: Iterable[Item]) -> str:
    """Items of CSL-JSON as a file of BibTeX (UTF-8)."""
    return "\n".join(_entry(item) for item in items)


def _entry(item: Item) -> str:
    kind = _BIBTEX.get(str(item["type"]), "misc")
    author = item.get("author")
    names = [str(one["literal"]) for one in author if isinstance(one, dict)] if isinstance(author, list) else []
    fields = [
        ("author", " and ".join(f"{{{_escaped(name)}}}" for name in names)),
        ("title", f"{{{_escaped(str(item['title']))}}}"),
        ("institution" if kind == "techreport" else "organization", _named(item, "publisher", "container-title")),
        *_bibtex_date(item.get("issued")),
        ("url", _address(str(item.get("URL", "")))),
        ("urldate", _iso(item.get("accessed"))),
        ("langid", _escaped(str(item.get("language", "")))),
        ("note", _escaped(str(item.get("note", "")))),
    ]
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields if value and name != "month")
    month = "".join(f"  month = {value},\n" for name, value in fields if name == "month" and value)
    return f"@{kind}{{{item['id']},\n{body}{month}}}\n"


def _named(item: Item, *names: str) -> str:
    found = next((str(item[name]) for name in names if name in item), "")
    return f"{{{_escaped(found)}}}" if found else ""


def _bibtex_date(issued: object) -> list[tuple[str, str]]:
    """`date` for biblatex, `year` and `month` for BibTeX."""
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    if not parts:
        return [("date", "")]
    first: Sequence[int] = parts[0]
    about = isinstance(issued, dict) and bool(issued.get("circa"))
    return [
        ("date", _iso(issued) + ("~" if about else "")),
        ("year", f"{first[0]:04}"),
        ("month", _MONTHS[first[1] - 1] if len(first) > 1 else ""),
    ]


def _iso(dated: object) -> str:
    """ISO 8601 of a date of CSL, a span with a stroke."""
    parts = dated.get("date-parts") if isinstance(dated, dict) else None
    return "/".join("-".join(f"{part:0{4 if n == 0 else 2}}" for n, part in enumerate(some)) for some in parts or ())


def _address(url: str) -> str:
    """An address as BibTeX takes it between braces: those, percent signs aside, are written in hexadecimal."""
    return _CONTROLS.sub("", url).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(letter, letter) for letter in _clean(text))


def _clean(text: str) -> str:
    return " ".join(_CONTROLS.sub(" ", text).split())
