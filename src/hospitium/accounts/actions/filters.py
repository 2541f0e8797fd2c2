"""Lists: kept under a name with their filters, and taken out of the house."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.models import SavedFilter
from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.verdicts import Refused

MOST = 50


@transaction.atomic
def save_filter(*, list_name: str, name: str, query: str, by: User) -> SavedFilter:
    """Keep a list with its filters under a name; the same name again replaces the filter.

    Raises Refused when there are too many already, or the filter is too long to keep.
    """
    if len(query) > 1000:
        raise Refused(_("This search is too long to be kept."))
    kept = SavedFilter.objects.filter(user=by)
    if kept.exclude(list_name=list_name, name=name).count() >= MOST:
        raise Refused(_("You have %(count)s saved searches. Delete one that you no longer need.") % {"count": MOST})
    saved, _created = SavedFilter.objects.update_or_create(
        user=by, list_name=list_name, name=name, defaults={"query": query}
    )
    record("filter.saved", by, by=by, list=list_name)
    return saved


@transaction.atomic
def delete_filter(*, filter_id: int, by: User) -> None:
    """Forget one of one's own saved searches. Raises Refused when it is gone."""
    count, _each = SavedFilter.objects.filter(pk=filter_id, user=by).delete()
    if not count:
        raise Refused(_("This saved search is no longer there."))
    record("filter.deleted", by, by=by)


@transaction.atomic
def note_export(*, list_name: str, kind: str, count: int, by: User) -> None:
    """A list that leaves the house leaves a trace: which, how many rows, in which format."""
    record("list.exported", by, by=by, list=list_name, format=kind, count=count)
