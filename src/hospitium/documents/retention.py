"""How long it is kept what documents say. Their numbers, kinds and days stay in the register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased, end_of
from hospitium.documents import actions
from hospitium.documents.models import Document

LETTERS = frozenset({"invitation", "topic_request", "speaker_request", "confirmation", "thanks"})
SHEETS = frozenset({"run_sheet", "briefing"})


def made_before(templates: Collection[str]) -> Callable[[date], Iterable[Due]]:
    def find(day: date) -> Iterable[Due]:
        kind = Document._meta.label_lower
        found = Document.objects.filter(template__in=templates, erased_on=None, made_at__lt=end_of(day))
        for pk, at in found.order_by("made_at", "pk").values_list("pk", "made_at").iterator(2000):
            yield Due(kind, str(pk), timezone.localdate(at))

    return find


def erase(due: Due) -> Erased:
    document = Document.objects.filter(pk=due.key, erased_on=None).first()
    if document is None:
        return Erased()
    actions.erase_document(document_id=document.pk)
    return Erased({"documents": 1})


def package(due: Due) -> Iterable[tuple[str, bytes]]:
    """The file as it went out. A sealed one is not among these kinds."""
    document = Document.objects.select_related("file").filter(pk=due.key).first()
    if document is None or document.file is None or document.is_sealed:
        return
    with default_storage.open(document.file.stored_as) as file:
        yield document.file.name, file.read()


CLASSES = [
    DataClass(
        key="letter",
        label=_("Letters of the office"),
        purpose=_("Inviting guests and asking speakers, and proving what was written"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the day on which the letter was made"),
        default_days=3650,
        must_be_offered_to_archive=True,
        find=made_before(LETTERS),
        erase=erase,
        package=package,
        persons=_("Contacts, guests, speakers"),
        details=_("Name, function, address, text of the letter"),
        recipients=_("The receiver of the letter; the archive"),
    ),
    DataClass(
        key="working_paper",
        label=_("Run sheets and briefing folders"),
        purpose=_("Carrying out a visit: who meets whom, where and when, and who can be reached how"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the day on which the paper was made"),
        default_days=730,
        must_be_offered_to_archive=False,
        find=made_before(SHEETS),
        erase=erase,
        persons=_("Contacts, guests, speakers, interpreters, members of staff"),
        details=_("Name, function, telephone number, times"),
        recipients=_("Those who accompany the visit"),
    ),
]


def erase_again(kind: str, key: str, rest: str) -> int:
    return sum(erase(Due(kind, key, timezone.localdate())).counts.values())


# What was erased before its time: name in the list of erasures → how to erase it again after the restore of a backup.
AGAIN = {"document": erase_again}
