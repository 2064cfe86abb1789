"""Credit lines, where agencies sign and nowhere else."""

from __future__ import annotations

import pytest

from sousveil.vocabulary import check
from sousveil.vocabulary.credits import find_credit


@pytest.mark.parametrize(
    ("text", "ref", "words"),
    [
        ("A headline\n\nSEOUL, April 16 (AP) — Cameras were put up.", "ap", "(AP)"),
        ("A headline\n\nCameras were put up.\n\n(Reporting by A. Writer; Editing by B. Editor)", "reuters", None),
        ("Titel\n\nBerlin (dpa/lnw) - Kameras hängen jetzt am Bahnhof.", "dpa", "(dpa/lnw)"),
        ("Titular\n\nSeúl, 16 abr (EFE).- Las cámaras están en las escuelas.", "efe", "(EFE)"),
        ("제목\n\n[서울=뉴시스]홍길동 기자 = 카메라가 설치됐다.", "newsis", "=뉴시스]"),
        ("제목\n\n(서울=연합뉴스) 홍길동 기자 = 카메라가 설치됐다.", "yonhap", "=연합뉴스)"),
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
