"""Russian, Ukrainian and German: cases, aspects, verbs that split; sentences that tell, and that only look like it."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record import Claim, Dated, Paragraph, Text


def claims(content: str, lang: str, published: str = "2024-06-12") -> list[Claim]:
    paragraphs = []
    at = 0
    for line in content.split("\n"):
        if line:
            paragraphs.append(Paragraph(start=at, end=at + len(line), lang=lang, role="paragraph"))
        at += len(line) + 1
    return find(
        Text(
            capture_sha256="ef" * 32, content=content, extractor="test/1", lang=lang, paragraphs=tuple(paragraphs),
            segments=(), published=Dated(value=published, evidence="label", certainty="high"),
        )
    )  # fmt: skip


TELLING = [
    ("ru", "У заключённых колонии под Пермью взяли образцы голоса.", "biometrics", {"voiceprint"}, "operate"),
    ("ru", "Мэрия Томска закупит 90 видеокамер для остановок.", "supply", {"camera"}, "plan"),
    ("ru", "Патрульные Самары с марта носят нагрудные камеры.",
     "deployment", {"body-camera"}, "operate"),
    ("ru", "Из-за отключений электричества камеры в Хороге простаивают.", "constraint", {"camera"}, "suspend"),
    ("uk", "Мерія Полтави скасувала тендер на камери.", "supply", {"camera"}, "end"),
    ("uk", "Окупанти в Токмаку зобов'язали мешканців здавати відбитки пальців.", "biometrics", {"fingerprint"},
     "operate"),
    ("uk", "Силовики в Мінську прослуховували телефони журналістів.", "deployment", {"interception"}, "operate"),
    ("uk", "Прикордонники звели на кордоні 12 кілометрів паркану.", "border-control", {"physical-barrier"}, "install"),
    ("de", "Die Polizei setzt am Hauptbahnhof in Erfurt Gesichtserkennung ein.", "deployment", {"face-recognition"},
     "operate"),
    ("de", "Der Stadtrat von Jena baut die Videoüberwachung auf 1.200 Kameras aus.", "deployment", {"camera"},
     "expand"),
    ("de", "Das Innenministerium schaffte 2021 beim Hersteller Optiwacht 30 Drohnen an.", "supply", {"drone"},
     "procure"),
    ("de", "Die Landesregierung will den Einsatz von Staatstrojanern erlauben.", "law", {"phone-spyware"}, "plan"),
    ("de", "Der Geheimdienst hört nach Angaben von Aktivisten deren Telefone ab.",
     "deployment", {"interception"}, "operate"),
    ("de", "Das Bundesamt für Migration liest die Handys von Asylbewerbern aus, um ihre Herkunft zu klären.",
     "deployment", {"phone-forensics"}, "operate"),
    ("ru", "На матчах в Казани полиция использует систему распознавания лиц.",
     "deployment", {"face-recognition"}, "operate"),
    ("uk", "Окупанти у Мелітополі заглушили мобільний зв'язок.", "deployment", {"signal-jamming"}, "operate"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "sentence", "kind", "technology", "act"), TELLING)
def test_what_a_sentence_tells(lang: str, sentence: str, kind: str, technology: set[str], act: str) -> None:
    found = [(claim.kind, set(claim.technology), claim.act) for claim in claims(sentence, lang)]
    assert (kind, technology, act) in found


SILENT = [
    ("ru", "Сколько камер нужно городу, чтобы люди чувствовали себя спокойно?"),
    ("ru", "Вратарь «Динамо» держал под наблюдением всю штрафную."),
    ("ru", "Новый смартфон узнаёт владельца в лицо и стоит 40 тысяч рублей."),
    ("uk", "Епідеміологи посилили нагляд за грипом у трьох областях."),
    ("uk", "Ударні дрони вразили склад боєприпасів."),
    ("uk", "Активісти закликали поліцію відмовитися від розпізнавання облич."),
    ("de", "Datenschützer fordern, die Gesichtserkennung zu verbieten."),
    ("de", "Mit Bildern einer Überwachungskamera sucht die Polizei nach einem Räuber, der eine Tankstelle überfiel."),
    ("de", "Die Wildkamera im Nationalpark hat einen Luchs aufgenommen."),
    ("de", "Zum Auswärtigen Amt, zu dessen DNA die Freundschaft mit den Nachbarn gehört, passt der Ton nicht."),
    ("de", "Deshalb ist die Grenzschließung sinnvoll, sagt ein junger Polizist."),
    ("de", "Die Museen wollen mit Hilfe des Bundes neue Ausstellungen ermöglichen."),
    ("de", "Das Unternehmen hat beim iPhone 14 die Notch entfernt und die Frontkamera verkleinert."),
    ("de", "Auf der Skala zeigt der Wert in Singapur die höchste Gefahrenstufe an."),
    ("ru", "Блогер снял полицию на камеру телефона."),
]


@pytest.mark.parametrize(("lang", "sentence"), SILENT)
def test_what_only_looks_like_a_claim(lang: str, sentence: str) -> None:
    assert claims(sentence, lang) == []


def test_a_verb_that_splits_holds_its_negation() -> None:
    (claim,) = claims("Gesichtserkennung setze die Polizei in Halle nicht ein, sagte ein Sprecher.", "de")
    assert (claim.act, claim.polarity) == ("operate", "denied")


def test_two_numbers_are_two_claims() -> None:
    found = claims("Прикордонники отримали 25 сканерів відбитків і 10 тепловізорів.", "uk")
    assert [(set(c.technology), c.quantity and c.quantity.value) for c in found] == [
        ({"fingerprint"}, 25),
        ({"thermal-camera"}, 10),
    ]


def test_a_season_of_a_year() -> None:
    (claim,) = claims("Летом 2023 года полиция Омска установила камеры на площадях.", "ru")
    assert claim.time == "2023-22"


def test_rumour_and_speaker() -> None:
    (claim,) = claims("Якобы в Гродно КГБ установил камеры у мечети, рассказал житель города.", "ru")
    assert claim.certainty == "hedged"
    assert claim.attributed_to


def test_a_company_of_no_register() -> None:
    (claim,) = claims("Компания «Стальной Взор» поставила полиции Тулы камеры видеонаблюдения.", "ru")
    assert claim.supplier is not None
    assert claim.supplier.name == "Стальной Взор"
