"""Fixtures of the matrix."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from tests.matrix.world import World, build


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files():
    """The middleware for static files warns where there is no folder, and warnings are errors."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The records of two offices, once for a file; what a test changes in them is taken back."""
    # A refusal is logged with its trace; writing down thousands of them takes longer than all the rest.
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
