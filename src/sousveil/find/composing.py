"""A reading with its slots filled, as a claim."""

from __future__ import annotations

import msgspec

from sousveil.find.context import Context
from sousveil.find.kinds import Reading
from sousveil.find.slots import Scene, fill
from sousveil.find.tables import Tables
from sousveil.record.claim import Claim, Evidence

__all__ = ["EXTRACTOR", "compose", "with_slot"]

EXTRACTOR = "rules/2"

_DONE = {"install", "supply", "expand"}
"""Acts of a moment: told of a time to come, they are promised."""


def _is_ahead(time: str | None, published: str | None) -> bool:
    """Whether something happens after the page was published, by the part of both dates that is known."""
    if not time or not published or time.startswith(".."):
        return False
    begin = time.split("/")[0]
    size = min(len(begin), len(published))
    return size >= 4 and begin[:size] > published[:size]


def compose(reading: Reading, scene: Scene, tables: Tables, context: Context) -> Claim:
    """The claim of one reading of a sentence or of an entry of a list or table."""
    content = context.content
    slots = fill(reading, scene, tables, context)
    start, end = slots.start, slots.end
    text = context.text
    ahead = (
        _is_ahead(slots.time, context.published)
        and (reading.act.ident in _DONE or (reading.kind == "biometrics" and reading.act.ident == "operate"))
        and reading.kind not in {"law", "constraint"}
    )
    return Claim(
        kind=reading.kind,
        technology=slots.technology,
        act="plan" if ahead else reading.act.ident,
        polarity="denied" if reading.act.denied else "affirmed",
        certainty=slots.certainty,
        evidence=Evidence(
            source=text.source_id, url=text.url, lang=tables.code, text_sha256=context.digest, start=start, end=end,
            quote=content[start:end],
        ),
        operator=slots.operator,
        supplier=slots.supplier,
        place=slots.place,
        site_types=slots.site_types,
        target=slots.target,
        time=slots.time,
        reported=slots.reported,
        quantity=slots.quantity,
        attributed_to=slots.attributed_to,
        slots=dict(sorted(slots.spans.items())),
        extractor=EXTRACTOR,
        rule=f"{tables.code}:{reading.kind}:{reading.act.ident}:{reading.act.term}",
    )  # fmt: skip


def with_slot(claim: Claim, slot: str, value: object, span: tuple[int, int]) -> Claim:
    """The claim with another value in a slot, and the span of the words behind it."""
    return msgspec.structs.replace(claim, **{slot: value}, slots=dict(sorted({**claim.slots, slot: span}.items())))
