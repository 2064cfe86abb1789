"""Killed at any moment and run again, a build ends with the case that an uninterrupted one gives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from command_line import SOUSVEIL, rows, run
from nursery import Child

EXAMPLE = Path(__file__).parents[2] / "examples" / "north-korea" / "sources"
FEW = sorted(EXAMPLE.iterdir())[::3]
LISTS = ("sources", "claims", "echoes", "findings", "drops")


def _words(sources: list[Path], case: Path) -> list[str]:
    return ["build", *map(str, sources), "-o", str(case), "--jobs", "2", "--offline", "--quiet"]


def _command(sources: list[Path], case: Path) -> list[str]:
    return [str(SOUSVEIL), *_words(sources, case)]


def _lists(case: Path) -> dict[str, list[dict]]:
    return {name: rows(name, case) for name in LISTS}


def killed_and_whole(
    sources: list[Path], folder: Path, times: int, seed: int
) -> tuple[dict[str, list[dict]], dict[str, list[dict]]]:
    """What a build lists that was killed `times` times at random moments, and what an uninterrupted one lists.

    All have loaded what they need when they begin, so each moment falls into the work."""
    begun = time.monotonic()
    assert run(*_words(sources, folder / "whole")).returncode in (0, 1)
    whole_s = time.monotonic() - begun
    moments = random.Random(seed)
    with Path(os.devnull).open("r+") as nothing:
        for _ in range(times):
            process = Child(_words(sources, folder / "killed"), [nothing.fileno()] * 3)
            time.sleep(moments.uniform(0, whole_s))
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert run(*_words(sources, folder / "killed")).returncode in (0, 1)
    verified = run("verify", folder / "killed")
    assert verified.returncode == 0, verified.stdout
    return _lists(folder / "killed"), _lists(folder / "whole")


def test_killed_and_resumed_is_the_same_case(tmp_path, request):
    every = request.config.getoption("--all")
    killed, whole = killed_and_whole([EXAMPLE] if every else FEW, tmp_path, times=6 if every else 4, seed=7)
    assert killed == whole
    assert all(whole.values())


@pytest.mark.slow
def test_shared_data_killed_and_resumed_is_the_same_case(tmp_path, shared, request):
    if not request.config.getoption("--all"):
        pytest.skip("takes minutes: run with --all")
    sources = [shared / "article.txt", shared / "pages" / "pages.warc.gz", shared / "atlas" / "atlas-2020.csv"]
    sources += [shared / "hostile" / "warc", shared / "hostile" / "pdf"]
    killed, whole = killed_and_whole(sources, tmp_path, times=20, seed=11)
    assert killed == whole


def test_ctrl_c_says_what_to_do_and_the_next_run_goes_on(tmp_path):
    process = subprocess.Popen(
        _command(FEW, tmp_path / "case"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 60
    while not (tmp_path / "case" / "case.toml").exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "go on" in said
    assert "Traceback" not in said
    assert run(*_words(FEW, tmp_path / "case")).returncode in (0, 1)
    assert run("verify", tmp_path / "case").returncode == 0


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_stopped_with_all_its_children_it_ends_in_one_sentence(tmp_path, sent):
    """A terminal sends Ctrl-C to every process of the group, also to one that is just starting."""
    for wait_s in (0.0, 0.05, 0.1, 0.2):
        case = tmp_path / str(wait_s)
        process = subprocess.Popen(
            _command([EXAMPLE], case), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        until = time.monotonic() + 60
        while not (case / "lock").exists() and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(wait_s)
        os.killpg(process.pid, sent)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 2, said
        assert said.strip() == "Stopped. What was done is kept; run the same command again to go on."
