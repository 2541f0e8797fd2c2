"""Looking for what should be gone, byte by byte, in everything that an installation keeps."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection


def files_with(words: Iterable[str], *folders: Path) -> list[str]:
    """Names of the files below these folders in which one of the words stands, as UTF-8 or as UTF-16."""
    wanted = [form for word in words for form in (word.encode().lower(), word.encode("utf-16-le").lower())]
    found = []
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and any(form in file.read_bytes().lower() for form in wanted):
                found.append(str(file.relative_to(folder)))
    return found


def rows_with(words: Iterable[str]) -> list[str]:
    """Tables of the database in which one of the words stands, in whatever column: each row is read as text."""
    wanted = [word.lower() for word in words]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            # The names come from the database itself.
            wanted_rows = f"t::text FROM {name} t" if connection.vendor == "postgresql" else f"* FROM {name}"
            cursor.execute(f"SELECT {wanted_rows}")
            if any(word in repr(row).lower() for row in cursor.fetchall() for word in wanted):
                found.append(table)
    return sorted(found)


def traces_of(*words: str) -> list[str]:
    """Where the words stand: tables; and files of the data folder, among them database, its log, uploads and mails."""
    return rows_with(words) + files_with(words, Path(settings.DATA))
