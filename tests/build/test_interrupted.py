"""Killed at any moment and run again, a build ends with the case that an uninterrupted one gives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SOUSVEIL = Path(sys.executable).with_name("sousveil")
EXAMPLE = Path(__file__).parents[2] / "examples" / "north-korea" / "sources"
LISTS = ("sources", "claims", "echoes", "findings", "drops")


def _command(sources: list[Path], case: Path) -> list[str]:
    return [str(SOUSVEIL), "build", *map(str, sources), "-o", str(case), "--jobs", "2", "--offline", "--quiet"]


def _lists(case: Path) -> dict[str, str]:
    return {
        name: subprocess.run(
            [str(SOUSVEIL), name, str(case), "--format", "jsonl"], capture_output=True, text=True, check=True
        ).stdout
        for name in LISTS
    }


def killed_and_whole(sources: list[Path], folder: Path, times: int, seed: int) -> tuple[dict[str, str], dict[str, str]]:
    """What a build lists that was killed `times` times at random moments, and what an uninterrupted one lists."""
    begun = time.monotonic()
    assert subprocess.run(_command(sources, folder / "whole"), check=False).returncode in (0, 1)
    whole_s = time.monotonic() - begun
    moments = random.Random(seed)
    for _ in range(times):
        process = subprocess.Popen(_command(sources, folder / "killed"), stdout=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0, whole_s))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    assert subprocess.run(_command(sources, folder / "killed"), check=False).returncode in (0, 1)
    verified = subprocess.run(
        [str(SOUSVEIL), "verify", str(folder / "killed")], capture_output=True, text=True, check=False
    )
    assert verified.returncode == 0, verified.stdout
    return _lists(folder / "killed"), _lists(folder / "whole")


def test_killed_and_resumed_is_the_same_case(tmp_path):
    killed, whole = killed_and_whole([EXAMPLE], tmp_path, times=6, seed=7)
    assert killed == whole


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
        _command([EXAMPLE], tmp_path / "case"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
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
    assert subprocess.run(_command([EXAMPLE], tmp_path / "case"), check=False).returncode in (0, 1)
    assert subprocess.run([str(SOUSVEIL), "verify", str(tmp_path / "case")], check=False).returncode == 0


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
