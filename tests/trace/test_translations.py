"""Texts told again in another language, and reports of one event that are not."""

from __future__ import annotations

import msgspec
import pytest

from lineage_making import make_text
from sousveil.record import Echo, Text
from sousveil.record.text import Paragraph
from sousveil.trace import trace
from sousveil.trace.document import prepare
from sousveil.trace.retelling.facts import Facts
from sousveil.trace.retelling.spoken_names import alike, names_in
from sousveil.vocabulary.loader import load

ENGLISH = (
    "Since last Tuesday every tram in Almaty has carried a camera that counts faces at the door. The transport office "
    "of Almaty has fitted 212 trams on nine lines, according to a contract that this newspaper has seen. The contract "
    "is worth 3.4 million dollars and runs for five years. A firm called Saryarka Smart supplied the devices and keeps "
    "the pictures for 45 days. Drivers were trained on two evenings, said Marat Dosanov, who steers a tram of line 6. "
    "He counted thirty-one passengers who covered the lens with a scarf. A commission will decide on 20 June whether "
    "140 buses follow."
)
TRANSLATED = {
    "de": "Seit dem 9. April fährt in jeder Straßenbahn von Almaty eine Kamera mit, die an der Tür "
    "Gesichter zählt. Das Verkehrsamt von Almaty hat 212 Bahnen auf neun Linien ausgerüstet, "
    "so steht es in einem Vertrag, den die Zeitung gesehen hat. Der Vertrag ist 3,4 "
    "Millionen Dollar wert und läuft fünf Jahre. Eine Firma namens Saryarka Smart lieferte "
    "die Geräte und bewahrt die Bilder 45 Tage lang auf. Die Fahrer wurden an zwei Abenden "
    "geschult, sagte Marat Dosanow, der eine Bahn der Linie 6 lenkt. Er zählte einunddreißig "
    "Fahrgäste, die die Linse mit einem Schal verdeckten. Eine Kommission entscheidet am 20. "
    "Juni, ob 140 Busse folgen.",
    "ru": "С 9 апреля в каждом трамвае Алматы ездит камера, которая считает лица у двери. "
    "Управление транспорта Алматы оснастило 212 трамваев на девяти линиях, говорится в "
    "договоре, который видела газета. Договор стоит 3,4 миллиона долларов и действует пять "
    "лет. Устройства поставила фирма «Сарыарка Смарт», она хранит снимки 45 дней. Водителей "
    "обучили за два вечера, рассказал Марат Досанов, который водит трамвай линии 6. Он "
    "насчитал тридцать одного пассажира, закрывшего объектив шарфом. Комиссия решит 20 июня, "
    "последуют ли 140 автобусов.",
    "es": "Desde el martes pasado cada tranvía de Almaty lleva una cámara que cuenta caras en la "
    "puerta. La oficina de transporte de Almaty ha equipado 212 tranvías en nueve líneas, "
    "según un contrato que este diario ha visto. El contrato vale 3,4 millones de dólares y "
    "dura cinco años. Una empresa llamada Saryarka Smart entregó los aparatos y guarda las "
    "imágenes 45 días. Los conductores recibieron formación en dos tardes, dijo Marat "
    "Dosanov, que lleva un tranvía de la línea 6. Contó treinta y un pasajeros que taparon "
    "la lente con una bufanda. Una comisión decidirá el 20 de junio si siguen 140 autobuses.",
    "ko": "지난 9일부터 알마티의 모든 전차에는 문에서 얼굴을 세는 카메라가 달려 있다. 본지가 본 계약서에 "
    "따르면 알마티 교통국은 아홉 개 노선의 전차 212대에 기기를 달았다. 계약 금액은 340만 "
    "달러이고 기간은 5년이다. 사리아르카 스마트라는 회사가 기기를 납품했고 사진을 45일 동안 "
    "보관한다. 6호선 전차를 모는 마라트 도사노프는 기사들이 두 번의 저녁에 교육을 받았다고 말했다. "
    "그는 목도리로 렌즈를 가린 승객을 서른한 명 세었다. 위원회는 6월 20일 버스 140대에도 달지 "
    "결정한다.",
    "zh": "自4月9日起，阿拉木图每辆电车的车门处都有一台统计人脸的摄像头。根据本报看到的合同，阿拉木图交通"
    "局已在九条线路的二百一十二辆电车上装了设备。合同金额为三百四十万美元，为期五年。一家名为萨雷阿尔"
    "卡智能的公司提供设备，并将照片保存四十五天。驾驶六号线电车的马拉特·多萨诺夫说，司机们接受了两个"
    "晚上的培训。他数到三十一名乘客用围巾遮住镜头。委员会将于6月20日决定是否在一百四十辆公交车上安"
    "装。",
    "ja": "四月九日から、アルマトイのすべての路面電車には、扉のところで顔を数えるカメラが載っている。本紙が"
    "見た契約書によると、アルマトイの交通局は九路線の電車二百十二両に装置を取り付けた。契約額は三百四"
    "十万ドルで、期間は五年だ。サルアルカ・スマートという会社が装置を納め、写真を四十五日間保存する。"
    "六号線の電車を運転するマラト・ドサノフは、運転士は二晩の研修を受けたと話した。彼はレンズをマフラ"
    "ーで覆った乗客を三十一人数えた。委員会は六月二十日、バス百四十台にも付けるかどうかを決める。",
    "ar": "منذ 9 أبريل تحمل كل عربة ترام في ألماتي كاميرا تعد الوجوه عند الباب. وجهزت إدارة النقل "
    "في ألماتي 212 عربة على تسعة خطوط، بحسب عقد اطلعت عليه الصحيفة. وتبلغ قيمة العقد 3.4 "
    "مليون دولار ومدته خمس سنوات. ووردت شركة تدعى سارياركا سمارت الأجهزة وتحتفظ بالصور 45 "
    "يوما. وقال مارات دوسانوف، الذي يقود عربة على الخط 6، إن السائقين تدربوا في أمسيتين. "
    "وأحصى واحدا وثلاثين راكبا غطوا العدسة بوشاح. وستقرر لجنة في 20 يونيو ما إذا كانت 140 "
    "حافلة ستتبعها.",
    # The vocabulary has no file for Turkish: digits, places and names are left.
    "tr": "9 Nisan'dan beri Almatı'daki her tramvayda kapıda yüzleri sayan bir kamera var. "
    "Gazetenin gördüğü bir sözleşmeye göre Almatı ulaşım dairesi dokuz hatta 212 tramvayı "
    "donattı. Sözleşmenin değeri 3,4 milyon dolar ve süresi beş yıl. Saryarka Smart adlı bir "
    "firma cihazları verdi ve görüntüleri 45 gün saklıyor. 6. hatta tramvay süren Marat "
    "Dosanov, sürücülerin iki akşam eğitildiğini söyledi. Merceği atkıyla kapatan 31 yolcu "
    "saydı. Bir komisyon 20 Haziran'da 140 otobüsün izleyip izlemeyeceğine karar verecek.",
}  # fmt: skip
INDEPENDENT = {
    "de": "In Almaty zählen seit dem 9. April Kameras die Fahrgäste. 212 Straßenbahnen seien "
    "umgerüstet, bestätigte der Bürgermeister im Stadtrat. Die Opposition nannte das "
    "Vorhaben überstürzt und verlangt ein Gutachten bis zum 15. Mai. Eine Anwältin, die acht "
    "Fahrgäste vertritt, reichte Klage ein. Am Depot im Westen der Stadt standen gestern "
    "vier Wagen ohne Geräte. Eine Fahrerin sagte, ihr Gerät sei nach drei Stunden "
    "ausgefallen.",
    "ko": "알마티 전차 212대에 9일부터 승객의 얼굴을 세는 카메라가 켜졌다. 시장은 의회에서 이를 "
    "확인했다. 야당은 5월 15일까지 조사 보고서를 내라고 요구했다. 승객 여덟 명을 대리하는 변호사는 "
    "소송을 냈다. 시 서쪽 차고에는 어제 기기가 없는 전차 네 대가 서 있었다. 한 기사는 기기가 세 "
    "시간 만에 멈췄다고 말했다.",
    "ar": "بدأت في ألماتي منذ 9 أبريل كاميرات تعد الركاب في 212 عربة ترام، كما أكد رئيس البلدية "
    "أمام المجلس. وطالبت المعارضة بتقرير قبل 15 مايو. ورفعت محامية تمثل ثمانية ركاب دعوى "
    "قضائية. ووقفت أمس في المستودع غرب المدينة أربع عربات بلا أجهزة. وقالت سائقة إن جهازها "
    "توقف بعد ثلاث ساعات.",
}  # fmt: skip
DRONES = (
    "The police of Mombasa bought 48 drones last year, two officers told us. Twelve of them fly over "
    "the port of Kilindini every night between nine and four. The contract with Zipwing Kenya cost "
    "220 million shillings and ends in August 2026. Wanjiru Otieno, who repairs nets at the old "
    "harbour, has seen a drone fall into the sea three times. A court in Nairobi will hear a "
    "complaint by 17 fishermen on 3 March. The police commander Hassan Mwakima refused to answer "
    "questions."
)
WITHOUT_A_FILE = {
    "it": "La polizia di Mombasa ha comprato 48 droni l'anno scorso, ci hanno detto due agenti. "
    "Dodici di essi volano sopra il porto di Kilindini ogni notte tra le nove e le quattro. "
    "Il contratto con Zipwing Kenya è costato 220 milioni di scellini e finisce nell'agosto "
    "2026. Wanjiru Otieno, che ripara reti al vecchio porto, ha visto cadere in mare un "
    "drone tre volte. Un tribunale di Nairobi esaminerà il 3 marzo il ricorso di 17 "
    "pescatori. Il comandante della polizia Hassan Mwakima ha rifiutato di rispondere.",
    "pl": "Policja w Mombasie kupiła w zeszłym roku 48 dronów, powiedzieli nam dwaj "
    "funkcjonariusze. Dwanaście z nich lata co noc nad portem Kilindini między dziewiątą a "
    "czwartą. Umowa z Zipwing Kenya kosztowała 220 milionów szylingów i kończy się w "
    "sierpniu 2026 roku. Wanjiru Otieno, która naprawia sieci w starym porcie, trzy razy "
    "widziała, jak dron wpadł do morza. Sąd w Nairobi rozpatrzy 3 marca skargę 17 rybaków. "
    "Komendant policji Hassan Mwakima odmówił odpowiedzi.",
    "vi": "Cảnh sát Mombasa đã mua 48 máy bay không người lái vào năm ngoái, hai sĩ quan nói với "
    "chúng tôi. Mười hai chiếc bay trên cảng Kilindini mỗi đêm từ chín giờ đến bốn giờ. Hợp "
    "đồng với Zipwing Kenya trị giá 220 triệu shilling và kết thúc vào tháng 8 năm 2026. "
    "Wanjiru Otieno, người vá lưới ở bến cảng cũ, đã ba lần thấy máy bay rơi xuống biển. Một "
    "tòa án ở Nairobi sẽ xét đơn kiện của 17 ngư dân vào ngày 3 tháng 3. Chỉ huy cảnh sát "
    "Hassan Mwakima từ chối trả lời.",
    "hi": "मोम्बासा पुलिस ने पिछले साल 48 ड्रोन खरीदे, दो अधिकारियों ने हमें बताया। इनमें से बारह "
    "हर रात नौ से चार बजे के बीच किलिंडिनी बंदरगाह पर उड़ते हैं। ज़िपविंग केन्या के साथ "
    "अनुबंध पर 22 करोड़ शिलिंग खर्च हुए और यह अगस्त 2026 में समाप्त होगा। पुराने बंदरगाह पर "
    "जाल ठीक करने वाली वांजिरु ओटिएनो ने तीन बार ड्रोन को समुद्र में गिरते देखा है। नैरोबी "
    "की एक अदालत 3 मार्च को 17 मछुआरों की शिकायत सुनेगी। पुलिस कमांडर हसन म्वाकिमा ने सवालों "
    "का जवाब देने से इनकार कर दिया।",
}  # fmt: skip
"""Languages that the vocabulary has no file for."""
BAKERY = (
    "Die Bäckerei am Markt von Gera öffnet seit Montag erst um sieben Uhr. Der Meister sucht zwei Gesellen und fand in "
    "fünf Monaten keinen. "
)


def _linked(*texts: Text) -> list[Echo]:
    return [echo for echo in trace(list(texts), {}) if echo.origin_to is not None]


def _english() -> Text:
    return make_text(ENGLISH, outlet="Tram Post", published="2024-04-11")


@pytest.mark.parametrize("lang", sorted(TRANSLATED))
def test_a_translation_leads_to_its_original(lang: str) -> None:
    english = _english()
    other = make_text(TRANSLATED[lang], lang=lang, outlet="Elsewhere", published="2024-04-13")
    (echo,) = _linked(other, english)
    assert echo.type == "translation"
    assert echo.origin_to is not None
    assert (echo.origin_from.source, echo.origin_to.source) == (other.source_id, english.source_id)
    assert echo.direction == "date"
    assert (echo.origin_from.start, echo.origin_from.end) == (0, len(other.content))


@pytest.mark.parametrize("lang", sorted(WITHOUT_A_FILE))
def test_a_language_without_a_file_is_read_by_digits_places_and_names(lang: str) -> None:
    english = make_text(DRONES, outlet="Dhow", published="2026-02-10")
    other = make_text(WITHOUT_A_FILE[lang], lang=lang, outlet="Elsewhere", published="2026-02-12")
    (echo,) = _linked(english, other)
    assert (echo.type, echo.origin_from.source) == ("translation", other.source_id)


@pytest.mark.parametrize("lang", sorted(INDEPENDENT))
def test_two_reports_of_one_event_stay_apart(lang: str) -> None:
    independent = make_text(INDEPENDENT[lang], lang=lang, outlet="Eyewitness", published="2024-04-12")
    assert _linked(_english(), independent) == []


def test_between_two_languages_that_are_both_not_english() -> None:
    korean = make_text(TRANSLATED["ko"], lang="ko", outlet="전차", published="2024-04-11")
    arabic = make_text(TRANSLATED["ar"], lang="ar", outlet="ترام", published="2024-04-14")
    (echo,) = _linked(korean, arabic)
    assert echo.origin_from.source == arabic.source_id


def test_the_words_of_both_sides_stand_side_by_side() -> None:
    english = _english()
    russian = make_text(TRANSLATED["ru"], lang="ru", outlet="Трамвай", published="2024-04-13")
    (echo,) = _linked(english, russian)
    pairs = {
        pair.what: (russian.content[pair.start : pair.end], english.content[pair.to_start : pair.to_end])
        for pair in echo.aligned
    }
    assert pairs["number 3400000"] == ("3,4 миллиона", "3.4 million")
    assert pairs["number 31"] == ("тридцать одного", "thirty-one")
    day = pairs["date 2024-04-09"]
    assert day[0].endswith("9 апреля")
    assert day[1].endswith("last Tuesday")
    assert ("Досанов", "Dosanov") in pairs.values()
    assert [pair.start for pair in echo.aligned] == sorted(pair.start for pair in echo.aligned)
    assert "number 3400000" in echo.reason


def test_a_third_of_a_text_is_a_translation_of_it() -> None:
    english = _english()
    sentences = TRANSLATED["ja"].split("。")
    abridged = "。".join([*sentences[:4], ""])
    japanese = make_text(abridged, lang="ja", outlet="路面", published="2024-04-12")
    (echo,) = _linked(english, japanese)
    assert echo.type == "translation"
    assert echo.origin_to is not None
    assert echo.origin_to.end < len(english.content) * 0.7


def test_only_the_passage_that_was_translated_is_the_echo() -> None:
    english = _english()
    own = BAKERY * 4
    german = make_text(f"{own}\n\n{TRANSLATED['de']}", lang="de", outlet="Blatt", published="2024-04-13")
    (echo,) = _linked(english, german)
    assert echo.origin_from.start >= len(own)


def test_a_translation_of_a_translation_leads_back() -> None:
    english = _english()
    german = make_text(TRANSLATED["de"], lang="de", outlet="Bahnblatt", published="2024-04-13")
    korean = make_text(TRANSLATED["ko"], lang="ko", outlet="전차", published="2024-04-15")
    found = {
        echo.origin_from.source: echo.origin_to.source for echo in _linked(korean, german, english) if echo.origin_to
    }
    assert found[german.source_id] == english.source_id
    assert found[korean.source_id] in {english.source_id, german.source_id}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("de", "Aus dem Englischen."),
        ("es", "Traducido del inglés."),
        ("ru", "Перевод с английского."),
        ("zh", "本文译自英文报道。"),
    ],
)
def test_a_text_that_says_so_is_the_translation(lang: str, said: str) -> None:
    """Neither has a date, and the one that says it is the longer."""
    english = make_text(ENGLISH, outlet="Tram Post", published=None)
    other = make_text(f"{TRANSLATED[lang]} {said}", lang=lang, outlet="Elsewhere", published=None)
    (echo,) = _linked(english, other)
    assert echo.origin_from.source == other.source_id
    assert (echo.type, echo.direction) == ("translation", "citation")
    assert echo.reason.endswith("says that it is a translation")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "本文译自韩联社。"), ("en", "Translated from a report by Yonhap."), ("fr", "Traduit de Yonhap.")],
)
def test_whose_text_it_translates_is_an_origin_that_is_cited(lang: str, said: str) -> None:
    text = make_text(
        f"{TRANSLATED.get(lang, ENGLISH)}\n\n{said}", lang=lang, outlet="Elsewhere", published="2024-04-13"
    )
    cited = [echo for echo in trace([text], {}) if echo.type == "translation"]
    assert [echo.cited.ref for echo in cited if echo.cited] == ["org:yonhap"]


def test_the_order_of_arrival_changes_nothing() -> None:
    texts = [make_text(TRANSLATED[lang], lang=lang, outlet=lang, published="2024-04-13") for lang in ("zh", "ja")]
    texts.append(_english())
    assert trace(texts, {}) == trace(texts[::-1], {})


def test_a_text_that_is_a_title_alone_is_compared_without_harm() -> None:
    english = _english()
    titles = [
        msgspec.structs.replace(
            text, paragraphs=(Paragraph(start=0, end=len(text.content), lang=text.lang, role="title"),)
        )
        for text in (english, make_text(TRANSLATED["ru"], lang="ru", outlet="Трамвай", published="2024-04-13"))
    ]
    assert _linked(*titles) == []


def test_numbers_stand_in_words_in_one_language_and_in_digits_in_the_other() -> None:
    told = Facts(load())
    words = make_text("Drei Dutzend Kameras, sechzig Lampen und zweitausend Meter Kabel.", lang="de")
    digits = make_text("36 cameras, 60 lamps and 2,000 metres of cable.")
    read = [
        {sighting.fact for sentence in told.told(document).sentences for sighting in sentence.sightings}
        for document in prepare([words, digits], {}, load())
    ]
    numbers = [{fact for fact in facts if fact[0] == "number"} for facts in read]
    assert numbers[0] == numbers[1] == {("number", "36"), ("number", "60"), ("number", "2000")}


@pytest.mark.parametrize(
    ("name", "others"),
    [("Saryarka", ("Сарыарка", "Сарыаркой", "サルアルカ", "사리아르카", "سارياركا"))],
)
def test_a_name_is_known_by_its_sound(name: str, others: tuple[str, ...]) -> None:
    one = names_in(f"it was {name}", [(0, 100)], [], capital_nouns=False)
    for other in others:
        two = names_in(f"x {other}", [(0, 100)], [], capital_nouns=False)
        assert [(a.word, b.word) for a, b in alike(one, two)] == [(name, other)]
    stranger = names_in("x Карагандинка カレンダー 사무실 سيارات", [(0, 100)], [], capital_nouns=False)
    assert list(alike(one, stranger)) == []
