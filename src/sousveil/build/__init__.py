"""The main job: runs the rooms over a case, in the order of the path.

Invariant: it can be stopped at any moment; run again with the same sources it goes on where it was, and ends with
the case that an uninterrupted build gives. What a room drops is counted and listed, never an end.
"""

from importlib import import_module

TYPE_CHECKING = False  # of `typing`
if TYPE_CHECKING:
    from sousveil.build.job import BuildOptions, Summary, add, build, count_unread, find_all, trace_all
    from sousveil.build.model_reading import ModelOptions, ModelReading
    from sousveil.build.progress import Progress, Silent
    from sousveil.build.weighing import Change, Decided, decide, weigh_changed

__all__ = [
    "BuildOptions", "Change", "Decided", "ModelOptions", "ModelReading", "Progress", "Silent", "Summary", "add",
    "build", "count_unread", "decide", "find_all", "trace_all", "weigh_changed",
]  # fmt: skip

_MODULES = {
    **dict.fromkeys(("BuildOptions", "Summary", "add", "build", "count_unread", "find_all", "trace_all"), "job"),
    **dict.fromkeys(("ModelOptions", "ModelReading"), "model_reading"),
    **dict.fromkeys(("Progress", "Silent"), "progress"),
    **dict.fromkeys(("Change", "Decided", "decide", "weigh_changed"), "weighing"),
}


def __getattr__(name: str) -> object:
    """Loads a stage when it is asked for: a worker only reads, and most commands build nothing."""
    if name in _MODULES:
        return getattr(import_module(f"sousveil.build.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
