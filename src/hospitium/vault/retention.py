"""How long it is kept who has read what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.retention import DataClass, Due, Erased, end_of
from hospitium.vault import actions
from hospitium.vault.models import Reading


def old_readings(day: date) -> Iterable[Due]:
    kind = Reading._meta.label_lower
    found = Reading.objects.filter(at__lt=end_of(day)).order_by("at", "pk")
    for pk, at in found.values_list("pk", "at").iterator(2000):
        yield Due(kind, str(pk), timezone.localdate(at))


def erase_reading(due: Due) -> Erased:
    return Erased({"readings": actions.forget_reading(reading_id=due.key)})


CLASSES = [
    DataClass(
        key="vault_reading",
        label=_("Readings from the vault"),
        purpose=_("Showing the auditor who has read passport and visa data, and for what"),
        legal_ground=_("Accountability and security: Art. 5(2) and 32 GDPR"),
        anchor=_("the day of the reading"),
        default_days=1095,
        must_be_offered_to_archive=False,
        find=old_readings,
        erase=erase_reading,
        persons=_("Members of staff"),
        details=_("Who, when, which fields of which record, what for"),
        recipients=_("Auditor, data protection"),
    ),
]


def erase_again(kind: str, key: str, field: str) -> int:
    return actions.erase_sealed_again(kind=kind, key=key, field=field)


# What was erased before its time, by whoever looks after it: name in the list of erasures → how to erase it again.
AGAIN = {"sealed": erase_again}
