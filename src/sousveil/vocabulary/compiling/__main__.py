"""Writes `data/gazetteer.bin`."""

from __future__ import annotations

import sys
from pathlib import Path

from sousveil.vocabulary.compiling.compiler import compile_gazetteer
from sousveil.vocabulary.files import DATA

if len(sys.argv) != 2:
    raise SystemExit("give the folder of unpacked packages: python -m sousveil.vocabulary.compiling PACKAGES")
target = DATA / "gazetteer.bin"
target.write_bytes(compile_gazetteer(Path(sys.argv[1])))
sys.stdout.write(f"{target}: {target.stat().st_size} bytes\n")
