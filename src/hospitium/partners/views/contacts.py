"""Pages of the people at a partner's."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.accounts.queries import sentences
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.partners import actions, forms, rules
from hospitium.partners.models import Contact, ContactFunction


def contact(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact.objects.visible_to(request.user).select_related("partner", "owner"), pk=pk)
    verdict = rules.may_edit_contact(request.user, record)
    buttons = [
        Button(_("Edit"), reverse("partners:contact_edit", args=[pk]), "pencil", verdict),
        Button(_("Add a function"), reverse("partners:function_new", args=[pk]), "plus", verdict),
        Button(_("Who knows the person"), reverse("partners:acquaintance_new", args=[pk]), "users", verdict),
        Button(_("Still valid"), reverse("partners:contact_confirm", args=[pk]), "circle-check", verdict),
    ]
    context = {
        "heading": record,
        "crumbs": [{"label": _("Contacts"), "url": reverse("partners:contacts")}, {"label": record}],
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record, known_successor(request, record)),
        "functions": record.functions.all(),
        "acquaintances": record.acquaintances.select_related("user"),
        "activities": record.activities.visible_to(request.user)[:20],
        "may_edit": verdict,
        "history_lines": history(record, dict(sentences())),
    }
    return render(request, "partners/contact.html", context)


def known_successor(request: Request, record: Contact) -> Contact | None:
    """The successor, if the person may see that contact, too."""
    return Contact.objects.visible_to(request.user).filter(pk=record.successor_id or 0).first()


def facts_of(record: Contact, successor: Contact | None) -> list[object]:
    return list(
        known(
            [
                fact(_("Partner"), record.partner, url=reverse("partners:partner", args=[record.partner.key])),
                fact(_("Languages"), record.languages or None),
                fact(_("E-mail address"), record.email),
                fact(_("Telephone"), record.phone),
                fact(_("Where we met"), record.met_at or None),
                fact(_("Last contact"), record.last_contact),
                fact(_("Last confirmed on"), record.confirmed_on),
                fact(_("Who keeps the relation"), record.owner),
                fact(_("Successor"), successor or "", url=successor.get_absolute_url() if successor else ""),
                fact(_("Note"), record.note),
            ]
        )
    )


def contact_new(request: Request) -> HttpResponse:
    form = forms.NewContact(request.POST or None, initial={"partner": request.GET.get("partner")})
    form.limit_partners(request.user)
    return answer_form(
        request,
        form,
        lambda: actions.create_contact(values=form.values, by=request.user),
        context={"page_title": _("New contact"), "cancel_url": reverse("partners:contacts")},
    )


def contact_edit(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact.objects.visible_to(request.user, "contact.update"), pk=pk)
    form = forms.EditContact.of(record, request.POST or None)
    form.limit_successors(record)
    return answer_form(
        request,
        form,
        lambda: actions.edit_contact(contact_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )


def contact_confirm(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact.objects.visible_to(request.user, "contact.update"), pk=pk)
    return answer_form(
        request,
        forms.Nothing(request.POST or None),
        lambda: actions.confirm_contact(contact_id=pk, on=timezone.localdate(), by=request.user),
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Confirm this contact"),
            "will": [_("The contact counts as confirmed today.")],
            "submit_label": _("Confirm"),
            "cancel_url": record.get_absolute_url(),
        },
    )


def function_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact.objects.visible_to(request.user, "contact.update"), pk=pk)
    form = forms.AddFunction(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.add_function(contact_id=pk, values=form.cleaned_data, by=request.user).contact,
        context={"page_title": record, "lead": _("Add a function"), "cancel_url": record.get_absolute_url()},
    )


def function_end(request: Request, pk: int) -> HttpResponse:
    visible = Contact.objects.visible_to(request.user, "contact.update")
    function = get_object_or_404(ContactFunction.objects.select_related("contact"), pk=pk, contact__in=visible)
    form = forms.EndFunction(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: actions.end_function(function_id=pk, by=request.user, **form.cleaned_data).contact,
        context={
            "page_title": function.contact,
            "lead": function.function,
            "cancel_url": function.contact.get_absolute_url(),
        },
    )


def acquaintance_new(request: Request, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact.objects.visible_to(request.user, "contact.update"), pk=pk)
    form = forms.NoteAcquaintance(request.POST or None, initial={"user": request.user.pk})
    return answer_form(
        request,
        form,
        lambda: actions.note_acquaintance(contact_id=pk, by=request.user, **form.cleaned_data).contact,
        context={"page_title": record, "lead": _("Who knows the person"), "cancel_url": record.get_absolute_url()},
    )
