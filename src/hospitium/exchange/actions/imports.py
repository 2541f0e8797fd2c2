"""Applications taken over from a table, all of them or the right ones, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.tables import TableError, read
from hospitium.core.tables.sentences import reason
from hospitium.core.verdicts import Refused, require
from hospitium.documents.actions.files import remove_file
from hospitium.documents.models import StoredFile
from hospitium.exchange import rules
from hospitium.exchange.codes import new_code
from hospitium.exchange.completeness import kinds_wanted
from hospitium.exchange.eligibility import wanted_consents
from hospitium.exchange.imports import CHANGE, CREATE, WHO, WRONG, Plan, RowPlan, plan
from hospitium.exchange.models import Applicant, Application, Consent, Round, Wish

CONTENT = ("title", "topic", "question", "benefit", "function", "years", "languages", "weeks", "organisation")
CHUNK = 500


def plan_of(*, stored: StoredFile, target: Round, by: User) -> Plan:
    """What a stored table would do in a round; a table that cannot be read says why."""
    try:
        with default_storage.open(stored.stored_as) as file:
            sheet = read(file.read())
    except TableError as error:
        return Plan(refused=reason(error))
    return plan(sheet, target, by=by)


@transaction.atomic
def import_applications(*, round_id: int, file_id: int, digest: str, rows: str, by: User) -> Mapping[str, int]:
    """Take the rows of a table over into a round: "all", or only the "right" ones.

    Returns how many were created and changed. Raises Refused when the plan is no longer the one that was seen, or
    rows are wrong and the right ones alone were not asked for. The file is removed.
    """
    target = locked(Round, round_id)
    require(rules.may_enter(by, target))
    stored = StoredFile.objects.get(pk=file_id, uploaded_by=by)
    made = plan_of(stored=stored, target=target, by=by)
    if made.refused:
        raise Refused(made.refused)
    if made.digest != digest:
        raise Refused(_("Something has changed since the preview. Look at it once more."))
    if made.count(WRONG) and rows != "right":
        raise Refused(_("Some rows are wrong. Mend the table, or take over only the right rows."))
    create_all(target, [row for row in made.rows if row.verb == CREATE], by)
    for row in made.rows:
        if row.verb == CHANGE:
            change(row, by)
    counts = {"created": made.count(CREATE), "changed": made.count(CHANGE)}
    record(
        "round.applications_imported",
        target,
        by=by,
        sha256=stored.sha256,
        created=counts["created"],
        changed=counts["changed"],
    )
    remove_file(stored=stored, by=by)
    return counts


def create_all(target: Round, rows: Sequence[RowPlan], by: User) -> None:
    """Ten thousand rows in a few statements instead of ten thousand actions; the event of the round stands for all."""
    taken = set(target.applications.order_by().values_list("code", flat=True))
    kinds = wanted_consents(target.eligibility_rules.all())
    applicants = applicants_for([row.values for row in rows])
    now = timezone.now()
    made: list[Application] = []
    for row, applicant in zip(rows, applicants, strict=True):
        code = new_code(taken)
        taken.add(code)
        values = row.values
        # A partner that sends somebody has agreed; of ours the consents are awaited unless the table has them.
        is_complete = bool(values.get("city")) or not kinds or values.get("consented") is True
        made.append(
            Application(
                round=target,
                applicant=applicant,
                code=code,
                unit=values.get("unit"),
                partner=values.get("city"),
                state=Application.State.CONSENTED if is_complete else Application.State.SUBMITTED,
                submitted_at=now,
                saved_at=now,
                entered_by=by,
                import_key=row.key,
                **{name: values[name] for name in CONTENT if name in values},
            )
        )
    Application.objects.bulk_create(made, batch_size=CHUNK)
    keep_wishes(made, rows)
    keep_consents(made, rows, kinds, by)


def applicants_for(values: Sequence[Mapping[str, Any]]) -> list[Applicant]:
    """A person for each row; a colleague with an account is bound to it, so that they find their application."""
    emails = [str(one.get("email", "")).lower() for one in values]
    users = {user.email.lower(): user for user in users_of([email for email in emails if email])}
    known = {one.user_id: one for one in Applicant.objects.filter(user__in=list(users.values()))}
    people: list[Applicant] = []
    fresh: list[Applicant] = []
    for one, email in zip(values, emails, strict=True):
        user = None if one.get("city") else users.get(email)
        person = known.get(user.pk) if user else None
        if person is None:
            person = Applicant(
                user=user,
                unit=one.get("unit"),
                partner=one.get("city"),
                name=one["name"],
                email=one.get("email", ""),
                language=user.language if user else "de",
            )
            fresh.append(person)
            if user:
                known[user.pk] = person
        people.append(person)
    Applicant.objects.bulk_create(fresh, batch_size=CHUNK)
    return people


def users_of(emails: Sequence[str]) -> list[User]:
    found: list[User] = []
    for start in range(0, len(emails), CHUNK):
        found += User.objects.filter(email__in=emails[start : start + CHUNK])
    return found


def keep_wishes(made: Sequence[Application], rows: Sequence[RowPlan]) -> None:
    wishes: list[Wish] = []
    for application, row in zip(made, rows, strict=True):
        for wish in row.values.get("wishes", ()):
            wish.application = application
            wishes.append(wish)
    Wish.objects.bulk_create(wishes, batch_size=CHUNK)


def keep_consents(made: Sequence[Application], rows: Sequence[RowPlan], kinds: Sequence[str], by: User) -> None:
    consents: list[Consent] = []
    for application, row in zip(made, rows, strict=True):
        if application.is_incoming:
            continue
        consents += [consent_for(application, kind, row.values, by) for kind in kinds]
    Consent.objects.bulk_create(consents, batch_size=CHUNK)


def consent_for(application: Application, kind: str, values: Mapping[str, Any], by: User) -> Consent:
    given = values.get("consented") is True
    named = {column: values[name] for name, (who, column) in WHO.items() if who == kind and name in values}
    return Consent(
        application=application,
        kind=kind,
        answer=Consent.Answer.YES if given else Consent.Answer.OPEN,
        answered_at=timezone.now() if given else None,
        noted_by=by if given else None,
        **named,
    )


def change(row: RowPlan, by: User) -> None:
    """What a cell says goes over what was stored; an empty cell takes nothing away."""
    application, values = row.record, row.values
    if application is None:
        return
    for name in CONTENT:
        if name in values:
            setattr(application, name, values[name])
    application.unit = values.get("unit", application.unit)
    application.partner = values.get("city", application.partner)
    applicant = application.applicant
    if applicant.user_id is None:
        for name in ("name", "email"):
            setattr(applicant, name, values.get(name, getattr(applicant, name)))
        applicant.save()
    if "wishes" in values:
        application.wishes.all().delete()
        keep_wishes([application], [row])
    change_consents(application, values, by)
    application.version += 1
    application.save()


def change_consents(application: Application, values: Mapping[str, Any], by: User) -> None:
    given = values.get("consented") is True
    for kind in kinds_wanted(application):
        consent, _is_new = Consent.objects.get_or_create(application=application, kind=kind)
        wanted = consent_for(application, kind, values, by)
        consent.name, consent.email = wanted.name or consent.name, wanted.email or consent.email
        if given:
            consent.answer, consent.answered_at, consent.noted_by = wanted.answer, wanted.answered_at, by
        consent.save()
    if given:
        application.state = Application.State.CONSENTED
