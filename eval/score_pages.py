"""Main text and publication date on annotated web pages, beside trafilatura and htmldate on the same pages.

`pages/pages.warc.gz` holds the pages, `pages/pages.json` for each address the segments that must (`with`) and must
not (`without`) stand in the main text, and the publication date. A segment that must stand there and does is a hit,
one that must not and does a false one; precision, recall and F1 are over all segments. A date is right when it is
the same day.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecordType

from sousveil.errors import ReadLoss
from sousveil.read import read
from sousveil.record import Capture, sha256_bytes

__all__ = ["score"]

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


class Page(NamedTuple):
    """An annotated page as it was fetched."""

    url: str
    payload: bytes
    charset: str | None
    retrieved: str
    notes: dict[str, Any]


class Outcome(NamedTuple):
    """What a reader made of a page, and where that is wrong."""

    page: Page
    missing: list[str]
    unwanted: list[str]
    date: str | None


def score(data: Path | None) -> dict[str, float]:
    """Figures by name; none where the data is not there."""
    if data is None or not (data / "pages" / "pages.warc.gz").exists():
        return {}
    loaded = list(pages(data / "pages"))
    ours = [ours_on(page) for page in loaded]
    theirs = [theirs_on(page) for page in loaded]
    return {
        "pages.text_f1": f1(ours)[2],
        "pages.date_accuracy": dates(ours),
        "pages.trafilatura_text_f1": f1(theirs)[2],
        "pages.htmldate_accuracy": dates(theirs),
    }


def pages(folder: Path) -> Iterator[Page]:
    """The annotated pages of a folder, in the order of its archive."""
    notes = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    with (folder / "pages.warc.gz").open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            url = record.headers["WARC-Target-URI"]
            if url in notes:
                retrieved = record.headers.get("WARC-Date") or "2030-01-01T00:00:00Z"
                yield Page(url, record.reader.read(), record.http_charset, retrieved, notes[url])


def ours_on(page: Page) -> Outcome:
    """Our reader on a page."""
    capture = Capture(
        sha256=sha256_bytes(page.payload),
        size=len(page.payload),
        media_type="text/html",
        locator=page.url,
        url=page.url,
        retrieved=page.retrieved,
        method="warc",
        charset=page.charset,
    )
    try:
        text = read(capture, page.payload)
    except ReadLoss:
        return judged(page, "", None)
    return judged(page, text.content, text.published.value if text.published else None)


def theirs_on(page: Page) -> Outcome:
    """trafilatura and htmldate with their defaults on the same page."""
    from htmldate import find_date
    from trafilatura import extract

    markup = page.payload.decode("utf-8", "replace")
    try:
        date = find_date(markup, url=page.url, original_date=True)
    except ValueError:
        date = None
    return judged(page, extract(page.payload) or "", date)


def judged(page: Page, text: str, date: str | None) -> Outcome:
    """Compare with the annotation."""
    return Outcome(
        page,
        [words for words in page.notes["with"] or [] if words not in text],
        [words for words in page.notes["without"] or [] if words in text],
        date,
    )


def f1(outcomes: list[Outcome]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all segments."""
    wanted = sum(len(outcome.page.notes["with"] or []) for outcome in outcomes)
    hits = wanted - sum(len(outcome.missing) for outcome in outcomes)
    false = sum(len(outcome.unwanted) for outcome in outcomes)
    precision = hits / max(1, hits + false)
    recall = hits / max(1, wanted)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def dates(outcomes: list[Outcome]) -> float:
    """Share of the dated pages whose day is right."""
    dated = [outcome for outcome in outcomes if outcome.page.notes["date"]]
    right = [outcome for outcome in dated if outcome.date == outcome.page.notes["date"]]
    return len(right) / max(1, len(dated))


def main() -> None:
    parser = argparse.ArgumentParser(description="Main text and dates of web pages.")
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--verbose", action="store_true", help="name the pages that lose")
    arguments = parser.parse_args()
    if not (arguments.data / "pages").exists():
        print(f"pages: skipped, {arguments.data / 'pages'} is not there")
        return
    loaded = list(pages(arguments.data / "pages"))
    for name, reader in (("sousveil", ours_on), ("trafilatura + htmldate", theirs_on)):
        began = process_time()
        outcomes = [reader(page) for page in loaded]
        seconds = process_time() - began
        precision, recall, value = f1(outcomes)
        print(
            f"{name:24} P {precision:.3f} R {recall:.3f} F1 {value:.4f}  dates {dates(outcomes):.4f}  "
            f"{1000 * seconds / len(loaded):.1f} ms a page"
        )
        if arguments.verbose and reader is ours_on:
            for outcome in outcomes:
                describe(outcome)


def describe(outcome: Outcome) -> None:
    """Say what is wrong on a page, where anything is."""
    expected = outcome.page.notes["date"]
    if outcome.missing or outcome.unwanted or (expected and outcome.date != expected):
        print(outcome.page.url)
        for words in outcome.missing:
            print(f"    missing   {words[:90]!r}")
        for words in outcome.unwanted:
            print(f"    unwanted  {words[:90]!r}")
        if expected and outcome.date != expected:
            print(f"    date      {outcome.date}, annotated {expected}")


if __name__ == "__main__":
    main()
