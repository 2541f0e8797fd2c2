"""How long it is kept who came or travelled, and what was known of them for the time of a visit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from django.core import serializers
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from hospitium.core.retention import PUBLIC_TASK, DataClass, Due, Erased
from hospitium.delegations.actions import erasure
from hospitium.delegations.models import Delegation
from hospitium.delegations.queries import keeping

OF_A_KIND = _("Consent: Art. 6(1)(a) and Art. 9(2)(a) GDPR")
CONSENT = _("Consent: Art. 6(1)(a) GDPR")
BY_LAW = _("Visa and residence law; public task: Art. 6(1)(c) and (e) GDPR")
EMPLOYMENT = _("Travel costs law and employment: Art. 6(1)(b) and (e), Art. 88 GDPR")
DEPARTURE = _("the departure of the member, or the day on which the member withdrew")
END, SETTLEMENT = _("the end of the visit"), _("the settlement of the costs")
MEMBERS = _("Members of delegations")


def erased(action: Callable[..., erasure.Counts]) -> Callable[[Due], Erased]:
    """An action on one record as the register wants it."""
    return lambda due: Erased(action(key=due.key))


def papers(templates: frozenset[str]) -> Callable[[Due], Erased]:
    return lambda due: Erased(erasure.erase_papers(key=due.key, templates=templates))


# What the archive gets of a member: who came, as what. How to reach somebody, and consent, is no business of the file.
OF_MEMBERS = (
    "delegation", "role", "place", "rank", "family_name", "given_name", "own_family_name", "own_given_name",
    "name_order", "address", "academic_title", "salutation", "function", "organisation", "withdrawn_on",
)  # fmt: skip


def package_of_names(due: Due) -> Iterable[tuple[str, bytes]]:
    """The list of members with its versions as JSON, and the papers that stay for the file, as far as they are there.

    Neither wishes nor phones, also where a rule of the office keeps them longer than usual.
    """
    delegation = Delegation.objects.filter(pk=due.key).select_related("visit").first()
    if delegation is None:
        return
    rows = serializers.serialize("python", [delegation, *delegation.versions.all(), *delegation.questions.all()])
    rows[1:1] = serializers.serialize("python", delegation.members.all(), fields=OF_MEMBERS)
    yield "delegation.json", json.dumps(rows, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False).encode()
    papers = keeping.papers_of(delegation, ()).exclude(template__in=keeping.PASSING_PAPERS)
    for document in papers.select_related("file"):
        if document.file is not None and not document.is_sealed:
            with default_storage.open(document.file.stored_as) as file:
                yield document.file.name, file.read()


CLASSES = [
    DataClass(
        key="member_passport",
        label=_("Passport and visa data"),
        purpose=_("Invitation letters for the consulate, and registration at venues and hotels that ask for it"),
        legal_ground=BY_LAW,
        anchor=DEPARTURE,
        default_days=1,
        must_be_offered_to_archive=False,
        find=keeping.with_passport,
        erase=erased(erasure.erase_passport),
        persons=MEMBERS,
        details=_("Number, kind and term of the passport or visa, date and place of birth, nationality"),
        recipients=_("Consulate, venue, hotel, each for its purpose; every reading is on record"),
    ),
    DataClass(
        key="member_wishes",
        label=_("Catering and access wishes"),
        purpose=_("Meals that everybody can eat, and places that everybody can reach"),
        legal_ground=OF_A_KIND,
        anchor=_("the settlement of the costs, at the latest fourteen days after the visit"),
        default_days=0,
        must_be_offered_to_archive=False,
        find=keeping.with_wishes,
        erase=erased(erasure.erase_wishes),
        persons=MEMBERS,
        details=_("What somebody eats, and what somebody needs to take part"),
        recipients=_("Kitchens and hotels, as counts without names"),
    ),
    DataClass(
        key="member_phone",
        label=_("Mobile phones and emergency contacts of members"),
        purpose=_("Reaching a member during the visit, and their people in an emergency"),
        legal_ground=PUBLIC_TASK,
        anchor=DEPARTURE,
        default_days=7,
        must_be_offered_to_archive=False,
        find=keeping.with_phone,
        erase=erased(erasure.erase_phones),
        persons=_("Members of delegations and those whom they name"),
        details=_("Telephone number, name and number of the person to call"),
        recipients=_("Those who accompany the visit"),
    ),
    DataClass(
        key="member_phone_papers",
        label=_("Emergency sheets and internal lists of participants"),
        purpose=_("Acting fast when something happens during a visit"),
        legal_ground=PUBLIC_TASK,
        anchor=END,
        default_days=7,
        must_be_offered_to_archive=False,
        find=keeping.with_papers(keeping.PHONE_PAPERS, lambda one: one.visit.ends_on),
        erase=papers(keeping.PHONE_PAPERS),
        persons=_("Members of delegations and those whom they name"),
        details=_("Names, telephone numbers, hotels, hospitals"),
        recipients=_("Those who accompany the visit"),
    ),
    DataClass(
        key="member_sealed_papers",
        label=_("Letters for consulates with passport data"),
        purpose=_("Invitation letters for the consulate, and registration at venues and hotels that ask for it"),
        legal_ground=BY_LAW,
        anchor=END,
        default_days=1,
        must_be_offered_to_archive=False,
        find=keeping.with_papers(keeping.SEALED_PAPERS, lambda one: one.visit.ends_on),
        erase=papers(keeping.SEALED_PAPERS),
        persons=MEMBERS,
        details=_("Name, function, passport data, days of the visit; number and check code stay"),
        recipients=_("The consulate, through the member"),
    ),
    DataClass(
        key="member_journeys",
        label=_("Rooms and journeys of members"),
        purpose=_("Picking up guests, giving them a bed, and settling what that cost"),
        legal_ground=PUBLIC_TASK,
        anchor=SETTLEMENT,
        default_days=0,
        must_be_offered_to_archive=False,
        find=keeping.with_journeys,
        erase=erased(erasure.erase_journeys),
        persons=MEMBERS,
        details=_("Who slept where and travelled how; rooms, nights and flights stay without names"),
        recipients=_("Hotel, driver"),
    ),
    DataClass(
        key="member_journey_papers",
        label=_("Rooming lists and lists of wishes"),
        purpose=_("Picking up guests, giving them a bed, and settling what that cost"),
        legal_ground=PUBLIC_TASK,
        anchor=SETTLEMENT,
        default_days=0,
        must_be_offered_to_archive=False,
        find=keeping.with_papers(
            keeping.SETTLED_PAPERS, lambda one: keeping.settlement(one, keeping.JOURNEYS_AT_LATEST)
        ),
        erase=papers(keeping.SETTLED_PAPERS),
        persons=MEMBERS,
        details=_("Names by room and night, wishes as counts"),
        recipients=_("Hotel, kitchen"),
    ),
    DataClass(
        key="member_name_papers",
        label=_("Badges, place cards, seating plans, lists for venues and interpreters, personal invitations"),
        purpose=_("Showing who somebody is, and letting them in"),
        legal_ground=PUBLIC_TASK,
        anchor=END,
        default_days=90,
        must_be_offered_to_archive=False,
        find=keeping.with_papers(keeping.NAME_PAPERS, lambda one: one.visit.ends_on),
        erase=papers(keeping.NAME_PAPERS),
        persons=MEMBERS,
        details=_("Name, function, place at table"),
        recipients=_("Venues, with the fields that they may have"),
    ),
    DataClass(
        key="member_contact",
        label=_("How members can be reached"),
        purpose=_(
            "Preparing the visit, thanking, and clearing up what is open; whoever is to stay in touch becomes a contact"
        ),
        legal_ground=PUBLIC_TASK,
        anchor=END,
        default_days=90,
        must_be_offered_to_archive=False,
        find=keeping.with_address,
        erase=erased(erasure.erase_address),
        persons=MEMBERS,
        details=_("Mail address, languages, hint on pronunciation"),
        recipients=_("Nobody outside the office"),
    ),
    DataClass(
        key="member_letter_link",
        label=_("Whom a letter with a check code was made for"),
        purpose=_("Revoking a letter, or making it once more"),
        legal_ground=PUBLIC_TASK,
        anchor=END,
        default_days=365,
        must_be_offered_to_archive=False,
        find=keeping.with_letter_links,
        erase=erased(erasure.erase_letter_links),
        persons=MEMBERS,
        details=_("Link from the register of letters to the member"),
        recipients=_("Whoever has the code learns whether it is valid, and nothing else"),
    ),
    DataClass(
        key="member_photos",
        label=_("Consent to photos"),
        purpose=_("Proving that a photo may be published"),
        legal_ground=CONSENT,
        anchor=END,
        default_days=1095,
        must_be_offered_to_archive=False,
        find=keeping.with_photo_consent,
        erase=erased(erasure.erase_photo_consent),
        persons=MEMBERS,
        details=_("Yes or no"),
        recipients=_("Nobody outside the office"),
    ),
    DataClass(
        key="travel_request",
        label=_("Requests to travel"),
        purpose=_("Approving and settling journeys of our own staff"),
        legal_ground=EMPLOYMENT,
        anchor=END,
        default_days=2190,
        must_be_offered_to_archive=False,
        find=keeping.with_travel_request,
        erase=erased(erasure.erase_travel_request),
        persons=_("Members of staff"),
        details=_("Purpose, reasons, decision; days and amounts stay"),
        recipients=_("The office that settles travel costs"),
    ),
    DataClass(
        key="member_names",
        label=_("Who came: lists of members with their versions and papers"),
        purpose=_("Showing later who took part in a visit, in which function"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the closing of the delegation"),
        default_days=3650,
        must_be_offered_to_archive=True,
        find=keeping.with_names,
        erase=erased(erasure.erase_names),
        package=package_of_names,
        persons=MEMBERS,
        details=_("Name, title, function, organisation, attendance, letters"),
        recipients=_("The archive"),
    ),
    DataClass(
        key="gift_persons",
        label=_("Gifts: from whom and to whom"),
        purpose=_("Showing that gifts were in order and within their limits"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the end of the calendar year of the gift"),
        default_days=1826,
        must_be_offered_to_archive=False,
        find=keeping.gifts_of_persons,
        erase=erased(erasure.erase_gift_persons),
        persons=_("Givers and receivers of gifts"),
        details=_("Name or function of both, reason of the decision; the gift and its value stay"),
        recipients=_("Whoever decides on gifts, and the auditors"),
    ),
    DataClass(
        key="evaluation_ticket",
        label=_("Who was asked in an evaluation"),
        purpose=_("Letting everybody answer once"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the last day of the evaluation"),
        default_days=1,
        must_be_offered_to_archive=False,
        find=keeping.with_tickets,
        erase=erased(erasure.erase_tickets),
        persons=MEMBERS,
        details=_("Who was asked, and whether an answer came; never which one"),
        recipients=_("Nobody outside the office"),
    ),
    DataClass(
        key="guest_draft",
        label=_("What guests typed and did not send"),
        purpose=_("Losing nothing when the connection breaks"),
        legal_ground=PUBLIC_TASK,
        anchor=_("the end of the link"),
        default_days=1,
        must_be_offered_to_archive=False,
        find=keeping.old_drafts,
        erase=erased(erasure.erase_draft),
        persons=MEMBERS,
        details=_("Names, functions, how to reach somebody; never passport data or wishes"),
        recipients=_("Nobody outside the office"),
    ),
    DataClass(
        key=erasure.REQUEST_CLASS,
        label=_("Data of one person, erased on request"),
        purpose=_("Doing what a person asks for (Art. 17 GDPR), also after a backup came back"),
        legal_ground=_("Legal obligation: Art. 6(1)(c) with Art. 17 GDPR"),
        anchor=_("the request"),
        default_days=0,
        must_be_offered_to_archive=False,
        find=keeping.on_request,
        erase=erased(erasure.erase_member_again),
        persons=MEMBERS,
        details=_("Everything that is held about the person"),
        recipients=_("Nobody outside the office"),
    ),
]
