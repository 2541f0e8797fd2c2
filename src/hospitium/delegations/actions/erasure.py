"""Erasing what is held about the members of a delegation: step by step as the terms end, or at once on request.

The row of a member stays without its data, so that counts and balances stay true. None of these fails when nothing is
there: after the restore of a backup they are done once more.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions.forgetting import forget_link
from hospitium.core import mails
from hospitium.core.erasures import remember
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.multilingual import Multilingual
from hospitium.core.references import reference
from hospitium.core.verdicts import require
from hospitium.delegations.actions.evaluation import close_evaluation
from hospitium.delegations.models import (
    CateringWish,
    Delegation,
    DelegationVersion,
    Draft,
    Evaluation,
    EvaluationTicket,
    Gift,
    IssuedLetter,
    Journey,
    Member,
    Pickup,
    RoomGuest,
    Seat,
    TravelRequest,
)
from hospitium.delegations.queries.keeping import links_of, papers_of
from hospitium.delegations.rules import erasure as rules
from hospitium.documents.actions import erase_document
from hospitium.vault.actions import erase_sealed

Counts = dict[str, int]
EMPTY = Multilingual()
PHONES = ("phone", "emergency_contact")
CONTACT: dict[str, Any] = {"email": "", "pronunciation": "", "languages": []}
NAMES: dict[str, Any] = {
    "family_name": "",
    "given_name": "",
    "own_family_name": "",
    "own_given_name": "",
    "academic_title": "",
    "address": "",
    "salutation": EMPTY,
}
PLACE: dict[str, Any] = {"function": EMPTY, "organisation": EMPTY}
REQUEST_CLASS = "member_on_request"
# Number and kind of a letter stay; whom it was made for is gone with the link.
TEXTS_OF_PICKUP = ("place", "responsible", "phone", "vehicle")


def member_of(pk: str) -> Member | None:
    found = Member.objects.select_for_update(of=("self",)).select_related("delegation__visit")
    return found.filter(pk=pk).first()


def delegation_of(pk: str) -> Delegation | None:
    return Delegation.objects.select_for_update(of=("self",)).select_related("visit").filter(pk=pk).first()


def empty(member: Member, values: dict[str, Any]) -> int:
    """Put these values in place of what is there; returns how many fields held something."""
    held = [name for name, value in values.items() if getattr(member, name) != value]
    for name in held:
        setattr(member, name, values[name])
    if held:
        member.version += 1
        # With the name its folded key, which is filled when the row is saved.
        member.save()
    return len(held)


# ---- as the terms end --------------------------------------------------------------
@transaction.atomic
def erase_passport(*, key: str) -> Counts:
    """Passport and visa fields of a member, all of them."""
    member = member_of(key)
    return counted(passport=erase_sealed(subject=member, by=None) if member else 0)


@transaction.atomic
def erase_wishes(*, key: str) -> Counts:
    """What somebody eats and needs."""
    count, _each = CateringWish.objects.filter(member=int(key)).delete()
    return counted(wishes=count)


@transaction.atomic
def erase_phones(*, key: str) -> Counts:
    """The phone during the visit and whom to call in an emergency."""
    member = member_of(key)
    return counted(phones=empty(member, dict.fromkeys(PHONES, "")) if member else 0)


@transaction.atomic
def erase_address(*, key: str) -> Counts:
    """How to reach somebody, and what else only the visit needed."""
    member = member_of(key)
    return counted(contact=empty(member, CONTACT) if member else 0)


@transaction.atomic
def erase_photo_consent(*, key: str) -> Counts:
    member = member_of(key)
    return counted(consents=empty(member, {"may_be_photographed": None}) if member else 0)


@transaction.atomic
def erase_travel_request(*, key: str) -> Counts:
    """What a request to travel says, and its prints; that there was one, its days and its amount stay."""
    for delegation in Member.objects.filter(pk=int(key)).values_list("delegation", flat=True):
        erase_papers(key=str(delegation), templates=frozenset({"travel_request"}))
    found = TravelRequest.objects.filter(member=int(key)).exclude(purpose="", why_in_person="", reason="")
    return counted(requests=found.update(purpose="", why_in_person="", reason=""))


@transaction.atomic
def erase_journeys(*, key: str) -> Counts:
    """Who slept where and travelled how; rooms, nights, flights and their days stay without names."""
    beds, _each = RoomGuest.objects.filter(room__delegation=int(key)).delete()
    seats, _each = Journey.members.through.objects.filter(journey__delegation=int(key)).delete()
    pickups, _each = Pickup.objects.filter(journey__delegation=int(key)).delete()
    Journey.objects.filter(delegation=int(key)).exclude(remark="").update(remark="")
    notes = Member.objects.filter(delegation=int(key)).exclude(arrival_note="").update(arrival_note="")
    return counted(beds=beds, journeys=seats, pickups=pickups, arrival_notes=notes)


@transaction.atomic
def erase_gift_persons(*, key: str) -> Counts:
    """From whom a gift came, to whom it went and why it was decided so; what it was and its value stay."""
    found = Gift.objects.filter(pk=int(key)).exclude(giver="", receiver="", reason="")
    return counted(gifts=found.update(giver="", receiver="", reason=""))


@transaction.atomic
def erase_letter_links(*, key: str) -> Counts:
    """Whose letter it was; the check code goes on to say whether it is valid."""
    found = IssuedLetter.objects.filter(delegation=int(key), member__isnull=False)
    return counted(letters=found.update(member=None))


@transaction.atomic
def erase_papers(*, key: str, templates: Collection[str] = ()) -> Counts:
    """What papers of these kinds say, of all kinds when none is named; their numbers stay in the register."""
    delegation = delegation_of(key)
    if delegation is None:
        return {}
    numbers = list(papers_of(delegation, templates).values_list("pk", flat=True))
    for pk in numbers:
        erase_document(document_id=pk)
    return counted(documents=len(numbers))


@transaction.atomic
def erase_tickets(*, key: str) -> Counts:
    """Who was asked in an evaluation; one that is still open is closed with it."""
    evaluation = Evaluation.objects.filter(pk=key).first()
    if evaluation is None:
        return {}
    count = evaluation.tickets.count()
    if evaluation.closed_on is None and evaluation.opened_on is not None:
        close_evaluation(evaluation_id=evaluation.pk, by=None)
    evaluation.tickets.all().delete()
    return counted(tickets=count)


@transaction.atomic
def erase_draft(*, key: str) -> Counts:
    count, _each = Draft.objects.filter(pk=key).delete()
    return counted(drafts=count)


@transaction.atomic
def erase_names(*, key: str) -> Counts:
    """Everything that names the members of a delegation, in its rows, versions and papers; the numbers stay."""
    delegation = delegation_of(key)
    if delegation is None:
        return {}
    counts: Counts = {}
    for member in delegation.members.filter(erased_on=None):
        add(counts, erase_person(member, by=None))
    versions, _each = DelegationVersion.objects.filter(delegation=delegation).delete()
    evaluation = Evaluation.objects.filter(delegation=delegation).first()
    texts = forget_texts(evaluation) if evaluation else 0
    remarks = Delegation.objects.filter(pk=delegation.pk).exclude(remark="").update(remark="")
    add(counts, counted(versions=versions, texts=texts, remarks=remarks))
    add(counts, erase_papers(key=key))
    return counts


def forget_texts(evaluation: Evaluation) -> int:
    """What was written freely in an evaluation; the marks stay."""
    count = 0
    for question in evaluation.questions.all():
        count += question.answers.exclude(text="").update(text="")
    return count


# ---- one person --------------------------------------------------------------------
class Ground(TextChoices):
    """Why somebody's data are erased before their time is over (Art. 17(1) GDPR)."""

    NOT_NEEDED = "not_needed", _("no longer needed for the visit")
    CONSENT = "consent", _("the consent was taken back")
    OBJECTION = "objection", _("the person objected")
    UNLAWFUL = "unlawful", _("named by mistake, or without a ground")


@transaction.atomic
def erase_member(*, member_id: int, ground: str, by: User) -> Delegation:
    """Erase at once what is held about one person, wherever it stands; the row stays for the counts. Raises Refused.

    Papers that name the person are erased whole; they can be made again without.
    """
    member = locked(Member, member_id)
    require(rules.may_erase_member(by, member))
    erase_on_request(member, by=by)
    record("member.erased", member, by=by, about=[member.delegation], ground=Ground(ground).value)
    return member.delegation


@transaction.atomic
def erase_member_again(*, key: str) -> Counts:
    """The same once more, when a backup from before has come back."""
    member = member_of(key)
    return erase_on_request(member, by=None) if member else {}


def erase_on_request(member: Member, *, by: User | None) -> Counts:
    kind, key = reference(member)
    remember(data_class=REQUEST_CLASS, kind=kind, key=key, at=timezone.now())
    counts = erase_person(member, by=by)
    if member.withdrawn_on is None and member.delegation.visit.ends_on > timezone.localdate():
        # Who is erased before the visit cannot be counted on.
        Member.objects.filter(pk=member.pk).update(withdrawn_on=timezone.localdate())
    add(counts, counted(versions=forget_in_versions(member)))
    numbers = list(papers_of(member.delegation, ()).values_list("pk", "kind", "key", "recipient", "template"))
    for pk, about_kind, about_key, recipient, template in numbers:
        is_own = (about_kind, about_key) == (kind, key) or recipient == f"{kind}:{key}"
        names_all = template in rules.NAMING_PAPERS and about_kind != kind and not recipient.startswith(f"{kind}:")
        if is_own or names_all:
            erase_document(document_id=pk)
            add(counts, {"documents": 1})
    return counts


def erase_person(member: Member, *, by: User | None) -> Counts:
    """Empty a member's row and remove what hangs on it: wishes, beds, journeys, seats, links, drafts, sealed fields."""
    counts: Counts = {}
    for link in links_of(member):
        add(counts, counted(mails=mails.forget_sent(kind=link._meta.label_lower, key=str(link.pk))))
        add(counts, forget_link(link_id=str(link.pk)))
    found = counted(
        passport=erase_sealed(subject=member, by=by),
        wishes=CateringWish.objects.filter(member=member).delete()[0],
        beds=RoomGuest.objects.filter(member=member).delete()[0],
        journeys=Journey.members.through.objects.filter(member=member).delete()[0],
        seats=Seat.objects.filter(member=member).delete()[0],
        tickets=EvaluationTicket.objects.filter(member=member, is_used=False).delete()[0],
        letters=IssuedLetter.objects.filter(member=member).update(member=None),
    )
    add(counts, erase_travel_request(key=str(member.pk)))
    add(counts, found)
    kind, key = reference(member)
    add(counts, counted(mails=mails.forget_sent(kind=kind, key=key)))
    member.questions.update(member=None)
    emptied = {**dict.fromkeys((*PHONES, "arrival_note"), ""), **CONTACT, **NAMES, **PLACE, "may_be_photographed": None}
    member.erased_on = timezone.localdate()
    add(counts, counted(fields=empty(member, emptied)))
    member.save(update_fields=["erased_on"])
    # Takes the person out of the search, too.
    record("member.emptied", member, by=by, about=[member.delegation])
    return counts


def forget_in_versions(member: Member) -> int:
    """Take one person out of the states of the list that others were told."""
    changed = 0
    for version in DelegationVersion.objects.filter(delegation=member.delegation_id):
        content = [entry for entry in version.content if entry.get("key") != member.pk]
        changes = [change for change in version.changes if change.get("member") != member.pk]
        if (content, changes) != (version.content, version.changes):
            version.content, version.changes = content, changes
            version.save(update_fields=["content", "changes"])
            changed += 1
    return changed


def counted(**counts: int) -> Counts:
    """The counts without those that are zero."""
    return {name: count for name, count in counts.items() if count}


def add(counts: Counts, more: Counts) -> None:
    for name, count in more.items():
        counts[name] = counts.get(name, 0) + count
