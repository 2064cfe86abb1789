"""A small real case for the pages: written through the store's own methods, with everything that pages must show.

Invented throughout. It holds an origin and what repeats it in two languages, a cited origin that is not held, a
denial, nested and overlapping claims, a text from right to left, a long text, and texts that try to run as code.
"""

from __future__ import annotations

from pathlib import Path

from sousveil.record import (
    Capture,
    CitedOrigin,
    Claim,
    Dated,
    Drop,
    Echo,
    Evidence,
    Finding,
    Link,
    Omission,
    Organisation,
    Origin,
    Origins,
    Paragraph,
    Passage,
    Place,
    Quantity,
    Text,
    sha256_bytes,
)
from sousveil.record.echo import Aligned
from sousveil.record.finding import Constraint, Dispute
from sousveil.store import Case

VERSION = "test/1"
PYONGYANG = Place(name="Pyongyang", geonameid=1871859, country="KP", lat=39.0339, lon=125.7543, precision="city")
SINUIJU = Place(name="Sinuiju", geonameid=1866923, country="KP", lat=40.1006, lon=124.3981, precision="city")
RYANGGANG = Place(name="Ryanggang", geonameid=2039332, country="KP", lat=41.4, lon=128.2, precision="region")
KOREA = Place(name="North Korea", geonameid=1873107, country="KP", precision="country")

REPORT = (
    "Cameras spread to schools\n"
    "The ministry installed 1,500 cameras supplied by Hikvision at schools in Pyongyang, Lantern Watch said."
    "\n"
    "Cameras watch the border town of Sinuiju and face recognition is used at its station, although the ministry"
    " denied that face recognition is used.\n"
    "Power cuts stop the cameras for hours each day."
)
WIRE = (
    "Report: schools under watch\n"
    "The ministry installed 1,500 cameras supplied by Hikvision at schools in Pyongyang,"
    " according to a report by Lantern Watch.\n"
    "Officials reportedly plan face recognition across Ryanggang."
)
KOREAN = "학교에 감시카메라\n당국은 평양의 학교에 감시카메라 1500대를 설치했다고 등불감시가 밝혔다."
ARABIC = "كاميرات في المدارس\nركبت الوزارة كاميرات مراقبة في مدارس بيونغ يانغ."


def capture_of(payload: bytes, name: str, url: str | None = None, media_type: str = "text/html") -> Capture:
    return Capture(
        sha256=sha256_bytes(payload),
        size=len(payload),
        media_type=media_type,
        locator=name,
        url=url,
        retrieved="2024-04-20T08:00:00Z",
        method="file",
    )


def text_of(capture: Capture, content: str, lang: str, **more: object) -> Text:
    paragraphs, at = [], 0
    for number, line in enumerate(content.split("\n")):
        paragraphs.append(
            Paragraph(start=at, end=at + len(line), lang=lang, role="title" if number == 0 else "paragraph")
        )
        at += len(line) + 1
    given = {"title": content.split("\n", 1)[0], "url": capture.url, **more}
    return Text(
        capture_sha256=capture.sha256,
        content=content,
        extractor="test/1",
        lang=lang,
        paragraphs=tuple(paragraphs),
        segments=(),
        **given,
    )


def claim_of(text: Text, quote: str, slots: dict[str, str], **values: object) -> Claim:
    """A claim on the first place where `quote` stands; the words of each slot are looked for inside it."""
    start = text.content.index(quote)
    spans = {}
    for name, words in slots.items():
        at = start + quote.index(words)
        spans[name] = (at, at + len(words))
    said = Evidence(
        source=text.source_id,
        url=text.url,
        lang=text.lang,
        text_sha256=text.sha256,
        start=start,
        end=start + len(quote),
        quote=quote,
    )
    given = {
        "kind": "deployment",
        "technology": ("camera",),
        "act": "install",
        "polarity": "affirmed",
        "certainty": "stated",
    }
    return Claim(evidence=said, slots=spans, extractor="test/1", rule="test:rule", **{**given, **values})


def add(case: Case, payload: bytes, name: str, content: str, lang: str, url: str | None = None, **more: object) -> Text:
    capture = capture_of(payload, name, url)
    case.add(capture, payload)
    return text_of(capture, content, lang, **more)


def build(path: Path, hostile: list[str] | None = None) -> Path:
    """Write the case; `hostile` strings become titles, texts and addresses."""
    hikvision = Organisation(name="Hikvision", ref="hikvision", country="CN")
    lantern = Organisation(name="Lantern Watch", ref="lantern-watch")
    ministry = Organisation(name="The ministry", ref=None)
    with Case.create(path, "Cameras in an invented North Korea") as case:
        report = add(
            case,
            b"<html>report</html>",
            "report.html",
            REPORT,
            "en",
            "https://lantern.example/report",
            outlet="Lantern Watch",
            published=Dated(value="2024-04-16", evidence="meta article:published_time", certainty="high"),
            omissions=(Omission(reason="share-buttons", count=2, characters=40, example="Share on"),),
            links=(
                Link(start=0, end=7, url="https://elsewhere.example/a"),
                Link(start=8, end=14, url="javascript:alert(1)"),
            ),
        )
        sentence = REPORT.split("\n")[1]
        many = REPORT.split("\n")[2]
        installed: dict[str, object] = {
            "supplier": hikvision,
            "operator": ministry,
            "place": PYONGYANG,
            "site_types": ("school",),
            "quantity": Quantity(value=1500, unit="camera"),
        }
        words = {
            "technology": "cameras",
            "act": "installed",
            "quantity": "1,500",
            "supplier": "Hikvision",
            "place": "Pyongyang",
        }
        c_report = claim_of(
            report,
            sentence,
            {**words, "attributed_to": "Lantern Watch"},
            attributed_to=(lantern,),
            time="2024-04",
            **installed,
        )
        c_border = claim_of(report, many, {"technology": "Cameras", "place": "Sinuiju"}, place=SINUIJU, act="operate")
        c_face = claim_of(
            report,
            "face recognition is used at its station",
            {"technology": "face recognition"},
            technology=("face-recognition",),
            act="operate",
            place=SINUIJU,
            site_types=("station",),
        )
        c_denied = claim_of(
            report,
            "station, although the ministry denied that face recognition is used",
            {"polarity": "denied", "technology": "face recognition"},
            technology=("face-recognition",),
            act="operate",
            polarity="denied",
            place=SINUIJU,
            attributed_to=(ministry,),
        )
        c_power = claim_of(
            report, REPORT.split("\n")[3], {"technology": "cameras"}, kind="constraint", act="suspend", place=KOREA
        )
        case.put_reading(report, [c_report, c_border, c_face, c_denied, c_power], VERSION)

        wire = add(
            case,
            b"<html>wire</html>",
            "wire.html",
            WIRE,
            "en",
            "https://wire.example/1",
            outlet="Example Wire",
            agency="EW",
            published=Dated(value="2024-04-17", evidence="url: /2024/04/17/", certainty="medium"),
        )
        c_wire = claim_of(wire, WIRE.split("\n")[1], words, attributed_to=(lantern,), **installed)
        c_plan = claim_of(
            wire,
            WIRE.split("\n")[2],
            {"technology": "face recognition", "place": "Ryanggang", "certainty": "reportedly"},
            technology=("face-recognition",),
            act="plan",
            certainty="hedged",
            place=RYANGGANG,
        )
        case.put_reading(wire, [c_wire, c_plan], VERSION)

        korean = add(
            case,
            "학교".encode("euc-kr"),
            "korean.html",
            KOREAN,
            "ko",
            "https://korean.example/1",
            outlet="예시일보",
            charset="euc-kr",
        )
        c_korean = claim_of(korean, KOREAN.split("\n")[1], {"technology": "감시카메라", "place": "평양"}, **installed)
        case.put_reading(korean, [c_korean], VERSION)

        arabic = add(case, "كاميرات".encode(), "arabic.html", ARABIC, "ar", outlet="مثال")
        c_arabic = claim_of(arabic, ARABIC.split("\n")[1], {"technology": "كاميرات مراقبة"}, **installed)
        case.put_reading(arabic, [c_arabic], VERSION)

        for number, words_of in enumerate(hostile or []):
            bad = add(
                case,
                words_of.encode("utf-8", "replace") + b"\n%d" % number,
                f"hostile/{number} {words_of[:60]}",
                f"{words_of}\nCameras stand here.",
                "en",
                words_of,
                outlet=words_of[:80],
            )
            case.put_reading(
                bad,
                [
                    claim_of(
                        bad, "Cameras stand here.", {"technology": "Cameras"}, supplier=Organisation(name=words_of[:80])
                    )
                ],
                VERSION,
            )

        case.add_drop(
            Drop(
                stage="collect",
                reason="dead-url",
                locator="https://gone.example/",
                detail="The address gave 404. Try the Wayback Machine.",
            )
        )
        case.add_drop(
            Drop(
                stage="read",
                reason="pdf-scan",
                locator="scan.pdf",
                detail="The PDF holds pictures only. OCR is not part of this version.",
            )
        )

        def passage(text: Text, claim: Claim) -> Passage:
            return Passage(source=text.source_id, start=claim.evidence.start, end=claim.evidence.end)

        case.put_echoes(
            [
                Echo(
                    origin_from=passage(wire, c_wire),
                    origin_to=passage(report, c_report),
                    type="rewrite",
                    score=0.92,
                    reason="18 of 21 words in the same order, and it names Lantern Watch",
                    direction="date",
                    aligned=(
                        same(wire, report, "1,500 cameras"),
                        same(wire, report, "Hikvision"),
                        same(wire, report, "1,500", what="number 1500"),
                    ),
                ),
                Echo(
                    origin_from=passage(korean, c_korean),
                    origin_to=passage(report, c_report),
                    type="translation",
                    score=0.81,
                    reason="the same number, place, outlet and technology",
                    direction="undated",
                    aligned=(same(korean, report, "평양", "Pyongyang", what="place Pyongyang"),),
                ),
                Echo(
                    origin_from=passage(arabic, c_arabic),
                    origin_to=passage(korean, c_korean),
                    type="translation",
                    score=0.55,
                    reason="the same place and technology",
                    aligned=(same(arabic, korean, "بيونغ يانغ", "평양", what="place Pyongyang"),),
                ),
                Echo(
                    origin_from=passage(arabic, c_arabic),
                    cited=CitedOrigin(ref="x1", name="Harbour Institute", title="Eyes on the Yalu", date="2023"),
                    type="citation",
                    score=0.7,
                    reason="names the institute",
                    direction="citation",
                ),
            ]
        )
        here = report.source_id
        alone = "nothing earlier says it"
        case.put_findings(
            [
                finding_of(
                    1,
                    "installed",
                    (c_report, c_wire, c_korean),
                    Origins(
                        min=1,
                        max=1,
                        named=(
                            Origin(
                                source=here,
                                claims=(c_report.id, c_wire.id, c_korean.id),
                                independent=True,
                                reason=alone,
                            ),
                        ),
                    ),
                    operator=ministry,
                    supplier=hikvision,
                    last_reported="2024-04-17",
                ),
                finding_of(
                    2,
                    "operating",
                    (c_face, c_denied),
                    Origins(
                        min=1,
                        max=2,
                        named=(
                            Origin(source=here, claims=(c_face.id,), independent=True, reason="it was there"),
                            Origin(cited="The ministry", claims=(c_denied.id,), reason="only quoted", interested="KP"),
                        ),
                    ),
                    disputed=True,
                    disputes=(
                        Dispute(
                            kind="denial",
                            claims=(c_denied.id, c_face.id),
                            reason="the ministry denies it; others say it",
                        ),
                    ),
                ),
                finding_of(3, "suspended", (c_power,), one_origin(here, c_power, alone)),
                finding_of(
                    4,
                    "planned",
                    (c_plan,),
                    Origins(
                        min=0,
                        max=1,
                        named=(
                            Origin(
                                source=wire.source_id,
                                claims=(c_plan.id,),
                                reason="where it comes from is not said",
                                unknown=True,
                            ),
                        ),
                    ),
                ),
                finding_of(5, "operating", (c_border,), one_origin(here, c_border, alone)),
            ]
        )
        limit = "power: cuts of hours each day, 2024, which meets 2024"
        case.change_constraints([], [Constraint(finding=f"f{1:016}", by=f"f{3:016}", reason=limit)])
    return path


def same(text: Text, other: Text, words: str, to_words: str | None = None, *, what: str = "") -> Aligned:
    """The first place of these words in both texts."""
    start, to_start = text.content.index(words), other.content.index(to_words or words)
    return Aligned(
        start=start, end=start + len(words), to_start=to_start, to_end=to_start + len(to_words or words), what=what
    )


def one_origin(source: str, claim: Claim, reason: str) -> Origins:
    return Origins(min=1, max=1, named=(Origin(source=source, claims=(claim.id,), independent=True, reason=reason),))


def finding_of(number: int, status: str, claims: tuple[Claim, ...], origins: Origins, **values: object) -> Finding:
    """A finding whose slots are those of its first claim."""
    first = claims[0]
    given = {
        "operator": None,
        "supplier": None,
        "disputed": False,
        "first_reported": "2024-04-16",
        "last_reported": "2024-04-16",
    }
    return Finding(
        id=f"f{number:016}",
        kind=first.kind,
        technology=first.technology,
        acts=(first.act,),
        place=first.place,
        site_types=first.site_types,
        status=status,
        claims=tuple(claim.id for claim in claims),
        origins=origins,
        **{**given, **values},
    )
