"""What a text itself puts side by side as two names of one, and what it only puts side by side."""

from __future__ import annotations

import pytest

from sousveil.record.text import Text
from sousveil.resolve.apposition import Beside, names_beside
from sousveil.resolve.matching import PROPOSED, Named
from sousveil.resolve.names import name_key
from sousveil.vocabulary.loader import load


def beside(content: str, *names: str, keys: tuple[str, ...] = ()) -> list[Beside]:
    text = Text(capture_sha256="0" * 64, content=content, extractor="test/1", lang="en", paragraphs=(), segments=())
    named = [
        Named(key=keys[number] if keys else name_key(name), name=name, lang="en") for number, name in enumerate(names)
    ]
    return [found for found in names_beside(text, named, load()) if found.score >= PROPOSED]


@pytest.mark.parametrize(
    ("content", "one", "other"),
    [
        ("북한은 조르비전(Zorvision) 카메라를 설치했다.", "조르비전", "Zorvision"),
        ("云目科技，以下简称云目。合同由云目（Zorvision）签订。", "云目", "Zorvision"),
        ("Cameras by Zorvision, known in English as Farsight Eye, were fitted.", "Zorvision", "Farsight Eye"),
        ("Zorvision Optics (formerly Kestrel Imaging) won.", "Zorvision Optics", "Kestrel Imaging"),
        ("Kestrel Imaging changed its name to Zorvision in 2019.", "Kestrel Imaging", "Zorvision"),
        ("Kestrel Imaging was renamed Zorvision.", "Kestrel Imaging", "Zorvision"),
        ("Систему поставило ООО «Зоркий глаз», ранее известное как «Кестрел».", "Зоркий глаз", "Кестрел"),
        ("Zorvision — по-китайски 云目 — продала камеры.", "Zorvision", "云目"),
        ("National Zorvan Sensor Institute (NZSI) built it.", "National Zorvan Sensor Institute", "NZSI"),
        ("云目科技更名为天眼智能。", "云目科技", "天眼智能"),
        ("東亜光学（現・ゾルビジョン）が納入した。", "東亜光学", "ゾルビジョン"),
        ("동아광학은 조르비전으로 사명을 바꿨다.", "동아광학", "조르비전"),
        ("Die Firma Kestrel, heute Zorvision, lieferte.", "Kestrel", "Zorvision"),
        ("La empresa Kestrel, antes llamada Zorvision, vendió.", "Kestrel", "Zorvision"),
        ("شركة زورفيجن (Zorvision) باعت الكاميرات.", "زورفيجن", "Zorvision"),
        ("AppZor Networks, the former Kestrel, left.", "AppZor Networks", "Kestrel"),
        ("Zorkal became Vokarex in 2018.", "Zorkal", "Vokarex"),
        ("Vokarex, known until 2018 as Zorkal, won.", "Vokarex", "Zorkal"),
        ("Zorkal heißt seit 2019 Vokarex.", "Zorkal", "Vokarex"),
        ("Zorkal, qui s'appelle désormais Vokarex, a gagné.", "Zorkal", "Vokarex"),
        ("東亜光学は2021年にVokarexへ社名変更した。", "東亜光学", "Vokarex"),
        ("동아광학은 2021년 보카렉스로 사명을 변경했다.", "동아광학", "보카렉스"),
        ("沃卡锐思于2020年更名为琪姆科技。", "沃卡锐思", "琪姆科技"),
        ("شركة فوكاركس (زوركي سابقا) فازت بالعقد.", "فوكاركس", "زوركي"),
    ],
)  # fmt: skip
def test_two_names_of_one(content: str, one: str, other: str) -> None:
    found = beside(content, one, other)
    assert [{each.left, each.right} for each in found] == [{name_key(one), name_key(other)}]
    assert content[found[0].start : found[0].end] == found[0].quote
    match = found[0].match("s1")
    assert (match.method, match.evidence) == ("context", ("s1",))
    assert match.id == beside(content, other, one)[0].match("s1").id


@pytest.mark.parametrize(
    ("content", "one", "other"),
    [
        ("Zorvision and Kestrel sold cameras.", "Zorvision", "Kestrel"),
        ("Zorvision, a rival of Kestrel, lost.", "Zorvision", "Kestrel"),
        ("Zorvision (a customer of Kestrel) paid.", "Zorvision", "Kestrel"),
        ("Zorvision (Kestrel) paid.", "Zorvision", "Kestrel"),
        ("Zorvision, formerly a unit of Kestrel, paid.", "Zorvision", "Kestrel"),
        ("Zorvision, Kestrel and others paid.", "Zorvision", "Kestrel"),
        ("Zorvision was split off from Kestrel.", "Zorvision", "Kestrel"),
        ("云目（杭州）签订合同。", "云目", "杭州"),
        ("云目和天眼智能签订合同。", "云目", "天眼智能"),
        ("Zorvision (Hangzhou) paid.", "Zorvision", "Hangzhou"),
        ("조르비전과 동아광학이 납품했다.", "조르비전", "동아광학"),
        ("We asked Zorvision. Kestrel did not answer.", "Zorvision", "Kestrel"),
        ("Zorvision, known as a maker of drones. Kestrel", "Zorvision", "Kestrel"),
        ("AppZor Networks, the former Kestrel manager said.", "AppZor Networks", "Kestrel"),
        ("Zorvisions (Kestrels) paid.", "Zorvision", "Kestrel"),
        ("Either Zorvision or Kestrel sold them.", "Zorvision", "Kestrel"),
        ("Zorvision, heute Kestrel und morgen andere.", "Zorvision", "Kestrel"),
        ("«Зоркий» или «Вокарекс» поставили камеры.", "Зоркий", "Вокарекс"),
        ("琪姆科技从沃卡锐思分拆上市。", "琪姆科技", "沃卡锐思"),
        ("동아광학은 보카렉스로 이직했다.", "동아광학", "보카렉스"),
        ("東亜光学がヴォカレックスに変更した契約。", "東亜光学", "ヴォカレックス"),
    ],
)  # fmt: skip
def test_two_that_only_stand_side_by_side(content: str, one: str, other: str) -> None:
    assert beside(content, one, other) == []


def test_two_entries_of_registers_are_never_joined() -> None:
    content = "Hikvision (大华) and 海康威视 (Dahua)"
    assert beside(content, "Hikvision", "大华", keys=("hikvision", "dahua")) == []


def test_speakers_are_left_alone() -> None:
    text = Text(capture_sha256="0" * 64, content="Иван Петров (Ivan Petrov)", extractor="t/1", lang="ru",
                paragraphs=(), segments=())  # fmt: skip
    named = [Named(key=name_key(n), name=n, roles=("speaker",)) for n in ("Иван Петров", "Ivan Petrov")]
    assert names_beside(text, named, load()) == []
