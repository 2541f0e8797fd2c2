"""Erasing one person's data on request (Art. 17 GDPR); the page says first what goes and what stays."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.delegations.actions import erasure as actions
from hospitium.delegations.forms.erasure import EraseMember
from hospitium.delegations.models import Delegation, Member
from hospitium.delegations.rules import erasure as rules


def member_erase(request: Request, pk: int) -> HttpResponse:
    members = Member.objects.visible_to(request.user, "delegation.update")
    record = get_object_or_404(members.select_related("delegation__visit__unit"), pk=pk)
    form = EraseMember(request.POST or None)

    def act() -> Delegation:
        delegation = actions.erase_member(member_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The data of this person were erased."))
        return delegation

    return answer_form(
        request,
        form,
        act,
        template="confirm.html",
        context={
            "page_title": record.delegation,
            "title": _("Erase the data of %(name)s") % {"name": record},
            "will": [
                _("Name, function, mail address, phones, passport data, wishes, bed, journey and seat go for ever."),
                _("Personal links end, and versions of the list no longer name the person."),
                _("Lists, badges and certificates that name the person are erased whole; make them again if needed."),
            ],
            "stays": [
                _("That somebody took part stays as a number, and answers of an evaluation, which are anonymous."),
                _("Older backups hold the data until they are overwritten; whatever is restored is erased again."),
            ],
            "submit_label": _("Erase"),
            "danger": True,
            "cancel_url": record.delegation.get_absolute_url(),
            "verdict": rules.may_erase_member(request.user, record),
        },
    )
