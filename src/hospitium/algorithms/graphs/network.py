"""Reading a contact network.

Only colleagues who are still in the house can know somebody; only a contact with an open function is present.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
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
    present = [one for one in acquaintances if one.colleague in set(colleagues)]
    people = tuple(_contact_state(one, contacts, present, acquaintances, today) for one in contacts)
    offices = tuple(_office_state(office, people, present, acquaintances, today) for office in _offices(contacts))
    findings = [*_about_contacts(people, quiet_after), *_about_offices(offices)]
    urgency = list(FindingCode)
    findings.sort(key=lambda one: (urgency.index(one.code), one.contact or "", one.office or ""))
    ids = {one.id for one in contacts}
    return Network(people, offices, tuple(findings), _months(_of_contact(acquaintances, ids), today))


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


def _of_contact(acquaintances: Iterable[Acquaintance], ids: Collection[str]) -> list[Acquaintance]:
    return [one for one in acquaintances if one.contact in ids]


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
    contact: Contact,
    contacts: Sequence[Contact],
    present: Sequence[Acquaintance],
    acquaintances: Sequence[Acquaintance],
    today: date,
) -> ContactState:
    has_left = not _open_functions(contact, today)
    return ContactState(
        id=contact.id,
        offices=_offices_of(contact, today),
        has_left=has_left,
        successors=_successors(contact, contacts, today) if has_left else (),
        known_by=_latest_first(_of_contact(present, {contact.id}), lambda one: one.colleague),
        months=_months(_of_contact(acquaintances, {contact.id}), today),
    )


def _successors(contact: Contact, contacts: Sequence[Contact], today: date) -> tuple[str, ...]:
    posts = {(one.office, one.post) for one in contact.functions}
    return tuple(
        other.id
        for other in contacts
        if other.id != contact.id and any((one.office, one.post) in posts for one in _open_functions(other, today))
    )


def _office_state(
    office: str,
    people: Sequence[ContactState],
    present: Sequence[Acquaintance],
    acquaintances: Sequence[Acquaintance],
    today: date,
) -> OfficeState:
    ids = tuple(one.id for one in people if office in one.offices)
    return OfficeState(
        id=office,
        contacts=ids,
        known_by=_latest_first(_of_contact(present, ids), lambda one: one.colleague),
        months=_months(_of_contact(acquaintances, ids), today),
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
