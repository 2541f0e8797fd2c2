"""What a year of work leaves behind, so that every page has something to show: `python -m tests.e2e.furnish`.

Written by the actions, as the people of the demonstration. Prague and Moscow stay as the record has them: the journeys
tell their story.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from hospitium.operations import django_start

django_start.start()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from hospitium.agreements.actions import attach_document, create_clause, create_instrument  # noqa: E402
from hospitium.agreements.models import Clause, InstrumentKind  # noqa: E402
from hospitium.algorithms.dates import PartialDate  # noqa: E402
from hospitium.core import mails  # noqa: E402
from hospitium.core.models import Mail, User  # noqa: E402
from hospitium.interchange.actions.tables import start_import  # noqa: E402
from hospitium.partners import actions as partners  # noqa: E402
from hospitium.partners.actions import contacts, interests, status  # noqa: E402
from hospitium.partners.models import Partner, Partnership  # noqa: E402
from hospitium.programme.actions import create_activity, create_promise  # noqa: E402
from hospitium.programme.models import Direction, Format, Promise, State  # noqa: E402
from hospitium.topics.models import Topic  # noqa: E402

