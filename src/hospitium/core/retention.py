"""How long data are kept: what an app declares about the personal data that it holds.

Each app with personal data has a module `retention.py` with a list CLASSES of DataClass; the app `retention` collects
them, offers to the archive, erases every night, and keeps the proofs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.core import mails
from hospitium.core.models import Mail
from hospitium.core.references import model_of

Text = str | Promise


@dataclass(frozen=True)
class Due:
    """One record with data of a class: its kind and key (see core.references), and the day its clock began."""

    kind: str
    key: str
    anchor: date


@dataclass(frozen=True)
class Erased:
    """What was erased, as counts by a short code: {"passport": 4, "files": 1}. Empty when nothing was there."""

    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DataClass:
    """One kind of personal data: what for, on which ground, from when and how long.

    `anchor` says in words from when the time runs ("the end of the visit"). `find(day)` gives every record whose clock
    began on or before `day` and that still holds such data, the oldest first; for a day far ahead that is all of them.
    `erase(due)` runs in a transaction of its own and must not fail when nothing is there, because after the restore of
    a backup it is called again from the list of what was erased. `package(due)` gives names and contents of files for
    the archive; without it the archive gets the record itself as JSON. `persons`, `details` and `recipients` stand in
    the record of processing activities (GDPR, Article 30).
    """

    key: str
    label: Text
    purpose: Text
    legal_ground: Text
    anchor: Text
    default_days: int
    must_be_offered_to_archive: bool
    find: Callable[[date], Iterable[Due]]
    erase: Callable[[Due], Erased]
    package: Callable[[Due], Iterable[tuple[str, bytes]]] | None = None
    persons: Text = ""
    details: Text = ""
    recipients: Text = ""


def days_in_force(one: DataClass) -> int | None:
    """How many days the class is kept: what the office has set, else what the program proposes; None for "no end".

    The register lies above the apps that declare classes, so its table is asked for by name.
    """
    model = model_of("retention.rule")
    rule: Any = model._default_manager.filter(data_class=one.key).first() if model else None
    if rule is None:
        return one.default_days
    return rule.days if rule.is_active else None


def end_of(day: date) -> datetime:
    """The first moment after a day, in the installation's time zone: for columns that hold moments."""
    return timezone.make_aware(datetime.combine(min(day, LATEST) + timedelta(days=1), time()))


LATEST = date(9990, 12, 31)
# The ground on which a city's office works; in the register the head can name the act of the state.
PUBLIC_TASK = _("Public task: Art. 6(1)(e) GDPR with the data-protection act of the state")


# ---- the outbox --------------------------------------------------------------------
def sent_mails(day: date) -> Iterable[Due]:
    kind = Mail._meta.label_lower
    done = Mail.objects.exclude(status=Mail.Status.WAITING).filter(due_at__lt=end_of(day)).order_by("due_at", "pk")
    for pk, sent, due in done.values_list("pk", "sent_at", "due_at").iterator(2000):
        began = timezone.localdate(sent or due)
        if began <= day:
            yield Due(kind, str(pk), began)


def erase_mail(due: Due) -> Erased:
    return Erased({"mails": mails.forget_sent(pk=due.key)})


CLASSES = [
    DataClass(
        key="mail",
        label=_("Messages that were sent"),
        purpose=_("Telling people what concerns them, and seeing whether the message went out"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the sending of the message"),
        default_days=90,
        must_be_offered_to_archive=False,
        find=sent_mails,
        erase=erase_mail,
        persons=_("Contacts, guests, speakers, members of staff"),
        details=_("Mail address, subject, text, invitation to the calendar"),
        recipients=_("The receiver of the message and the mail servers on the way"),
    ),
]

__all__ = ["CLASSES", "LATEST", "PUBLIC_TASK", "DataClass", "Due", "Erased", "end_of"]
