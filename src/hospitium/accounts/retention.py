"""How long guest links are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models.functions import Least, TruncDate
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions import forgetting
from hospitium.accounts.models import GuestLink
from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased


def ended_links(day: date) -> Iterable[Due]:
    """Links that have ended, by their day or because they were revoked."""
    ended = Least("ends_on", TruncDate("revoked_at"))
    kind = GuestLink._meta.label_lower
    plain = GuestLink.objects.filter(revoked_at=None, ends_on__lte=day).values_list("pk", "ends_on")
    revoked = GuestLink.objects.exclude(revoked_at=None).annotate(ended=ended).filter(ended__lte=day)
    found = [*plain.order_by("ends_on", "pk"), *revoked.order_by("ended", "pk").values_list("pk", "ended")]
    for pk, on in sorted(found, key=lambda one: (one[1], one[0])):
        yield Due(kind, str(pk), on)


def erase_link(due: Due) -> Erased:
    return Erased(forgetting.forget_link(link_id=due.key))


CLASSES = [
    DataClass(
        key="guest_link",
        label=_("Personal links of guests"),
        purpose=_("Letting partners, speakers and members take part without an account, and seeing what they did"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the end of the link, or the day on which it was revoked"),
        default_days=90,
        must_be_offered_to_archive=False,
        find=ended_links,
        erase=erase_link,
        persons=_("Guests without an account"),
        details=_("Name, mail address, language, times of use"),
        recipients=_("Nobody outside the office"),
    ),
]
