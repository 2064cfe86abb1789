"""PolNeAR: which wire agency a text is credited to, and who says what.

- `wire_recall`, `wire_precision`: the credit line found by the reader's own matcher, against the column `wire` of
  metadata.tsv; `NA` (unknown) is left out. A few articles lost their credit line before they reached the corpus, so
  recall cannot be complete.
- `source_f1`: spans of sources in the articles of `dev`, as annotated, against those that the reader of sources finds
  in each sentence; two spans agree where they overlap. Every sentence counts, whatever it is about.
  The words and rules were chosen on `train`; of `dev` only the score was looked at.
- `baseline_source_f1`: the same for the nearest capitalised run or pronoun before a verb of a short list, else
  behind it. No figure for PolNeAR's spans of sources was found. Near to it: rules over spaCy's parser find .73 of the
  sources of news articles with an accuracy of .95 (Sultana, Harley, Adamson, Malik 2022, doi:10.1145/3582768.3582774).
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

from sousveil.find.segment import sentences
from sousveil.find.sources import sources_of
from sousveil.find.tables import tables_for
from sousveil.vocabulary.credits import find_credit
from sousveil.vocabulary.loader import load

__all__ = ["score"]


def score(data: Path | None) -> dict[str, float]:
    """`attribution.source_f1`, `.baseline_source_f1`, `.wire_recall`, `.wire_precision`; {} where the set is absent."""
    if data is None or not (data / "attribution" / "polnear.tar.gz").exists():
        return {}
    corpus = _corpus(data)
    return {**_wires(corpus, verbose=False), **_sources(corpus, verbose=False)}


class _Corpus:
    def __init__(self) -> None:
        self.rows: dict[str, dict[str, str]] = {}
        self.texts: dict[str, str] = {}
        self.sources: dict[str, set[tuple[int, int]]] = {}
        """Annotated spans of sources, of the articles in `dev`, from all who annotated it."""


def _corpus(data: Path) -> _Corpus:
    corpus = _Corpus()
    with tarfile.open(data / "attribution" / "polnear.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            path = Path(member.name)
            content = stream.read().decode("utf-8")
            if path.name == "metadata.tsv":
                table = csv.DictReader(io.StringIO(content), delimiter="\t")
                corpus.rows = {row["filename"]: row for row in table}
            elif path.suffix == ".txt" and path.parent.name == "text":
                corpus.texts[path.stem] = content
            elif path.suffix == ".ann" and "dev" in path.parts:
                corpus.sources.setdefault(path.stem.rsplit("_", 1)[0], set()).update(_spans(content))
    return corpus


def _spans(annotation: str) -> list[tuple[int, int]]:
    """First to last offset of each `Source` of a BRAT file; a source in pieces is `Source 10 14;20 25`."""
    found = []
    for line in annotation.splitlines():
        fields = line.split("\t")
        if len(fields) == 3 and fields[1].startswith("Source "):
            offsets = [int(number) for number in re.findall(r"\d+", fields[1])]
            found.append((offsets[0], offsets[-1]))
    return found


def _sources(corpus: _Corpus, *, verbose: bool) -> dict[str, float]:
    read = _f1(corpus, _found, "read", verbose=verbose)
    return {
        "attribution.source_f1": read,
        "attribution.baseline_source_f1": _f1(corpus, _baseline, "baseline", verbose=verbose),
    }


def _f1(corpus: _Corpus, reader: Callable[[str], set[tuple[int, int]]], name: str, *, verbose: bool) -> float:
    found = right = true = met = 0
    for article, gold in sorted(corpus.sources.items()):
        said = sorted(reader(corpus.texts[article]))
        found += len(said)
        true += len(gold)
        right += sum(any(start < stop and begin < end for begin, stop in gold) for start, end in said)
        met += sum(any(start < stop and begin < end for start, end in said) for begin, stop in gold)
    precision, recall = right / max(1, found), met / max(1, true)
    if verbose:
        print(f"{name}: {true} sources in {len(corpus.sources)} articles: P {precision:.3f}, R {recall:.3f}")
    return 2 * precision * recall / (precision + recall) if right else 0.0


def _found(content: str) -> set[tuple[int, int]]:
    tables = tables_for("en", load())
    assert tables is not None
    found: set[tuple[int, int]] = set()
    at = 0
    for line in content.split("\n"):
        for start, end in sentences(content, at, at + len(line), tables.language):
            found.update((source.start, source.end) for source in sources_of(tables, content, start, end))
        at += len(line) + 1
    return found


_SAYING = re.compile(r"\b(?:said|says?|told|tells?|asked|added|wrote|writes|according to|announced|argued|claimed)\b")
_SOMEBODY = re.compile(r"\b(?:[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|the))*|he|she|they|who|it)\b")
_WINDOW = 60


def _baseline(content: str) -> set[tuple[int, int]]:
    found = set()
    for verb in _SAYING.finditer(content):
        before = list(_SOMEBODY.finditer(content, max(0, verb.start() - _WINDOW), verb.start()))
        behind = _SOMEBODY.search(content, verb.end(), min(len(content), verb.end() + _WINDOW))
        nearest = behind if verb.group() == "according to" or not before else before[-1]
        if nearest is not None:
            found.add(nearest.span())
    return found


def _wires(corpus: _Corpus, *, verbose: bool) -> dict[str, float]:
    rows, texts = corpus.rows, corpus.texts
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
    whole = _corpus(Path(__file__).resolve().parents[2] / "shared" / "data")
    loud = "--verbose" in sys.argv
    print({**_wires(whole, verbose=loud), **_sources(whole, verbose=loud)})
