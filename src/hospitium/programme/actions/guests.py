"""What the partner does with a guest link: answer line by line, propose a line, say that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from hospitium.accounts.actions import note_use
from hospitium.accounts.models import GuestLink
from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.verdicts import require
from hospitium.programme import rules
from hospitium.programme.actions.lines import answered, counter, put_on_table
from hospitium.programme.models import Line, Side, YearProgramme
from hospitium.programme.states import LINE

ANSWER_EVENTS = {
    "agree": "year_line.agreed_by_partner",
    "counter": "year_line.countered_by_partner",
    "drop": "year_line.dropped_by_partner",
}


@transaction.atomic
def agree_as_guest(*, line_id: int, version: int | None, by: GuestLink) -> Line:
    """The partner says yes to our proposal. Raises Refused, or Conflict when the line has changed meanwhile."""
    line = on_the_table(line_id, version, "agree", by)
    line.state = LINE.after("agree")
    line.save(update_fields=["state", "version"])
    answered(line, Side.THEIRS, {}, "", by=None, guest_name=by.name)
    return told(line, "agree", by)


@transaction.atomic
def counter_as_guest(
    *, line_id: int, version: int | None, values: Mapping[str, Any], remark: str, by: GuestLink
) -> Line:
    """The partner proposes something else. Raises Refused when nothing is different, or Conflict."""
    line = on_the_table(line_id, version, "counter", by)
    counter(line, Side.THEIRS, values, remark, by=None, guest_name=by.name)
    return told(line, "counter", by)


@transaction.atomic
def drop_as_guest(*, line_id: int, version: int | None, reason: str, by: GuestLink) -> Line:
    """The partner does not want a line, and says why. Raises Refused, or Conflict."""
    line = on_the_table(line_id, version, "drop", by)
    line.state, line.reason = LINE.after("drop"), reason
    line.save(update_fields=["state", "reason", "version"])
    answered(line, Side.THEIRS, {}, reason, by=None, guest_name=by.name)
    return told(line, "drop", by)


def on_the_table(line_id: int, version: int | None, step: str, link: GuestLink) -> Line:
    line = locked(Line, line_id, version=version)
    require(rules.may_step_line_as_guest(link, line, step))
    return line


def told(line: Line, step: str, link: GuestLink) -> Line:
    note_use(link_id=link.pk, what="answered")
    about = [line.programme, line.programme.partnership, link]
    record(ANSWER_EVENTS[step], line, by=None, about=about, link=link.pk)
    return line


@transaction.atomic
def propose_as_guest(*, programme_id: int, values: Mapping[str, Any], remark: str, by: GuestLink) -> Line:
    """The partner proposes a line of its own; the same one sent twice is one line. Raises Refused."""
    programme = locked(YearProgramme, programme_id)
    require(rules.may_answer_as_guest(by, programme))
    before = sent_before(programme, values)
    if before is not None:
        return before
    line = put_on_table(programme, Side.THEIRS, values)
    answered(line, Side.THEIRS, {}, remark, by=None, guest_name=by.name)
    note_use(link_id=by.pk, what="answered")
    record("year_line.proposed_by_partner", line, by=None, about=[programme, programme.partnership, by], link=by.pk)
    return line


def sent_before(programme: YearProgramme, values: Mapping[str, Any]) -> Line | None:
    """The line that the partner has proposed in exactly these words, and nobody has answered."""
    others = {name: value for name, value in values.items() if name != "title"}
    waiting = programme.lines.filter(proposed_by=Side.THEIRS, state=Line.State.PROPOSED, **others)
    return next((line for line in waiting if dict(line.title.texts) == dict(values.get("title", {}))), None)


@transaction.atomic
def finish_as_guest(*, programme_id: int, by: GuestLink) -> YearProgramme:
    """The partner has said all it wants to say for now; whoever sent the link gets a mail. Raises Refused."""
    programme = locked(YearProgramme, programme_id)
    require(rules.may_answer_as_guest(by, programme))
    officer = by.created_by
    mails.post(
        to=officer.email,
        language=officer.language,
        template="programme/mail/year_answered",
        context={"programme": programme, "link": by, "base_url": settings.BASE_URL},
        about=programme,
    )
    note_use(link_id=by.pk, what="answered")
    record("year_programme.answered", programme, by=None, about=[programme.partnership, by], link=by.pk)
    return programme
