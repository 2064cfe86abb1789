"""The version of sousveil. It names, with the vocabulary's digest, what read a text and found its claims."""

__version__ = "0.1.0"
