"""The rows of a table of applications, written in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from hospitium.core.imports.plans import RowPlan
from hospitium.core.models import User
from hospitium.exchange.codes import new_code
from hospitium.exchange.completeness import kinds_wanted
from hospitium.exchange.eligibility import wanted_consents
from hospitium.exchange.imports import WHO
from hospitium.exchange.models import Applicant, Application, Consent, Round, Wish

CONTENT = ("title", "topic", "question", "benefit", "function", "years", "languages", "weeks", "organisation")
CHUNK = 500


def create_all(target: Round, rows: Sequence[RowPlan], language: str, by: User) -> None:
    """Ten thousand rows in a few statements instead of ten thousand actions; the event of the round stands for all.

    `language` is that in which people without an account are written to.
    """
    taken = set(target.applications.order_by().values_list("code", flat=True))
    kinds = wanted_consents(target.eligibility_rules.all())
    applicants = applicants_for([cells(row) for row in rows], language)
    now = timezone.now()
    made: list[Application] = []
    for row, applicant in zip(rows, applicants, strict=True):
        code = new_code(taken)
        taken.add(code)
        values = cells(row)
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
                import_key=values["import_key"],
                **{name: values[name] for name in CONTENT if name in values},
            )
        )
    Application.objects.bulk_create(made, batch_size=CHUNK)
    keep_wishes(made, rows)
    keep_windows(made, rows)
    keep_consents(made, rows, kinds, by)


def cells(row: RowPlan) -> Mapping[str, Any]:
    return row.values or {}


def applicants_for(values: Sequence[Mapping[str, Any]], language: str) -> list[Applicant]:
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
                language=user.language if user else language,
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
        for wish in cells(row).get("wishes", ()):
            wish.application = application
            wishes.append(wish)
    Wish.objects.bulk_create(wishes, batch_size=CHUNK)


def keep_windows(made: Sequence[Application], rows: Sequence[RowPlan]) -> None:
    through = Application.windows.through
    through.objects.bulk_create(
        (
            through(application=application, window=window)
            for application, row in zip(made, rows, strict=True)
            for window in cells(row).get("windows", ())
        ),
        batch_size=CHUNK,
    )


def keep_consents(made: Sequence[Application], rows: Sequence[RowPlan], kinds: Sequence[str], by: User) -> None:
    consents: list[Consent] = []
    for application, row in zip(made, rows, strict=True):
        if application.is_incoming:
            continue
        consents += [consent_for(application, kind, cells(row), by) for kind in kinds]
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
    application: Application = row.record
    values = cells(row)
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
    if "windows" in values:
        application.windows.set(values["windows"])
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
