"""Claims in general news: how many a thousand pages of `pages/pages.warc.gz` give. Nearly all of them are false.

The pages are about anything but surveillance; the few that are about it are listed with `--verbose` and looked at by
a person. A page that cannot be read gives none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

import gains
from sousveil.errors import ReadLoss
from sousveil.find import find
from sousveil.read import read
from sousveil.record.capture import Capture
from sousveil.record.identity import sha256_bytes
from sousveil.record.text import Text


def texts_of(path: Path) -> Iterator[Text]:
    """The texts of a web archive, in its order."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            payload = record.reader.read()
            url = record.headers.get("WARC-Target-URI") or ""
            capture = Capture(
                sha256=sha256_bytes(payload), size=len(payload), media_type="text/html", locator=url, url=url,
                retrieved=record.headers.get("WARC-Date") or "", method="warc",
            )  # fmt: skip
            try:
                yield read(capture, payload)
            except ReadLoss as loss:
                print(f"{url}: not read ({loss.reason})", file=sys.stderr)


def score(data: Path | None = None, *, verbose: bool = False) -> dict[str, float]:
    """Claims, and pages with a claim, per 1,000 pages."""
    path = (data or Path(__file__).resolve().parents[2] / "shared" / "data") / "pages" / "pages.warc.gz"
    if not path.is_file():
        return {}
    pages = claims = pages_with = 0
    for text in texts_of(path):
        found = find(text)
        gains.note_shared("pages", text.url or "", text.content, found)
        pages += 1
        claims += len(found)
        pages_with += bool(found)
        if verbose:
            for claim in found:
                print(
                    f"{text.url}\n   {claim.kind} {claim.technology} {claim.act}: {claim.evidence.quote} <{claim.rule}>"
                )
    return {
        "pages.claims_per_1000": 1000 * claims / max(1, pages),
        "pages.pages_with_claims_per_1000": 1000 * pages_with / max(1, pages),
    }


if __name__ == "__main__":
    for name, value in score(verbose="--verbose" in sys.argv).items():
        print(f"{name} {value:.2f}")
