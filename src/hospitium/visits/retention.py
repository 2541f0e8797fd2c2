"""How long notices about changes of a programme are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased
from hospitium.visits.actions import releases
from hospitium.visits.models import Notice


def of_past_visits(day: date) -> Iterable[Due]:
    kind = Notice._meta.label_lower
    found = Notice.objects.filter(release__visit__ends_on__lte=day).order_by("release__visit__ends_on", "pk")
    for pk, on in found.values_list("pk", "release__visit__ends_on").iterator(2000):
        yield Due(kind, str(pk), on)


def erase(due: Due) -> Erased:
    return Erased({"notices": releases.forget_notice(notice_id=due.key)})


CLASSES = [
    DataClass(
        key="change_notice",
        label=_("Notices about changes of a programme"),
        purpose=_("Telling those concerned what has changed, and proving that they were told"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the end of the visit"),
        default_days=180,
        must_be_offered_to_archive=False,
        find=of_past_visits,
        erase=erase,
        persons=_("Speakers, interpreters, guests"),
        details=_("Name, mail address, what has changed for this person"),
        recipients=_("The person who is told"),
    ),
]
