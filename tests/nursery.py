"""Processes of `sousveil` that start at once: forked from one that has loaded everything.

A start costs a second of imports and, for a build, three of vocabulary. Tests run hundreds of commands, each in a
process of its own; here an interpreter loads once what they all load, and each command is a child of it that has its
own memory, streams, environment, folder and exit code. It then runs `main` as the installed script does.
Where the start itself, signals or locks are tested, the script is started instead.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SCRIPT = Path(sys.executable).with_name("sousveil")
_MOST_BYTES = 1 << 20


@functools.cache
def _nursery(_pid: int) -> socket.socket:
    """The connection to the nursery of this process, which ends when it closes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    return ours


class Child:
    """A process that was started here; `returncode` as `subprocess` has it."""

    def __init__(self, words: Sequence[str], streams: Sequence[int], *, env: Mapping[str, str] | None = None) -> None:
        """Runs `sousveil` with these words. `streams` are its input, output and errors."""
        told, telling = os.pipe()
        self._told = os.fdopen(told)
        order = {"words": list(words), "env": dict(os.environ if env is None else env), "folder": str(Path.cwd())}
        try:
            message = json.dumps(order).encode("utf-8", "surrogateescape")
            socket.send_fds(_nursery(os.getpid()), [message], [*streams, telling])
        finally:
            os.close(telling)
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    def wait(self) -> int:
        """Waits for its end."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(int(self._told.readline()))
            self._told.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Sends it a signal, where it still runs."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Asks it to end."""
        self.send_signal(signal.SIGTERM)


def run(
    words: Sequence[object], *, text: str | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs `sousveil` with these words, to its end, whatever that is; `text` is its input."""
    said = list(map(str, words))
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write((text or "").encode())
        given.seek(0)
        code = Child(said, (given.fileno(), out.fileno(), err.fileno()), env=env).wait()
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess([str(SCRIPT), *said], code, out.read().decode(), err.read().decode())


def _load() -> None:
    """What commands would load each for itself."""
    from sousveil import build, show
    from sousveil.cli import app
    from sousveil.resolve.matching import matcher_of
    from sousveil.vocabulary import load
    from sousveil.vocabulary.gazetteer import load_gazetteer

    assert app, (build, show)
    matcher_of(load(None))
    load_gazetteer(None)


def _await_orders(connection: socket.socket) -> dict | None:
    """Gives the order that this process, a child by then, has to carry out; null where no more will come."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for the commands
    while True:
        message, fds, *_ = socket.recv_fds(connection, _MOST_BYTES, 4)
        if not message:
            return None
        if os.fork() == 0:
            connection.close()
            *streams, telling = fds
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            child = os.fork()
            if child == 0:
                os.close(telling)
                for number, stream in enumerate(streams):
                    os.dup2(stream, number)
                    os.close(stream)
                # What they were until now stood on other files.
                sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
                sys.stderr = os.fdopen(2, "w", errors="backslashreplace", closefd=False)
                return json.loads(message.decode("utf-8", "surrogateescape"))
            for stream in streams:
                os.close(stream)
            os.write(telling, b"%d\n" % child)
            _, status = os.waitpid(child, 0)
            os.write(telling, b"%d\n" % status)
            os._exit(0)
        for descriptor in fds:
            os.close(descriptor)


if __name__ == "__main__":
    _connection = socket.socket(fileno=int(sys.argv[1]))
    sys.path[0] = str(SCRIPT.parent)  # as where the script is started
    _load()
    gc.freeze()
    _order = _await_orders(_connection)
    if _order is not None:
        __file__ = str(SCRIPT)  # which processes that it spawns import
        sys.argv = [__file__, *_order["words"]]
        os.environ.clear()
        os.environ.update(_order["env"])
        os.chdir(_order["folder"])
        from sousveil.cli import main

        sys.exit(main())
