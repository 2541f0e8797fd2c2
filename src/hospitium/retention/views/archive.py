"""What was offered to the archive, and what it answers."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.lists import answer_list
from hospitium.core.http import Request, new_form_key
from hospitium.core.records import Button, fact, history, known
from hospitium.core.verdicts import Refused, require
from hospitium.retention import actions, forms, queries
from hospitium.retention.history import SENTENCES
from hospitium.retention.lists import OFFERS, label_of, record_of
from hospitium.retention.models import Offer
from hospitium.retention.rules import may_answer, may_fetch
from hospitium.retention.tabs import tabs_of

STEPS = {
    "accept": _("The archive accepts"),
    "decline": _("The archive declines"),
    "hand_over": _("Handed over"),
}


def offers(request: Request) -> HttpResponse:
    return answer_list(request, OFFERS, context=tabs_of(request.user, "offers"))


def offer(request: Request, pk: int) -> HttpResponse:
    """One offer: what it is about, the package, and the answer of the archive."""
    record = get_object_or_404(Offer.objects.visible_to(request.user).select_related("answered_by"), pk=pk)
    fetch = may_fetch(request.user, record)
    package = reverse("retention:offer_package", args=[pk])
    verdicts = {step: may_answer(request.user, record, step) for step in STEPS}
    context = {
        "record": record,
        "heading": record_of(record),
        "crumbs": [
            {"label": _("Data and retention"), "url": reverse("retention:register")},
            {"label": _("Archive"), "url": reverse("retention:offers")},
            {"label": record_of(record)},
        ],
        "chips": [{"text": record.get_state_display(), "icon": "landmark"}],
        "buttons": [Button(_("Package for the archive"), package, "file-down", fetch)],
        "reasons": [] if fetch else [str(fetch.reason)],
        "facts": facts_of(record),
        "open_steps": [{"step": step, "label": label} for step, label in STEPS.items() if verdicts[step]],
        "closed_reason": next((str(one.reason) for one in verdicts.values() if not one), ""),
        "form": forms.Answer(initial={"archive_reference": record.archive_reference}),
        "form_key": new_form_key(),
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "retention/offer.html", context)


def facts_of(record: Offer) -> list[Any]:
    return known(
        [
            fact(_("Kind of data"), label_of(record.data_class)),
            fact(_("Record"), record_of(record)),
            fact(_("Time ran from"), record.anchor),
            fact(_("Offered on"), record.offered_on),
            fact(_("Answer until"), record.term_ends_on),
            fact(_("Answered on"), record.answered_on or ""),
            fact(_("Entered by"), record.answered_by.name if record.answered_by else ""),
            fact(_("Reference of the archive"), record.archive_reference),
            fact(_("Handed over on"), record.handed_over_on or ""),
            fact(_("Erased on"), record.erased_on or ""),
        ]
    )


def offer_answer(request: Request, pk: int) -> HttpResponse:
    get_object_or_404(Offer.objects.visible_to(request.user, "retention.answer"), pk=pk)
    form = forms.Answer(request.POST)
    step = request.POST.get("step", "")
    if step in STEPS and form.is_valid():
        try:
            actions.answer_offer(offer_id=pk, step=step, by=request.user, **form.cleaned_data)
            messages.success(request, _("Entered. What need not stay is erased in the coming night."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    else:
        wrong = [str(sentence) for sentences in form.errors.values() for sentence in sentences]
        messages.error(request, " ".join([str(_("Nothing was entered.")), *wrong]))
    return HttpResponseRedirect(reverse("retention:offer", args=[pk]))


def offer_package(request: Request, pk: int) -> HttpResponse:
    """What the archive gets, as a ZIP: the files of the record, and a list of what it is."""
    record = get_object_or_404(Offer.objects.visible_to(request.user, "retention.answer"), pk=pk)
    require(may_fetch(request.user, record))
    files = queries.package_of(record)
    if not files:
        raise Refused(_("The record is no longer there."))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
        about = [f"{one['label']}: {one['value']}" for one in facts_of(record)]
        archive.writestr("about.txt", "\n".join([*about, f"{timezone.localdate():%Y-%m-%d}", ""]))
    headers = {
        "Content-Disposition": f'attachment; filename="archive-{pk}.zip"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(target.getvalue(), content_type="application/zip", headers=headers)
