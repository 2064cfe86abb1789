"""The web pages: read a case in the browser, and decide about it.

Invariant: nothing that came from outside ever runs. Captured pages are shown as their frozen text, escaped, or
as copies without anything that runs, on an origin of their own (`copies/`); their bytes leave as a download that no
browser renders. Nobody sees anything who was not let in (`gate.py`),
and what a person decides is recorded under their name (`deciding.py`).
"""

from sousveil.show.app import create_app
from sousveil.show.serve import serve
from sousveil.show.server.serving import Serving

__all__ = ["Serving", "create_app", "serve"]
