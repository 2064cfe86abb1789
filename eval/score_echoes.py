"""The labelled echo sets: who repeats whom, and whether the range of origins holds the truth.

Over `eval/cases/echoes/*.toml`, and for each of them (`echoes.a.…`):

- `own.echo_precision`, `own.echo_recall`: links between two documents, with direction: a link is right where it leads
  to something that the document goes back to, or to another text made from the same model; a label is met where a link
  leads to what it names, to something behind that, or to another text made from it.
- `own.echo_precision_any`, `own.echo_recall_any`: the same whichever side is taken for the first.
- `own.cited_recall`: labelled origins that no document is, found under one of their names.
- `own.made_from_precision`: of copies, syndication, rewrites and translations between documents, those of one family.
- `own.independents_linked`: share of the documents that go back to none, and yet are said to be made from another.
- `own.type_recall.TYPE`: labels of one type that are met, by a link of whatever type.
- `own.count_covered`: labelled findings with min <= truth <= max, of those that are found in at least two documents.
- `own.false_independent`: of those, how many have min above the truth; `own.count_width`: mean of max - min.
- `own.counted`: labelled findings of several documents that are found in at least two of them.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from echo_sets import MADE_FROM, EchoSet, Label
from sousveil.record import Echo, Finding

__all__ = ["score"]

CASES = Path(__file__).parent / "cases" / "echoes"
_KINDS = ("copy", "syndication", "quote", "rewrite", "translation", "citation")


def score(data: Path | None) -> dict[str, float]:  # noqa: ARG001 - the sets are our own
    """The scores above; {} where there is no set."""
    return _over(sorted(CASES.glob("*.toml")), verbose=False)


def _over(paths: list[Path], *, verbose: bool) -> dict[str, float]:
    total: Counter[str] = Counter()
    report: dict[str, float] = {}
    for path in paths:
        counts = _counts(EchoSet(path), verbose=verbose)
        report |= {f"echoes.{path.stem}.{name}": value for name, value in _shares(counts).items()}
        total += counts
    return {**{f"own.{name}": value for name, value in _shares(total).items()}, **report} if paths else {}


def _shares(counts: Counter[str]) -> dict[str, float]:
    def share(part: str, whole: str) -> float:
        return counts[part] / counts[whole] if counts[whole] else 0.0

    return {
        "echo_precision": share("right", "links"),
        "echo_recall": share("met", "labels"),
        "echo_precision_any": share("right-any", "links"),
        "echo_recall_any": share("met-any", "labels"),
        "cited_recall": share("cited-met", "cited"),
        "made_from_precision": share("made-from-right", "made-from"),
        "independents_linked": share("independents-linked", "independents"),
        "count_covered": share("covered", "counted"),
        "false_independent": share("above", "counted"),
        "count_width": share("width", "counted"),
        "counted": share("counted", "findings"),
        **{
            f"type_recall.{kind}": share(f"met {kind}", f"labels {kind}") for kind in _KINDS if counts[f"labels {kind}"]
        },
    }


def _counts(held: EchoSet, *, verbose: bool) -> Counter[str]:
    return _links(held, verbose=verbose) + _labels(held, verbose=verbose) + _findings(held, verbose=verbose)


def _links(held: EchoSet, *, verbose: bool) -> Counter[str]:
    """How many links are right. Several echoes from one document to one other are one link."""
    counts: Counter[str] = Counter()
    links: dict[tuple[str, str], list[Echo]] = {}
    for echo in held.echoes:
        if echo.origin_to is not None:
            pair = (held.names[echo.origin_from.source], held.names[echo.origin_to.source])
            links.setdefault(pair, []).append(echo)
    made: set[str] = set()
    for (here, there), echoes in links.items():
        kin = held.are_kin(here, there)
        undirected = any(label.to == here and not label.directed for label in held.labels[there])
        right = there in held.ancestors[here] or undirected or (kin and here not in held.ancestors[there])
        either = right or here in held.ancestors[there] or kin
        makes = any(echo.type in MADE_FROM for echo in echoes)
        counts += Counter({"links": 1, "right": int(right), "right-any": int(either), "made-from": int(makes),
                           "made-from-right": int(makes and kin)})  # fmt: skip
        if makes and not kin:
            made.add(here)
        if verbose and not right:
            print(f"WRONG {here} -> {there} {'(turned round)' if either else ''}")
            for echo in echoes:
                print(f"      {echo.type} {echo.score} {echo.reason[:220]}")
    alone = [ident for ident, labels in held.labels.items() if not any(label.type in MADE_FROM for label in labels)]
    counts["independents"] = len(alone)
    counts["independents-linked"] = len(made.intersection(alone))
    return +counts


def _labels(held: EchoSet, *, verbose: bool) -> Counter[str]:
    """How many labels are met."""
    counts: Counter[str] = Counter()
    by_source: dict[str, list[Echo]] = {ident: [] for ident in held.documents}
    for echo in held.echoes:
        by_source[held.names[echo.origin_from.source]].append(echo)
    for ident, labels in held.labels.items():
        for label in labels:
            if label.cited == "unknown":
                continue  # nobody says whose words they are: that is for the count
            if label.to is None:
                met = any(held.means(echo, label) for echo in by_source[ident])
                counts += Counter({"cited": 1, "cited-met": int(met), f"labels {label.type}": 1,
                                   f"met {label.type}": int(met)})  # fmt: skip
                if verbose and not met:
                    print(f"MISSED {ident} {label.type} cited {label.cited}")
                continue
            there = any(_leads(held, echo, label) for echo in by_source[ident])
            back = any(echo.origin_to and held.names[echo.origin_to.source] == ident for echo in by_source[label.to])
            met = there or (back and not label.directed)
            counts += Counter({"labels": 1, "met": int(met), "met-any": int(there or back),
                               f"labels {label.type}": 1, f"met {label.type}": int(there or back)})  # fmt: skip
            if verbose and not met:
                print(f"MISSED {ident} {label.type} -> {label.to} {'(turned round)' if back else ''}")
    return +counts


def _leads(held: EchoSet, echo: Echo, label: Label) -> bool:
    if echo.origin_to is None or label.to is None:
        return False
    end = held.names[echo.origin_to.source]
    return end == label.to or end in held.ancestors[label.to] or label.to in held.models[end]


def _findings(held: EchoSet, *, verbose: bool) -> Counter[str]:
    """How often the range holds the truth: the number of different knowers of the documents that the finding has."""
    counts: Counter[str] = Counter()
    source_of = {claim.id: held.names[claim.evidence.source] for found in held.claims.values() for claim in found}
    for label in held.findings:
        meant = [(_told(finding, source_of, label), finding) for finding in held.weighed if _is_meant(finding, label)]
        documents, best = max(meant, key=lambda pair: (len(pair[0]), pair[1].id), default=(frozenset[str](), None))
        if len(label["origins"]) < 2:
            continue  # one document has one origin, whatever is counted
        counts["findings"] += 1
        if best is None or len(documents) < 2:
            if verbose:
                print(f"NOT FOUND {label['about']}: {sorted(documents)} of {sorted(label['origins'])}")
            continue
        truth = len({name for ident in documents for name in label["origins"][ident]})
        low, high = _range(best, {claim for claim, ident in source_of.items() if ident in documents})
        counts += Counter({"counted": 1, "covered": int(low <= truth <= high), "above": int(low > truth),
                           "width": high - low})  # fmt: skip
        if verbose and not low <= truth <= high:
            print(f"COUNT {label['about']}: truth {truth}, given {low}-{high}")
            for origin in best.origins.named:
                where = sorted({source_of[claim] for claim in origin.claims})
                print(f"      {origin.independent} {origin.cited or held.names.get(origin.source or '')} {where}"
                      f" {origin.reason[:150]}")  # fmt: skip
    return counts


def _range(finding: Finding, claims: set[str]) -> tuple[int, int]:
    """The range of origins of these claims alone: a document that the label does not name may have one of its own."""
    ours = [origin for origin in finding.origins.named if claims.intersection(origin.claims)]
    return min(len(ours), max(1, sum(origin.independent for origin in ours))), len(ours)


def _is_meant(finding: Finding, label: dict[str, Any]) -> bool:
    """Whether both are about one thing; how the kind is coded is not what is measured here."""
    technologies, sites = set(label.get("technology", ())), set(label.get("sites", ()))
    return bool(technologies & set(finding.technology)) or (
        bool(sites & set(finding.site_types)) and (finding.kind == label["kind"] or not technologies)
    )


def _told(finding: Finding, source_of: dict[str, str], label: dict[str, Any]) -> frozenset[str]:
    """The label's documents that have a claim in the finding."""
    return frozenset(source_of[claim] for claim in finding.claims).intersection(label["origins"])


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:] if not name.startswith("-")]
    for name, value in _over(given or sorted(CASES.glob("*.toml")), verbose="--verbose" in sys.argv).items():
        print(f"{name:<46}{value:>9.4f}")
