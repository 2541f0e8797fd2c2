"""Starting Django for a command, and saying in a sentence why it does not start."""

from __future__ import annotations

import os

import django
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError

from hospitium.operations import place
from hospitium.operations.trouble import Trouble

__all__ = ["DatabaseError", "database_sentence", "start"]


def database_sentence(error: DatabaseError) -> str:
    said = " ".join(str(error).split())
    if os.environ.get("DATABASE_URL"):
        return f"The database of DATABASE_URL does not answer ({said}). Is it running, and is the address right?"
    return f"The database in {place.data_folder()} cannot be used ({said}). Run: hospitium check."


def start() -> None:
    """Read the settings and load the applications. Raises Trouble when the settings cannot be used."""
    folder = place.open_data_folder()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospitium.config.settings")
    if place.is_demonstration(folder):
        os.environ.setdefault("HOSPITIUM_DEMONSTRATION", "yes")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Trouble(f"The configuration cannot be used: {error}") from None
    except ValueError as error:
        raise Trouble(f"A number or address in the environment variables cannot be read: {error}") from None
    except PermissionError as error:
        raise Trouble(
            f"{error.filename} cannot be read. Give it to the user who runs hospitium (chown), "
            "or set HOSPITIUM_DATA to another folder."
        ) from None
