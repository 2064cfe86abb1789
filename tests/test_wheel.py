"""The wheel carries the pages and the vocabulary, and does the main job in an empty environment."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UV = ROOT / ".uv" / "bin" / "uv"


def run(*words: object, cwd: Path = ROOT, **more: object) -> str:
    # Outside the checkout and without its environment: only what the wheel brings may be found.
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    clean |= {key: str(value) for key, value in more.items()}
    done = subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, env=clean, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel as `uv build` makes it."""
    if not UV.exists():
        pytest.skip("uv is not in .uv/: run `make setup`")
    folder = tmp_path_factory.mktemp("dist")
    run(
        UV, "build", "--offline", "--no-build-isolation", "--python", ROOT / ".venv/bin/python", "--wheel", "-o", folder
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_pages_and_vocabulary(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "sousveil/vocabulary/data/languages/en.toml",
        "sousveil/vocabulary/data/suppliers.toml",
        "sousveil/store/migrations/0001_evidence.sql",
        "sousveil/py.typed",
    ):
        assert needed in names
    built = [name for name in names if name.startswith("sousveil/show/static/built/")]
    assert any(name.endswith(".css") for name in built)
    assert any(name.endswith(".js") for name in built)
    assert not [name for name in names if name.startswith(("tests/", "eval/", "bench/", "web/"))]


def test_the_wheel_does_the_main_job(wheel, tmp_path):
    environment = tmp_path / "env"
    # The locked packages come from uv's cache, which `make setup` filled: tests reach no network.
    run(
        UV,
        "sync",
        "--offline",
        "--frozen",
        "--no-dev",
        "--no-install-project",
        "--quiet",
        UV_PROJECT_ENVIRONMENT=environment,
    )
    run(UV, "pip", "install", "--offline", "--no-deps", "--quiet", "--python", environment / "bin/python", wheel)
    source = ROOT / "examples/north-korea/sources/2024-04-16-northgate-monitor.html"
    sousveil = environment / "bin/sousveil"
    run(sousveil, "build", source, "-o", tmp_path / "case", cwd=tmp_path)
    claims = run(sousveil, "claims", tmp_path / "case", "--format", "jsonl", cwd=tmp_path).splitlines()
    assert len([json.loads(line) for line in claims]) > 3
    run(sousveil, "verify", tmp_path / "case", cwd=tmp_path)
