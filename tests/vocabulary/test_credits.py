"""Credit lines, where agencies sign and nowhere else."""

from __future__ import annotations

import pytest

from sousveil.vocabulary import check
from sousveil.vocabulary.credits import find_credit, find_credits


@pytest.mark.parametrize(
    ("text", "ref", "words"),
    [
        ("A headline\n\nSEOUL, April 16 (AP) — Cameras were put up.", "ap", "(AP)"),
        ("A headline\n\nCameras were put up.\n\n(Reporting by A. Writer; Editing by B. Editor)", "reuters", None),
        ("Titel\n\nBerlin (dpa/lnw) - Kameras hängen jetzt am Bahnhof.", "dpa", "(dpa/lnw)"),
        ("Titular\n\nSeúl, 16 abr (EFE).- Las cámaras están en las escuelas.", "efe", "(EFE)"),
        ("제목\n\n[서울=뉴시스]홍길동 기자 = 카메라가 설치됐다.", "newsis", "[서울=뉴시스]"),
        ("제목\n\n(서울=연합뉴스) 홍길동 기자 = 카메라가 설치됐다.", "yonhap", "(서울=연합뉴스)"),
        ("見出し\n\n【ソウル聯合ニュース】カメラが設置された。", "yonhap", "【ソウル聯合ニュース】"),
        ("見出し\n\nカメラが設置された。\uff08共同\uff09", "kyodo", "\uff08共同\uff09"),
        ("标题\n\n新华社北京4月16日电 摄像头已安装。", "xinhua", "新华社北京4月16日电"),
        ("Заголовок\n\nМОСКВА, 16 апр — РИА Новости. Камеры установлены.", "ria", "— РИА Новости"),
        ("Заголовок\n\nМОСКВА, 16 апреля. /ТАСС/. Камеры установлены.", "tass", "/ТАСС/"),
        ("A headline\n\nBy Some Body, The Associated Press\n\nCameras were put up.", "ap", "The Associated Press"),
    ],
)
def test_credits_in_the_forms_that_outlets_use(text: str, ref: str, words: str | None) -> None:
    credit = find_credit(text)
    assert credit is not None
    assert credit.ref == ref
    assert text[credit.start : credit.end] == credit.words
    assert words is None or credit.words == words


@pytest.mark.parametrize(
    "text",
    [
        "The Associated Press (AP) asked for the files, and the council refused to give them on Monday.",
        "Police in Pittsburgh (PA) bought cameras last year and put them up at the end of the summer.",
        "A headline\n\nThe mayor told Reuters on Monday that the cameras would stay where they are.",
        "A headline\n\nCameras were put up.\n\nPhoto: Reuters",
        "",
    ],
)
def test_a_mention_is_no_credit(text: str) -> None:
    assert find_credit(text) is None


def test_the_vocabulary_files_have_no_faults() -> None:
    assert check() == []


@pytest.mark.parametrize("title", ["", "A headline\n\n"])
@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("Guayaquil (Ecuador), 12 mar (EFE).- La Alcaldía puso.", "efe"),
        ("GUAYAQUIL (EFE y AFP).- La Alcaldía", "efe afp"),
        ("Guayaquil (AFP) – En los", "afp"),
        ("Da EFE, em Guayaquil (Equador) – A prefeitura", "efe"),
        ("Asunción (efe/red) – Paraguay hat", "efe"),
        ("Köln (dpa/lnw) - Die", "dpa"),
        ("Berlin (dpa/AFP) – Die", "dpa afp"),
        ("Die Polizei hat.\n\nQuelle: dpa", "dpa"),
        ("Die Polizei hat.\n\ndpa/AFP", "dpa afp"),
        ("Die Polizei hat.\n\n© dpa-infocom, dpa:240416-99-1/2", "dpa"),
        ("(부산=연합뉴스) 이한결 기자 = 부산항만공사는", "yonhap"),
        ("(평양 교도=연합뉴스) 부산", "kyodo yonhap"),
        ("[서울=뉴시스] 이한결 기자 = 부산", "newsis"),
        ("부산항만공사는 17억 원이다. 연합뉴스", "yonhap"),
        ("【釜山聯合】釜山港湾公社は", "yonhap"),
        ("【ソウル共同】韓国の", "kyodo"),
        ("【北京時事】中国の", "jiji"),
        ("[ソウル ２日 ロイター] - 韓国", "reuters"),
        ("[ソウル 2日 ロイター] - 韓国", "reuters"),
        ("カメラが設置された。（共同）", "kyodo"),
        ("(综合韩联社、路透社消息)釜山港湾公社", "yonhap reuters"),
        ("新华社合肥3月2日电（记者孟晓川）记者2日", "xinhua"),
        ("中新社北京4月16日电 记者", "chinanews"),
        ("（中央社記者王小明台北16日電）台北市", "cna-taiwan"),
        ("市民笑着说。\n\n（来源：新华社 责任编辑：韦一）", "xinhua"),
        ("来源：新华网", "xinhua"),
        ("НОВОСИБИРСК, 3 мая. /ТАСС/. Пять", "tass"),
        ("10 сентября, Брест /Корр. БЕЛТА/. В пункте", "belta"),
        ("МОСКВА, 16 апр - РИА Новости. Камеры", "ria"),
        ("МОСКВА, 16 апр — РИА Новости. Камеры", "ria"),
        ("КИЕВ, 16 апреля — Укринформ. Камеры", "ukrinform"),
        ("КИЇВ, 12 березня (Укрінформ) — Поліція", "ukrinform"),
        ("Поліція встановила камери.\n\nУкрінформ", "ukrinform"),
        ("Поліція встановила камери.\n\nДжерело: Укрінформ", "ukrinform"),
        ("الرياض - واس: ركبت", "spa"),
        ("الرياض (واس) ركبت الشرطة", "spa"),
        ("بغداد (رويترز) - ركبت الشرطة", "reuters"),
        ("باريس (أ ف ب) - ركبت الشرطة", "afp"),
        ("أبوظبي في 3 مايو/ وام / ركبت", "wam"),
        ("تهران (ایرنا) - پلیس", "irna"),
        ("تهران - ایرنا - پلیس", "irna"),
        ("Paris, 12 mars (AFP) - La police", "afp"),
        ("PARIS (Reuters) — La police", "reuters"),
        ("La police a posé des caméras.\n\nAFP", "afp"),
        ("LISBOA, 12 mar 2024 (Lusa) – A polícia", "lusa"),
        ("Roma, 12 mar. (Adnkronos) - La polizia", "adnkronos"),
        ("(ANSA) - ROMA, 12 MAR - La polizia", "ansa"),
        ("BEIJING, March 3 (Xinhua) -- All", "xinhua"),
        ("MOSCOW, May 3 (Reuters) - Five", "reuters"),
        ("By Jane Doe, AP and Reuters\n\nCameras", "ap reuters"),
        ("By Associated Press", "ap"),
        ("ANKARA (AA) - Turkish police", "anadolu"),
        ("NEW DELHI: (PTI) The police", "pti"),
        ("— Reuters", "reuters"),
        ("Cameras were put up at the end of the year. (AFP)", "afp"),
        ("Text: dpa", "dpa"),
        ("(SDA) Die Polizei", "sda"),
        ("Wien (APA) - Die Polizei", "apa"),
        ("Warszawa (PAP) - Policja", "pap"),
        ("Montevideo, 4 oct (Xinhua) -- Paraguay", "xinhua"),
        ("서울 (로이터) - 한국 경찰이", "reuters"),
        ("SEOUL, Aug. 22 (Yonhap) -- Busan", "yonhap"),
        ("TOKYO, Aug 22 (KYODO) - Japan", "kyodo"),
        ("[新华社] 合肥", "xinhua"),
        ("(法新社巴黎16日電) 警方", "afp"),
        ("路透北京4月16日 - 警方", "reuters"),
        ("法新社北京4月16日电 警方", "afp"),
    ],
)
def test_brackets_dashes_and_bylines_of_twelve_languages(text: str, refs: str, title: str) -> None:
    content = title + text
    found = find_credits(content)
    assert " ".join(credit.ref for credit in found) == refs
    assert all(content[credit.start : credit.end] == credit.words for credit in found)


@pytest.mark.parametrize(
    "text",
    [
        "Mehr im Sommer.\n\nMit Material von dpa",
        "The city did. \n\nWith reporting by AP",
        "The city did.\n\nThe Associated Press contributed to this report.",
        "الرباط (و م ع) - ركبت",
        "La police a posé des caméras.\n\n(Avec AFP)",
        "La police a posé des caméras.\n\nLe Monde avec AFP",
        "Cameras were put up.\n\n— With Bloomberg",
        "The reporter told Agence France-Presse (AFP), that cameras",
        "He was born in Springfield (PA) and moved",
        "Police told Interfax - the Russian agency - that",
        "據路透社報導，警方",
        "Lokales\n\nDas Überwachungssystem (CCTV) – eine Anlage aus 300 Kameras – hängt am Bahnhof.",
        "A roundup\n\n-A columnist looks at the cameras once more. [Bloomberg.]",
        "He owns the paper that Michael R. Bloomberg",
    ],
)
def test_thanks_explanations_and_items_of_lists_are_no_credit(text: str) -> None:
    assert find_credits(text) == ()
