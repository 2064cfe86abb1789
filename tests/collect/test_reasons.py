"""The page for users explains each reason that a drop of this room can have."""

from __future__ import annotations

import re
from pathlib import Path

import sousveil

ROOM = Path(sousveil.__file__).parent / "collect"
PAGE = Path("docs/COLLECTING.md")


def test_each_reason_is_explained_and_no_other() -> None:
    used = {"archive-truncated", "collector-hung"}  # these two pass through a variable
    for module in sorted(ROOM.glob("*.py")):
        source = module.read_text("utf-8")
        used.update(re.findall(r'CollectLoss\(\s*"([a-z-]+)"', source))
        used.update(re.findall(r'\breason = "([a-z-]+)"', source))
    table = PAGE.read_text("utf-8").partition("## Reasons")[2].partition("## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert {reason for row in rows for reason in re.findall(r"`([a-z-]+)`", row)} == used
