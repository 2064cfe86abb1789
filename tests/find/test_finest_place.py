"""A place inside the words for a body, with its country beside it, is where the claim is; not the country."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record import Claim, Paragraph, Text


def claim(content: str, lang: str) -> Claim:
    paragraph = Paragraph(start=0, end=len(content), lang=lang, role="paragraph")
    text = Text(
        capture_sha256="cd" * 32, content=content, extractor="test/1", lang=lang, paragraphs=(paragraph,),
        segments=(), published=None,
    )  # fmt: skip
    return find(text)[0]


@pytest.mark.parametrize(
    ("lang", "content", "name", "country"),
    [
        ("en", "Hikvision sold 300 surveillance cameras to the police of Lima, Peru.", "Lima", "PE"),
        ("en", "The police of Lima (Peru) installed 300 surveillance cameras.", "Lima", "PE"),
        ("en", "The Lagos police in Nigeria installed 300 surveillance cameras.", "Lagos", "NG"),
        ("es", "Hikvision vendió 300 cámaras de vigilancia a la policía de Lima (Perú).", "Lima", "PE"),
        ("fr", "La mairie de Gao (Mali) a acheté 60 caméras de surveillance.", "Gao", "ML"),
        ("pt", "A Hikvision vendeu 300 câmeras de vigilância à polícia de Luanda, Angola.", "Luanda", "AO"),
        ("de", "Die Stadtpolizei Zürich (Schweiz) hat 40 Überwachungskameras gekauft.", "Zürich", "CH"),
        ("ru", "Мэрия Алматы, Казахстан, закупила 40 камер видеонаблюдения.", "Алматы", "KZ"),
        ("uk", "Мерія Варшави, Польща, закупила 40 камер відеоспостереження.", "Варшави", "PL"),
        ("ar", "اشترت بلدية بيروت (لبنان) 40 كاميرا مراقبة.", "بيروت", "LB"),
        ("fa", "شهرداری مشهد در ایران ۴۰ دوربین مداربسته خرید.", "مشهد", "IR"),
        ("ko", "하이크비전은 이집트 카이로 경찰에 감시카메라 300대를 판매했다.", "카이로", "EG"),
        ("ko", "서울 강남구 경찰은 감시카메라 40대를 구매했다.", "강남구", "KR"),
        ("ja", "ハイクビジョンはカイロ警察（エジプト）に監視カメラ300台を販売した。", "カイロ", "EG"),
        ("zh", "海康威视向开罗警方（埃及）出售了300个监控摄像头。", "开罗", "EG"),
    ],
)
def test_the_town_of_a_body_is_finer_than_its_country(lang: str, content: str, name: str, country: str) -> None:
    place = claim(content, lang).place
    assert place is not None
    assert (place.name, place.country) == (name, country)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Police in Lima told reporters that 300 surveillance cameras were installed in Cusco.", "Cusco"),
        ("A researcher in Seoul said that cameras were installed at stations in Hanoi.", "Hanoi"),
        ("The Department of Homeland Security bought 300 surveillance cameras for Nairobi, Kenya.", "Nairobi"),
    ],
)
def test_where_somebody_speaks_is_not_where_it_is(content: str, name: str) -> None:
    place = claim(content, "en").place
    assert place is not None
    assert place.name == name
