"""What to look for, as data files that a researcher can read and correct.

Invariant: everything that the reader of claims recognises stands in a file under `data/`; adding a company,
an agency or a language needs no Python. A vocabulary never changes after it was loaded; `digest` identifies it.
"""

from sousveil.vocabulary.checking import check
from sousveil.vocabulary.language import Language
from sousveil.vocabulary.loader import Entry, Vocabulary, load

__all__ = ["Entry", "Language", "Vocabulary", "check", "load"]
