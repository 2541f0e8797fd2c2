"""Applications as their pages show them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.core.models import User
from hospitium.core.multilingual import here
from hospitium.exchange import eligibility
from hospitium.exchange.models import Application, Consent, Wish
from hospitium.exchange.states import DECIDED

TONES = {
    Application.State.DRAFT: ("", "pencil"),
    Application.State.SUBMITTED: ("info", "send"),
    Application.State.CONSENTED: ("success", "circle-check"),
    Application.State.ASSESSED: ("warning", "triangle-alert"),
    Application.State.YES: ("success", "circle-check"),
    Application.State.NO: ("danger", "octagon-alert"),
    Application.State.DEFERRED: ("open", "hourglass"),
    Application.State.WITHDRAWN: ("paused", "circle-pause"),
}
ANSWER_TONES = {
    Consent.Answer.OPEN: ("open", "circle-dashed"),
    Consent.Answer.YES: ("success", "circle-check"),
    Consent.Answer.NO: ("danger", "octagon-alert"),
}


def whole(user: User, row: str = "application.read") -> QuerySet[Application]:
    """Applications with all that their page needs."""
    return (
        Application.objects.visible_to(user, row)
        .select_related(
            "round__unit", "round__officer", "applicant", "unit", "partner", "topic", "together_with", "nominated_with"
        )
        .prefetch_related(
            "wishes__offer__partner", "wishes__offer__unit", "wishes__partner", "consents", "windows",
            "annexes__file", "round__eligibility_rules",
        )
    )  # fmt: skip


def own(user: User) -> QuerySet[Application]:
    """What somebody has applied for, the latest round first."""
    return whole(user).filter(applicant__user=user).order_by("-round__year", "-pk")


def shown_state(application: Application, user: User) -> str:
    """The state as this person may know it: an applicant hears of the decision on the day of the results."""
    results_on = application.round.results_on
    is_told = results_on is not None and timezone.localdate() >= results_on
    judged = application.state in DECIDED or application.state == Application.State.ASSESSED
    if application.applicant.user_id == user.pk and judged and not is_told:
        return Application.State.CONSENTED
    return application.state


def chip_of(state: str) -> dict[str, str]:
    tone, icon = TONES[Application.State(state)]
    return {"text": str(Application.State(state).label), "tone": tone, "icon": icon}


def languages_in_words(languages: dict[str, str]) -> str:
    """Languages with their levels, in the language of the page."""
    named = [f"{wording.language_name(code, language=here())} {level}" for code, level in languages.items()]
    return ", ".join(sorted(named))


def wishes_in_words(application: Application) -> list[dict[str, Any]]:
    """Rank by rank; equal ranks stand together."""
    ranks: dict[int, list[str]] = {}
    for wish in application.wishes.all():
        ranks.setdefault(wish.rank, []).append(wish_in_words(wish))
    return [{"rank": number, "names": names} for number, (_rank, names) in enumerate(sorted(ranks.items()), start=1)]


def wish_in_words(wish: Wish) -> str:
    if wish.kind == Wish.Kind.OFFER and wish.offer:
        return _("%(city)s: %(offer)s") % {"city": wish.offer.partner or wish.offer.unit, "offer": wish.offer}
    if wish.kind == Wish.Kind.CITY:
        return str(wish.partner)
    return _("whoever fits the topic")


def findings_of(application: Application) -> list[dict[str, Any]]:
    """Each rule of eligibility with whether it is met."""
    found = eligibility.verdicts(application, application.round.eligibility_rules.all())
    return [{"rule": str(rule), "is_met": bool(verdict), "reason": str(verdict.reason)} for rule, verdict in found]
