"""How long invitations to calendars are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from hospitium.calendars.actions import invitations
from hospitium.calendars.models import Invitation
from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased


def of_past_visits(day: date) -> Iterable[Due]:
    kind = Invitation._meta.label_lower
    found = Invitation.objects.filter(visit__ends_on__lte=day).order_by("visit__ends_on", "pk")
    for pk, on in found.values_list("pk", "visit__ends_on").iterator(2000):
        yield Due(kind, str(pk), on)


def erase(due: Due) -> Erased:
    return Erased({"invitations": invitations.forget_invitation(invitation_id=due.key)})


CLASSES = [
    DataClass(
        key="calendar_invitation",
        label=_("Invitations to calendars and the answers to them"),
        purpose=_("Knowing who comes to an appointment"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the end of the visit"),
        default_days=180,
        must_be_offered_to_archive=False,
        find=of_past_visits,
        erase=erase,
        persons=_("Speakers, interpreters, guests, members of staff"),
        details=_("Name, mail address, answer and its text"),
        recipients=_("The person who is invited"),
    ),
]
