"""Fixtures of the tests on accounts."""

from pathlib import Path

import pytest
import time_machine as machine
from django.conf import settings


@pytest.fixture
def time_machine():
    """A clock that can be moved; it is set right again after the test."""

    class Clock:
        traveller = None

        def move_to(self, moment):
            self.stop()
            self.traveller = machine.travel(moment, tick=True)
            self.traveller.start()

        def stop(self):
            if self.traveller:
                self.traveller.stop()
                self.traveller = None

    clock = Clock()
    yield clock
    clock.stop()


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files():
    """The middleware for static files warns where there is no folder, and warnings are errors."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
