"""Pages of one instrument."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hospitium.agreements import actions, forms, rules
from hospitium.agreements.history import SENTENCES
from hospitium.agreements.lists import STATUS_TONES
from hospitium.agreements.models import Instrument, Status
from hospitium.agreements.queries import Deadline, chain_of, deadline_of
from hospitium.agreements.states import LIFECYCLE
from hospitium.agreements.views.steps import STEP_ICONS, step_words
from hospitium.core.claims import claims_of, typed
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import Claim
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.core.templatetags.wording import day
from hospitium.core.verdicts import Verdict
from hospitium.partners.models import Partnership

URGENT_DAYS, SOON_DAYS = 30, 120


def instrument(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(
        Instrument.objects.visible_to(request.user)
        .select_related(
            "partnership__partner", "partnership__home_district", "partnership__unit", "document", "predecessor"
        )
        .prefetch_related("clauses__topics"),
        pk=pk,
    )
    may_edit = rules.may_edit_instrument(request.user, record)
    buttons = buttons_of(request, record, may_edit)
    stated = claims_of(record, "signed")
    tone, icon = STATUS_TONES[Status(record.status)]
    together = Instrument.objects.visible_to(request.user).filter(partnership=record.partnership_id)
    context = {
        "instrument": record,
        "heading": record,
        "heading_lang": record.title.here.language if record.title.here.is_foreign else "",
        "crumbs": [{"label": _("Instruments"), "url": reverse("agreements:instruments")}, {"label": record}],
        "chips": [
            {"text": record.get_kind_display(), "tone": "open", "icon": "file-text"},
            {"text": record.get_status_display(), "tone": tone, "icon": icon},
        ],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record, may_edit=may_edit),
        "statements": [shown(claim) for claim in stated] if len(stated) > 1 else [],
        "statements_url": reverse("programme:claim", args=["agreements.instrument", pk, "signed"]),
        "clauses": record.clauses.all(),
        "chain": chain_of(record, together),
        "may_edit": may_edit,
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "agreements/instrument.html", context)


def buttons_of(request: Request, record: Instrument, may_edit: Verdict) -> list[Button]:
    """What can be done, and the steps that lead on from here; to somebody who only reads, why there is nothing."""
    edit = Button(_("Edit"), reverse("agreements:instrument_edit", args=[record.pk]), "pencil", may_edit)
    if not may_edit:
        return [edit]
    steps = [
        Button(
            step_words(step).label,
            reverse("agreements:instrument_step", args=[record.pk, step]),
            STEP_ICONS[step],
            rules.may_step(request.user, record, step),
        )
        for step in LIFECYCLE.open_steps(record.status)
    ]
    return [
        edit,
        Button(_("Add a clause"), reverse("agreements:clause_new", args=[record.pk]), "plus"),
        Button(_("Attach the scanned file"), reverse("agreements:document", args=[record.pk]), "file-up"),
        *steps,
    ]


def facts_of(record: Instrument, *, may_edit: Verdict) -> list[Mapping[str, Any]]:
    """The data of an instrument; the file reference is for those who look after it."""
    earlier, scan = record.predecessor, record.document
    return known(
        [
            fact(_("Partnership"), record.partnership, url=record.partnership.get_absolute_url()),
            signed_fact(record),
            fact(_("Signed at"), record.signed_at),
            fact(_("Signatories"), "\n".join(record.signatories) or None),
            fact(_("Valid from"), day(record.valid_from) if record.valid_from else ""),
            fact(_("Valid until"), day(record.valid_until) if record.valid_until else None),
            *renewal_facts(record),
            deadline_fact(deadline_of(record, timezone.localdate()), timezone.localdate()),
            fact(_("Follows on"), earlier or "", url=earlier.get_absolute_url() if earlier else ""),
            fact(_("File reference"), record.file_reference if may_edit else ""),
            fact(_("Scanned file"), scan or "", url=reverse("documents:file", args=[scan.pk]) if scan else ""),
            fact(_("Note"), record.note),
            fact(_("Public"), _("released") if record.is_published else _("not released")),
            fact(_("Source"), record.source or None),
        ]
    )


def signed_fact(record: Instrument) -> Mapping[str, Any]:
    """When it was signed; of a draft nobody misses the day."""
    if record.signed is None and record.status in {Status.DRAFT, Status.IN_REVIEW}:
        return fact(_("Signed"), _("not yet"))
    return fact(_("Signed"), day(record.signed, "long") if record.signed else None)


def renewal_facts(record: Instrument) -> list[Mapping[str, Any]]:
    months, notice = record.renewal_months or 0, record.notice_months
    if not record.is_tacitly_renewed:
        return []
    return [
        fact(
            _("Tacit renewal"),
            ngettext("by %(count)d month each time", "by %(count)d months each time", months) % {"count": months},
        ),
        fact(
            _("Notice period"),
            (ngettext("%(count)d month", "%(count)d months", notice) % {"count": notice}) if notice else None,
        ),
    ]


def deadline_fact(deadline: Deadline | None, today: date) -> Mapping[str, Any]:
    """The next day by which something has to be decided, with its urgency."""
    if deadline is None:
        return fact(_("Next deadline"), "")
    words = {
        "notice": _("Notice can be given until %(day)s"),
        "renewal": _("Renews itself on %(day)s"),
        "expiry": _("Ends on %(day)s"),
    }[deadline.code]
    left = (deadline.day - today).days
    tone, icon = ("open", "calendar-days")
    if left <= SOON_DAYS:
        tone, icon = ("danger", "octagon-alert") if left <= URGENT_DAYS else ("warning", "triangle-alert")
    return fact(_("Next deadline"), "", chip={"text": words % {"day": day(deadline.day)}, "tone": tone, "icon": icon})


def shown(claim: Claim) -> dict[str, Any]:
    return {"value": typed(claim), "source": claim.source, "as_of": claim.as_of, "in_use": claim.in_use}


def instrument_new(request: Request) -> HttpResponse:
    offered = Partnership.objects.visible_to(request.user, "instrument.create")
    chosen = offered.filter(key=request.GET.get("partnership", "")).first()
    form = forms.NewInstrument(request.POST or None, initial={"partnership": chosen.pk if chosen else None})
    form.limit_to(request.user, chosen)
    return answer_form(
        request,
        form,
        lambda: actions.create_instrument(values=form.values, by=request.user),
        context={
            "page_title": _("New instrument"),
            "cancel_url": chosen.get_absolute_url() if chosen else reverse("agreements:instruments"),
        },
    )


def instrument_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Instrument.objects.visible_to(request.user, "instrument.update"), pk=pk)
    form = forms.EditInstrument.of(record, request.POST or None)
    form.limit_predecessors(record)
    return answer_form(
        request,
        form,
        lambda: actions.edit_instrument(
            instrument_id=pk, version=form.version_seen, values=form.values, by=request.user
        ),
        context={
            "page_title": record,
            "lead": _("What sources say about the day of the signing is noted on the page of the instrument."),
            "cancel_url": record.get_absolute_url(),
        },
    )
