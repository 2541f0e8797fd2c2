"""Catering and access wishes of a member, for the organiser of the visit alone; and taking somebody over as contact."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.verdicts import require
from hospitium.delegations.actions import contacts
from hospitium.delegations.actions import members as actions
from hospitium.delegations.forms.members import Wishes
from hospitium.delegations.models import CateringWish, Member
from hospitium.delegations.rules import contacts as contact_rules
from hospitium.delegations.rules import members as rules
from hospitium.delegations.rules.delegations import may_read_wishes
from hospitium.delegations.views.delegations import crumbs_of
from hospitium.delegations.views.members import found
from hospitium.visits.forms.visits import Nothing


def member_wishes(request: Request, pk: int) -> HttpResponse:
    """What somebody eats and needs; the tick of consent is asked anew with each change."""
    record = found(request, pk, "delegation.read_wishes")
    require(may_read_wishes(request.user, record.delegation))
    wish = CateringWish.objects.filter(member=record).first()
    form = Wishes.of(wish, request.POST or None) if wish else Wishes(request.POST or None)

    def act() -> Member:
        actions.set_wish(member_id=pk, version=form.version_seen, values=form.values, by=request.user)
        return record

    return answer_form(
        request,
        form,
        act,
        template="delegations/wishes.html",
        context={
            "page_title": _("Wishes of %(name)s") % {"name": record},
            "crumbs": crumbs_of(record.delegation, record),
            "lead": rules.may_change_member(request.user, record).reason or record.delegation,
            "member": record,
            "wish": wish,
            "cancel_url": record.get_absolute_url(),
        },
    )


def wishes_clear(request: Request, pk: int) -> HttpResponse:
    """The consent was taken back. Asks first, because the kitchen does not know any more then."""
    record = found(request, pk, "delegation.read_wishes")

    def act() -> Member:
        done = actions.clear_wish(member_id=pk, by=request.user)
        messages.success(request, _("The wishes were deleted."))
        return done

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Delete the wishes"),
            "will": [
                _("The wishes are deleted at once; nobody can read them any more."),
                _("The meals of the visit are planned without them."),
            ],
            "submit_label": _("Delete the wishes"),
            "danger": True,
            "cancel_url": record.get_absolute_url(),
            "verdict": rules.may_change_member(request.user, record),
        },
    )


def member_contact(request: Request, pk: int) -> HttpResponse:
    """After the visit, with consent: name, function and organisation become a contact of the partner."""
    record = found(request, pk, "delegation.update")

    def act() -> str:
        made = contacts.take_over_contact(member_id=pk, by=request.user)
        messages.success(request, _("The person stands among the contacts of the partner."))
        return reverse("partners:contact", args=[made.pk])

    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Take over as contact"),
            "text": _("Only with the consent of the person. With this button you note that you have it."),
            "will": [_("Name, title, function and organisation become a contact of the partner.")],
            "stays": [_("Mail address, phone, wishes and passport data are not taken over.")],
            "submit_label": _("The person agrees: take over"),
            "cancel_url": record.get_absolute_url(),
            "verdict": contact_rules.may_take_over(request.user, record),
        },
    )
