"""Members of a delegation become contacts of the partner, with their consent."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.algorithms.dates import PartialDate
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.models import Member
from hospitium.delegations.names.persons import parts_in
from hospitium.delegations.rules import contacts as rules
from hospitium.partners.actions import create_contact
from hospitium.partners.models import Contact


@transaction.atomic
def take_over_contact(*, member_id: int, by: User) -> Contact:
    """Name, title, function and organisation become a contact; nothing else is taken along.

    Who calls says with it that the person has agreed. Raises Refused, also when the partner has a contact of this name.
    """
    member = locked(Member, member_id)
    require(rules.may_take_over(by, member))
    delegation = member.delegation
    partner, visit = delegation.partnership.partner, delegation.visit
    language = visit.host_language
    family, given = parts_in(member.person, language)
    if Contact.objects.filter(partner=partner, family_name=family, given_name=given).exists():
        raise Refused(_("The partner has a contact of this name already. Look whether it is the same person."))
    values = {
        "partner": partner,
        "family_name": family,
        "given_name": given,
        "title": member.academic_title,
        "last_contact": PartialDate.of(visit.ends_on),
        "function": member.function.in_language(language).text[:160],
        "organisation": member.organisation.in_language(language).text[:200],
    }
    contact = create_contact(values=values, by=by)
    record("member.taken_over", member, by=by, about=[delegation], contact=contact.pk)
    return contact
