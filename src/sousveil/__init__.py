"""Reports about state surveillance, turned into evidence."""

__version__ = "0.1.0"
