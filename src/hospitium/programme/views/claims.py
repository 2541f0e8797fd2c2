"""What different sources say about one fact, and which statement is in use."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.agreements.models import Instrument
from hospitium.core.claims import Disputable, claims_of, typed
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import Claim
from hospitium.partners.models import Partnership
from hospitium.programme import actions, forms, rules
from hospitium.programme.actions import Subject
from hospitium.programme.models import Activity, Direction

SUBJECTS: dict[str, Any] = {
    "partners.partnership": Partnership,
    "agreements.instrument": Instrument,
    "programme.activity": Activity,
}


def subject_of(request: Request, kind: str, key: int, fact: str, *, action: str) -> tuple[Subject, Disputable]:
    """The record if the person may see it, and the fact if sources may differ on it; else 404."""
    if kind not in SUBJECTS:
        raise Http404
    model = SUBJECTS[kind]
    readable = model.objects.visible_to(request.user)
    subject = get_object_or_404(readable & model.objects.visible_to(request.user, f"claim.{action}"), pk=key)
    disputable = next((one for one in model.disputable if one.fact == fact), None)
    if disputable is None:
        raise Http404
    return subject, disputable


def claim(request: Request, kind: str, key: int, fact: str) -> HttpResponse:
    """All statements about a fact, and a form for a further one."""
    action = "state" if request.method == "POST" else "read"
    subject, disputable = subject_of(request, kind, key, fact, action=action)
    form = forms.StateClaim(request.POST or None, disputable=disputable)
    here = reverse("programme:claim", args=[kind, key, fact])

    def act() -> str:
        actions.state_claim(subject=subject, disputable=disputable, by=request.user, **form.cleaned_data)
        return here

    return answer_form(
        request,
        form,
        act,
        template="programme/claim.html",
        context={
            "page_title": subject,
            "label": disputable.label,
            "claims": [shown(one) for one in claims_of(subject, fact)],
            "subject_url": subject.get_absolute_url(),
            "verdict": rules.may_state_claim(request.user, subject),
        },
    )


def shown(one: Claim) -> dict[str, Any]:
    value = typed(one)
    return {
        "pk": one.pk,
        "value": dict(Direction.choices).get(str(value), value) if one.fact == "direction" else value,
        "source": one.source,
        "as_of": one.as_of,
        "note": one.note,
        "in_use": one.in_use,
        "choose_url": reverse("programme:claim_choose", args=[one.pk]),
    }


def claim_choose(request: Request, pk: int) -> HttpResponse:
    """Take another statement into use; asked first, because jubilees and sums follow it."""
    one = get_object_or_404(Claim, pk=pk)
    subject, disputable = subject_of(request, one.kind, int(one.key), one.fact, action="state")
    here = reverse("programme:claim", args=[one.kind, one.key, one.fact])

    def act() -> str:
        actions.choose_claim(subject=subject, claim=one, by=request.user)
        return here

    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": subject,
            "title": _("Use this statement"),
            "text": f"{disputable.label}: {shown(one)['value'] or _('unknown')} ({one.source})",
            "will": [_("Lists, sums, jubilees and the public site follow this statement.")],
            "stays": [_("The other statements stay and are shown beside it.")],
            "submit_label": _("Use this statement"),
            "cancel_url": here,
        },
    )
