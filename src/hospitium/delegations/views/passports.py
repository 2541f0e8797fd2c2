"""Passport data of a member, shown once to the officer in charge, who has just signed in anew and says what for."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.http import Request
from hospitium.core.verdicts import Verdict
from hospitium.delegations.actions.passports import read_passport
from hospitium.delegations.forms.passports import ReadPassport
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.delegations.views.delegations import crumbs_of
from hospitium.delegations.views.members import found
from hospitium.vault.confirming import recently_confirmed
from hospitium.vault.queries import given_on
from hospitium.vault.rules import may_unseal


@recently_confirmed
def member_passport(request: Request, pk: int) -> HttpResponse:
    """Asks which fields and what for; then shows them, once. The page is stored nowhere."""
    record = found(request, pk, "vault.read")
    visit = record.delegation.visit
    given = {code: day for code, day in given_on(record).items() if code in PASSPORT_FIELDS}
    verdict = may_unseal(request.user, visit.unit, visit.officer)
    if verdict and not given:
        verdict = Verdict(_("No passport data have been given yet."))
    form = ReadPassport(request.POST or None)
    form.offer_given(list(given))
    values: dict[str, str] = {}
    if request.method == "POST" and verdict and form.is_valid():
        typed = form.cleaned_data
        values = read_passport(member_id=pk, fields=typed["fields_wanted"], purpose=typed["purpose"], by=request.user)
    context = {
        "page_title": record,
        "crumbs": crumbs_of(record.delegation, record),
        "title": _("Read passport data?"),
        "will": [_("That you have read them, which, when and what for, is kept and shown to the auditor.")],
        "stays": [_("Nobody else in the office sees them; they stand in no list and in no search.")],
        "form": form,
        "submit_label": _("Show"),
        "cancel_url": record.get_absolute_url(),
        "verdict": verdict,
        "member": record,
        "rows": [
            (PASSPORT_FIELDS[code], worded(values[code]), given[code]) for code in PASSPORT_FIELDS if code in values
        ],
    }
    template = "delegations/passport.html" if values else "confirm.html"
    return render(request, template, context, status=422 if form.errors else 200)


def worded(value: str) -> str:
    """A day as it is written here; everything else as it was given."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return wording.day(day, language=get_language() or "en")
