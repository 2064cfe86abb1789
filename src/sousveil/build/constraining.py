"""Which findings limit which, kept as findings change.

Only findings of one country bear on each other. So a finding that changes touches its own limits, and a constraint
that changes those of the findings of its country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sousveil.record import Finding
from sousveil.record.finding import Constraint
from sousveil.store import Case, FindingFilter
from sousveil.weigh.constraints import constraints_of

__all__ = ["constrain", "constrain_all"]


def constrain_all(case: Case) -> None:
    """Work out what limits every finding, country by country; none are held."""
    for country in sorted(case.finding_facets().get("country", {})):
        case.change_constraints([], constraints_of(case.findings(FindingFilter(country=country))))


def constrain(case: Case, changes: Iterable[tuple[Finding | None, Finding | None]]) -> None:
    """Work out anew what limits the findings that changed, each as it was and as it is, and what those limit."""
    touched: dict[str, dict[str, Finding | None]] = defaultdict(dict)
    shelves: set[str] = set()
    for before, after in changes:
        countries = [(f.id, f.place.country) for f in (before, after) if f and f.place and f.place.country]
        if _limited(before) != _limited(after) and countries:
            # Where it is now, else where it was: what is set there takes the place of all that it had.
            identifier, country = countries[-1]
            touched[country][identifier] = after
        if _limiting(before) != _limiting(after):
            shelves.update(country for _, country in countries)
    for country in shelves:
        touched.setdefault(country, {})
    for country, changed in sorted(touched.items()):
        if country in shelves:
            held = list(case.findings(FindingFilter(country=country)))
            _put(case, sorted({*changed, *(finding.id for finding in held)}), constraints_of(held))
        else:
            limits = list(case.findings(FindingFilter(kind="constraint", country=country)))
            mine = [finding for finding in changed.values() if finding is not None and finding.kind != "constraint"]
            _put(case, sorted(changed), constraints_of([*mine, *limits]) if limits else [])


def _limited(finding: Finding | None) -> tuple[object, ...] | None:
    """What decides by what it is limited; null for none."""
    if finding is None:
        return None
    return (
        finding.kind, finding.status, finding.place, finding.technology, finding.site_types, finding.time,
        finding.first_reported, finding.last_reported,
    )  # fmt: skip


def _limiting(finding: Finding | None) -> tuple[object, ...] | None:
    """What the findings that it limits see of it; null where it limits none."""
    if finding is None or finding.kind != "constraint":
        return None
    return (*(_limited(finding) or ()), finding.about)


def _put(case: Case, findings: Sequence[str], found: Sequence[Constraint]) -> None:
    """Set the limits of these findings; those that stay are left alone."""
    held = list(case.constraints(findings))
    before, after = _by_finding(held), _by_finding(found)
    changed = [identifier for identifier in findings if before.get(identifier) != after.get(identifier)]
    case.change_constraints(
        [each for identifier in changed for each in before.get(identifier, [])],
        [each for identifier in changed for each in after.get(identifier, [])],
    )


def _by_finding(constraints: Iterable[Constraint]) -> dict[str, list[Constraint]]:
    found: dict[str, list[Constraint]] = defaultdict(list)
    for constraint in constraints:
        found[constraint.finding].append(constraint)
    return found
