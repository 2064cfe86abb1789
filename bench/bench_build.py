"""A whole build of the pages archive beside trafilatura alone on the same pages.

Both are held to one core, so that the build's helper processes do not flatter it. The build collects, archives,
reads, dates, finds, resolves, traces, weighs, indexes and commits with full sync; trafilatura extracts the main text.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

_ALONE = """
import sys
import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
with open(sys.argv[1], "rb") as file:
    for record in ArchiveIterator(file, record_types=WarcRecordType.response):
        trafilatura.extract(record.reader.read())
"""
_POLL_S = 0.05


def bench(data: Path | None, rounds: int) -> dict[str, float]:
    """Ratio of medians, the build's peak memory over all its processes in MiB, and pages a second."""
    archive = data / "pages" / "pages.warc.gz" if data else None
    if archive is None or not archive.is_file():
        return {}
    ours, theirs, peaks = [], [], []
    for _ in range(rounds):
        theirs.append(_timed([sys.executable, "-c", _ALONE, str(archive)])[0])
        with tempfile.TemporaryDirectory() as folder:
            command = [
                str(Path(sys.executable).with_name("sousveil")),
                *("build", str(archive), "-o", f"{folder}/case", "--jobs", "1", "--quiet"),
            ]
            seconds, peak = _timed(command)
        ours.append(seconds)
        peaks.append(peak)
    pages = 499
    return {
        "build.ratio_to_trafilatura": statistics.median(ours) / statistics.median(theirs),
        "build.peak_mib": max(peaks),
        "build.pages_per_s": pages / statistics.median(ours),
    }


def _timed(command: list[str]) -> tuple[float, float]:
    """Wall seconds on one core, and the largest sum of the resident memory of all its processes in MiB."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})  # inherited by what is started now
    begun = time.monotonic()
    try:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    finally:
        os.sched_setaffinity(0, cores)
    peak = 0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        peak = max(peak, _resident(watched))
        time.sleep(_POLL_S)
    seconds = time.monotonic() - begun
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{command[0]} failed: {process.stderr.read().decode() if process.stderr else ''}")
    return seconds, peak / 2**20


def _resident(process: psutil.Process) -> int:
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:  # it ended between the listing and the look
            continue
    return total
