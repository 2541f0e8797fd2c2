"""How long uploaded tables are kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased, end_of
from hospitium.interchange import actions
from hospitium.interchange.models import Upload


def uploads(day: date) -> Iterable[Due]:
    kind = Upload._meta.label_lower
    found = Upload.objects.filter(uploaded_at__lt=end_of(day)).order_by("uploaded_at", "pk")
    for pk, at in found.values_list("pk", "uploaded_at"):
        yield Due(kind, str(pk), timezone.localdate(at))


def erase_upload(due: Due) -> Erased:
    return Erased({"files": actions.forget_upload(upload_id=due.key)})


CLASSES = [
    DataClass(
        key="upload",
        label=_("Uploaded tables"),
        purpose=_("Looking at a table before its rows are taken over"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the day of the upload"),
        default_days=7,
        must_be_offered_to_archive=False,
        find=uploads,
        erase=erase_upload,
        persons=_("Whoever stands in the table"),
        details=_("What the table holds"),
        recipients=_("Nobody outside the office"),
    ),
]
