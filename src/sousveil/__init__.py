"""Reports about state surveillance, turned into evidence.

The verbs in the order of the path: `collect` bytes, `read` them to frozen text, `find` claims, `resolve` names and
places, `trace` who repeats whom, `weigh` the origins; a `Case` keeps it all. `build` does the whole job.

The verbs have the names of their rooms, so inside the project a room's module is imported as
`from sousveil.read.html import ...`, never through an attribute of this package.
"""

from sousveil.build import BuildOptions, build
from sousveil.collect import Collected, CollectOptions, collect
from sousveil.errors import SousveilError
from sousveil.find import find
from sousveil.read import read
from sousveil.resolve import resolve
from sousveil.store import Case
from sousveil.trace import trace
from sousveil.version import __version__
from sousveil.weigh import weigh

__all__ = [
    "BuildOptions", "Case", "CollectOptions", "Collected", "SousveilError", "__version__", "build", "collect", "find",
    "read", "resolve", "trace", "weigh",
]  # fmt: skip
