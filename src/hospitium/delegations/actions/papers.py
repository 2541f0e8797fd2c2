"""Lists and cards about a delegation: each print gets its place in the register, each list leaves a trace."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from hospitium.core.events import record
from hospitium.core.models import User
from hospitium.core.references import reference
from hospitium.core.tables.writing import Row
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.actions.cards import keep_shift
from hospitium.delegations.actions.letters import asked
from hospitium.delegations.documents.house import seating_data
from hospitium.delegations.documents.papers import PAPERS, Choice, data_of, sheet_of
from hospitium.delegations.documents.people import printable
from hospitium.delegations.documents.sheets import table_of
from hospitium.delegations.models import Delegation, SeatingPlan
from hospitium.delegations.rules import letters as rules
from hospitium.delegations.rules.delegations import may_read_wishes
from hospitium.delegations.sealed import PASSPORT_FIELDS
from hospitium.documents.actions import make_document
from hospitium.documents.kinds import KINDS
from hospitium.documents.models import Document
from hospitium.vault import actions as vault
from hospitium.vault.fields import Purpose
from hospitium.visits.documents.words import name_of, said


@sensitive_variables()
@transaction.atomic
def make_paper(*, delegation_id: int, paper: str, choice: Choice, by: User) -> Document:
    """A print about a delegation. Raises Refused.

    Fields of the passport come from the vault, with a trace, and into the sealed file alone.
    """
    delegation = may_be_made(delegation_id, paper, choice, by)
    if "card" in PAPERS[paper].asks:
        keep_shift(delegation.visit.unit, choice, by)
    plain = data_of(paper, delegation, choice)
    sealed = None
    if secret_fields(choice):
        opened = data_of(paper, delegation, with_values(delegation, choice, by))
        sealed = {"sections": opened["sections"]}
    document = make_document(
        template=paper,
        data=plain,
        subject=delegation,
        unit=delegation.visit.unit,
        title=f"{said(KINDS[paper].label, choice.languages[0])}: {name_of(delegation.visit, choice.languages[0])}",
        language=choice.languages[0],
        second_language=choice.languages[1] if len(choice.languages) > 1 else "",
        file_reference=delegation.visit.file_reference,
        recipient=":".join(reference(choice.item)) if choice.item else "",
        sealed_data=sealed,
        by=by,
    )
    made(delegation, paper, "pdf", choice, by)
    return document


@sensitive_variables()
@transaction.atomic
def take_list(
    *,
    delegation_id: int,
    paper: str,
    choice: Choice,
    format: str,
    by: User,
) -> tuple[list[str], list[Row]]:
    """Header and rows of a list that leaves as a table. Raises Refused."""
    delegation = may_be_made(delegation_id, paper, choice, by)
    if secret_fields(choice):
        choice = with_values(delegation, choice, by)
    made(delegation, paper, format, choice, by)
    return table_of(sheet_of(paper, delegation, choice), choice.languages)


@transaction.atomic
def make_seating(*, plan_id: int, language: str, by: User) -> Document:
    """The print of a seating plan. Raises Refused."""
    plan = SeatingPlan.objects.select_related("visit__activity", "visit__unit", "item").get(pk=plan_id)
    require(rules.may_print_seating(by, plan))
    document = make_document(
        template="seating_plan",
        data=seating_data(plan, language=language),
        subject=plan,
        unit=plan.visit.unit,
        title=f"{said(KINDS['seating_plan'].label, language)}: {name_of(plan.visit, language)}",
        language=language,
        file_reference=plan.visit.file_reference,
        by=by,
    )
    record("seating.printed", plan, by=by, about=[plan.visit])
    return document


# ---- steps ---------------------------------------------------------------------
def may_be_made(delegation_id: int, paper: str, choice: Choice, by: User) -> Delegation:
    delegation = asked(delegation_id)
    require(rules.may_take_lists(by, delegation))
    if paper == "wishes":
        require(may_read_wishes(by, delegation))
    if PAPERS[paper].needs_members and not printable(delegation):
        raise Refused(_("Nobody is named in this delegation yet. Name members first."))
    if "members" in PAPERS[paper].asks and not choice.members:
        raise Refused(_("Choose at least one member."))
    return delegation


def secret_fields(choice: Choice) -> list[str]:
    return [field for field in choice.fields if field in PASSPORT_FIELDS]


@sensitive_variables()
def with_values(delegation: Delegation, choice: Choice, by: User) -> Choice:
    visit = delegation.visit
    values = {
        member.pk: vault.unseal(
            subject=member,
            unit=visit.unit,
            officer=visit.officer,
            fields=secret_fields(choice),
            purpose=Purpose.VENUE_NAMES,
            by=by,
        )
        for member in printable(delegation)
    }
    return replace(choice, values=values)


def made(delegation: Delegation, paper: str, format: str, choice: Choice, by: User) -> None:
    count, fields = len(choice.members) or len(printable(delegation)), list(choice.fields)
    record("delegation.list_made", delegation, by=by, paper=paper, format=format, count=count, fields=fields)
