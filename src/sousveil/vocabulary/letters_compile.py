"""Compiles the table of Chinese letters from OpenCC: which simplified letter each traditional one is read as.

Letter for letter, so that lengths stay the same; phrases are not converted. Run it with the dependency group
`gazetteer` installed: `python -m sousveil.vocabulary.letters_compile`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sousveil.vocabulary.files import DATA

__all__ = ["compiled"]

_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_HEAD = """# Compiled by `python -m sousveil.vocabulary.letters_compile` from OpenCC {version}
# (https://github.com/BYVoid/OpenCC, Apache-2.0): do not edit.
# Each letter of `from` is read as the one at the same place of `to`.
"""


def compiled() -> str:
    """The content of `letters/traditional-chinese.toml`."""
    import opencc

    converter = opencc.OpenCC("t2s")
    pairs = [
        (char, simple)
        for low, high in _IDEOGRAPHS
        for char in map(chr, range(low, high))
        if (simple := converter.convert(converter.convert(char))) != char and len(simple) == 1
    ]
    old, new = ("".join(letters) for letters in zip(*pairs, strict=True))
    return f'{_HEAD.format(version=opencc.__version__)}from = "{old}"\nto = "{new}"\n'


def main() -> None:
    """Writes the file."""
    path: Path = DATA / "letters" / "traditional-chinese.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(compiled(), "utf-8")
    sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
