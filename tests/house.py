"""What tests/test_architecture.py looks for; each function takes source text, so that it can be tried on a bad one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "hospitium"
WRITING = {
    "save", "create", "get_or_create", "update_or_create", "delete", "bulk_create", "bulk_update", "aupdate",
    "acreate", "asave", "adelete",
}  # fmt: skip
# On these, `update`, `add`, `set` … are those of Python's own mappings, sets and caches.
WRITING_ON_MANAGERS = {"update", "add", "set", "remove", "clear"}
LONGEST_FILE, LONGEST_FUNCTION = 600, 40


def python_files() -> list[Path]:
    return sorted(file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts)


def templates() -> list[Path]:
    return sorted(
        file for file in PACKAGE.rglob("templates/**/*.*") if file.suffix in {".html", ".txt", ".xml", ".svg"}
    )


def relative(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def called(node: ast.Call) -> str:
    """The call as it is written, without its arguments."""
    return re.sub(r"\(.*?\)", "()", ast.unparse(node.func), flags=re.DOTALL)


def writes(source: str) -> list[tuple[int, str]]:
    """Calls that write to the database: line and call."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        is_manager = bool(re.search(r"objects|_set\b|_default_manager|\.filter\(|\.exclude\(|\.all\(\)", owner))
        if name in WRITING or (name in WRITING_ON_MANAGERS and is_manager):
            found.append((node.lineno, called(node)))
    return sorted(found)


def transactions(source: str) -> list[int]:
    """Lines on which a transaction is opened."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.Attribute) and node.attr == "atomic")
        or (isinstance(node, ast.Name) and node.id == "atomic")
    )


def event_codes(source: str) -> set[str]:
    """The codes under which events are recorded; a piece that is computed is a star."""
    codes: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and called(node) in {"record", "events.record", "note", "set_published"}:
            for argument in node.args:
                codes |= {code for code in words(argument) if re.fullmatch(r"[a-z_*]+\.[a-z_]+", code)}
        if isinstance(node, ast.Assign) and any(
            isinstance(one, ast.Name) and (one.id == "code" or one.id.endswith("EVENTS")) for one in node.targets
        ):
            codes |= {code for code in words(node.value) if re.fullmatch(r"[a-z_*]+\.[a-z_]+", code)}
    return codes


def words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from words(node.body)
        yield from words(node.orelse)
    elif isinstance(node, ast.Dict | ast.Tuple | ast.List):
        for value in node.values if isinstance(node, ast.Dict) else node.elts:
            yield from words(value)
    elif isinstance(node, ast.Subscript):
        yield from words(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def long_functions(source: str) -> list[tuple[str, int]]:
    """Functions of more lines than anybody reads at a glance; the docstring does not count."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            first = node.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                lines -= (first.end_lineno or 0) - first.lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append((node.name, lines))
    return found


def settings_imports(source: str) -> list[int]:
    """Lines that import the settings module instead of django.conf."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names] + [str(node.module)]
        if any(name.startswith("hospitium.config.settings") for name in names):
            found.append(node.lineno)
    return found


INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE),
    "javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "foreign host": re.compile(r"(?:src|href)=[\"'](?:https?:)?//(?!\{)", re.IGNORECASE),
}


def inline(template: str) -> list[str]:
    """What the content security policy forbids in a page."""
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", template, flags=re.DOTALL)
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


TEMPLATE_NAME = re.compile(r"[\"']([\w./-]+\.(?:html|txt|xml|svg))[\"']")
MAIL_NAME = re.compile(r"[\"'](\w+/mail/\w+)[\"']")


def named_templates(source: str) -> set[str]:
    """The templates that a Python file or a template names."""
    return set(TEMPLATE_NAME.findall(source)) | {f"{name}.txt" for name in MAIL_NAME.findall(source)}


# Names of the first installation and of its partners: they belong into records and editorial texts alone.
FIRST_CITY = re.compile(
    r"\b(Berlin|Warsaw|Warschau|Warszawa|Moscow|Moskau|Budapest|Prague|Prag|Praha|Kyiv|Kyjiw|Brandenburg|Senat\w*|SenInn\w*"
    r"|Rotes Rathaus|Abgeordnetenhaus|Neukölln|Mokotów)\b"
)


def names_of_the_first_city(source: str) -> list[tuple[int, str]]:
    return [
        (number, found.group())
        for number, line in enumerate(source.splitlines(), 1)
        for found in FIRST_CITY.finditer(line)
    ]
