"""The steps in the life of an instrument: asked first, with what they do and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.agreements import actions, forms, rules
from hospitium.agreements.models import Instrument
from hospitium.agreements.states import LIFECYCLE
from hospitium.core.forms import answer_form
from hospitium.core.http import Request

STEP_ICONS = {
    "submit": "send",
    "return": "undo-2",
    "sign": "award",
    "expire": "calendar-x",
    "supersede": "repeat",
    "terminate": "circle-x",
}


@dataclass(frozen=True)
class StepWords:
    """What a step is called on its button and its page, what it does, and what it leaves alone."""

    label: str
    title: str
    will: tuple[str, ...]
    stays: tuple[str, ...]


def submit() -> StepWords:
    return StepWords(
        _("Submit for review"),
        _("Submit this draft for review"),
        (_("The draft waits for the head of office, who can sign it."),),
        (_("The text can still be changed. Nothing becomes public."),),
    )


def give_back() -> StepWords:
    return StepWords(
        _("Return as a draft"),
        _("Return this instrument as a draft"),
        (_("The instrument is a draft again and can be submitted anew."),),
        (_("Its text, its clauses and its file stay as they are."),),
    )


def sign() -> StepWords:
    return StepWords(
        _("Enter the signing"),
        _("Enter that this instrument was signed"),
        (
            _("The instrument is in force, and its deadlines and jubilees are computed from now on."),
            _("If it is released for publication, it appears on the public site."),
        ),
        (_("An earlier instrument stays in force until it is marked as superseded."),),
    )


def expire() -> StepWords:
    return StepWords(
        _("Mark as expired"),
        _("Mark this instrument as expired"),
        (_("The instrument is no longer in force, and its deadlines are no longer shown."),),
        (_("It stays in the file of the partnership with its clauses and what was done under them."),),
    )


def supersede() -> StepWords:
    return StepWords(
        _("Mark as superseded"),
        _("Mark this instrument as superseded"),
        (_("Another instrument takes its place, and its deadlines are no longer shown."),),
        (
            _("It stays in the file of the partnership with its clauses and what was done under them."),
            _("Which instrument takes its place is entered there, under “follows on”."),
        ),
    )


def terminate() -> StepWords:
    return StepWords(
        _("Terminate"),
        _("Terminate this instrument"),
        (
            _("The instrument is no longer in force. This cannot be undone."),
            _("Its deadlines are no longer shown."),
        ),
        (
            _("The partner is not told: the letter of notice goes out as before."),
            _("It stays in the file of the partnership with its clauses and what was done under them."),
        ),
    )


WORDS: dict[str, Callable[[], StepWords]] = {
    "submit": submit,
    "return": give_back,
    "sign": sign,
    "expire": expire,
    "supersede": supersede,
    "terminate": terminate,
}


def step_words(step: str) -> StepWords:
    return WORDS[step]()


def instrument_step(request: Request, pk: int, step: str) -> HttpResponse:
    """Ask before a step, and take it."""
    if step not in LIFECYCLE.steps:
        raise Http404
    record = get_object_or_404(Instrument.objects.visible_to(request.user, "instrument.update"), pk=pk)
    words = step_words(step)
    form = step_form(request, step)
    return answer_form(
        request,
        form,
        lambda: actions.take_step(instrument_id=pk, step=step, by=request.user, **form.cleaned_data),
        template="confirm.html",
        context={
            "page_title": record,
            "title": words.title,
            "will": words.will,
            "stays": words.stays,
            "submit_label": words.label,
            "cancel_url": record.get_absolute_url(),
            "danger": step == "terminate",
            "verdict": rules.may_step(request.user, record, step),
        },
    )


def step_form(request: Request, step: str) -> forms.Sign | forms.Nothing:
    """Signing asks for the day; the other steps are answered by yes."""
    if step == "sign":
        return forms.Sign(request.POST or None, initial={"on": timezone.localdate()})
    return forms.Nothing(request.POST or None)
