"""The command as a user runs it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import nursery

SOUSVEIL = nursery.SCRIPT


def run(
    *words: object, text: str | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs `sousveil` with these words, to its end, whatever that is; `text` is typed in."""
    return nursery.run(words, text=text, env=env)


def rows(name: str, case: Path, *more: object) -> list[dict]:
    """What a command that lists prints of a case as JSON lines."""
    done = run(name, case, "--format", "jsonl", *more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def built_from(words: str, name: str, folder: Path) -> Path:
    """The case that the command builds in a folder from one file of this name, which holds the words."""
    (folder / name).write_text(words)
    done = run("build", folder / name, "-o", folder / "case", "-q")
    assert done.returncode == 0, done.stderr
    return folder / "case"
