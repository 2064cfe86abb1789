"""What can go wrong with a ZIP file, said once: `zipfile` lets the errors of every decompressor through."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import Final

__all__ = ["ZIP_FAULTS"]

ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error, lzma.LZMAError, EOFError,  # damaged data of a member; of bzip2: OSError
    OSError, ValueError, struct.error,  # impossible offsets, names that are no UTF-8
    RuntimeError,  # encrypted; NotImplementedError: a compression or version that Python has not
)  # fmt: skip
"""What opening a ZIP file or reading a member raises where the file is damaged, encrypted or of an unknown kind.
Found by reading `zipfile` (Python 3.11 to 3.13) and by changing bytes of archives; a missing member is a KeyError."""
