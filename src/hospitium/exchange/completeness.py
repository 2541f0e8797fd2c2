"""What an application still lacks, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hospitium.exchange.eligibility import wanted_consents
from hospitium.exchange.models import Application, Consent

Part = str
NEEDED: tuple[tuple[str, Part, Promise], ...] = (
    ("title", "topic", _("the topic in one line")),
    ("topic_id", "topic", _("the field to which the topic belongs")),
    ("question", "topic", _("your question")),
    ("benefit", "topic", _("the benefit for your department")),
    ("function", "person", _("your function")),
    ("languages", "person", _("your languages")),
)
# The same words about somebody else.
OF_OTHERS: dict[str, Promise] = {
    "question": _("the question"),
    "benefit": _("the benefit for the department there"),
    "function": _("the function"),
    "languages": _("the languages"),
}
NAMED = {
    Consent.Kind.PERSON: _("name and mail address of the person"),
    Consent.Kind.SUPERVISOR: _("name and mail address of your supervisor"),
    Consent.Kind.SUBSTITUTE: _("name and mail address of your substitute"),
    Consent.Kind.HUMAN_RESOURCES: _("name and mail address of the human resources office"),
}
AWAITED = {
    Consent.Kind.PERSON: _("the answer of the person"),
    Consent.Kind.SUPERVISOR: _("the answer of the supervisor"),
    Consent.Kind.SUBSTITUTE: _("the answer of the substitute"),
    Consent.Kind.HUMAN_RESOURCES: _("the answer of the human resources office"),
}


@dataclass(frozen=True)
class Missing:
    """Something that is missing: on which page it belongs, and the last day for it."""

    what: str | Promise
    part: Part
    until: date | None


def missing(application: Application) -> list[Missing]:
    """What has to be there before the application can be sent; once it is sent, the answers that are awaited."""
    if application.state == Application.State.DRAFT:
        return [*missing_entries(application), *missing_names(application)]
    if application.state == Application.State.SUBMITTED:
        return awaited(application)
    return []


def missing_entries(application: Application) -> list[Missing]:
    until = application.round.applications_until
    words = OF_OTHERS if application.is_incoming else {}
    found = [
        Missing(words.get(name, what), part, until) for name, part, what in NEEDED if not getattr(application, name)
    ]
    if not application.wishes.all():
        found.append(Missing(_("at least one wish"), "wishes", until))
    return found


def missing_names(application: Application) -> list[Missing]:
    consents = {one.kind: one for one in application.consents.all()}
    until = application.round.applications_until
    return [
        Missing(NAMED[Consent.Kind(kind)], "consents", until)
        for kind in kinds_wanted(application)
        if kind not in consents or not (consents[kind].name and consents[kind].email)
    ]


def awaited(application: Application) -> list[Missing]:
    consents = {one.kind: one for one in application.consents.all()}
    return [
        Missing(AWAITED[Consent.Kind(kind)], "consents", application.round.consents_until)
        for kind in kinds_wanted(application)
        if kind not in consents or consents[kind].answer != Consent.Answer.YES
    ]


def kinds_wanted(application: Application) -> Sequence[str]:
    """Whose consent this application needs.

    An applicant of a partner needs none of ours; whom an office there has named has to agree in person.
    """
    if application.is_incoming:
        return [Consent.Kind.PERSON.value] if application.nominated_with_id else []
    return wanted_consents(application.round.eligibility_rules.all())
