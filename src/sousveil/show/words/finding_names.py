"""What the origins of findings are called in one line: for tables and for citations."""

from __future__ import annotations

from collections.abc import Iterable

from sousveil.record.finding import Finding
from sousveil.show.words.present import source_title
from sousveil.store.case import Case

__all__ = ["origin_names"]


def origin_names(case: Case, findings: Iterable[Finding]) -> dict[str, list[str]]:
    """By finding: the title of each origin that the case holds, the name of each that is only cited."""
    named = {finding.id: finding.origins.named for finding in findings}
    wanted = dict.fromkeys(origin.source for origins in named.values() for origin in origins if origin.source)
    titles = {source.id: source_title(source) for source in case.bare_sources(list(wanted))}
    return {
        finding: [
            name
            for origin in origins
            if (name := titles.get(origin.source or "") or origin.cited or origin.source or "")
        ]
        for finding, origins in named.items()
    }
