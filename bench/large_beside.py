"""What stands beside the claims of a large case: names to decide about, lists, trade and indicators, drops, and what
three people decided in a few months."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from sousveil.record import Drop, Flow, Import, Indicator, Judgement, Listing, Match, sha256_bytes
from sousveil.resolve.names import name_key
from sousveil.store import Case
from sousveil.store.names.entities import Registered

__all__ = ["decisions", "drops", "put_beside"]

_PEOPLE = ("Ana", "Bora", "Chen")
_CODES = ("852580", "852589", "852691", "880211", "847130", "851762", "854370")
_TOGETHER = 500
_REASONS = (
    ("collect", "robots"), ("collect", "not-found"), ("read", "pdf-encrypted"), ("read", "no-text"),
    ("read", "worker-timeout"), ("find", "quote-not-found"),
)  # fmt: skip


def _imported(kind: str, title: str, layout: str) -> Import:
    return Import(
        kind=kind, title=title, format=layout, file=f"{kind}.csv", sha256=sha256_bytes(title.encode()), bytes=1,  # type: ignore[arg-type]
        retrieved="2024-05-01T00:00:00Z",
    )  # fmt: skip


def _listings(imported: Import, count: int) -> Iterator[Listing]:
    for number in range(count):
        yield Listing(
            import_id=imported.id, list=("us-entity-list", "us-unverified-list")[number % 5 == 0], entry=str(number),
            name=f"Maker {number} Company", names=(f"Maker {number}",), countries=("CN",), since="2019-10-09",
            reason="Listed in the made case.", row=number + 1,
        )  # fmt: skip


def _flows(imported: Import, countries: Sequence[str], draw: random.Random) -> Iterator[Flow]:
    row = 0
    for reporter in countries:
        for partner in countries:
            for code in _CODES:
                for year in range(2012, 2024):
                    row += 1
                    if reporter != partner:
                        yield Flow(
                            import_id=imported.id, reporter=reporter, partner=partner,
                            flow=("import", "export")[row % 2], period=str(year), code=code, edition="HS2017",
                            value_usd=float(draw.randint(1_000, 90_000_000)), quantity=float(draw.randint(1, 9_000)),
                            unit="items", row=row,
                        )  # fmt: skip


def _indicators(imported: Import, countries: Sequence[str], draw: random.Random) -> Iterator[Indicator]:
    for country in countries:
        for series, title in (("electrification", "Access to electricity"), ("internet", "People online")):
            for year in range(1995, 2024):
                yield Indicator(
                    import_id=imported.id, series=series, title=title, unit="% of people", country=country,
                    place=country, year=str(year), value=float(draw.randint(1, 100)),
                )  # fmt: skip


def _matches(firms: int, listings: Sequence[Listing], draw: random.Random) -> Iterator[Match]:
    """One name in five may be another one's, and one in ten may stand on a list."""
    for role in ("Maker", "Office"):
        for number in range(0, firms, 5):
            yield Match(
                left=name_key(f"{role} {number}"), right=name_key(f"{role} {number + 1}"), method="normalised",
                score=round(draw.uniform(0.3, 0.99), 3), reason="the same but for a number",
            )  # fmt: skip
    for number in range(0, min(firms, len(listings)), 10):
        yield Match(
            left=listings[number].id, right=name_key(f"Maker {number}"), method="normalised",
            score=round(draw.uniform(0.3, 0.99), 3), reason="the same but for the legal form",
        )  # fmt: skip


def put_beside(case: Case, sources: int, firms: int, countries: Sequence[str], seed: int) -> None:
    """Import lists, trade and indicators, and propose which names are one. The case is being built."""
    draw = random.Random(seed)
    lists = _imported("lists", "A made list", "us-csl-csv")
    listings = list(_listings(lists, max(10, sources // 20)))
    case.put_import(lists, listings)
    trade = _imported("trade", "Made trade", "comtrade-csv")
    case.put_import(trade, _flows(trade, countries, draw))
    values = _imported("indicators", "Made indicators", "csv")
    case.put_import(values, _indicators(values, countries, draw))
    known = [Registered(ref="hikvision", name="Hikvision", country="CN")]
    case.put_names(
        [("당국", "ko")], known, list({match.id: match for match in _matches(firms, listings, draw)}.values())
    )


def drops(locator: str, draw: random.Random) -> Iterator[Drop]:
    """Three of a hundred things were not kept."""
    if draw.random() < 0.03:
        stage, reason = draw.choice(_REASONS)
        yield Drop(
            stage=stage, reason=reason, locator=f"{locator}/lost", detail="Made for the case: nothing can be done."
        )


def decisions(case: Case, claims: Sequence[str], echoes: Sequence[str], seed: int) -> None:
    """What three people decided: of four claims they keep three."""
    draw = random.Random(seed)
    start = datetime(2024, 5, 2, tzinfo=UTC)
    verdicts = [(claim, "accept" if draw.random() < 0.75 else "reject") for claim in claims]
    verdicts += [(echo, "confirm" if draw.random() < 0.8 else "cut") for echo in echoes]
    made = [
        Judgement(
            at=(start + timedelta(minutes=4 * place)).strftime("%Y-%m-%dT%H:%M:%SZ"), who=draw.choice(_PEOPLE),
            subject=subject, verdict=verdict,  # type: ignore[arg-type]
            reason="" if draw.random() < 0.7 else "as the article says further down",
        )
        for place, (subject, verdict) in enumerate(verdicts)
    ]  # fmt: skip
    for first in range(0, len(made), _TOGETHER):
        case.judge(*made[first : first + _TOGETHER])
