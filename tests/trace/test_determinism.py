"""The same texts give the same echoes in another process, whose sets run in another order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SCRIPT = """
import sys
sys.path[:0] = sys.argv[1:]
import msgspec
from test_retelling import INDEPENDENT, REPORT, REWRITE
from lineage_making import make_text
from sousveil.trace import trace

texts = [make_text(words, outlet=str(n)) for n, words in enumerate((REPORT, REWRITE, INDEPENDENT, REPORT + REWRITE))]
texts.append(make_text("In 2012 kaufte Nordkorea 16420 Kameras, laut 38 North; 85570 waren es bis 2011.", lang="de"))
texts.append(make_text("North Korea bought 16,420 cameras in 2012, 38 North reported, and 85,570 by 2011.", lang="en"))
sys.stdout.write(msgspec.json.encode(trace(texts, {})).decode())
"""


def test_two_processes_agree() -> None:
    here = Path(__file__).parent
    said = [
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(here), str(here.parent)],
            env={"PYTHONHASHSEED": seed, "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert '"type":"copy"' in said[0]
