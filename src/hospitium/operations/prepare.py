"""Bringing the database to the state that this version needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hospitium.operations.trouble import Trouble


@dataclass(frozen=True)
class Migrations:
    """The steps of the schema that the database lacks, and those that it has and this version does not know."""

    missing: list[str]
    unknown: list[str]


def migrations() -> Migrations:
    loader = MigrationExecutor(connection).loader
    ours = {app for app, _name in loader.disk_migrations}
    return Migrations(
        missing=sorted(".".join(step) for step in loader.graph.nodes if step not in loader.applied_migrations),
        unknown=sorted(
            ".".join(step)
            for step in loader.applied_migrations
            if step[0] in ours and step not in loader.disk_migrations and step not in replaced(loader.disk_migrations)
        ),
    )


def replaced(migrations: Mapping[tuple[str, str], object]) -> set[tuple[str, str]]:
    return {tuple(step) for migration in migrations.values() for step in getattr(migration, "replaces", [])}


def prepare() -> list[str]:
    """Apply what the database lacks, and nothing else; returns the steps. A second call changes nothing.

    Raises Trouble when a newer version has written the database.
    """
    found = migrations()
    if found.unknown:
        raise Trouble(
            f"The database was written by a newer version of Hospitium (it knows {found.unknown[0]}). "
            "Install that version or a later one, or restore a backup of this version."
        )
    if found.missing:
        call_command("migrate", interactive=False, verbosity=0)
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        call_command("createcachetable", verbosity=0)
    for folder in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found.missing
