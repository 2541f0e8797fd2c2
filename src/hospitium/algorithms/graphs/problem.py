"""People as numbers: contacts, their functions over time, and who of the own house knows them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Function:
    """A post at an office, held for a time. `closed` is the last day, None while it is held."""

    office: str
    post: str
    opened: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the partner's side."""

    id: str
    functions: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """A colleague of the own house knows a contact; `last` is the last day of contact, if recorded."""

    colleague: str
    contact: str
    last: date | None


class FindingCode(StrEnum):
    """What a desk officer would want to know, most pressing first."""

    LEFT_WITHOUT_SUCCESSOR = "left_without_successor"
    OFFICE_LOST = "office_lost"
    NOBODY_KNOWS = "nobody_knows"
    SINGLE_POINT = "single_point"
    QUIET = "quiet"
    LAST_CONTACT_UNKNOWN = "last_contact_unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `months` since the last contact where it is known."""

    code: FindingCode
    contact: str | None = None
    office: str | None = None
    colleague: str | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class ContactState:
    """One contact today. `known_by` are colleagues still in the house, latest contact first."""

    id: str
    offices: tuple[str, ...]
    has_left: bool
    successors: tuple[str, ...]
    known_by: tuple[str, ...]
    months: int | None


@dataclass(frozen=True, slots=True)
class OfficeState:
    """One office of the partner: who holds a post there and which colleagues know any of them."""

    id: str
    contacts: tuple[str, ...]
    known_by: tuple[str, ...]
    months: int | None


@dataclass(frozen=True, slots=True)
class Network:
    """The whole picture on one day; `months` since anybody had contact with anybody, None when unknown."""

    contacts: tuple[ContactState, ...]
    offices: tuple[OfficeState, ...]
    findings: tuple[Finding, ...]
    months: int | None


@dataclass(frozen=True, slots=True)
class Departure:
    """What breaks when one colleague goes: what nobody else knows, and what others keep."""

    colleague: str
    contacts_lost: tuple[str, ...]
    offices_lost: tuple[str, ...]
    contacts_kept: tuple[str, ...]
