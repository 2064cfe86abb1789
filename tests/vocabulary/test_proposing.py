"""Proposals: what they add to a file, and what is refused."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from sousveil.errors import VocabularyError
from sousveil.vocabulary import check, load
from sousveil.vocabulary.files import DATA
from sousveil.vocabulary.proposing import Proposed, added, diff_of, file_of, problems_of, upstream_patch

EYE = Proposed(kind="term", section="technology", id="camera", words=("copper eye(s)", 'the "box"'), lang="en")
ODD = """# Words of ours.
hedge = ["so one hears"]  # keep

[technology]
# Before us.
camera = [
    "a", # with a ] in a comment
    'b]',
]
drone = []

[site]
school = ["academy"]
"""


@pytest.mark.parametrize(
    ("proposed", "line"),
    [
        (EYE, '    "copper eye(s)", "the \\"box\\"",'),
        (Proposed(kind="term", section="technology", id="drone", words=("kite",), lang="en"), 'drone = ["kite"]'),
        (Proposed(kind="term", section="technology", id="iris", words=("eye",), lang="en"), 'iris = ["eye"]'),
        (Proposed(kind="term", section="hedge", words=("one says",), lang="en"), '"so one hears", "one says"]  # keep'),
        (Proposed(kind="term", section="denial", words=("never was",), lang="en"), 'denial = ["never was"]'),
        (Proposed(kind="term", section="act", id="plan", words=("may get",), lang="en"), 'plan = ["may get"]'),
        (Proposed(kind="term", section="site", id="school", words=("lycée",), lang="en"), '["academy", "lycée"]'),
    ],
)
def test_a_line_is_added_and_nothing_else_changes(proposed: Proposed, line: str) -> None:
    vocabulary = load()
    after = added(ODD, proposed, vocabulary)
    assert line in after
    for kept in ("# Words of ours.", "# Before us.", "# with a ] in a comment", "# keep"):
        assert kept in after
    tables = tomllib.loads(after)
    own = tables[proposed.section]
    assert set(proposed.words) <= set(own[proposed.id] if proposed.id else own)
    # Once more adds nothing.
    assert added(after, proposed, vocabulary) == after


def test_a_form_that_cannot_be_edited_safely_is_refused() -> None:
    vocabulary = load()
    for text in ('technology = { camera = ["a"] }\n', 'technology.camera = ["a"]\n', "[technology\n"):
        with pytest.raises(VocabularyError):
            added(text, EYE, vocabulary)


def test_an_accepted_file_passes_the_check(tmp_path: Path) -> None:
    vocabulary = load()
    firm = Proposed(
        kind="name", section="suppliers", id="glasswing-eye", words=("Glasswing Eye", "グラスウィング"), country="JP"
    )
    more = Proposed(kind="name", section="suppliers", id="hikvision", words=("Hik of the Hills",))
    system = Proposed(kind="name", section="programmes", id="tin-owl", words=("Tin Owl",), technology="camera")
    for proposed in (EYE, firm, more, system):
        assert problems_of(proposed, vocabulary) == []
        path = tmp_path / file_of(proposed, vocabulary)
        path.parent.mkdir(exist_ok=True)
        path.write_text(added("", proposed, vocabulary), "utf-8")
    assert check(tmp_path) == []
    own = load(tmp_path)
    assert own.suppliers["glasswing-eye"].country == "JP"
    assert "Hik of the Hills" in own.suppliers["hikvision"].spellings
    assert own.programmes["tin-owl"].technology == ("camera",)
    assert "copper eye(s)" in own.languages["en"].technology["camera"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"words": ("open (",)}, "cannot be read"),
        ({"words": ("surveillance camera(s)",)}, "stands in languages/en.toml already"),
        ({"words": ()}, "at least one word"),
        ({"words": ("x" * 121,)}, "120 characters"),
        ({"words": ("a\nb",)}, "cannot be printed"),
        ({"words": ("a\u202eb",)}, "cannot be printed"),
        ({"lang": "xx"}, "There is a file for these languages"),
        ({"lang": "../../x"}, "There is a file for these languages"),
        ({"id": "telescope"}, "Say what the words mean"),
        ({"section": "grammar"}, "Terms can be proposed for"),
        ({"kind": "name", "section": "outlets", "id": "x"}, "Names can be proposed for"),
        ({"kind": "name", "section": "suppliers", "id": "Not So"}, "joined by hyphens"),
        ({"kind": "name", "section": "suppliers", "id": "new", "words": ("Dahua",)}, "also belongs to 'dahua'"),
        ({"kind": "name", "section": "suppliers", "id": "new", "country": "China"}, "two capital letters"),
        ({"kind": "name", "section": "suppliers", "id": "reuters"}, "Another register"),
        ({"kind": "name", "section": "programmes", "id": "new", "words": ("Tin Owl",)}, "needs `technology`"),
    ],
)
def test_what_the_check_would_say_is_said_before(values: dict[str, object], said: str) -> None:
    given = {"kind": "term", "section": "technology", "id": "camera", "words": ("copper eye",), "lang": "en"}
    (problem,) = problems_of(Proposed(**{**given, **values}), load())  # type: ignore[arg-type]
    assert said in problem


def test_the_patch_applies_to_the_files_that_ship(tmp_path: Path) -> None:
    vocabulary = load()
    for proposed in (EYE, Proposed(kind="name", section="suppliers", id="hikvision", words=("Hik of the Hills",))):
        name = file_of(proposed, vocabulary, upstream=True)
        held = tmp_path / "src/sousveil/vocabulary/data" / name
        held.parent.mkdir(parents=True, exist_ok=True)
        held.write_bytes((DATA / name).read_bytes())
        patch = upstream_patch(proposed, vocabulary)
        subprocess.run(["git", "apply", "-"], input=f"Why it is needed.\n\n{patch}".encode(), cwd=tmp_path, check=True)
        assert held.read_text("utf-8") == added((DATA / name).read_text("utf-8"), proposed, vocabulary)
    assert diff_of("", "a = 1\n", "x.toml").startswith("--- /dev/null\n+++ b/x.toml\n")
