"""Claims in general pages: how many a thousand pages of `pages/pages.warc.gz` give, and how many of them are false.

The pages are about anything; a few do tell of surveillance. Each claim is looked at by a person: `looked_at.toml` has
the digests of those that were found true. A claim that nobody has confirmed counts as false. `--verbose` prints them
all with their digests. A page that cannot be read gives none.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

import gains
from sousveil.errors import ReadLoss
from sousveil.find import find
from sousveil.read import read
from sousveil.record import Claim
from sousveil.record.capture import Capture
from sousveil.record.identity import sha256_bytes
from sousveil.record.text import Text

LOOKED_AT = Path(__file__).parent / "looked_at.toml"


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
    confirmed = set(tomllib.loads(LOOKED_AT.read_text("utf-8"))["confirmed"])
    pages = claims = pages_with = false = 0
    for text in texts_of(path):
        found = find(text)
        gains.note_shared("pages", text.url or "", text.content, found)
        pages += 1
        claims += len(found)
        pages_with += bool(found)
        for claim in found:
            digest = _digest(text.url or "", claim)
            false += digest not in confirmed
            if verbose:
                known = "confirmed" if digest in confirmed else "not confirmed"
                print(f"{digest} {known} {text.url}\n   {claim.kind} {claim.technology} {claim.act} {claim.polarity}:")
                print(f"   {claim.evidence.quote} <{claim.rule}>")
    return {
        "pages.claims_per_1000": 1000 * claims / max(1, pages),
        "pages.pages_with_claims_per_1000": 1000 * pages_with / max(1, pages),
        "pages.false_claims_per_1000": 1000 * false / max(1, pages),
    }


def _digest(url: str, claim: Claim) -> str:
    """Names a claim of a page without showing it: by its address, its words and what it says."""
    said = (url, claim.evidence.quote, claim.kind, *claim.technology, claim.act, claim.polarity)
    return sha256_bytes("\n".join(said).encode())[:16]


if __name__ == "__main__":
    for name, value in score(verbose="--verbose" in sys.argv).items():
        print(f"{name} {value:.2f}")
