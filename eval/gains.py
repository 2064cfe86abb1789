"""Which claims were gained and which were lost against the last commit.

Scorers note what they find in each case, and `eval/found.jsonl` keeps it. For the project's own cases it has a line a
case: the digest of its text and its claims as `[start, end, kind, technologies, act, polarity, right]`. Of shared data
it keeps nothing but a digest a claim (of the case's name, then of what the claim says). Words are shown on the screen
only.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from sousveil.record import Claim, sha256_bytes

KEPT = Path(__file__).parent / "found.jsonl"
_MOST_SHOWN = 30
"""Claims of each sort that are printed for a set."""
_NAME, _SAID = 8, 4
"""Characters of the two digests that name a claim of shared data."""


class Row(NamedTuple):
    """A claim in one of our own cases."""

    start: int
    end: int
    kind: str
    technologies: str
    act: str
    polarity: str
    right: bool

    @property
    def meaning(self) -> tuple[object, ...]:
        """All but the place: a quote that ends a word later is the same claim."""
        return self[2:]


class Found(Struct):
    """What one run found, or what the last commit had found."""

    own: dict[str, list[Row]] = {}
    """By the digest of the case."""
    shared: dict[str, list[str]] = {}
    """Names of claims, by set."""


_now = Found()
_contents: dict[str, str] = {}
_words: dict[str, str] = {}
_SORTS = {
    (False, True): "right lost", (True, False): "false gained", (True, True): "right gained",
    (False, False): "false gone",
}  # fmt: skip


def note_own(content: str, claims: Sequence[Claim], right: Collection[int]) -> None:
    """Remember the claims of a labelled case; `right` holds the numbers of those that a label confirms."""
    case = sha256_bytes(content.encode())[:12]
    _contents[case] = content
    _now.own[case] = [
        Row(
            claim.evidence.start, claim.evidence.end, claim.kind, " ".join(claim.technology), claim.act,
            claim.polarity, number in right,
        )
        for number, claim in enumerate(claims)
    ]  # fmt: skip


def note_shared(of: str, name: str, content: str, claims: Sequence[Claim]) -> None:
    """Remember the claims of a case of the shared set `of`."""
    case = sha256_bytes(name.encode())[:_NAME]
    _contents[case] = content
    named = _now.shared.setdefault(of, [])
    for claim in claims:
        said = json.dumps([claim.kind, claim.technology, claim.act, claim.polarity])
        named.append(case + sha256_bytes(said.encode())[:_SAID])
        _words[named[-1]] = f"{claim.kind} {list(claim.technology)} {claim.act}: {claim.evidence.quote}"


def committed() -> Found | str:
    """What the last commit found, or why that cannot be known."""
    try:
        done = subprocess.run(
            ["git", "-C", str(KEPT.parent), "show", f"HEAD:./{KEPT.name}"],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
    except OSError as error:
        return f"git cannot be run ({error.strerror})"
    if done.returncode:
        return f"the last commit has no eval/{KEPT.name}, or this is no checkout"
    return _parsed(done.stdout)


def _parsed(lines: str) -> Found:
    found = Found()
    for line in map(json.loads, lines.splitlines()):
        if "case" in line:
            found.own[line["case"]] = [Row(*claim) for claim in line["claims"]]
        else:
            ((of, name),) = line.items()
            found.shared.setdefault(of, []).append(name)
    return found


def write() -> None:
    """Keep what was found; a set that was not scored keeps what it had."""
    held = _parsed(KEPT.read_text("utf-8")) if KEPT.exists() else Found()
    lines = [
        json.dumps({"case": case, "claims": sorted(claims)}) for case, claims in sorted((_now.own or held.own).items())
    ]
    lines += [
        json.dumps({of: name}) for of, names in sorted((held.shared | _now.shared).items()) for name in sorted(names)
    ]
    KEPT.write_text("\n".join(lines) + "\n", "utf-8")


def changes(before: Found | str) -> Iterator[str]:
    """Lines that say what was gained and lost in the sets that were scored."""
    if isinstance(before, str):
        if _now.own or _now.shared:
            yield f"Claims gained and lost are not known: {before}."
        return
    if _now.own:
        new = sum(case not in before.own for case in _now.own)
        yield from _told("own", _own_changes(before), f"; {new} new cases" if new else "")
    for of, names in sorted(_now.shared.items()):
        if of in before.shared:
            yield from _told(of, _shared_changes(before.shared[of], names))


def _told(of: str, sorts: dict[str, list[str]], more: str = "") -> Iterator[str]:
    counted = ", ".join(f"{len(lines)} {sort}" for sort, lines in sorts.items() if lines)
    yield f"{of}, claims against the last commit: {counted or 'the same'}{more}"
    for sort, lines in sorts.items():
        yield from (f"  {sort}: {line}" for line in lines[:_MOST_SHOWN])
        if len(lines) > _MOST_SHOWN:
            yield f"  {sort}: {len(lines) - _MOST_SHOWN} more"


def _own_changes(before: Found) -> dict[str, list[str]]:
    sorts: dict[str, list[str]] = {sort: [] for sort in _SORTS.values()}
    for case in sorted(_now.own.keys() & before.own.keys()):
        was, now = (Counter(row.meaning for row in found.own[case]) for found in (before, _now))
        for gained, rows, surplus in ((False, before.own[case], was - now), (True, _now.own[case], now - was)):
            for row in rows:
                if surplus[row.meaning] > 0:
                    surplus[row.meaning] -= 1
                    sorts[_SORTS[gained, row.right]].append(_shown(case, row))
    return sorts


def _shown(case: str, row: Row) -> str:
    sign = "+" if row.polarity == "affirmed" else "-"
    return f"{case} {row.kind} [{row.technologies}] {row.act} {sign} {_line(_contents[case][row.start : row.end])}"


def _shared_changes(before: Sequence[str], now: Sequence[str]) -> dict[str, list[str]]:
    was, found = Counter(before), Counter(now)
    gained, lost = sorted((found - was).elements()), sorted((was - found).elements())
    return {
        "lost": [f"{name} in {_line(_contents.get(name[:_NAME], '(a case that is not there)'))}" for name in lost],
        "gained": [f"{name} {_line(_words[name])}" for name in gained],
    }


def _line(words: str) -> str:
    return " ".join(words.split())[:100]
