"""PolNeAR: which wire agency a text is credited to, found in the text by the reader's own matcher.

Ground truth is the column `wire` of metadata.tsv; `NA` (unknown) is left out. Two articles in a hundred lost their
credit line before they reached the corpus, so recall cannot be complete.
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
from pathlib import Path

from sousveil.vocabulary.credits import find_credit

__all__ = ["score"]


def score(data: Path | None) -> dict[str, float]:
    """`attribution.wire_recall`, `.wire_precision`; {} where the set is absent."""
    return _wires(data, verbose=False)


def _corpus(data: Path) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    texts: dict[str, str] = {}
    rows: dict[str, dict[str, str]] = {}
    with tarfile.open(data / "attribution" / "polnear.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            path = Path(member.name)
            if path.name == "metadata.tsv":
                table = csv.DictReader(io.StringIO(stream.read().decode("utf-8")), delimiter="\t")
                rows = {row["filename"]: row for row in table}
            elif path.suffix == ".txt" and path.parent.name == "text":
                texts[path.stem] = stream.read().decode("utf-8")
    return rows, texts


def _wires(data: Path | None, *, verbose: bool) -> dict[str, float]:
    if data is None or not (data / "attribution" / "polnear.tar.gz").exists():
        return {}
    rows, texts = _corpus(data)
    right = found = true = 0
    for name, text in sorted(texts.items()):
        wire = rows.get(name, {}).get("wire", "NA").lower()
        if wire in {"na", ""}:
            continue
        credit = find_credit(text)
        said = credit.ref if credit else "none"
        true += wire != "none"
        found += said != "none"
        right += said == wire != "none"
        if verbose and said != wire:
            print(name, "truth", wire, "found", said, repr(credit.words) if credit else "")
    return {
        "attribution.wire_recall": right / true if true else 0.0,
        "attribution.wire_precision": right / found if found else 1.0,
    }


if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    print(_wires(folder, verbose="--verbose" in sys.argv))
