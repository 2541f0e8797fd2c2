"""The one way in which a form is answered, and both versions where two have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hospitium.core.events import timeline
from hospitium.core.forms.fields import PartialDateFormField
from hospitium.core.forms.records import RecordForm
from hospitium.core.http import new_form_key
from hospitium.core.letters import doubts_about
from hospitium.core.locking import Conflict
from hospitium.core.multilingual import Multilingual
from hospitium.core.verdicts import Refused


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    template: str = "form.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form, or act on what was sent and lead on to the result.

    `act` makes one call into one action and returns where to go: a record with an address, or an address.
    A refusal becomes the form's error; a conflict becomes the page with both versions; 422 says "not saved".
    """
    status = 200
    extra: dict[str, Any] = {}
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                target = act()
                point_out_letters(request, form)
                return HttpResponseRedirect(target if isinstance(target, str) else target.get_absolute_url())
            except Conflict as conflict:
                status, template = 409, "conflict.html"
                extra = both_versions(form, conflict.current)
                go_on_from(form, conflict.current)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as error:
                form.add_error(None, error)
    shown = {**(context or {}), **extra, "form": form, "form_key": new_form_key()}
    return render(request, template, shown, status=status)


def go_on_from(form: forms.Form, current: Any) -> None:
    """Let the form be sent again on top of the version that is stored now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = current.version  # type: ignore[index]


def point_out_letters(request: HttpRequest, form: forms.Form) -> None:
    """Say which names mix alphabets: it is saved, and perhaps not what was meant."""
    for doubt in doubts_about(form.cleaned_data.get(name) for name in getattr(form, "named", ())):
        messages.warning(request, doubt, fail_silently=True)


def both_versions(form: forms.Form, current: models.Model) -> dict[str, Any]:
    """What the page with both versions shows; the form goes on from the version that is stored now."""
    latest = timeline(current).first()
    return {
        "rows": differences(form, current),
        "current": current,
        "theirs_by": latest.actor.name if latest and latest.actor else "",
        "theirs_at": latest.at if latest else None,
    }


def differences(form: forms.Form, current: models.Model) -> list[dict[str, Any]]:
    """Field by field what the other person saved and what was typed here, where the two differ."""
    theirs = type(form).initial_of(current) if isinstance(form, RecordForm) else {}
    rows = []
    for name, field in form.fields.items():
        if name == "version" or not field.has_changed(theirs.get(name), form[name].data):
            continue
        rows.append(
            {
                "label": field.label or name,
                "theirs": in_words(field, theirs.get(name)),
                "mine": in_words(field, form.cleaned_data.get(name)),
            }
        )
    return rows


def in_words(field: forms.Field, value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, Multilingual):
        value = dict(value.texts)
    if isinstance(value, Mapping):
        return "\n".join(f"{code}: {text}" for code, text in value.items() if text)
    if isinstance(value, list | tuple | models.QuerySet):
        return "\n".join(str(item) for item in value)
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, int):
        return str(field.queryset.filter(pk=value).first() or "")  # type: ignore[union-attr]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    if isinstance(field, PartialDateFormField):
        return str(field.prepare_value(value) or "")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)
