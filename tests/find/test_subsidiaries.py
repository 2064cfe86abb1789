"""A part of a company, told by pointing words, is a supplier with the identifier of the company that was named."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record import Claim, Paragraph, Text


def claims(content: str, lang: str) -> list[Claim]:
    paragraph = Paragraph(start=0, end=len(content), lang=lang, role="paragraph")
    text = Text(
        capture_sha256="cd" * 32, content=content, extractor="test/1", lang=lang, paragraphs=(paragraph,),
        segments=(), published=None,
    )  # fmt: skip
    return find(text)


POINTED = [
    (
        "en",
        ("Hikvision sold 300 surveillance cameras to the police of Lagos. The firm's US arm delivered 40 more."),
        "The firm's US arm",
    ),
    (
        "en",
        (
            "Hikvision sold 300 surveillance cameras to the police of Lagos. Its US subsidiary supplied "
            "40 surveillance cameras to schools."
        ),
        "Its US subsidiary",
    ),
    (
        "en",
        (
            "Hikvision sold 300 surveillance cameras to Nigeria in 2021. The company's European unit "
            "supplied 40 surveillance cameras to Poland."
        ),
        "The company's European unit",
    ),
    (
        "en",
        (
            "Hikvision sold 300 surveillance cameras to Peru. Its Brazilian branch supplied 40 "
            "surveillance cameras to schools."
        ),
        "Its Brazilian branch",
    ),
    (
        "es",
        (
            "Hikvision vendió 300 cámaras de vigilancia a la policía de Lima. La filial mexicana de la "
            "empresa suministró 40 cámaras de vigilancia a las escuelas."
        ),
        "La filial mexicana de la empresa",
    ),
    (
        "es",
        (
            "Hikvision vendió 300 cámaras de vigilancia a Perú. Su filial brasileña suministró 40 "
            "cámaras de vigilancia a las escuelas."
        ),
        "Su filial brasileña",
    ),
    (
        "fr",
        (
            "Hikvision a vendu 300 caméras de surveillance à la police de Dakar. La filiale française de "
            "l'entreprise a fourni 40 caméras de surveillance aux écoles."
        ),
        "La filiale française de l'entreprise",
    ),
    (
        "fr",
        (
            "Hikvision a vendu 300 caméras de surveillance au Mali. Sa filiale en France a livré 40 "
            "caméras de surveillance aux écoles."
        ),
        "Sa filiale en France",
    ),
    (
        "pt",
        (
            "A Hikvision vendeu 300 câmeras de vigilância à polícia de Luanda. A filial brasileira da "
            "empresa forneceu 40 câmeras de vigilância às escolas."
        ),
        "A filial brasileira da empresa",
    ),
    (
        "pt",
        (
            "A Hikvision vendeu 300 câmeras de vigilância a Angola. Sua subsidiária brasileira forneceu "
            "40 câmeras de vigilância às escolas."
        ),
        "Sua subsidiária brasileira",
    ),
    (
        "de",
        (
            "Hikvision verkaufte 300 Überwachungskameras an die Polizei in Graz. Die US-Tochter des "
            "Unternehmens lieferte 40 Überwachungskameras an Schulen."
        ),
        "Die US-Tochter des Unternehmens",
    ),
    (
        "de",
        (
            "Hikvision verkaufte 300 Überwachungskameras nach Nigeria. Seine deutsche Tochterfirma "
            "lieferte 40 Überwachungskameras an Schulen."
        ),
        "Seine deutsche Tochterfirma",
    ),
    (
        "ru",
        (
            "Hikvision продала 300 камер видеонаблюдения полиции Бишкека. Дочерняя компания фирмы "
            "поставила 40 камер видеонаблюдения в школы."
        ),
        "Дочерняя компания фирмы",
    ),
    (
        "ru",
        (
            "Hikvision продала 300 камер видеонаблюдения Киргизии. Её американская дочерняя компания "
            "поставила 40 камер видеонаблюдения в школы."
        ),
        "Её американская дочерняя компания",
    ),
    (
        "uk",
        (
            "Hikvision продала 300 камер відеоспостереження поліції Львова. Дочірня компанія фірми "
            "поставила 40 камер відеоспостереження у школи."
        ),
        "Дочірня компанія фірми",
    ),
    (
        "uk",
        (
            "Hikvision продала 300 камер відеоспостереження Польщі. Її польська дочірня компанія "
            "поставила 40 камер відеоспостереження у школи."
        ),
        "Її польська дочірня компанія",
    ),
    (
        "ar",
        ("باعت هيكفيجن 300 كاميرا مراقبة إلى شرطة القاهرة. ووردت شركتها التابعة في دبي 40 كاميرا مراقبة إلى المدارس."),
        "شركتها التابعة في دبي",
    ),
    (
        "ar",
        ("باعت هيكفيجن 300 كاميرا مراقبة إلى شرطة القاهرة. وباع الفرع الأمريكي للشركة 40 كاميرا مراقبة إلى المدارس."),
        "الفرع الأمريكي للشركة",
    ),
    (
        "fa",
        ("هایک‌ویژن ۳۰۰ دوربین مداربسته به پلیس تهران فروخت. شعبه آمریکایی این شرکت ۴۰ دوربین مداربسته به مدارس فروخت."),
        "شعبه آمریکایی این شرکت",
    ),
    (
        "fa",
        ("هایک‌ویژن ۳۰۰ دوربین مداربسته به پلیس تهران فروخت. شرکت تابعه آن ۴۰ دوربین مداربسته به مدارس فروخت."),
        "شرکت تابعه آن",
    ),
    (
        "ko",
        ("하이크비전은 경찰에 감시카메라 300대를 판매했다. 이 회사의 미국 법인은 학교에 감시카메라 40대를 공급했다."),
        "이 회사의 미국 법인",
    ),
    (
        "ko",
        ("하이크비전은 경찰에 감시카메라 300대를 판매했다. 해당 업체의 자회사는 학교에 감시카메라 40대를 공급했다."),
        "해당 업체의 자회사",
    ),
    (
        "ja",
        ("ハイクビジョンは警察に監視カメラ300台を販売した。同社の米国子会社は学校に監視カメラ40台を納入した。"),
        "同社の米国子会社",
    ),
    (
        "ja",
        "ハイクビジョンは警察に監視カメラ300台を販売した。その現地法人は学校に監視カメラ40台を販売した。",
        "その現地法人",
    ),
    (
        "zh",
        "海康威视向警方出售了300个监控摄像头。该公司美国子公司向学校提供了40个监控摄像头。",
        "该公司美国子公司",
    ),
    (
        "zh",
        "海康威視向警方出售了300個監控攝像頭。其美國子公司向學校提供了40個監控攝像頭。",
        "其美國子公司",
    ),
]


@pytest.mark.parametrize(("lang", "content", "words"), POINTED)
def test_a_part_of_the_company_named_before_is_that_company(lang: str, content: str, words: str) -> None:
    last = claims(content, lang)[-1]
    assert last.supplier is not None
    assert (last.supplier.name, last.supplier.ref) == (words, "hikvision")
    start, end = last.slots["supplier"]
    assert content[start:end] == words


NAMED = [
    (
        "en",
        "Hikvision's local subsidiary supplied 40 surveillance cameras to schools.",
        "Hikvision's local subsidiary",
    ),
    (
        "es",
        "La filial mexicana de Hikvision suministró 40 cámaras de vigilancia a las escuelas.",
        "La filial mexicana de Hikvision",
    ),
    (
        "fr",
        "La filiale française de Hikvision a fourni 40 caméras de surveillance aux écoles.",
        "La filiale française de Hikvision",
    ),
    (
        "pt",
        "A filial brasileira da Hikvision forneceu 40 câmeras de vigilância às escolas.",
        "A filial brasileira da Hikvision",
    ),
    (
        "de",
        "Die US-Tochter von Hikvision lieferte 40 Überwachungskameras an Schulen.",
        "Die US-Tochter von Hikvision",
    ),
    (
        "ru",
        "Дочерняя компания Hikvision поставила 40 камер видеонаблюдения в школы.",
        "Дочерняя компания Hikvision",
    ),
    (
        "uk",
        "Дочірня компанія Hikvision поставила 40 камер відеоспостереження у школи.",
        "Дочірня компанія Hikvision",
    ),
    (
        "ar",
        "وباع فرع هيكفيجن الأمريكي 40 كاميرا مراقبة إلى المدارس.",
        "فرع هيكفيجن الأمريكي",
    ),
    (
        "fa",
        "شعبه آمریکایی هایک‌ویژن ۴۰ دوربین مداربسته به مدارس فروخت.",
        "شعبه آمریکایی هایک‌ویژن",
    ),
    (
        "ko",
        "하이크비전의 미국 법인은 학교에 감시카메라 40대를 공급했다.",
        "하이크비전의 미국 법인",
    ),
    (
        "ja",
        "ハイクビジョンの米国子会社は学校に監視カメラ40台を納入した。",
        "ハイクビジョンの米国子会社",
    ),
    (
        "zh",
        "海康威视美国子公司向学校提供了40个监控摄像头。",
        "海康威视美国子公司",
    ),
]


@pytest.mark.parametrize(("lang", "content", "words"), NAMED)
def test_a_part_of_a_company_with_its_name(lang: str, content: str, words: str) -> None:
    (claim,) = claims(content, lang)
    assert claim.supplier is not None
    assert (claim.supplier.name, claim.supplier.ref) == (words, "hikvision")


OTHERS = [
    (
        "en",
        (
            "Hikvision and Dahua sold 300 surveillance cameras to Lagos. Its US subsidiary supplied 40 "
            "surveillance cameras to schools."
        ),
    ),
    (
        "en",
        (
            "Hikvision said on Monday that the market was growing. Its US subsidiary supplied 40 "
            "surveillance cameras to schools."
        ),
    ),
    (
        "en",
        ("Vistaron is a rival of Hikvision. Its US subsidiary supplied 40 surveillance cameras to schools."),
    ),
    (
        "en",
        (
            "The police bought 300 surveillance cameras from Hikvision. Their London unit operates 40 "
            "surveillance cameras."
        ),
    ),
    (
        "es",
        (
            "Hikvision y Dahua vendieron 300 cámaras de vigilancia a Perú. Su filial brasileña "
            "suministró 40 cámaras de vigilancia a las escuelas."
        ),
    ),
    (
        "fr",
        (
            "Hikvision et Dahua ont vendu 300 caméras de surveillance au Mali. Sa filiale en France a "
            "livré 40 caméras de surveillance aux écoles."
        ),
    ),
    (
        "pt",
        (
            "A Hikvision e a Dahua venderam 300 câmeras de vigilância a Angola. Sua subsidiária "
            "brasileira forneceu 40 câmeras de vigilância às escolas."
        ),
    ),
    (
        "de",
        (
            "Hikvision und Dahua verkauften 300 Überwachungskameras nach Nigeria. Seine deutsche "
            "Tochterfirma lieferte 40 Überwachungskameras an Schulen."
        ),
    ),
    (
        "ru",
        (
            "Hikvision и Dahua продали 300 камер видеонаблюдения Киргизии. Её американская дочерняя "
            "компания поставила 40 камер видеонаблюдения в школы."
        ),
    ),
    (
        "uk",
        (
            "Hikvision і Dahua продали 300 камер відеоспостереження Польщі. Її польська дочірня компанія "
            "поставила 40 камер відеоспостереження у школи."
        ),
    ),
    (
        "ar",
        (
            "باعت هيكفيجن وداهوا 300 كاميرا مراقبة إلى شرطة القاهرة. ووردت شركتها التابعة في دبي 40 "
            "كاميرا مراقبة إلى المدارس."
        ),
    ),
    (
        "fa",
        (
            "هایک‌ویژن و داهوا ۳۰۰ دوربین مداربسته به پلیس تهران فروختند. شرکت تابعه آن ۴۰ دوربین "
            "مداربسته به مدارس فروخت."
        ),
    ),
    (
        "ko",
        (
            "하이크비전과 다후아는 경찰에 감시카메라 300대를 판매했다. 이 회사의 미국 법인은 학교에 "
            "감시카메라 40대를 공급했다."
        ),
    ),
    (
        "ja",
        (
            "ハイクビジョンとダーファは警察に監視カメラ300台を販売した。同社の米国子会社は学校に監視カメ"
            "ラ40台を納入した。"
        ),
    ),
    (
        "zh",
        "海康威视和大华向警方出售了300个监控摄像头。该公司美国子公司向学校提供了40个监控摄像头。",
    ),
]


@pytest.mark.parametrize(("lang", "content"), OTHERS)
def test_no_company_is_guessed(lang: str, content: str) -> None:
    last = claims(content, lang)[-1]
    assert last.supplier is None or last.supplier.ref is None
