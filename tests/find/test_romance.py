"""Spanish, Portuguese and French: plans told by the form of a verb, hearsay by the conditional, look-alikes."""

from __future__ import annotations

import pytest

from sousveil.find import find
from sousveil.record.claim import Claim
from sousveil.record.text import Paragraph, Text

CLAIMS = [
    (
        "es",
        "El ayuntamiento colocará lectores de matrículas en las entradas.",
        "deployment",
        ("plate-recognition",),
        "plan",
    ),
    ("es", "La alcaldía no instaló cámaras de vigilancia en el mercado.", "deployment", ("camera",), "-install"),
    ("es", "Fue anulada la licitación de 40 cámaras corporales para la Policía.", "supply", ("body-camera",), "end"),
    ("es", "La Policía prueba un sistema que lee las patentes.", "research", ("plate-recognition",), "research"),
    ("es", "Interceptan las llamadas de los opositores en Caracas.", "deployment", ("interception",), "operate"),
    ("pt", "A PSP vai usar câmaras portáteis a partir de setembro.", "deployment", ("body-camera",), "plan"),
    (
        "pt",
        "O governo desistiu de instalar reconhecimento facial no metrô.",
        "deployment",
        ("face-recognition",),
        "end",
    ),
    ("pt", "A polícia desmente ter comprado o Pegasus.", "supply", ("phone-spyware",), "-procure"),
    (
        "pt",
        "Os chefes de quarteirão anotam quem recebe visitas.",
        "human-surveillance",
        ("informant-network",),
        "operate",
    ),
    ("fr", "La préfecture déploiera 200 caméras de vidéosurveillance.", "deployment", ("camera",), "plan"),
    ("fr", "La ville renonce aux caméras-piétons.", "deployment", ("body-camera",), "end"),
    ("fr", "La police n'utilise pas la reconnaissance faciale.", "deployment", ("face-recognition",), "-operate"),
    (
        "fr",
        "Les douaniers relèvent les empreintes et l'iris des passagers.",
        "biometrics",
        ("fingerprint", "iris"),
        "operate",
    ),
]

HEDGED = [
    ("es", "El Ejército habría comprado drones de vigilancia a la empresa Segurtec.", "Segurtec"),
    ("pt", "A Dahua teria doado 80 câmeras de vigilância à prefeitura.", "Dahua"),
    ("pt", "A polícia terá adquirido equipamento de escuta à empresa OlhoVivo.", "OlhoVivo"),
    ("fr", "La société Optivue aurait livré des caméras de surveillance à la gendarmerie.", "Optivue"),
]

NONE = [
    ("es", "Los vecinos exigen que el Ayuntamiento ponga cámaras de vigilancia."),
    ("es", "La vigilancia epidemiológica del dengue se reforzó con trampas."),
    ("es", "¿Quién controla las cámaras de vigilancia de la policía?"),
    ("pt", "A câmara municipal aprovou o orçamento da polícia para o próximo ano."),
    ("pt", "O novo celular desbloqueia com o rosto e tem três câmeras."),
    ("pt", "Câmeras de segurança flagraram o assalto à padaria."),
    ("fr", "Le syndicat réclame des caméras-piétons pour tous les agents."),
    ("fr", "La surveillance sanitaire des eaux commence en juin."),
    ("fr", "Un drone kamikaze s'est abattu sur un camp de l'armée."),
]


def claims_of(lang: str, content: str) -> list[Claim]:
    text = Text(
        capture_sha256="0" * 64, content=content, extractor="t/1", lang=lang,
        paragraphs=(Paragraph(start=0, end=len(content), lang=lang),), segments=(),
    )  # fmt: skip
    return find(text)


@pytest.mark.parametrize(("lang", "content", "kind", "technology", "act"), CLAIMS)
def test_a_sentence_is_read(lang: str, content: str, kind: str, technology: tuple[str, ...], act: str) -> None:
    found = claims_of(lang, content)
    assert [(c.kind, c.technology, ("-" if c.polarity == "denied" else "") + c.act) for c in found] == [
        (kind, technology, act)
    ]


@pytest.mark.parametrize(("lang", "content", "supplier"), HEDGED)
def test_the_conditional_of_hearsay_hedges_and_keeps_its_verb(lang: str, content: str, supplier: str) -> None:
    (claim,) = claims_of(lang, content)
    assert (claim.kind, claim.certainty) == ("supply", "hedged")
    assert claim.supplier is not None
    assert claim.supplier.name == supplier


@pytest.mark.parametrize(("lang", "content"), NONE)
def test_what_is_no_claim_makes_none(lang: str, content: str) -> None:
    assert claims_of(lang, content) == []


def test_either_apostrophe_is_read() -> None:
    plain = "Les policiers fouillent les téléphones à l'aéroport avec un boîtier d'extraction de données."
    assert [c.technology for c in claims_of("fr", plain)] == [
        c.technology for c in claims_of("fr", plain.replace("'", "’"))
    ]


DESCRIBED = [
    ("es", "La Policía usa un sistema de reconocimiento facial suministrado por la empresa Visor.", "Visor"),
    ("pt", "A Polícia usa um sistema de reconhecimento facial fornecido pela empresa Olhar.", "Olhar"),
    ("fr", "La police utilise un logiciel de reconnaissance faciale vendu par la société Optivue.", "Optivue"),
]


@pytest.mark.parametrize(("lang", "content", "supplier"), DESCRIBED)
def test_a_participle_behind_the_object_tells_the_supplier(lang: str, content: str, supplier: str) -> None:
    (claim,) = claims_of(lang, content)
    assert (claim.kind, claim.act) == ("deployment", "operate")
    assert claim.supplier is not None
    assert claim.supplier.name == supplier


@pytest.mark.parametrize(
    ("lang", "content", "time"),
    [
        ("es", "El Ayuntamiento instaló 20 cámaras de vigilancia entre 2017 y 2020.", "2017/2020"),
        ("pt", "A prefeitura instalou 20 câmeras de vigilância de 2017 a 2020.", "2017/2020"),
        ("fr", "La mairie utilise des caméras de surveillance depuis le mois de janvier 2021.", "2021-01/.."),
    ],
)
def test_years_and_months_of_an_interval(lang: str, content: str, time: str) -> None:
    (claim,) = claims_of(lang, content)
    assert claim.time == time
