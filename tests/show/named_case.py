"""The small case with names in five scripts, proposals and decisions about them, and imported reference data.

Firms, lists and figures are invented.
"""

from __future__ import annotations

from pathlib import Path

from show.small_case import KOREA, PYONGYANG, VERSION, add, build, claim_of
from sousveil.record import (
    Claim,
    Drop,
    Finding,
    Flow,
    Import,
    Indicator,
    Judgement,
    Listing,
    Match,
    Organisation,
    Origin,
    Origins,
    sha256_bytes,
)
from sousveil.store import Case
from sousveil.store.names.entities import Registered

__all__ = ["HOSTILE", "ORRERY", "build_named"]

ORRERY = "orrery"
HOSTILE = (
    "<script>alert(1)</script> & Sons",
    '"><img src=x onerror=alert(1)>',
    "\u202egnisrever\u202c Ltd",
    "W" * 300,
    "{{7*7}} {% raw %}",
    "شركة «الرؤية» المحدودة",
    "-rf / ; $(touch x) `id`",
)
_SAID = (
    ("en", "Orrery Vision", "Orrery Vision sold cameras to the police in Pyongyang."),
    ("en", "Hangzhou Orrery", "Hangzhou Orrery sold cameras to the police in Pyongyang."),
    ("ko", "오러리", "오러리가 평양 경찰에 카메라를 팔았다."),
    ("ru", "Оррери", "Оррери продала камеры полиции в Пхеньяне."),
    ("ar", "أوريري", "باعت أوريري كاميرات للشرطة في بيونغ يانغ."),
    ("zh", "奥瑞视觉", "奥瑞视觉向平壤警方出售摄像头。"),
)
_JOINED = {"Orrery Vision", "奥瑞视觉"}
"""Spellings that the register lists."""


def build_named(path: Path, hostile: tuple[str, ...] = HOSTILE) -> Path:
    """Write the case."""
    build(path)
    with Case.open(path, write=True) as case:
        claims = []
        for number, (lang, name, sentence) in enumerate(_SAID):
            text = add(case, b"named %d" % number, f"named-{number}.html", f"Title\n{sentence}", lang)
            ref = ORRERY if name in _JOINED else None
            supplier = Organisation(name=name, ref=ref, country="CN" if ref else None)
            claim = claim_of(
                text, sentence, {"supplier": name}, kind="supply", act="supply", supplier=supplier, place=PYONGYANG,
                operator=Organisation(name="police in Pyongyang"), time="2021", reported="2022-03",
            )  # fmt: skip
            case.put_reading(text, [claim], VERSION)
            claims.append(claim)
        for number, name in enumerate(hostile):
            sentence = f"{name} sold cameras."
            text = add(case, b"hostile %d" % number, f"hostile-{number}.html", f"Title\n{sentence}", "en")
            speaker = (Organisation(name=name),)
            claim = claim_of(
                text, sentence, {"supplier": name}, kind="supply", act="supply", supplier=Organisation(name=name),
                attributed_to=speaker, place=KOREA,
            )  # fmt: skip
            case.put_reading(text, [claim], VERSION)
            claims.append(claim)
        _resolve(case, hostile)
        _import(case)
        # Findings are of whom the decisions mean.
        decided = case.claims_by_id([claim.id for claim in claims])
        case.put_findings([*case.findings(), *(_finding(n, stored.claim) for n, stored in enumerate(decided))])
    return path


def _finding(number: int, claim: Claim) -> Finding:
    here = claim.evidence.source
    origin = Origin(source=here, claims=(claim.id,), independent=True, reason="nothing earlier says it")
    return Finding(
        id=f"f1{number:015}", kind=claim.kind, technology=claim.technology, acts=(claim.act,), place=claim.place,
        site_types=(), operator=claim.operator, supplier=claim.supplier, first_reported=f"{2015 + number % 8}-05",
        last_reported="2024-01", status="procured", disputed=False, claims=(claim.id,),
        origins=Origins(min=1, max=1, named=(origin,)),
    )  # fmt: skip


def _match(left: str, right: str, method: str, score: float, reason: str) -> Match:
    return Match(left=left, right=right, method=method, score=score, reason=reason)  # type: ignore[arg-type]


def _resolve(case: Case, hostile: tuple[str, ...]) -> None:
    keys = {named.name: named.key for named in case.named()}
    korean = _match(
        keys["오러리"], ORRERY, "transliteration", 0.93, "오러리 sounds as Orrery, and both sell cameras in North Korea"
    )
    arm = _match(keys["Hangzhou Orrery"], ORRERY, "arm", 0.97, "Orrery with the name of the city of its seat")
    russian = _match(keys["Оррери"], ORRERY, "transliteration", 0.91, "Оррери sounds as Orrery")
    arabic = _match(keys["أوريري"], keys["Оррери"], "context", 0.88, "a text puts أوريري beside Оррери")
    odd = [
        _match(keys[name], ORRERY, "normalised", 0.6 + n / 100, f"{name} has a word of Orrery")
        for n, name in enumerate(hostile)
    ]
    registered = [
        Registered(ref=ORRERY, name="Orrery Vision", country="CN", parent="orrery-group", wikidata="Q1"),
        Registered(ref="orrery-group", name="Orrery Group", country="CN"),
    ]
    listed = _match(_LISTING.id, ORRERY, "listed", 0.98, "the list has this very name, and the same country")
    former = _match(_FORMER.id, ORRERY, "normalised", 0.9, "the same but for the legal form")
    case.put_names([("The ministry", "en")], registered, [korean, arm, russian, arabic, listed, former, *odd])
    for match, verdict, why in (
        (arm, "accept", "Its annual report of 2020, page 3"), (listed, "accept", ""), (russian, "reject", "a theatre"),
    ):  # fmt: skip
        judgement = Judgement(
            at="2026-01-05T09:00:00Z", who="ada", subject=match.id, verdict=verdict, reason=why  # type: ignore[arg-type]
        )  # fmt: skip
        case.judge(judgement)


def _file(kind: str, title: str, name: str, **more: str) -> Import:
    return Import(
        kind=kind, title=title, format="test", file=name, sha256=sha256_bytes(name.encode()), bytes=4_096,  # type: ignore[arg-type]
        retrieved="2025-11-02T10:00:00Z", **more,
    )  # fmt: skip


_LISTS = _file("lists", "An invented list", "list.csv", licence="public domain", url="https://lists.example/")
_LISTING = Listing(
    import_id=_LISTS.id, list="us-entity-list", entry="7", name="ORRERY VISION CO., LTD", names=("奥瑞视觉",),
    countries=("CN",), since="2019-10-09", programmes=("Invented programme",), reason="For supplying cameras.",
    url="https://lists.example/7", row=12,
)  # fmt: skip
_FORMER = Listing(
    import_id=_LISTS.id, list="invented-list", entry="x", name="Orrery Vision GmbH", countries=("DE",), until="2021",
    row=13,
)  # fmt: skip
TRADE = _file("trade", "UN Comtrade", "trade.csv", licence="see the publisher")
VALUES = _file("indicators", "Electrification", "values.csv", mapping='series = "electrification"')


def _import(case: Case) -> None:
    drop = Drop(stage="import", reason="persons", locator="list.csv", detail="3 persons were left out.")
    case.put_import(_LISTS, [_LISTING, _FORMER, drop])
    flows: list[Flow] = []
    for year in range(2016, 2024):
        for code, size in (("852580", 900_000.0), ("8525", 1_500_000.0), ("852190", 120_000.0)):
            grown = size * (1 + (year - 2016) / 4)
            given = {"period": str(year), "code": code, "edition": "HS2017", "import_id": TRADE.id}
            flows.append(Flow(reporter="CN", partner="KP", flow="export", value_usd=grown, **given))
            flows.append(Flow(reporter="RU", partner="KP", flow="export", value_usd=grown / 9, **given))
            if year < 2020:
                flows.append(Flow(reporter="KP", partner="CN", flow="import", value_usd=grown * 1.1, **given))
    case.put_import(TRADE, flows)
    values = [
        Indicator(
            import_id=VALUES.id, series=series, title=title, unit=unit, country="KP", place="North Korea",
            year=str(year), value=value,
        )
        for year in range(2012, 2024)
        for series, title, unit, value in (
            ("electrification", "People with electricity", "% of people", 20 + (year - 2012) * 2.5),
            ("internet", "People who use the internet", "% of people", 0.0),
            ("night-lights", "Light at night", "nW/cm²/sr, sum", 5_000.0 + year % 3 * 700),
        )
    ]  # fmt: skip
    region = Indicator(
        import_id=VALUES.id, series="electrification", title="People with electricity", unit="% of people",
        country="KP", region=2039332, place="Ryanggang", year="2019", value=12.5,
    )  # fmt: skip
    case.put_import(VALUES, [*values, region])
