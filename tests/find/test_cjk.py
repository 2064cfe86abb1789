"""Chinese in either script, Japanese and Korean: sentences that tell, and sentences that only look like it."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record import Claim, Dated, Paragraph, Text


def claims(content: str, lang: str, published: str = "2024-06-15") -> list[Claim]:
    paragraphs = []
    at = 0
    for line in content.split("\n"):
        if line:
            paragraphs.append(Paragraph(start=at, end=at + len(line), lang=lang, role="paragraph"))
        at += len(line) + 1
    return find(
        Text(
            capture_sha256="cd" * 32, content=content, extractor="test/1", lang=lang, paragraphs=tuple(paragraphs),
            segments=(), published=Dated(value=published, evidence="label", certainty="high"),
        )
    )  # fmt: skip


TELLING = [
    ("zh", "市教育局宣布,今年秋天将在全市中小学门口装设320支监视器。", "deployment", {"camera"}, "plan", 320),
    ("zh", "市教育局宣布,今年秋天將在全市中小學門口裝設320支監視器。", "deployment", {"camera"}, "plan", 320),
    ("zh", "深圳交警已在路口布设人脸识别设备逾两千套。", "deployment", {"face-recognition"}, "install", 2000),
    ("zh", "国家情报院否认曾监听国会议员的通话。", "deployment", {"interception"}, "operate", None),
    ("zh", "因電力不足,元山市的監視器每天只能運作兩小時。", "constraint", {"camera"}, "operate", None),
    (
        "zh",
        "楼长挨家挨户登记谁在夜里进出,再向派出所报告。",
        "human-surveillance",
        {"informant-network"},
        "operate",
        None,
    ),
    ("ja", "県警は、交番に配備していた銃声検知装置を撤去した。", "deployment", {"gunshot-detection"}, "end", None),
    ("ja", "市は令和5年3月、街頭に監視カメラ1万2千台を設置した。", "deployment", {"camera"}, "install", 12000),
    ("ja", "横浜市は「顔認証を導入する予定はない」と回答した。", "deployment", {"face-recognition"}, "plan", None),
    (
        "ja",
        "ラオス公安省はファーウェイと安全都市の構築契約を結んだ。",
        "supply",
        {"integrated-platform"},
        "procure",
        None,
    ),
    ("ko", "부산시는 교차로에 차량번호판독기 18대를 달기로 했다.", "deployment", {"plate-recognition"}, "plan", 18),
    ("ko", "시의회는 노후한 방범 카메라 130대를 철거하기로 했다.", "deployment", {"camera"}, "plan", 130),
    ("ko", "부품을 구하지 못해 청진역 감시카메라 절반이 먹통이다.", "constraint", {"camera"}, "suspend", None),
    ("ko", "당국은 지난해 11월 감시카메라 5만3000대를 설치했다.", "deployment", {"camera"}, "install", 53000),
    ("ko", "수원시는 올해 안에 공원에 CCTV 700대를 추가로 설치할 계획이다.", "deployment", {"camera"}, "plan", 700),
    ("ko", "국회에 안면인식을 금지하는 개인정보보호법 개정안이 발의됐다.", "law", {"face-recognition"}, "plan", None),
    ("ja", "札幌市は地下鉄の駅に防犯カメラを60台増設する。", "deployment", {"camera"}, "plan", 60),
    ("zh", "國會審議中的修正草案禁止警察使用人臉辨識。", "law", {"face-recognition"}, "plan", None),
]
SILENT = [
    ("zh", "为加强禽流感监测,省里调看养鸡场的监控画面。"),
    ("zh", "民間團體高喊:「不能讓警察使用人臉辨識!」"),
    ("zh", "这款手机支持人脸解锁,三个摄像头都很清晰。"),
    ("ja", "新作映画では、監視カメラに追われる男を人気俳優が演じる。"),
    ("ja", "「警察に顔認証を使わせてはならない」と市民団体は声を上げた。"),
    ("ja", "取引所の市場監視システムが不自然な売買を検知した。"),
    ("ko", "지리산 반달가슴곰을 살피려고 무인카메라 200대를 설치했다."),
    ("ko", "학교 복도에 CCTV를 더 달아야 한다."),
    ("ko", "국회는 감시 장비 수출을 막는 법을 만들어라!"),
    ("ja", "区は防犯カメラを設置する町会への補助の対象を広げた。"),
    ("zh", "湖边小镇引进企业入驻村级服务点,还装了直播设备。"),
    ("zh", "海巡署出动两架热显像无人机,搜寻失联的登山客。"),
    ("ko", "새 스마트폰은 얼굴로 잠금을 풀 수 있고 카메라가 네 개 달려 있다."),
]


@pytest.mark.parametrize(("lang", "content", "kind", "technology", "act", "count"), TELLING)
def test_what_a_sentence_tells(
    lang: str, content: str, kind: str, technology: set[str], act: str, count: int | None
) -> None:
    (claim,) = claims(content, lang)
    assert (claim.kind, set(claim.technology), claim.act) == (kind, technology, act)
    assert claim.quantity is None if count is None else claim.quantity and claim.quantity.value == count


@pytest.mark.parametrize(("lang", "content"), SILENT)
def test_what_tells_of_no_surveillance(lang: str, content: str) -> None:
    assert not claims(content, lang)


@pytest.mark.parametrize(
    ("lang", "content", "time"),
    [
        ("ja", "市は平成27年4月、駅前に監視カメラを設置した。", "2015-04"),
        ("zh", "公安局去年十一月在街头安装了监控摄像头。", "2023-11"),
        ("zh", "警察局於民國112年5月在路口裝設監視器。", "2023-05"),
        ("ko", "당국은 작년 3월 역에 감시카메라를 설치했다.", "2023-03"),
    ],
)
def test_years_of_eras_and_months_of_last_year(lang: str, content: str, time: str) -> None:
    (claim,) = claims(content, lang, published="2024-06-15")
    assert claim.time == time


@pytest.mark.parametrize(
    ("lang", "content", "operator"),
    [
        ("zh", "新竹市警察局表示,今年将在路口装设监视器90支。", "新竹市警察局"),
        ("ko", "내무부는 프랑스에서 감청 장비를 구매한 사실을 시인했다.", "내무부"),
    ],
)
def test_who_speaks_is_who_acts_where_the_subject_is_left_out(lang: str, content: str, operator: str) -> None:
    (claim,) = claims(content, lang)
    assert claim.operator
    assert claim.operator.name == operator


def test_another_state_that_acts_is_not_the_speaker() -> None:
    (claim,) = claims("국방부는 북한이 철책에 감시카메라를 설치했다고 밝혔다.", "ko")
    assert claim.operator is None


def test_a_country_behind_a_latin_name_is_read() -> None:
    (claim,) = claims("NECはインドの空港に顔認証システムを納入した。", "ja")
    assert claim.place
    assert claim.place.country == "IN"


def test_a_clause_goes_on_with_the_subject_and_at_the_site_of_the_one_before() -> None:
    found = claims("사회안전성은 작년 봄부터 검문소에서 휴대전화를 검사하고 지문을 채취한다.", "ko")
    assert [c.operator and c.operator.name for c in found] == ["사회안전성", "사회안전성"]
    assert [c.site_types for c in found] == [("checkpoint",), ("checkpoint",)]
    assert found[0].time == "2023-21/.."


def test_a_notice_gives_its_act_to_the_goods_that_it_lists() -> None:
    content = "和田市公安局监控扩建项目采购公告\n\n采购内容:\n1. 人脸识别服务器 12台\n2. 车牌识别一体机 86台"
    found = [(c.kind, c.technology, c.act, c.quantity and c.quantity.value) for c in claims(content, "zh")]
    assert ("supply", ("plate-recognition",), "procure", 86) in found
    assert ("supply", ("face-recognition",), "procure", 12) in found
