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
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from containers import docx, eml, scan_pdf, text_pdf, warc, warc_response  # noqa: E402
from pages import Page, html_page  # noqa: E402

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
    said: str = words["notice"].replace("OUTLET", document.head["outlet_name"])
    if not document.reports:
        return f"{said} {words['no_facts']}"
    named = "; ".join(f"{report['name']}, {report['url']}" for report in document.reports)
    return f"{said} {words['facts_from']} {named}"


def rendered(document: Document, labels: dict[str, Any]) -> bytes:
    """The document's bytes in its own form."""
    head = document.head
    said = notice(document, labels)
    form = head.get("form", "html")
    if form == "pdf":
        return text_pdf(head["title"], head["outlet_name"], head["published"], said, document.paragraphs())
    if form == "scan":
        return scan_pdf((WRITTEN / head["picture"]).read_bytes(), head["title"], said)
    if form == "docx":
        return docx(head["title"], head["outlet_name"], head["published"], said, document.paragraphs())
    if form == "eml":
        return eml(head, said, document.paragraphs())
    if form == "txt":
        rule = "-" * 72
        return f"{rule}\n{said}\n{rule}\n\n{document.text.strip()}\n".encode()
    if form == "csv":
        return document.text.strip().encode() + b"\n"
    page = Page(
        head=head,
        labels=labels[head["lang"]],
        design=(WRITTEN / "designs" / f"{head['design']}.html").read_text(encoding="utf-8"),
        notice=said,
        reports=document.reports,
        paragraphs=document.paragraphs(),
    )
    return html_page(page).encode(head.get("charset", "utf-8"), errors="xmlcharrefreplace")


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


def lineages(found: list[Document]) -> str:
    """What a careful reader finds in each document, as TOML."""
    files = {document.name: document.file for document in found}
    lines = [(WRITTEN / "lineages-head.toml").read_text(encoding="utf-8").rstrip()]
    for document in found:
        head = document.head
        lines += ["", "[[document]]", f"file = {toml_value(document.file)}"]
        rows = {
            "lang": head["lang"], "outlet": head["outlet_name"], "published": head.get("published", ""),
            "url": head.get("url", ""), "title": head["title"], "facts": head.get("facts", []),
            "unread": head.get("unread", ""),
        }  # fmt: skip
        lines += [f"{key} = {toml_value(value)}" for key, value in rows.items() if value != ""]
        for line in head.get("echoes", []):
            table = echo_table(line)
            if "to" in table:
                table["to"] = files[str(table["to"])]
            lines += ["[[document.echo]]"] + [f"{key} = {toml_value(value)}" for key, value in table.items()]
        for line in head.get("claims", []):
            table = claim_table(line)
            lines += ["[[document.claim]]"] + [f"{key} = {toml_value(value)}" for key, value in table.items()]
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
        Path("sources") / document.file: rendered(document, labels)
        for document in found
        if document not in crawled
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
