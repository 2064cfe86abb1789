"""Reports about state surveillance, turned into evidence."""

from sousveil.version import __version__

__all__ = ["__version__"]
