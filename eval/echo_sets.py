"""The labelled echo sets: documents that are read as pages, what each goes back to, and whose knowledge findings are.

A set is a TOML file of `[[document]]` (with `[[document.echo]]`) and `[[finding]]`; `eval/cases/echoes/README.md` says
what the fields mean. Every document becomes a page with the usual metadata, is read, found in, resolved and traced as
any other, with nothing given by hand.
"""

from __future__ import annotations

import html
import json
import tomllib
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from cases_text import with_own_words
from sousveil.find import find
from sousveil.read import read
from sousveil.record import Capture, Claim, Echo, Finding, Source, sha256_bytes
from sousveil.record.text import Text
from sousveil.resolve import resolve
from sousveil.trace import trace
from sousveil.weigh import weigh

__all__ = ["MADE_FROM", "EchoSet", "Label"]

MADE_FROM = frozenset({"copy", "syndication", "rewrite", "translation"})
"""Types that say that one text was made from the other."""


class Label(Struct, frozen=True):
    """What a document goes back to: a document of the set, or an origin that no document is."""

    type: str
    to: str | None = None
    cited: str | None = None
    directed: bool = True

    @property
    def end(self) -> str:
        """The document, or `cited NAME` in lower case."""
        return self.to or f"cited {(self.cited or '').casefold()}"


class EchoSet:
    """One set, read and traced."""

    def __init__(self, path: Path) -> None:
        content = tomllib.loads(path.read_text("utf-8"))
        self.documents: dict[str, dict[str, Any]] = {entry["id"]: entry for entry in content["document"]}
        self.findings: list[dict[str, Any]] = content.get("finding", [])
        self.labels = {
            ident: [Label(**{key: echo[key] for key in ("type", "to", "cited", "directed") if key in echo})
                    for echo in entry.get("echo", [])]
            for ident, entry in self.documents.items()
        }  # fmt: skip
        self.texts: dict[str, Text] = {}
        self.names: dict[str, str] = {}
        self.sources: dict[str, Source] = {}
        self.claims: dict[str, list[Claim]] = {}
        for ident, entry in self.documents.items():
            text = _read(entry)
            self.texts[text.source_id] = text
            self.names[text.source_id] = ident
            self.sources[text.source_id] = _source(text)
            self.claims[text.source_id] = resolve(find(text), text)

    @cached_property
    def echoes(self) -> list[Echo]:
        """What the trace finds."""
        return trace(list(self.texts.values()), self.claims)

    @cached_property
    def weighed(self) -> list[Finding]:
        """What the findings are."""
        every = [claim for found in self.claims.values() for claim in found]
        return weigh(every, self.echoes, self.sources)

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """Everything that a document goes back to by its labels, through however many others."""
        return {ident: self._reached(ident, None) for ident in self.documents}

    @cached_property
    def models(self) -> dict[str, frozenset[str]]:
        """The same through texts that others were made from only, with the document itself."""
        return {ident: self._reached(ident, MADE_FROM) | {ident} for ident in self.documents}

    def _reached(self, ident: str, types: frozenset[str] | None) -> frozenset[str]:
        reached: set[str] = set()
        waiting = [ident]
        while waiting:
            for label in self.labels.get(waiting.pop(), []):
                if (types is None or label.type in types) and label.end not in reached:
                    reached.add(label.end)
                    waiting.append(label.end)
        return frozenset(reached - {ident})

    def are_kin(self, one: str, other: str) -> bool:
        """Whether two documents were made from one text, held or not."""
        return bool(self.models[one] & self.models[other])

    @cached_property
    def cited_names(self) -> dict[str, frozenset[str]]:
        """By the reference of a cited origin: every name that the trace has for it, in lower case."""
        names: dict[str, set[str]] = defaultdict(set)
        for echo in self.echoes:
            if echo.cited is not None:
                names[echo.cited.ref].add(echo.cited.name.casefold())
                words = self.texts[echo.origin_from.source].content[echo.origin_from.start : echo.origin_from.end]
                names[echo.cited.ref].add(words.casefold()[:200])
        return {ref: frozenset(found) for ref, found in names.items()}

    def means(self, echo: Echo, label: Label) -> bool:
        """Whether an echo to a cited origin is to the one that a label names."""
        if echo.cited is None or label.cited is None:
            return False
        wanted = label.cited.removeprefix("the ").removeprefix("The ").casefold()
        return any(wanted in name for name in self.cited_names[echo.cited.ref])


def _read(entry: dict[str, Any]) -> Text:
    payload = _page(entry).encode("utf-8")
    capture = Capture(
        sha256=sha256_bytes(payload), size=len(payload), media_type="text/html", locator=f"{entry['id']}.html",
        url=entry.get("url"), retrieved="2026-01-01T00:00:00Z", method="file",
    )  # fmt: skip
    return with_own_words(read(capture, payload))


def _page(entry: dict[str, Any]) -> str:
    """The document as its outlet would publish it."""
    body = html.escape(entry["text"].strip(), quote=False)
    for link in entry.get("links", []):
        words = html.escape(link["words"], quote=False)
        body = body.replace(words, f'<a href="{html.escape(link["url"])}">{words}</a>', 1)
    paragraphs = "\n".join(f"<p>{block.strip()}</p>" for block in body.split("\n\n") if block.strip())
    told = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": entry["title"]}
    if "published" in entry:
        told["datePublished"] = entry["published"]
    canonical = entry.get("canonical") or entry.get("url")
    title = html.escape(entry["title"], quote=False)
    agency = f'<p class="byline">{html.escape(entry["agency"])}</p>' if "agency" in entry else ""
    return (
        f'<!doctype html><html lang="{entry["lang"]}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{html.escape(entry["outlet"])}">'
        + (f'<link rel="canonical" href="{html.escape(canonical)}">' if canonical else "")
        + f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script></head><body>'
        f"<article><h1>{title}</h1>{agency}\n{paragraphs}</article></body></html>"
    )


def _source(text: Text) -> Source:
    return Source(
        id=text.source_id, url=text.url, title=text.title, outlet=text.outlet,
        published=text.published.value if text.published else None, published_evidence=None, lang=text.lang,
        capture_sha256=text.capture_sha256, text_sha256=text.sha256, retrieved="2026-01-01T00:00:00Z", bytes=0,
        media_type="text/html", locator="", agency=text.agency, characters=len(text.content), own=text.own,
    )  # fmt: skip
