"""Papers after a visit: letters of thanks, the summary of the evaluation, the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.delegations.documents.evaluation import evaluation_data
from hospitium.delegations.documents.report import report_data
from hospitium.delegations.documents.thanks import thanks_data, thanks_recipients
from hospitium.delegations.models import Delegation, Evaluation
from hospitium.delegations.queries.evaluation import sheets_of
from hospitium.delegations.rules import after as rules
from hospitium.delegations.rules.evaluation import may_see_results
from hospitium.documents.actions import make_document
from hospitium.documents.kinds import KINDS
from hospitium.documents.models import Document, Letterhead
from hospitium.visits.documents.words import name_of, said

MOST_LETTERS = 60


@transaction.atomic
def make_thanks(
    *,
    delegation_id: int,
    recipients: Sequence[str],
    format: str,
    letterhead: Letterhead | None,
    by: User,
) -> list[Document]:
    """One letter of thanks for each receiver, in the language of each. Raises Refused."""
    delegation = asked(delegation_id)
    require(rules.may_thank(by, delegation))
    chosen = [one for one in thanks_recipients(delegation, by) if one.key in set(recipients)]
    if not chosen:
        raise Refused(_("Choose at least one receiver."))
    if len(chosen) > MOST_LETTERS:
        raise Refused(_("Choose at most %(limit)s receivers at once.") % {"limit": MOST_LETTERS})
    return [
        kept(
            delegation,
            "guest_thanks",
            thanks_data(delegation, one),
            languages=[one.language],
            name=one.name,
            recipient=one.key,
            format=format,
            letterhead=letterhead,
            by=by,
        )
        for one in chosen
    ]


@transaction.atomic
def make_evaluation_summary(*, evaluation_id: int, languages: Sequence[str], by: User) -> Document:
    """The summary of an evaluation in one or two languages, from five answers on. Raises Refused."""
    evaluation = Evaluation.objects.select_related("delegation__visit__activity", "delegation__visit__unit").get(
        pk=evaluation_id
    )
    require(may_see_results(evaluation, sheets_of(evaluation)))
    data = evaluation_data(evaluation, languages=languages)
    return kept(evaluation.delegation, "evaluation_summary", data, languages=languages, by=by)


@transaction.atomic
def make_report(*, delegation_id: int, languages: Sequence[str], by: User) -> Document:
    """The report on the visit in one or two languages. Raises Refused."""
    delegation = asked(delegation_id)
    require(rules.may_make_report(by, delegation))
    data = report_data(delegation, languages=languages, by=by)
    return kept(delegation, "visit_report", data, languages=languages, by=by)


def asked(delegation_id: int) -> Delegation:
    return Delegation.objects.select_related(
        "visit__activity", "visit__unit", "visit__officer", "partnership__partner", "partnership__unit"
    ).get(pk=delegation_id)


def kept(
    delegation: Delegation,
    template: str,
    data: Mapping[str, Any],
    *,
    languages: Sequence[str],
    by: User,
    name: str = "",
    recipient: str = "",
    format: str = "pdf",
    letterhead: Letterhead | None = None,
) -> Document:
    visit, language = delegation.visit, languages[0]
    title = f"{said(KINDS[template].label, language)}: {name_of(visit, language)}"
    return make_document(
        template=template,
        data=data,
        subject=delegation,
        unit=visit.unit,
        title=f"{title} – {name}" if name else title,
        language=language,
        second_language=languages[1] if len(languages) > 1 else "",
        file_reference=visit.file_reference,
        format=format,
        letterhead=letterhead,
        recipient=recipient,
        by=by,
    )


__all__ = ["make_evaluation_summary", "make_report", "make_thanks"]
