"""A language that sousveil does not ship is added by files alone, with places and a company of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sousveil.errors import VocabularyError
from sousveil.find import find
from sousveil.record import Claim
from sousveil.record.identity import sha256_text
from sousveil.record.text import Dated, Paragraph, Text
from sousveil.resolve import resolve
from sousveil.vocabulary import Vocabulary, check, load
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.natures import natures_of

ITALIAN = """
name = "Italian"
operator = ["polizia", "carabinieri"]
supplier = ["azienda"]
hedge = ["sembra", "forse"]
denial = ["non"]
origin = ["prodott(o|a|i|e) in"]
[technology]
camera = ["telecamer(a|e) di sorveglianza"]
face-recognition = ["riconoscimento facciale"]
[act]
install = ["(ha|hanno) installato", "installat(o|a|i|e)"]
procure = ["(ha|hanno) acquistato"]
[modifier]
plan = ["intende installare"]
[site]
station = ["stazion(e|i)"]
[attribution]
before = ["secondo"]
[naming]
articles = ["il", "lo", "la"]
indefinite = ["un", "una"]
joiners = ["di", "della"]
[numbers.units]
device = ["telecamere"]
[times]
since = ["dal"]
patterns = ['/\\b(?:(?P<m>gennaio|marzo) )?(?P<y>20\\d\\d)\\b/']
months = {gennaio = 1, marzo = 3}
"""
PLACES = """
never = ["Nuova Torino"]
[[spelling]]
of = "Turin"
country = "IT"
grade = "city"
names = ["Turinella"]
[[place]]
name = "Piazza Quadrata"
country = "IT"
within = "Turinella"
lat = 45.07
lon = 7.68
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A researcher's own vocabulary."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "it.toml").write_text(ITALIAN, "utf-8")
    (tmp_path / "places.toml").write_text(PLACES, "utf-8")
    (tmp_path / "suppliers.toml").write_text('[occhiolux]\nname = "Occhiolux"\ncountry = "IT"\n', "utf-8")
    (tmp_path / "natures.toml").write_text('[constraint.power]\nit = ["corrente elettrica"]\n', "utf-8")
    return tmp_path


def _claims(content: str, vocabulary: Vocabulary) -> list[Claim]:
    text = Text(
        capture_sha256=sha256_text(content),
        content=content,
        extractor="test/1",
        lang="it",
        paragraphs=(Paragraph(start=0, end=len(content), lang="it"),),
        segments=(),
        published=Dated(value="2023-05-01", evidence="given", certainty="high"),
    )
    return resolve(find(text, vocabulary), text, vocabulary)


def test_without_the_folder_nothing_is_found() -> None:
    assert _claims("La polizia ha installato telecamere di sorveglianza nella stazione.", load()) == []


def test_a_claim_from_a_new_language(folder: Path) -> None:
    assert check(folder) == []
    content = (
        "Nel marzo 2023 la polizia di Torino ha installato 300 telecamere di sorveglianza Occhiolux con "
        "riconoscimento facciale nella stazione."
    )
    (claim,) = _claims(content, load(folder))
    assert (claim.kind, claim.act, claim.technology) == ("deployment", "install", ("camera", "face-recognition"))
    assert (claim.polarity, claim.certainty, claim.time) == ("affirmed", "stated", "2023-03")
    assert claim.operator is not None
    assert claim.operator.name == "polizia"
    assert claim.supplier is not None
    assert claim.supplier.ref == "occhiolux"
    assert claim.place is not None
    assert (claim.place.name, claim.place.country) == ("Torino", "IT")
    assert claim.quantity is not None
    assert (claim.quantity.value, claim.quantity.unit) == (300, "camera")
    assert claim.site_types == ("station",)
    assert content[claim.evidence.start : claim.evidence.end] == claim.evidence.quote


def test_doubt_and_denial_in_a_new_language(folder: Path) -> None:
    vocabulary = load(folder)
    (denied,) = _claims("La polizia non ha installato telecamere di sorveglianza a Milano.", vocabulary)
    (hedged,) = _claims("Forse la polizia ha installato telecamere di sorveglianza a Milano.", vocabulary)
    assert denied.polarity == "denied"
    assert hedged.certainty == "hedged"


def test_places_of_ones_own(folder: Path) -> None:
    (claim,) = _claims("I carabinieri hanno installato telecamere di sorveglianza in Piazza Quadrata.", load(folder))
    assert claim.place is not None
    assert (claim.place.name, claim.place.lat, claim.place.lon) == ("Piazza Quadrata", 45.07, 7.68)
    assert load_gazetteer().find("Turinella")[1] == ()
    own = load_gazetteer(str(folder))
    assert own.find("Turinella")[1][0].country == "IT"
    assert own.find("회령")[1][0].country == "KP"
    assert own.digest != load_gazetteer().digest


def test_natures_of_ones_own(folder: Path) -> None:
    assert natures_of("constraint", "manca la corrente elettrica", "it", load(folder)) == ("power",)
    assert natures_of("constraint", "no electricity", "en", load(folder)) == ("power",)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("citing.toml", '[it]\nbefore = ["second(o"]\n', "citing.toml [it] before"),
        ("citing.toml", '[it]\nbehind = ["x"]\n', "citing.toml"),
        ("natures.toml", '[constraint.power]\nit = ["("]\n', "natures.toml [constraint.power] it"),
        ("natures.toml", '[restraint.power]\nit = ["x"]\n', "'restraint' is no kind of claim"),
        ("natures.toml", "[constraint.power]\nit = []\n", "'it' has no terms"),
        ("wording.toml", '[it]\nfunction = "il lo il"\n', "wording.toml [it] function: 'il' stands there twice"),
        ("wording.toml", '[it]\nfunction = "Il"\n', "'Il' must be written small"),
        ("wording.toml", '[Italian]\nfunction = "il"\n', "'Italian' is no code"),
        ("wording.toml", "[it]\nfunction = 3\n", "wording.toml"),
        (
            "places.toml",
            '[[spelling]]\nof = "Xqvl"\ncountry = "IT"\ngrade = "city"\nnames = ["Y"]\n',
            "no city of that",
        ),
        ("places.toml", "[[place]]\nnane = 'x'\n", "places.toml"),
        ("supplier.toml", '[a]\nname = "A Co"\n', "supplier.toml is no file of the vocabulary"),
        ("languages/italian.toml", 'name = "Italian"\n', "must be a code of ISO 639"),
    ],
)
def test_a_fault_in_any_file_is_named(tmp_path: Path, name: str, content: str, fault: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, "utf-8")
    problems = check(tmp_path)
    assert any(fault in problem for problem in problems), problems


def test_places_that_cannot_be_laid_over_ours_are_refused(tmp_path: Path) -> None:
    (tmp_path / "places.toml").write_text("[[place]]\nnane = 'x'\n", "utf-8")
    with pytest.raises(VocabularyError, match=r"places\.toml"):
        load_gazetteer(str(tmp_path))
