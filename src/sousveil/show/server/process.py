"""How the process of a server keeps its memory: fewer walks over all objects, and less that stands empty."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
from threading import Thread
from typing import Final

from sousveil.errors import SousveilError
from sousveil.vocabulary.gazetteer import load_gazetteer
from sousveil.vocabulary.loader import load

__all__ = ["prepare", "settle"]

_OBJECTS: Final = (50_000, 20, 50)
"""Objects made until the collector looks for circles among the newest, and how many such looks until it looks farther.
A page makes tens of thousands, all gone with it; a look at everything takes longer than the page."""
_ARENA_MAX: Final = -8  # `M_ARENA_MAX` of malloc.h
_ARENAS: Final = 2
"""Stores of the C library's allocator. It has eight a processor otherwise, and each keeps what a thread once needed."""


def settle() -> None:
    """Once everything that stays is imported and made."""
    gc.freeze()
    gc.set_threshold(*_OBJECTS)
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # the GNU C library has it
            mallopt(_ARENA_MAX, _ARENAS)


def prepare() -> None:
    """Read the gazetteer beside what the server does first: nobody who asks for a place waits for it."""

    def read() -> None:
        # Whoever asks for a place is told what is wrong with the files.
        with contextlib.suppress(SousveilError):
            load_gazetteer(load().folder)

    Thread(target=read, name="gazetteer", daemon=True).start()
