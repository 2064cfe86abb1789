"""The commands by theme: each checks what it was given, calls the rooms and prints what they say.

With `sousveil.cli`, which composes them, the only reader of the environment and of settings (`options.py`).
"""
