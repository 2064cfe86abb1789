"""Scores the reader of claims on the project's own labelled cases (`eval/cases/claims/*.jsonl`).

A found claim matches an expected one when kind, set of technologies, act and polarity are the same and the quote
overlaps the labelled words (anywhere in the text where no words are labelled). The lenient score asks only for the
kind, one shared technology (or none on both sides) and the overlap.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import gains
from sousveil.find import find
from sousveil.record.claim import Claim
from sousveil.record.text import Dated, Paragraph, Text
from sousveil.resolve import resolve

CASES = Path(__file__).parent / "cases" / "claims"


def text_of(content: str, lang: str, published: str | None = None) -> Text:
    """A frozen text of one paragraph a line, as if a page had been read."""
    paragraphs: list[Paragraph] = []
    at = 0
    for line in content.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph(start=at, end=at + len(line), lang=lang))
        at += len(line) + 1
    return Text(
        capture_sha256="0" * 64, content=content, extractor="eval/1", lang=lang, paragraphs=tuple(paragraphs),
        segments=(), published=Dated(value=published, evidence="label", certainty="high") if published else None,
    )  # fmt: skip


def _overlaps(found: Claim, expected: dict[str, Any], content: str) -> bool:
    words = expected.get("words")
    if not words:
        return True
    at = content.index(words)
    return found.evidence.start < at + len(words) and at < found.evidence.end


def _strict(found: Claim, expected: dict[str, Any], content: str) -> bool:
    return (
        found.kind == expected["kind"]
        and set(found.technology) == set(expected["technology"])
        and found.act == expected["act"]
        and found.polarity == expected["polarity"]
        and _overlaps(found, expected, content)
    )


def _lenient(found: Claim, expected: dict[str, Any], content: str) -> bool:
    shared = set(found.technology) & set(expected["technology"])
    none = not found.technology and not expected["technology"]
    return found.kind == expected["kind"] and bool(shared or none) and _overlaps(found, expected, content)


def _pairs(found: list[Claim], expected: list[dict[str, Any]], content: str, same: Any) -> list[tuple[int, int]]:
    free = set(range(len(found)))
    pairs: list[tuple[int, int]] = []
    for number, label in enumerate(expected):
        match = next((i for i in sorted(free) if same(found[i], label, content)), None)
        if match is not None:
            free.discard(match)
            pairs.append((match, number))
    return pairs


def matched(found: list[Claim], expected: list[dict[str, Any]], content: str) -> set[int]:
    """The numbers of the found claims that are right."""
    return {number for number, _ in _pairs(found, expected, content, _strict)}


def _slot_scores(claim: Claim, resolved: Claim, label: dict[str, Any], tally: dict[str, list[int]]) -> list[str]:
    """What of a claim's slots is not as labelled; `resolved` is the claim with its places resolved."""
    wrong: list[str] = []

    def note(name: str, got: object, wanted: object, *, right: bool) -> None:
        tally.setdefault(name, [0, 0])
        tally[name][0] += right
        tally[name][1] += 1
        if not right:
            wrong.append(f"{name}: {got!r} for {wanted!r}")

    note("certainty", claim.certainty, label["certainty"], right=claim.certainty == label["certainty"])
    if "quantity" in label:
        value = claim.quantity.value if claim.quantity else None
        note("quantity", value, label["quantity"], right=value == label["quantity"])
    if "site_types" in label:
        right = set(label["site_types"]) <= set(claim.site_types)
        note("site_types", claim.site_types, label["site_types"], right=right)
    if "time" in label:
        note("time", claim.time, label["time"], right=claim.time == label["time"])
    if "target" in label:
        note("target", claim.target, label["target"], right=claim.target == label["target"])
    if "country" in label:
        country = resolved.place.country if resolved.place else None
        note("country", country, label["country"], right=country == label["country"])
    for role in ("supplier", "operator"):
        if role in label:
            organisation = getattr(claim, role)
            known = {organisation.name.lower(), organisation.ref} if organisation else set()
            right = label[role].lower() in known or any(label[role].lower() in (name or "") for name in known)
            note(role, organisation, label[role], right=right)
    return wrong


def score(data: Path | None = None, *, verbose: bool = False) -> dict[str, float]:
    """Precision, recall and F1 over all labelled claims; `data` is not needed.

    The sets under `later/` were written and committed before their first score was looked at, each by the number of
    its name; they are scored apart.
    """
    del data
    scores = {f"own.{name}": value for name, value in _score(sorted(CASES.glob("*.jsonl")), verbose=verbose).items()}
    for path in sorted((CASES / "twelve").glob("*-sentences.jsonl")):
        lang = path.name.split("-")[0]
        found = _score([path, path.with_name(f"{lang}-documents.jsonl")], verbose=verbose)
        scores |= {f"own.twelve_{lang}.{name}": found[name] for name in _TOLD if name in found}
    whole = _score(sorted((CASES / "twelve").glob("*.jsonl")), verbose=False)
    scores |= {f"own.twelve.{name}": value for name, value in whole.items()}
    countries = [value for name, value in scores.items() if name.endswith(".slot_country")]
    scores["own.slot_country"] = sum(countries) / max(1, len(countries))
    later = sorted((CASES / "later").glob("*.jsonl"))
    for number in sorted({path.name.split("-")[0] for path in later}):
        found = _score([path for path in later if path.name.startswith(f"{number}-")], verbose=verbose)
        scores |= {f"own.later_{number}.{name}": found[name] for name in _TOLD if name in found}
    return scores


_TOLD = ("claims_precision", "claims_recall", "claims_f1", "claims_in_clean_texts", "slot_country")


def _score(paths: list[Path], *, verbose: bool) -> dict[str, float]:
    counts = {"found": 0, "expected": 0, "strict": 0, "lenient": 0}
    false_texts = clean_texts = 0
    tally: dict[str, list[int]] = {}
    by_lang: dict[str, list[int]] = {}
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            content = case["text"]
            text = text_of(content, case["lang"], case.get("published"))
            found = find(text)
            resolved = resolve(found, text)
            expected = case["claims"]
            assert all(content[c.evidence.start : c.evidence.end] == c.evidence.quote for c in found)
            strict = _pairs(found, expected, content, _strict)
            gains.note_own(content, found, {number for number, _ in strict})
            counts["found"] += len(found)
            counts["expected"] += len(expected)
            counts["strict"] += len(strict)
            counts["lenient"] += len(_pairs(found, expected, content, _lenient))
            sums = by_lang.setdefault(case["lang"], [0, 0, 0])
            sums[0] += len(strict)
            sums[1] += len(found)
            sums[2] += len(expected)
            if not expected:
                clean_texts += 1
                false_texts += bool(found)
            wrong = [note for i, j in strict for note in _slot_scores(found[i], resolved[i], expected[j], tally)]
            if verbose:
                _show(case, found, expected, strict, wrong)
    precision = counts["strict"] / max(1, counts["found"])
    recall = counts["strict"] / max(1, counts["expected"])
    scores = {
        "claims_precision": precision,
        "claims_recall": recall,
        "claims_f1": 2 * precision * recall / max(1e-9, precision + recall),
        "claims_lenient_f1": 2 * counts["lenient"] / max(1, counts["found"] + counts["expected"]),
        "claims_in_clean_texts": false_texts / max(1, clean_texts),
    }
    for name, (right, of) in sorted(tally.items()):
        scores[f"slot_{name}"] = right / of
    if verbose:
        for code, (right, found_, expected_) in sorted(by_lang.items()):
            print(f"{paths[0].stem} {code}: {right} right of {found_} found, {expected_} expected")
    return scores


def _show(
    case: dict[str, Any],
    found: list[Claim],
    expected: list[dict[str, Any]],
    strict: list[tuple[int, int]],
    wrong: list[str],
) -> None:
    hit, met = {i for i, _ in strict}, {j for _, j in strict}
    if len(hit) == len(found) and len(met) == len(expected) and not wrong:
        return
    print(f"\n[{case['lang']}] {case['text'][:160]}")
    for number, label in enumerate(expected):
        if number not in met:
            mark = "+" if label["polarity"] == "affirmed" else "-"
            print(f"   missed {label['kind']} {label['technology']} {label['act']} {mark} {label.get('words', '')}")
    for number, claim in enumerate(found):
        if number not in hit:
            mark = "+" if claim.polarity == "affirmed" else "-"
            quote = claim.evidence.quote[:70]
            kind, act, techs = claim.kind, claim.act, list(claim.technology)
            print(f"   false  {kind} {techs} {act} {mark} {quote} <{claim.rule}>")
    for note in wrong:
        print(f"   slot   {note}")


if __name__ == "__main__":
    for name, value in score(verbose="--verbose" in sys.argv).items():
        print(f"{name} {value:.3f}")
