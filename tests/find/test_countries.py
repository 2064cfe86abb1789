"""The country of a claim, after places are resolved, in every language: from names and adjectives in their forms, from
towns, bodies and borders; and words that only look like a place."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record.text import Paragraph, Text
from sousveil.resolve import resolve
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.gazetteer_peoples import check_peoples


def countries_of(content: str, lang: str) -> set[str | None]:
    """The countries of the claims of a text."""
    paragraphs, at = [], 0
    for line in content.split("\n"):
        paragraphs.append(Paragraph(start=at, end=at + len(line), lang=lang))
        at += len(line) + 1
    text = Text(
        capture_sha256="0" * 64,
        content=content,
        extractor="test/1",
        lang=lang,
        paragraphs=tuple(paragraphs),
        segments=(),
    )
    claims = resolve(find(text), text)
    assert claims, content
    return {claim.place.country if claim.place else None for claim in claims}


TEMPLATES = {
    "en": "{} installed 40 facial recognition cameras in 2023.",
    "es": "{} instaló 40 cámaras de reconocimiento facial en 2023.",
    "fr": "{} a installé 40 caméras de reconnaissance faciale en 2023.",
    "pt": "{} instalou 40 câmeras de reconhecimento facial em 2023.",
    "de": "{} hat 2023 40 Kameras mit Gesichtserkennung installiert.",
    "ru": "{} в 2023 году установила 40 камер с распознаванием лиц.",
    "uk": "{} у 2023 році встановила 40 камер з розпізнаванням облич.",
    "ar": "ركبت {} 40 كاميرا للتعرف على الوجوه عام 2023.",
    "fa": "{} در سال ۲۰۲۳ چهل دوربین تشخیص چهره نصب کرد.",
    "ko": "{} 2023년 안면인식 카메라 40대를 설치했다.",
    "ja": "{}2023年に顔認証カメラ40台を設置した。",
    "zh": "{}2023年安装了40个人脸识别摄像头。",
}
WHO = {
    "en": [
        ("Salvadoran police", "SV"), ("The Kyrgyz interior ministry", "KG"), ("Zambian police", "ZM"),
        ("The Sri Lankan army", "LK"), ("Togolese police", "TG"), ("The Qatari interior ministry", "QA"),
        ("Police in Kinshasa", "CD"), ("The Metropolitan Police", "GB"), ("The county sheriff's office", "US"),
        ("The Ivorian gendarmerie", "CI"), ("Police at Schiphol airport", "NL"), ("Mauritian police", "MU"),
    ],
    "es": [
        ("La policía salvadoreña", "SV"), ("El Gobierno porteño", "AR"), ("La policía hondureña", "HN"),
        ("El ejército guatemalteco", "GT"), ("La policía china", "CN"), ("El ministerio francés del Interior", "FR"),
        ("La policía limeña", "PE"), ("El Gobierno marroquí", "MA"), ("La policía catalana", "ES"),
        ("La Ertzaintza", "ES"), ("El ejército dominicano, en la frontera con Haití,", "DO"),
        ("La policía madrileña", "ES"),
    ],
    "fr": [
        ("La police sénégalaise", "SN"), ("La gendarmerie nigérienne", "NE"), ("La police marocaine", "MA"),
        ("La police ivoirienne", "CI"), ("La police tchadienne", "TD"), ("La police québécoise", "CA"),
        ("La police sud-coréenne", "KR"), ("La police bruxelloise", "BE"), ("La préfecture de police", "FR"),
        ("La ville de Lausanne", "CH"), ("La police turque, à la frontière avec la Syrie,", "TR"),
        ("Le département de l'Aisne", "FR"),
    ],
    "pt": [
        ("A polícia moçambicana", "MZ"), ("A polícia angolana", "AO"), ("A polícia norte-coreana", "KP"),
        ("O governo cabo-verdiano", "CV"), ("A polícia timorense", "TL"), ("A polícia chinesa", "CN"),
        ("O governo paulista", "BR"), ("A Polícia Federal", "BR"), ("A PSP", "PT"), ("A polícia lisboeta", "PT"),
        ("A polícia israelita", "IL"), ("A polícia paraguaia", "PY"),
    ],
    "de": [
        ("Die kasachische Polizei", "KZ"), ("Die Wiener Polizei", "AT"), ("Die Mannheimer Polizei", "DE"),
        ("Die österreichische Polizei", "AT"), ("Die usbekische Polizei", "UZ"), ("Nordkoreas Polizei", "KP"),
        ("Das Landeskriminalamt", "DE"), ("Die Kantonspolizei", "CH"), ("Die saudi-arabische Polizei", "SA"),
        ("Die Polizei im Land Vorarlberg", "AT"), ("Die Zürcher Polizei", "CH"), ("Die südkoreanische Polizei", "KR"),
    ],
    "ru": [
        ("Кыргызская милиция", "KG"), ("Полиция Казахстана", "KZ"), ("Московская полиция", "RU"),
        ("Ташкентская полиция", "UZ"), ("Туркменская полиция", "TM"), ("Харьковская полиция", "UA"),
        ("Росгвардия", "RU"), ("Таджикская милиция", "TJ"), ("Минская милиция", "BY"), ("Грузинская полиция", "GE"),
        ("Северокорейская полиция", "KP"), ("Польская полиция на границе с Белоруссией", "PL"),
    ],
    "uk": [
        ("Білоруська міліція", "BY"), ("Туркменська поліція", "TM"), ("Ужгородська поліція", "UA"),
        ("Львівська поліція", "UA"), ("Польська поліція", "PL"), ("Угорська поліція", "HU"),
        ("Поліція Закарпаття", "UA"), ("Поліція на Херсонщині", "UA"), ("Казахстанська поліція", "KZ"),
        ("Нацполіція", "UA"), ("Грузинська поліція", "GE"), ("Варшавська поліція", "PL"),
    ],
    "ar": [
        ("الشرطة التونسية", "TN"), ("شرطة دبي", "AE"), ("الشرطة بالسعودية", "SA"), ("الشرطة المصرية", "EG"),
        ("الحكومة الأوغندية", "UG"), ("الشرطة الصينية", "CN"), ("الشرطة الباكستانية", "PK"),
        ("الحكومة الإثيوبية", "ET"), ("الشرطة القطرية", "QA"), ("الشرطة في الدار البيضاء", "MA"),
        ("الشرطة الكينية", "KE"), ("حكومة كوريا الشمالية", "KP"),
    ],
    "fa": [
        ("پلیس افغانستان", "AF"), ("پلیس اصفهان", "IR"), ("حکومت طالبان", "AF"), ("پلیس ترکیه", "TR"),
        ("پلیس ازبکستان", "UZ"), ("پلیس راهور", "IR"), ("پلیس تهران", "IR"), ("دولت چین", "CN"),
        ("شهرداری مشهد", "IR"), ("پلیس هرات", "AF"), ("شاروالی کابل", "AF"), ("پلیس تاجیکستان", "TJ"),
    ],
    "ko": [
        ("우간다 경찰은", "UG"), ("경찰청은", "KR"), ("경기남부경찰청은", "KR"), ("평양시 보위부는", "KP"),
        ("튀르키예 경찰은", "TR"), ("키르기스스탄 정부는", "KG"), ("도쿄 경찰은", "JP"), ("아프간 정부는", "AF"),
        ("대전시청은", "KR"), ("키이우 경찰은", "UA"), ("사우디 정부는", "SA"), ("캘리포니아주 경찰은", "US"),
    ],
    "ja": [
        ("ウガンダの警察は", "UG"), ("神奈川県警は", "JP"), ("警視庁は", "JP"), ("米政府は", "US"),
        ("フロリダ州の警察は", "US"), ("キーウの警察は", "UA"), ("韓国の警察は", "KR"), ("北朝鮮当局は", "KP"),
        ("タリバンは", "AF"), ("新疆ウイグル自治区の警察は", "CN"), ("ベラルーシの警察は", "BY"), ("入管庁は", "JP"),
    ],
    "zh": [
        ("津巴布韦警方", "ZW"), ("新疆警方", "CN"), ("公安厅", "CN"), ("移民署", "TW"), ("韩国警方", "KR"),
        ("厄瓜多尔政府", "EC"), ("塞尔维亚警方", "RS"), ("加州警方", "US"), ("塔利班", "AF"), ("乌干达警方", "UG"),
        ("缅甸军方", "MM"), ("基辅警方", "UA"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("lang", "who", "country"), [(lang, *each) for lang in WHO for each in WHO[lang]])
def test_who_put_it_up_tells_the_country(lang: str, who: str, country: str) -> None:
    assert countries_of(TEMPLATES[lang].format(who), lang) == {country}


TRAPS = {
    "en": [
        "Real prices rose and the Rapid response team met.",
        "The Home Office is late.",
        "A turkey and fine china.",
        "He polished the pole.",
        "The West Midlands force met in the Midlands.",
    ],
    "es": [
        "El Registro Civil cerró.",
        "No fue él, sino ella.",
        "La Economía crece.",
        "El Centro de Mando abrió.",
        "La Defensa apeló y el Interior calló.",
    ],
    "fr": ["La Ville renonce.", "Un pôle de recherche.", "L'Union a voté.", "Le Centre ferme.", "Le Maire a parlé."],
    "pt": [
        "O Centro Integrado abriu.",
        "A Guarda Municipal chegou.",
        "O Registro fechou.",
        "Cidade Segura é um programa.",
        "Eu vi a Ponte.",
    ],
    "de": [
        "Die Daten liegen vor.",
        "Die Grenze ist lang.",
        "Der Zaun steht, die Wache auch.",
        "Die Linie endet.",
        "Das Band reißt.",
    ],
    "ru": ["Нас пересчитали.", "«Степные новости» молчат.", "Думаю, да.", "Но потом ушли.", "Медиа пишут."],
    "uk": ["Медіа пишуть.", "Поліція мовчить.", "Нас рахували.", "Але пішли.", "Рада проголосувала."],
    "ar": ["قالت الأمانة إنها مستعدة.", "عاد السلام.", "وقف القائد هناك.", "في المدينة نور.", "تحدثت الداخلية."],
    "fa": ["در میدان بود.", "حصار بلند است.", "بندر شلوغ است.", "دفتر مرکزی بسته است.", "راه دراز است."],
    "ko": ["시장이 말했다.", "위해 노력했다.", "감시가 늘었다.", "기자가 왔다.", "운전을 했다."],
    "ja": ["メディアが報じた。", "本部が決めた。", "新聞を読む。", "中央が決める。", "国立の施設だ。"],
    "zh": ["和平很重要。", "人民满意。", "公安到场。", "安全第一。", "媒体报道。"],
}


@pytest.mark.parametrize(("lang", "words"), [(lang, words) for lang in TRAPS for words in TRAPS[lang]])
def test_words_that_look_like_places(lang: str, words: str) -> None:
    found = [t for t in load_gazetteer().spot(words, lang=lang) if t.name != "West Midlands"]
    assert not found


def test_an_adjective_counts_in_its_own_language_alone() -> None:
    gazetteer = load_gazetteer()
    assert [t.candidates[0].country for t in gazetteer.spot("la policía china", lang="es")] == ["CN"]
    assert not gazetteer.spot("a plate of china", lang="en")
    assert [t.demonym for t in gazetteer.spot("China compra cámaras", lang="es")] == [False]


def test_both_sides_of_a_border_are_told_apart() -> None:
    fence = "Poland's interior ministry has installed 200 cameras along the Belarus border."
    assert countries_of(fence, "en") == {"PL"}
    assert countries_of("Cameras were installed along the border with Belarus.", "en") == {"BY"}


def test_an_entry_of_a_list_is_of_the_country_that_it_begins_with() -> None:
    listed = "What Kenya and its neighbours bought\n\n- Uganda: the police have installed 3,200 CCTV cameras."
    assert countries_of(listed, "en") == {"UG"}


def test_a_body_tells_a_town_of_a_common_name() -> None:
    told = "Ashgrove Borough Council\n\nAshgrove has installed 40 CCTV cameras in its parks."
    assert countries_of(told, "en") == {"GB"}


def test_a_country_that_is_named_goes_before_a_body() -> None:
    assert countries_of("The constabulary in Kenya installed 40 facial recognition cameras.", "en") == {"KE"}


def test_the_files_of_peoples_name_only_places_that_there_are() -> None:
    assert check_peoples(load_gazetteer().place_of) == []
