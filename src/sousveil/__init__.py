"""Reports about state surveillance, turned into evidence.

The verbs in the order of the path: `collect` bytes, `read` them to frozen text, `find` claims, `resolve` names and
places, `trace` who repeats whom, `weigh` the origins; a `Case` keeps it all. `build` does the whole job.

The verbs have the names of their rooms, so inside the project a room's module is imported as
`from sousveil.read.html import ...`, never through an attribute of this package.
"""

import sys
from importlib import import_module
from types import ModuleType

from sousveil.version import __version__

TYPE_CHECKING = False  # of `typing`, which takes as long to load as all the rest here
if TYPE_CHECKING:
    from sousveil.build import BuildOptions, build
    from sousveil.collect import Collected, CollectOptions, collect
    from sousveil.errors import SousveilError
    from sousveil.find import find
    from sousveil.read import read
    from sousveil.resolve import resolve
    from sousveil.store import Case
    from sousveil.trace import trace
    from sousveil.weigh import weigh

__all__ = [
    "BuildOptions", "Case", "CollectOptions", "Collected", "SousveilError", "__version__", "build", "collect", "find",
    "read", "resolve", "trace", "weigh",
]  # fmt: skip

_ROOMS = {
    "BuildOptions": "build", "Case": "store", "CollectOptions": "collect", "Collected": "collect",
    "SousveilError": "errors", "build": "build", "collect": "collect", "find": "find", "read": "read",
    "resolve": "resolve", "trace": "trace", "weigh": "weigh",
}  # fmt: skip


class _Package(ModuleType):
    """Loads a room when it is asked for, so that the command answers at once (and can be stopped at once).

    Python sets `sousveil.read` to the module once that is imported; whoever asks for it here gets the verb.
    """

    def __getattribute__(self, name: str) -> object:
        if name in _ROOMS:
            return getattr(import_module(f"sousveil.{_ROOMS[name]}"), name)
        return super().__getattribute__(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_ROOMS})


sys.modules[__name__].__class__ = _Package
