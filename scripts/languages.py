"""The catalogues of the interface: `extract` brings the .po files up to date, `compile` makes the .mo files,
`check` fails on a message that is missing, uncertain, or has lost a placeholder.

The message ids are English, so English needs no catalogue. Babel does the reading and writing: no GNU gettext needed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src/hospitium"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("de", "pl", "cs", "hu", "ru")
# Name of the function → positions of context, message and plural among its arguments.
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
TEMPLATE_CALL = re.compile(r"(?<![\w.])(?:_|n?p?gettext)\((?=u?['\"])")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|%[sdf]|\{(\w*)\}")
# A date that never moves: extracting without a change leaves the files as they are.
FIXED = datetime(2026, 1, 1, tzinfo=UTC)
Key = tuple[str | None, str, str | None]


def keys_in(tree: ast.AST) -> Iterator[Key]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in KEYWORDS and (key := key_of(node, KEYWORDS[name])):
                yield key


def key_of(call: ast.Call, places: tuple[int | None, int, int | None]) -> Key | None:
    found: list[str | None] = []
    for place in places:
        if place is None:
            found.append(None)
            continue
        word = call.args[place] if place < len(call.args) else None
        if not isinstance(word, ast.Constant) or not isinstance(word.value, str) or not word.value:
            return None
        found.append(word.value)
    return (found[0], str(found[1]), found[2])


def keys_of_template(text: str) -> Iterator[Key]:
    from django.utils.translation.template import templatize

    code = templatize(text)
    for match in TEMPLATE_CALL.finditer(code):
        yield from keys_in(ast.parse(call_at(code, match.start()), mode="eval"))


def call_at(code: str, start: int) -> str:
    """The call that begins here: up to the first bracket with which it is whole."""
    end = start
    while True:
        end = code.index(")", end) + 1
        try:
            ast.parse(code[start:end], mode="eval")
        except SyntaxError:
            continue
        return code[start:end]


def keys_of_sources() -> set[Key]:
    found: set[Key] = set()
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts:
            found.update(keys_in(ast.parse(file.read_text(encoding="utf-8"))))
    for file in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.txt")]):
        if "templates" in file.parts:
            found.update(keys_of_template(file.read_text(encoding="utf-8")))
    return found


def template() -> Catalog:
    catalog = Catalog(project="Hospitium", version="", charset="utf-8", creation_date=FIXED, revision_date=FIXED)
    for context, message, plural in sorted(keys_of_sources(), key=lambda key: (key[1], key[0] or "", key[2] or "")):
        catalog.add((message, plural) if plural else message, context=context)
    return catalog


def file_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    file = file_of(language)
    if not file.exists():
        return Catalog(locale=language, project="Hospitium", charset="utf-8")
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def extract() -> int:
    current = template()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(current, no_fuzzy_matching=True)
        catalog.creation_date = catalog.revision_date = FIXED
        catalog.header_comment, catalog.fuzzy = f"# Hospitium: {language}", False
        file_of(language).parent.mkdir(parents=True, exist_ok=True)
        with file_of(language).open("wb") as stream:
            write_po(stream, catalog, width=120, sort_output=True, ignore_obsolete=True)
        missing = sum(1 for message in catalog if message.id and not all_strings(message))
        print(f"languages: {language}: {len(catalog)} messages, {missing} to be translated")
    return 0


def compile_all() -> int:
    done = []
    for file in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        product = file.with_suffix(".mo")
        with file.open("rb") as stream:
            catalog = read_po(stream, locale=file.parts[-3])
        part = product.with_suffix(".part")
        with part.open("wb") as stream:
            write_mo(stream, catalog)
        part.replace(product)
        done.append(file.parts[-3])
    print(f"languages: compiled {' '.join(done) or 'none'}")
    return 0


def all_strings(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def faults(language: str, wanted: Catalog) -> Iterator[str]:
    catalog = read(language)
    for expected in wanted:
        if not expected.id:
            continue
        message = catalog.get(expected.id, expected.context)
        label = repr(expected.id if isinstance(expected.id, str) else expected.id[0])
        if message is None or not all_strings(message):
            yield f"{language}: {label} is not translated"
        elif message.fuzzy:
            yield f"{language}: {label} is marked as uncertain"
        elif lost := lost_placeholders(message):
            yield f"{language}: {label} has other placeholders: {lost}"


def lost_placeholders(message: Message) -> str:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    known = set().union(*(names_in(text) for text in ids))
    for text in strings:
        found = names_in(text)
        # "one visit" needs no number: a plural may leave a placeholder out, but never bring one in.
        if found - known or (len(ids) == 1 and known - found):
            return ", ".join(sorted(found ^ known))
    return ""


def names_in(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


def check() -> int:
    wanted = template()
    found = [fault for language in LANGUAGES for fault in faults(language, wanted)]
    for fault in found[:40]:
        print(f"languages: {fault}", file=sys.stderr)
    if found:
        print(f"languages: {len(found)} faults. `make messages` brings the .po files up to date.", file=sys.stderr)
        return 1
    print(f"languages: {len(wanted)} messages, complete in {' '.join(LANGUAGES)}")
    return 0


if __name__ == "__main__":
    tasks = {"extract": extract, "compile": compile_all, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(f"usage: python scripts/languages.py {'|'.join(tasks)}")
    sys.exit(tasks[sys.argv[1]]())
