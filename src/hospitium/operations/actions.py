"""What the operator's commands and the nightly housekeeping change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hospitium.accounts.models import Grant, Unit
from hospitium.accounts.roles import Role
from hospitium.core import search
from hospitium.core.http import Once
from hospitium.core.models import FormKey, SearchEntry, User
from hospitium.interchange.actions.record import import_record
from hospitium.interchange.models import Upload
from hospitium.partners.models import Partnership

UPLOAD_KEPT = timedelta(days=7)
ADDRESSES = {
    Role.EMPLOYEE: "employee",
    Role.DEPARTMENT_CONTACT: "department",
    Role.OFFICER: "officer",
    Role.HEAD: "head",
    Role.GUEST: "guest",
    Role.INTERPRETER: "interpreter",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}


def forget_form_keys() -> int:
    """Remove the one-time keys of forms that nobody can send a second time any more."""
    count, _each = FormKey.objects.filter(used_at__lt=timezone.now() - Once.KEPT).delete()
    return count


def forget_sessions() -> int:
    """Remove the sign-ins that have run out."""
    count, _each = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return count


def end_sessions() -> int:
    """Sign everybody out: a restored copy must not bring back an old right to be in."""
    count, _each = Session.objects.all().delete()
    return count


def forget_uploads() -> int:
    """Remove uploaded tables that nobody has come back to for a week, with their files."""
    old = list(Upload.objects.filter(uploaded_at__lt=timezone.now() - UPLOAD_KEPT).select_related("file"))
    for upload in old:
        with transaction.atomic():
            upload.delete()
            upload.file.delete()
            # After the commit, or a rollback would leave a row without its file.
            transaction.on_commit(lambda name=upload.file.stored_as: default_storage.delete(name))  # type: ignore[misc]
    return len(old)


def findable_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "search_title")]


@transaction.atomic
def rebuild_search(*, step: Callable[[], None]) -> int:
    """Make all search words anew; `step` is called after each record. Returns how many records are findable."""
    SearchEntry.objects.all().delete()
    count = 0
    for model in findable_models():
        for subject in model._default_manager.order_by("pk").iterator(500):
            search.update(subject)
            step()
            count += 1
    return count


@transaction.atomic
def make_demonstration(*, text: str, password: str, today: date) -> dict[Role, str]:
    """Import the record and make one sign-in for each role, valid for a year; returns role → e-mail address.

    Raises RecordError when the record is wrong.
    """
    import_record(text=text, by=None)
    return {role: make_sign_in(role, password, today) for role in Role}


def make_sign_in(role: Role, password: str, today: date) -> str:
    user = User.objects.create_user(
        email=f"{ADDRESSES[role]}@example.org",
        name=str(role.label),
        language=settings.LANGUAGE_CODE,
        password=password,
    )
    Grant.objects.create(
        user=user,
        role=role,
        unit=unit_of(role),
        partner_key=first_partner() if role == Role.GUEST else "",
        ends_on=today + timedelta(days=365),
    )
    return user.email


def unit_of(role: Role) -> Unit | None:
    """Officers sit in the office of the record, its head above it, department contacts elsewhere."""
    desk = Unit.objects.filter(kind=Unit.Kind.OFFICE).order_by("pk").first()
    if role == Role.GUEST or desk is None:
        return None
    if role == Role.HEAD:
        return desk.parent or desk
    if role == Role.DEPARTMENT_CONTACT:
        departments = Unit.objects.filter(kind=Unit.Kind.DEPARTMENT).order_by("pk")
        return next((unit for unit in departments if unit != desk.parent), desk)
    return desk


def first_partner() -> str:
    """The key of a partner of the office itself, not of one of its districts."""
    partnership = Partnership.objects.order_by("pk").select_related("partner").first()
    return partnership.partner.key if partnership else ""
