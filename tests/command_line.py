"""The command as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SOUSVEIL = Path(sys.executable).with_name("sousveil")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    """Runs `sousveil` with these words, to its end, whatever that is."""
    return subprocess.run([str(SOUSVEIL), *map(str, words)], capture_output=True, text=True, check=False)


def rows(name: str, case: Path, *more: object) -> list[dict]:
    """What a command that lists prints of a case as JSON lines."""
    done = run(name, case, "--format", "jsonl", *more)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
