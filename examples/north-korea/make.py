"""Writes `sources/` and `lineages.toml` from the plain files in `written/`.

    python examples/north-korea/make.py               everything anew
    python examples/north-korea/make.py --if-missing  only what is absent

Needs nothing but Python. The same input gives the same bytes on every machine: no clock, no compressor whose
output differs between versions (archives use stored blocks), no font file.

A document in `written/documents/` is a TOML head between two lines `+++`, then its text: paragraphs divided by
blank lines, `## ` before a subheading, `[words](address)` for a link. The head also says what a careful reader
would find in the text (`echoes`, `claims`); that is compiled into `lineages.toml`.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from containers import docx, eml, scan_pdf, text_pdf, warc, warc_response
from pages import Page, html_page

HERE = Path(__file__).parent
WRITTEN = HERE / "written"
SOURCES = HERE / "sources"
WARC_NAME = "meridian-crawl-2026.warc.gz"
CLAIM_FIELDS = ("words", "kind", "technology", "act", "polarity", "certainty", "sites", "place")


@dataclass
class Document:
    """One written document: its head and its text."""

    name: str
    head: dict[str, Any]
    text: str
    reports: list[dict[str, str]] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Where it ends up in `sources/`; a page of the web archive is named `ARCHIVE#URL`."""
        form = self.head.get("form", "html")
        if form.startswith("warc"):
            return f"{WARC_NAME}#{self.head['url']}"
        suffix = {"scan": ".pdf"}.get(form, f".{form}")
        return self.name + suffix

    def paragraphs(self) -> list[str]:
        """The text's paragraphs, subheadings with their mark."""
        return [p.strip() for p in self.text.split("\n\n") if p.strip()]


def read_toml(path: Path) -> dict[str, Any]:
    """One TOML file of `written/`."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def documents() -> list[Document]:
    """All written documents, by name."""
    reports = read_toml(WRITTEN / "reports.toml")
    outlets = read_toml(WRITTEN / "outlets.toml")
    found = []
    for path in sorted((WRITTEN / "documents").glob("*.md")):
        _, head_text, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        head = tomllib.loads(head_text)
        outlet = outlets[head["outlet"]]
        head = {"lang": outlet["lang"], "design": outlet.get("design", "")} | head
        head["outlet_name"] = outlet["name"]
        head["host"] = outlet["host"]
        if "path" in head:
            head["url"] = f"https://{outlet['host']}{head['path']}"
        found.append(Document(path.stem, head, text, [reports[key] for key in head["based_on"]]))
    return found


def notice(document: Document, labels: dict[str, Any]) -> str:
    """What stands at the top of every document: written for this example, outlet invented, facts from where."""
    words = labels[document.head["lang"]]
    outlet = document.head["outlet_name"]
    apart = words.get("notice_without_markup", {}).get(document.head.get("form", "html"))
    if apart:
        # Without markup a date of the report in the notice would be the first date on the page.
        named = "; ".join(f"{r['name'].rpartition(' (')[0] or r['name']}, {r['url']}" for r in document.reports)
        return f"{apart.replace('OUTLET', outlet)} {named}"
    said: str = words["notice"].replace("OUTLET", outlet)
    if not document.reports:
        return f"{said} {words['no_facts']}"
    named = "; ".join(f"{report['name']}, {report['url']}" for report in document.reports)
    return f"{said} {words['facts_from']} {named}"


def rendered(document: Document, labels: dict[str, Any]) -> bytes:
    """The document's bytes in its own form."""
    head = document.head
    said = notice(document, labels)
    outlet, paragraphs = head["outlet_name"], document.paragraphs()
    match head.get("form", "html"):
        case "pdf":
            content = text_pdf(head["title"], outlet, head["published"], said, paragraphs)
        case "scan":
            content = scan_pdf((WRITTEN / head["picture"]).read_bytes(), head["title"], said)
        case "docx":
            content = docx(head["title"], outlet, head["published"], said, paragraphs)
        case "eml":
            content = eml(head, said, paragraphs)
        case "txt":
            rule = "-" * 72
            content = f"{rule}\n{said}\n{rule}\n\n{document.text.strip()}\n".encode()
        case "csv":
            content = table(document, said)
        case _:
            design = (WRITTEN / "designs" / f"{head['design']}.html").read_text(encoding="utf-8")
            page = Page(head, labels[head["lang"]], design, said, document.reports, paragraphs)
            content = html_page(page).encode(head.get("charset", "utf-8"), errors="xmlcharrefreplace")
    return content


def table(document: Document, said: str) -> bytes:
    """Coded records as CSV; the notice stands in the last column of every row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, document.head["columns"], extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row | {"Note": said} for row in document.head["rows"])
    return out.getvalue().encode()


def web_archive(pages: list[Document], labels: dict[str, Any]) -> bytes:
    """The pages that the example keeps as a crawl: one gzip member a record."""
    records = []
    for document in pages:
        head = document.head
        packed = head["form"] == "warc-gzip"
        status = int(head.get("status", 200))
        records.append(warc_response(head["url"], head["crawled"], status, rendered(document, labels), packed))
    return warc(WARC_NAME, "2026-01-12T08:00:00Z", records)


def toml_value(value: object) -> str:
    """A string, a number or a list of strings as TOML."""
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def claim_table(line: str) -> dict[str, object]:
    """`words | kind | technology,… | act | polarity | certainty | site,… | place` as a table.

    The place may end in `@CC`, the country where the surveillance is; without it that is KP.
    """
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != len(CLAIM_FIELDS):
        raise SystemExit(f"a claim needs {len(CLAIM_FIELDS)} fields: {line}")
    table: dict[str, object] = dict(zip(CLAIM_FIELDS, parts, strict=True))
    for several in ("technology", "sites"):
        table[several] = [item.strip() for item in str(table[several]).split(",") if item.strip()]
    place, _, country = str(table["place"]).partition("@")
    return table | {"place": place.strip(), "country": country.strip() or "KP"}


def echo_table(line: str) -> dict[str, object]:
    """`type > document` or `type > cited: name of the origin` as a table."""
    kind, _, target = (part.strip() for part in line.partition(">"))
    if target.startswith("cited:"):
        return {"type": kind, "cited": target.removeprefix("cited:").strip()}
    return {"type": kind, "to": target}


def entry(head: dict[str, Any], file: str, files: dict[str, str]) -> list[str]:
    """One document of `lineages.toml`: a file, a page of the web archive or a row of the table."""
    lines = ["", "[[document]]", f"file = {toml_value(file)}"]
    keys = ("lang", "outlet_name", "published", "url", "title", "facts", "unread")
    lines += [f"{key.removesuffix('_name')} = {toml_value(head[key])}" for key in keys if head.get(key)]
    for line in head.get("echoes", []):
        echo = echo_table(line)
        if "to" in echo:
            echo["to"] = files[str(echo["to"])]
        lines += ["[[document.echo]]"] + [f"{key} = {toml_value(value)}" for key, value in echo.items()]
    for line in head.get("claims", []):
        lines += ["[[document.claim]]"]
        lines += [f"{key} = {toml_value(value)}" for key, value in claim_table(line).items()]
    return lines


def lineages(found: list[Document]) -> str:
    """What a careful reader finds in each document, as TOML."""
    files = {document.name: document.file for document in found}
    lines = [(WRITTEN / "lineages-head.toml").read_text(encoding="utf-8").rstrip()]
    for document in found:
        head = document.head
        rows = head.get("rows")
        if rows is None:
            lines += entry(head, document.file, files)
            continue
        for row in rows:
            same = {"lang": head["lang"], "title": head["title"], "published": row.get("Published", "")}
            lines += entry(row | same, f"{document.file}#{row['Record_ID']}", files)
    findings = (WRITTEN / "findings.toml").read_text(encoding="utf-8")
    for name, file in sorted(files.items(), key=lambda item: -len(item[0])):
        findings = findings.replace(f'"{name}"', toml_value(file))
    return "\n".join(lines) + "\n\n" + findings


def made() -> dict[Path, bytes]:
    """Every file that this script writes, by path below the example's folder."""
    labels = read_toml(WRITTEN / "labels.toml")
    found = documents()
    crawled = [document for document in found if document.head.get("form", "").startswith("warc")]
    files = {
        Path("sources") / document.file: rendered(document, labels) for document in found if document not in crawled
    }
    if crawled:
        files[Path("sources") / WARC_NAME] = web_archive(crawled, labels)
    files[Path("lineages.toml")] = lineages(found).encode()
    return files


def main() -> None:
    """Writes the files."""
    parser = argparse.ArgumentParser(description="Write the example's sources from its plain files.")
    parser.add_argument("--if-missing", action="store_true", help="write only what is absent")
    wanted = parser.parse_args()
    SOURCES.mkdir(exist_ok=True)
    written = 0
    for path, content in made().items():
        target = HERE / path
        if wanted.if_missing and target.exists():
            continue
        target.write_bytes(content)
        written += 1
    sys.stdout.write(f"{written} files written below {HERE.name}/\n")


if __name__ == "__main__":
    main()
