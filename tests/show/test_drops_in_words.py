"""Every reason for which something is left out has words."""

from __future__ import annotations

import ast
from pathlib import Path

import sousveil
from sousveil.reference.lists.entries import _LEFT_OUT
from sousveil.show.words.drops import REASONS, STAGES, reason_words


def given() -> set[tuple[str, str]]:
    """The reasons that the code names, with the stage that gives them, as far as they stand there as words."""
    found = set()
    for path in Path(sousveil.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or path.parent.name == "copies":
                continue
            name = getattr(node.func, "id", "")
            if name in {"CollectLoss", "ReadLoss", "FindLoss"} and node.args and isinstance(node.args[0], ast.Constant):
                found.add(({"C": "collect", "R": "read", "F": "model"}[name[0]], str(node.args[0].value)))
    return found


def test_each_reason_is_told_with_what_to_do() -> None:
    assert len(given()) > 60
    imported = {("import", reason) for reason, *_ in _LEFT_OUT.values()}
    for stage, reason in given() | imported:
        why = reason_words(stage, reason)
        assert why.what != reason, reason
        assert why.todo, reason
        assert stage in STAGES
    assert {reason for _, reason in given()} <= set(REASONS)


def test_what_nobody_knows_is_shown_as_it_is() -> None:
    assert reason_words("elsewhere", "a-new-reason").what == "a-new-reason"
