"""What the origins of a finding are called in one line: for tables and for citations."""

from __future__ import annotations

from sousveil.record.finding import Finding
from sousveil.show.words.present import source_title
from sousveil.store.case import Case

__all__ = ["origin_names"]


def origin_names(case: Case, finding: Finding) -> list[str]:
    """The title of each origin that the case holds, the name of each that is only cited."""
    names = []
    for origin in finding.origins.named:
        source = case.source(origin.source) if origin.source else None
        names.append(source_title(source) if source else origin.cited or origin.source or "")
    return [name for name in names if name]
