"""An installation with a data folder of its own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from hospitium.accounts.roles import Role
from hospitium.core.models import User
from tests.factories import make_unit, make_user


@pytest.fixture
def data(settings, tmp_path):
    """Uploads, mails, keys and the list of erasures lie in a fresh folder; the database stays where it is."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert default_storage.location == str(tmp_path / "files")
    return tmp_path


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def long_ago(today) -> date:
    return today - timedelta(days=4000)


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def head(unit) -> User:
    return make_user(role=Role.HEAD, unit=unit)


@pytest.fixture
def officer(unit) -> User:
    return make_user(role=Role.OFFICER, unit=unit)
