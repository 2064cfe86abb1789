"""Keeps the catalogues of the interface up to date with the code (`make strings`), or says what is wrong with them
(`--check`, part of `make lint`)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from sousveil.show.words.catalogue import FOLDER
from sousveil.show.words.patterns import BROKEN, links, parts, placeholders

ROOT = Path(__file__).parents[1]
COMPLETE = frozenset({"ko"})
"""Languages in which nothing may be missing. Another may grow."""
_PYTHON: dict[str, Any] = {
    "_": None, "gettext": None, "later": None, "composed": None, "linked": None, "ngettext": (1, 2),
    "ncomposed": (1, 2), "later_many": (1, 2), "pgettext": ((1, "c"), 2),
}  # fmt: skip
_COMMENTS = ("For translators:",)
_SCRIPTS: dict[str, Any] = {"say": None, "sayMany": (1, 2)}
_SOURCES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("python", "src/sousveil/show", "*.py", _PYTHON),
    ("jinja2", "src/sousveil/show/templates", "*.html", _PYTHON),
    ("javascript", "web/src", "*.ts", _SCRIPTS),
)
_BY_CLDR = frozenset({"language"})
"""Tables of words that need no catalogue."""
_HEADER = """\
# Words of the interface of sousveil in {language}.
# docs/TRANSLATING.md says how to edit this file; `make strings` brings it up to date with the code."""


def extracted() -> Catalog:
    """Every string that the code shows, in the order of its files."""
    found = Catalog(project="sousveil", version="", charset="utf-8", fuzzy=False)
    for method, folder, pattern, keywords in _SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            name, content = path.relative_to(ROOT).as_posix(), path.read_bytes()
            for _, said, comments, context in extract(method, BytesIO(content), keywords, _COMMENTS):
                if said and said != ("",):
                    found.add(said, locations=[(name, 0)], auto_comments=comments, context=context)
            if method == "python":
                for context, word in _words(content):
                    found.add(word, locations=[(name, 0)], context=context)
    return found


def _words(content: bytes) -> Iterator[tuple[str, str]]:
    """The words of tables that are made with `Words("context", {…})`, each with its context."""
    for node in ast.walk(ast.parse(content)):
        match node:
            case ast.Call(args=[ast.Constant(value=str(context)), ast.Dict(values=words)]) if (
                _called(node.func) == "Words" and context not in _BY_CLDR
            ):
                yield from ((context, str(word.value)) for word in words if isinstance(word, ast.Constant))


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def faults_of(code: str, held: Catalog, code_says: Catalog) -> list[str]:
    """What is wrong with a catalogue, a sentence each."""
    wanted, there = _keys(code_says), _keys(held)
    found = [f"lacks {_told(key)}: run `make strings`" for key in wanted if key not in there]
    found += [
        f"holds {_told(key)}, which nothing says any more: run `make strings`" for key in there if key not in wanted
    ]
    for message in held:
        if not message.id:
            continue
        told = _told((message.context, message.id))
        if message.fuzzy:
            found.append(f"{told} is marked as fuzzy: check it and take the mark away")
        elif code in COMPLETE and not _is_whole(message):
            found.append(f"{told} is not translated")
        found += [f"{told}: {fault}" for fault in _faults_of(message)]
    return found


def _keys(catalog: Catalog) -> dict[tuple[str | None, Any], None]:
    return dict.fromkeys((message.context, message.id) for message in catalog if message.id)


def _told(key: tuple[str | None, Any]) -> str:
    return f"“{_forms(key[1])[0]}”" + (f" ({key[0]})" if key[0] else "")


def _is_whole(message: Message) -> bool:
    return all(_forms(message.string))


def _forms(said: str | Sequence[str] | None) -> tuple[str, ...]:
    """The one form of a text, or those of a plural."""
    return (said,) if isinstance(said, str) else tuple(said or ("",))


def _faults_of(message: Message) -> Iterator[str]:
    """Placeholders that are missing, unknown or broken, and links that are lost."""
    english, said = _forms(message.id), _forms(message.string)
    try:
        wanted = frozenset().union(*map(placeholders, english))
    except BROKEN:
        return
    for each in said:
        if not each:
            continue
        try:
            given = placeholders(each)
        except BROKEN as error:
            yield f"a placeholder of “{each}” is broken ({error})"
            continue
        # What says how many may leave the number to the form: "one of them".
        missing, unknown = wanted - given, given - wanted
        if unknown or missing:
            named = ", ".join(f"{{{name}}}" for name in sorted(unknown | missing))
            yield f"the placeholders of “{each}” are not those of the English: {named}"
        if links(each) != links(english[-1]):
            yield f"“{each}” has not the link (<…>) of the English"
        if parts(each) != parts(english[-1]):
            yield f"“{each}” leaves out ([…]) other values than the English"


def read(path: Path) -> Catalog:
    """A catalogue as it is on the disk."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)


def write(path: Path, held: Catalog, code_says: Catalog) -> None:
    """Brings a catalogue up to date: what is new comes untranslated, what is gone goes."""
    held.update(code_says, no_fuzzy_matching=True, update_creation_date=False)
    held.obsolete.clear()
    held.fuzzy = False
    held.project, held.version = "sousveil", ""
    held.header_comment = _HEADER.format(language=held.locale.english_name if held.locale else path.stem)
    out = BytesIO()
    write_po(out, held, width=100, include_lineno=False)
    path.write_bytes(out.getvalue())


def main() -> int:
    """0 where nothing is wrong."""
    code_says, wrong = extracted(), 0
    for path in sorted(FOLDER.glob("*.po")):
        held = read(path)
        if "--check" not in sys.argv:
            write(path, held, code_says)
            missing = sum(not _is_whole(message) for message in held if message.id)
            print(f"{path.name}: {len(held):,} strings, {missing:,} to translate")
            continue
        faults = faults_of(path.stem, held, code_says)
        wrong += len(faults)
        for fault in faults:
            print(f"{path.relative_to(ROOT)}: {fault}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
