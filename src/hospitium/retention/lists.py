"""Lists: what was offered to the archive, and the proofs of erasing."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.queries import log_record
from hospitium.core import wording
from hospitium.core.lists import (
    Column,
    Filter,
    ListSpec,
    address,
    chip,
    link,
    nothing,
    number,
    plain,
    text_filter,
    year_choices,
)
from hospitium.core.models import User
from hospitium.core.templatetags.wording import moment
from hospitium.retention.models import Erasure, Offer
from hospitium.retention.queries import classes, total_of

TONES = {
    Offer.State.OFFERED: "warning",
    Offer.State.ACCEPTED: "info",
    Offer.State.HANDED_OVER: "success",
}


def label_of(data_class: str) -> str:
    """The name of a class of data; of one that is gone, its key."""
    one = classes().get(data_class)
    return str(one.label) if one else data_class


def record_of(row: Offer | Erasure) -> str:
    return log_record(row.kind, row.key)


def day(when: Any) -> str:
    return wording.day(when, language=get_language() or "en")


def class_choices(_user: User) -> list[tuple[str, str]]:
    return sorted(((key, str(one.label)) for key, one in classes().items()), key=lambda one: one[1].casefold())


BY_CLASS = Filter("class", _("Kind of data"), lambda records, value: records.filter(data_class=value), class_choices)


def state_of(offer: Offer) -> Any:
    if offer.is_late(timezone.localdate()):
        return chip(gettext("offered, term over"), "warning")
    return chip(offer.get_state_display(), TONES.get(Offer.State(offer.state), ""), "circle-dashed")


OFFERS = ListSpec(
    name="archive-offers",
    title=_("Offers to the archive"),
    records=lambda user, row: Offer.objects.visible_to(user, row),
    order="until",
    read_row="retention.read",
    export_row="retention.prove",
    counted=lambda count: ngettext("%(count)s offer", "%(count)s offers", count) % {"count": count},
    empty_title=_("Nothing has been offered to the archive yet"),
    empty_text=_("What must be offered before it may be erased comes here by itself when its time is over."),
    columns=(
        Column(
            "record",
            _("Record"),
            lambda record: link(plain(record_of(record)), address("retention:offer", record.pk)),
            record_of,
            ("kind", "key"),
        ),
        Column(
            "class",
            _("Kind of data"),
            lambda record: plain(label_of(record.data_class)),
            lambda record: label_of(record.data_class),
            ("data_class",),
        ),
        Column("state", _("State"), state_of, lambda record: str(record.get_state_display()), ("state",)),
        Column(
            "offered",
            _("Offered on"),
            lambda record: plain(day(record.offered_on)),
            lambda record: record.offered_on,
            ("offered_on",),
        ),
        Column(
            "until",
            _("Answer until"),
            lambda record: plain(day(record.term_ends_on)),
            lambda record: record.term_ends_on,
            ("term_ends_on", "id"),
        ),
    ),
    filters=(
        BY_CLASS,
        Filter(
            "state",
            _("State"),
            lambda records, value: records.filter(state=value),
            lambda user: list(Offer.State.choices),
        ),
    ),
)


def proof_years(user: User) -> Any:
    days = Erasure.objects.visible_to(user).order_by().dates("erased_at", "year")
    return year_choices(str(one.year) for one in days)


PROOFS = ListSpec(
    name="erasures",
    title=_("Proofs of erasing"),
    records=lambda user, row: Erasure.objects.visible_to(user, row),
    order="-at",
    read_row="retention.prove",
    export_row="retention.prove",
    counted=lambda count: ngettext("%(count)s proof", "%(count)s proofs", count) % {"count": count},
    empty_title=_("Nothing has been erased yet"),
    empty_text=_("Every night what is due is erased. What remains is a line here, without the data."),
    columns=(
        Column(
            "at",
            _("Erased"),
            lambda record: plain(moment(record.erased_at)),
            lambda record: record.erased_at.isoformat(timespec="seconds"),
            ("erased_at", "id"),
        ),
        Column(
            "class",
            _("Kind of data"),
            lambda record: plain(label_of(record.data_class)),
            lambda record: label_of(record.data_class),
            ("data_class",),
        ),
        Column("record", _("Record"), lambda record: plain(record_of(record)), record_of, ("kind", "key")),
        Column(
            "anchor",
            _("Time ran from"),
            lambda record: plain(day(record.anchor)),
            lambda record: record.anchor,
            ("anchor",),
        ),
        Column(
            "count",
            _("How many"),
            lambda record: number(total_of(record)),
            total_of,
            is_numeric=True,
        ),
        Column(
            "run",
            _("Run"),
            lambda record: plain(record.run_id) if record.run_id else nothing(),
            lambda record: record.run_id,
            ("run",),
            is_numeric=True,
        ),
    ),
    filters=(
        text_filter(folded=[], plain=["key"]),
        BY_CLASS,
        Filter(
            "year",
            _("Year"),
            lambda records, value: records.filter(erased_at__year=value) if value.isdecimal() else records.none(),
            proof_years,
        ),
    ),
)
