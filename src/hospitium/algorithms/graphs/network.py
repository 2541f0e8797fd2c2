"""Reading a contact network.

Only colleagues who are still in the house can know somebody; only a contact with an open function is present.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from hospitium.algorithms.graphs.problem import (
    Acquaintance,
    Contact,
    ContactState,
    Departure,
    Finding,
    FindingCode,
    Function,
    Network,
    OfficeState,
)


def network(
    *,
    contacts: Sequence[Contact],
    acquaintances: Sequence[Acquaintance],
    colleagues: Collection[str],
    today: date,
    quiet_after: int = 12,
) -> Network:
    """The state of every contact and office on the day, and the findings in order of urgency.

    `colleagues` are those still in the house; `quiet_after` is in full months.
    """
    house = set(colleagues)
    everybody = _by_contact(acquaintances)
    present = _by_contact(one for one in acquaintances if one.colleague in house)
    holders = _holders(contacts, today)
    people = tuple(_contact_state(one, holders, present, everybody, today) for one in contacts)
    members: dict[str, list[str]] = {office: [] for office in _offices(contacts)}
    for one in people:
        for office in one.offices:
            members[office].append(one.id)
    offices = tuple(_office_state(office, ids, present, everybody, today) for office, ids in members.items())
    findings = [*_about_contacts(people, quiet_after), *_about_offices(offices)]
    urgency = list(FindingCode)
    findings.sort(key=lambda one: (urgency.index(one.code), one.contact or "", one.office or ""))
    ids = {one.id for one in contacts}
    return Network(people, offices, tuple(findings), _months(_of(everybody, ids), today))


def departure(
    *,
    contacts: Sequence[Contact],
    acquaintances: Sequence[Acquaintance],
    colleagues: Collection[str],
    leaving: str,
    today: date,
) -> Departure:
    """What the house loses with one colleague: the contents of a handover note, most recent contact first."""
    present = {one.id for one in contacts if _open_functions(one, today)}
    before = {one.contact for one in acquaintances if one.colleague == leaving} & present
    staying = set(colleagues) - {leaving}
    others = {one.contact for one in acquaintances if one.colleague in staying} & present
    offices = {one.id: _offices_of(one, today) for one in contacts}
    reached = {office for person in others for office in offices[person]}
    lost = {office for person in before for office in offices[person]} - reached
    mine = [one for one in acquaintances if one.colleague == leaving]
    order = _latest_first(mine, lambda one: one.contact)
    return Departure(
        colleague=leaving,
        contacts_lost=tuple(one for one in order if one in before - others),
        offices_lost=tuple(sorted(lost)),
        contacts_kept=tuple(one for one in order if one in before & others),
    )


def _open_functions(contact: Contact, today: date) -> list[Function]:
    return [one for one in contact.functions if one.closed is None or one.closed >= today]


def _offices_of(contact: Contact, today: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.office for one in _open_functions(contact, today)))


def _offices(contacts: Sequence[Contact]) -> list[str]:
    return sorted({function.office for one in contacts for function in one.functions})


# Looked up and not searched for: a city can have thousands of contacts.
_ByContact = Mapping[str, Sequence[Acquaintance]]
_Holders = Mapping[tuple[str, str], Sequence[str]]


def _by_contact(acquaintances: Iterable[Acquaintance]) -> _ByContact:
    found: dict[str, list[Acquaintance]] = {}
    for one in acquaintances:
        found.setdefault(one.contact, []).append(one)
    return found


def _of(acquaintances: _ByContact, ids: Iterable[str]) -> list[Acquaintance]:
    return [one for person in ids for one in acquaintances.get(person, ())]


def _holders(contacts: Sequence[Contact], today: date) -> _Holders:
    """(office, post) → who holds it on the day."""
    found: dict[tuple[str, str], list[str]] = {}
    for contact in contacts:
        for one in _open_functions(contact, today):
            found.setdefault((one.office, one.post), []).append(contact.id)
    return found


def _months(acquaintances: Iterable[Acquaintance], today: date) -> int | None:
    days = [one.last for one in acquaintances if one.last is not None]
    if not days:
        return None
    last = min(max(days), today)
    return (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)


def _latest_first(acquaintances: Iterable[Acquaintance], name: Callable[[Acquaintance], str]) -> tuple[str, ...]:
    ordered = sorted(acquaintances, key=lambda one: (-(one.last or date.min).toordinal(), name(one)))
    return tuple(dict.fromkeys(name(one) for one in ordered))


def _contact_state(
    contact: Contact, holders: _Holders, present: _ByContact, acquaintances: _ByContact, today: date
) -> ContactState:
    has_left = not _open_functions(contact, today)
    return ContactState(
        id=contact.id,
        offices=_offices_of(contact, today),
        has_left=has_left,
        successors=_successors(contact, holders) if has_left else (),
        known_by=_latest_first(present.get(contact.id, ()), lambda one: one.colleague),
        months=_months(acquaintances.get(contact.id, ()), today),
    )


def _successors(contact: Contact, holders: _Holders) -> tuple[str, ...]:
    """Who holds a post that the contact held; somebody who has left holds none."""
    posts = dict.fromkeys((one.office, one.post) for one in contact.functions)
    return tuple(dict.fromkeys(other for post in posts for other in holders.get(post, ()) if other != contact.id))


def _office_state(
    office: str, ids: Sequence[str], present: _ByContact, acquaintances: _ByContact, today: date
) -> OfficeState:
    return OfficeState(
        id=office,
        contacts=tuple(ids),
        known_by=_latest_first(_of(present, ids), lambda one: one.colleague),
        months=_months(_of(acquaintances, ids), today),
    )


def _about_contacts(people: Sequence[ContactState], quiet_after: int) -> list[Finding]:
    found = []
    for one in people:
        if one.has_left:
            if not one.successors:
                found.append(Finding(FindingCode.LEFT_WITHOUT_SUCCESSOR, contact=one.id, months=one.months))
            continue
        if not one.known_by:
            found.append(Finding(FindingCode.NOBODY_KNOWS, contact=one.id, months=one.months))
        elif one.months is None:
            found.append(Finding(FindingCode.LAST_CONTACT_UNKNOWN, contact=one.id))
        elif one.months >= quiet_after:
            found.append(Finding(FindingCode.QUIET, contact=one.id, months=one.months))
    return found


def _about_offices(offices: Sequence[OfficeState]) -> list[Finding]:
    found = []
    for one in offices:
        if not one.contacts:
            found.append(Finding(FindingCode.OFFICE_LOST, office=one.id))
        elif len(one.known_by) == 1:
            found.append(Finding(FindingCode.SINGLE_POINT, office=one.id, colleague=one.known_by[0], months=one.months))
    return found
