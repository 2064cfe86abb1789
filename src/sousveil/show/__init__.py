"""The web pages: read a case in the browser.

Invariant: nothing that came from outside ever runs. Captured pages are shown as their frozen text, escaped; the
only other way to them is a download that no browser renders.
"""

from sousveil.show.app import create_app
from sousveil.show.serve import serve

__all__ = ["create_app", "serve"]
