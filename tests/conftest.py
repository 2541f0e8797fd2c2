"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import translation

from hospitium.core.models import User

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The algorithms know no database, and the tests beside this file look at the code itself."""
    for item in items:
        if item.path.parent in {TESTS, TESTS / "algorithms"}:
            item.add_marker(pytest.mark.any_database)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """What a migration enters stands in the tables also where these come from the models."""
    with django_db_blocker.unblock():
        import_module("hospitium.visits.migrations.0002_usual_templates").enter(apps, None)


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """Pages leave their language behind on the thread; no test begins with that of another."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences are compared in the language in which they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """A browser with an English interface in which this person has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        return client

    return sign_in


@pytest.fixture
def data(settings, tmp_path):
    """Uploads, mails, keys and the list of erasures lie in a fresh folder; the database stays where it is."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert default_storage.location == str(tmp_path / "files")
    return tmp_path
