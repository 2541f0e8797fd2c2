"""What people do with a year programme as a whole: begin, copy, send, take back, agree, close, reopen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.accounts.actions import open_link, revoke_link
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions import make_document
from hospitium.partners.models import Partnership
from hospitium.programme import rules
from hospitium.programme.models import Line, YearProgramme, YearVersion
from hospitium.programme.queries.contents import changes_between, content_of
from hospitium.programme.queries.papers import paper_of, second_language
from hospitium.programme.states import YEAR

STEP_EVENTS = {
    "take_back": "year_programme.taken_back",
    "reopen": "year_programme.reopened",
    "close": "year_programme.closed",
}
# What a line of last year hands on; its state, its reasons and its activity belong to that year.
COPIED = (
    "title", "format", "topic", "direction", "place", "month", "days", "unit", "our_lead", "their_lead", "persons",
    "cost_share", "need", "offer",
)  # fmt: skip


@transaction.atomic
def create_year_programme(*, values: Mapping[str, Any], by: User) -> YearProgramme:
    """Begin the programme of a partnership for a year. Raises Refused when it rests, or has one for that year."""
    return begin(values, by)


@transaction.atomic
def copy_year_programme(*, source_id: int, values: Mapping[str, Any], by: User) -> YearProgramme:
    """Begin a programme with the lines of an earlier one, each proposed anew; what was dropped stays behind.

    Raises Refused when the partnership rests, has a programme for that year, or is not that of the source.
    """
    source = YearProgramme.objects.get(pk=source_id)
    programme = begin(values, by)
    if source.partnership_id != programme.partnership_id:
        raise Refused(_("This programme belongs to another partnership."))
    kept = source.lines.exclude(state=Line.State.DROPPED)
    for position, line in enumerate(kept, 1):
        Line.objects.create(programme=programme, position=position, **{name: getattr(line, name) for name in COPIED})
    if not programme.preamble:
        programme.preamble = source.preamble
        programme.save(update_fields=["preamble"])
    return programme


def begin(values: Mapping[str, Any], by: User) -> YearProgramme:
    partnership: Partnership = values["partnership"]
    require(rules.may_create_year_programme(by, partnership))
    if YearProgramme.objects.filter(partnership=partnership, year=values["year"]).exists():
        raise Refused(_("There is a programme with this partner for this year already."))
    programme = YearProgramme()
    write(programme, values)
    record("year_programme.created", programme, by=by, about=[partnership], year=programme.year)
    return programme


@transaction.atomic
def edit_year_programme(
    *, programme_id: int, version: int | None, values: Mapping[str, Any], by: User
) -> YearProgramme:
    """Change preamble and file reference. Raises Refused, or Conflict when somebody saved in between."""
    programme = locked(YearProgramme, programme_id, version=version)
    require(rules.may_edit_year_programme(by, programme))
    changed = write(programme, values)
    if changed:
        record("year_programme.changed", programme, by=by, about=[programme.partnership], fields=changed)
    return programme


@transaction.atomic
def send_year_programme(*, programme_id: int, values: Mapping[str, Any], by: User) -> YearProgramme:
    """Keep a version, and mail the partner a link to answer line by line, in the partner's language.

    `values`: name, email, language, ends_on, message. An earlier link to the same address ends. Raises Refused.
    """
    programme = locked(YearProgramme, programme_id)
    require(rules.may_step_year(by, programme, "send"))
    programme.state = YEAR.after("send")
    programme.save(update_fields=["state"])
    version = keep_version(programme, by)
    end_earlier_links(programme, values["email"], by)
    link, address = open_link(
        purpose=rules.PURPOSE,
        subject=programme,
        name=values["name"],
        email=values["email"],
        language=values["language"],
        ends_on=values["ends_on"],
        by=by,
    )
    mails.post(
        to=link.email,
        language=link.language,
        template="programme/mail/year_programme",
        context={
            "programme": programme,
            "version": version,
            "message": values.get("message", ""),
            "link": link,
            "address": address,
            "officer": by,
            "installation": settings.INSTALLATION["name"],
        },
        about=programme,
    )
    record("year_programme.sent", programme, by=by, about=[programme.partnership], number=version.number)
    return programme


def end_earlier_links(programme: YearProgramme, email: str, by: User) -> None:
    kind, key = reference(programme)
    links = GuestLink.objects.filter(purpose=rules.PURPOSE, kind=kind, key=key, email__iexact=email.strip())
    for link in links.open_on(timezone.localdate()):
        revoke_link(link_id=link.pk, by=by)


def keep_version(programme: YearProgramme, by: User) -> YearVersion:
    """The programme as it stands, under the next number, with what changed since the version before."""
    before = programme.versions.first()
    content = content_of(programme)
    return YearVersion.objects.create(
        programme=programme,
        number=before.number + 1 if before else 1,
        state=programme.state,
        content=content,
        changes=changes_between(before.content, content) if before else [],
        at=timezone.now(),
        by=by,
    )


@transaction.atomic
def agree_year_programme(*, programme_id: int, values: Mapping[str, Any], by: User) -> YearProgramme:
    """Note that both sides agreed the whole: `agreed_on`, `basis`. Raises Refused while a line has no answer."""
    programme = locked(YearProgramme, programme_id)
    require(rules.may_agree_year(by, programme))
    programme.state = YEAR.after("agree")
    write(programme, values)
    version = keep_version(programme, by)
    record("year_programme.agreed", programme, by=by, about=[programme.partnership], number=version.number)
    enter_in_register(programme, version, by)
    return programme


def enter_in_register(programme: YearProgramme, version: YearVersion, by: User) -> None:
    """What was agreed becomes a document of the office, in our language beside the partner's."""
    if programme.partnership.unit is None:
        return
    languages = (settings.LANGUAGE_CODE, second_language(programme))
    day = timezone.localdate(version.at)
    paper = paper_of(programme, version.content, number=version.number, as_of=day, languages=languages)
    make_document(
        template="year_programme",
        data=paper.as_data(),
        subject=programme,
        unit=programme.partnership.unit,
        title=paper.first.title,
        language=languages[0],
        second_language=languages[1],
        file_reference=programme.file_reference,
        by=by,
    )


@transaction.atomic
def step_year_programme(*, programme_id: int, step: str, by: User) -> YearProgramme:
    """Take back, reopen or close. Raises Refused when the step does not lead on from here."""
    programme = locked(YearProgramme, programme_id)
    require(rules.may_step_year(by, programme, step))
    programme.state = YEAR.after(step)
    if step == "reopen":
        programme.agreed_on, programme.basis = None, ""
    programme.save(update_fields=["state", "agreed_on", "basis"])
    record(STEP_EVENTS[step], programme, by=by, about=[programme.partnership])
    return programme
