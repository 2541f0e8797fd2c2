"""Past rounds: what sources say of a year, corrected with a source; nothing is overwritten."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hospitium.core.claims import Disputable, claims_of, in_use_first, typed
from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.models import Claim
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.exchange import past_rules as rules
from hospitium.exchange.actions import past as actions
from hospitium.exchange.forms.past import EditPast, NewPast, StateFigure
from hospitium.exchange.forms.rounds import Nothing
from hospitium.exchange.history import SENTENCES
from hospitium.exchange.models import HistoricRound
from hospitium.exchange.queries import statistics as queries
from hospitium.partners.models import Partner

NEW = gettext_lazy("Enter an earlier round")


def stored(request: Request, pk: int, row: str = "exchange_statistics.read") -> HistoricRound:
    return get_object_or_404(HistoricRound.objects.visible_to(request.user, row), pk=pk)


def past_round(request: Request, pk: int) -> HttpResponse:
    """One year of a programme: each figure with its sources, who hosted, what was learnt."""
    record = stored(request, pk)
    may_correct = rules.may_correct(request.user)
    buttons = [
        Button(_("Edit"), reverse("exchange:past_round_edit", args=[pk]), "pencil", may_correct),
        Button(_("Statistics"), f"{reverse('exchange:statistics')}#past", "list-checks"),
    ]
    name = record.name.here
    return render(
        request,
        "exchange/past_round.html",
        {
            "heading": f"{name.text} {record.year}",
            "heading_lang": name.language if name.is_foreign else "",
            "crumbs": crumbs_of(record),
            "facts": facts_of(record),
            "figures": [figure_of(record, one) for one in HistoricRound.disputable],
            "places": queries.known_stays(record),
            "may_correct": may_correct,
            "buttons": buttons,
            "reasons": reasons(buttons),
            "history_lines": history(record, SENTENCES),
        },
    )


def crumbs_of(record: HistoricRound | None = None) -> list[dict[str, Any]]:
    crumbs = [{"label": _("Statistics of staff exchange"), "url": f"{reverse('exchange:statistics')}#past"}]
    return [*crumbs, {"label": str(record), "url": record.get_absolute_url()} if record else {"label": NEW}]


def facts_of(record: HistoricRound) -> list[Any]:
    units = record.units_note or ("" if record.units_count is None else str(record.units_count))
    facts = [
        fact(_("Sending units"), units or None),
        fact(_("Host cities"), queries.Past(record, [], queries.names_here()).hosts or None),
        fact(_("Lessons named"), ", ".join(record.lessons.here.text.splitlines())),
        fact(_("Note"), record.note),
        fact(_("Source"), record.source or (None if not claims_of(record) else "")),
    ]
    return list(known(facts))


def figure_of(record: HistoricRound, disputable: Disputable) -> dict[str, Any]:
    """A figure with what each source says about it, that in use first."""
    is_about = record.is_about and disputable.fact == "persons"
    return {
        "label": disputable.label,
        "value": number_in_words(getattr(record, disputable.fact), is_about=is_about),
        "source": record.source,
        "claims": [shown(one) for one in in_use_first(claims_of(record, disputable.fact))],
        "url": reverse("exchange:past_figure", args=[record.pk, disputable.fact]),
    }


def number_in_words(value: object, *, is_about: bool) -> object:
    """The number, “about 40”, or None where nobody knows."""
    return _("about %(number)s") % {"number": value} if is_about and value is not None else value


def shown(claim: Claim) -> dict[str, Any]:
    return {
        "value": number_in_words(typed(claim), is_about=claim.note == HistoricRound.ABOUT),
        "source": claim.source or _("source unknown"),
        "as_of": claim.as_of,
        "in_use": claim.in_use,
        "choose_url": reverse("exchange:past_figure_choose", args=[claim.pk]),
    }


def past_round_new(request: Request) -> HttpResponse:
    """A year that the record does not know yet; its figures follow on its page."""
    form = NewPast(request.POST or None)
    form.limit_to(programmes())

    def act() -> HistoricRound:
        given = form.cleaned_data
        texts = dict(HistoricRound.objects.filter(programme=given["programme"]).values_list("programme", "name"))
        name = texts.get(given["programme"]) or {get_language() or "en": given["name"]}
        values = {"name": name, "year": given["year"], "source": given["source"]}
        return actions.create_past_round(programme=given["programme"], values=values, by=request.user)

    return answer_form(
        request,
        form,
        act,
        context={
            "page_title": NEW,
            "crumbs": crumbs_of(),
            "cancel_url": f"{reverse('exchange:statistics')}#past",
            "verdict": rules.may_correct(request.user),
        },
    )


def programmes() -> list[tuple[str, str]]:
    rounds = HistoricRound.objects.order_by("programme", "-year")
    return list({one.programme: (one.programme, str(one.name)) for one in rounds}.values())


def past_round_edit(request: Request, pk: int) -> HttpResponse:
    record = stored(request, pk, "exchange_statistics.update")
    form = EditPast.of(record, request.POST or None)
    form.limit_to(Partner.objects.visible_to(request.user))
    return answer_form(
        request,
        form,
        lambda: actions.edit_past_round(round_id=pk, version=form.version_seen, values=form.values, by=request.user),
        context={
            "page_title": f"{record}: {_('Edit')}",
            "lead": _("Persons, host places and Europass Mobility are corrected one by one, each with its source."),
            "crumbs": crumbs_of(record),
            "cancel_url": record.get_absolute_url(),
        },
    )


def past_figure(request: Request, pk: int, fact: str) -> HttpResponse:
    """All statements about a figure, and a form that corrects it with a source."""
    row = "exchange_statistics.update" if request.method == "POST" else "exchange_statistics.read"
    record = stored(request, pk, row)
    disputable = next((one for one in HistoricRound.disputable if one.fact == fact), None)
    if disputable is None:
        raise Http404
    form = StateFigure(request.POST or None, disputable=disputable)
    here = reverse("exchange:past_figure", args=[pk, fact])

    def act() -> str:
        actions.state_figure(round_id=pk, disputable=disputable, by=request.user, **form.cleaned_data)
        return here

    claims = [shown(one) for one in claims_of(record, fact)]
    value = getattr(record, fact)
    if not claims and value is not None:
        is_about = record.is_about and fact == "persons"
        source = record.source or _("source unknown")
        claims = [{"value": number_in_words(value, is_about=is_about), "source": source, "in_use": True}]
    return answer_form(
        request,
        form,
        act,
        template="programme/claim.html",
        context={
            "page_title": record,
            "label": disputable.label,
            "claims": claims,
            "crumbs": crumbs_of(record),
            "subject_url": record.get_absolute_url(),
            "verdict": rules.may_correct(request.user),
        },
    )


def past_figure_choose(request: Request, pk: int) -> HttpResponse:
    """Take another statement into use; asked first, because the statistics follow it."""
    claim = get_object_or_404(Claim, pk=pk, kind=HistoricRound._meta.label_lower)
    record = stored(request, int(claim.key), "exchange_statistics.update")
    label = next(one.label for one in HistoricRound.disputable if one.fact == claim.fact)
    here = reverse("exchange:past_figure", args=[record.pk, claim.fact])
    words = shown(claim)

    def act() -> str:
        actions.choose_figure(claim_id=pk, by=request.user)
        return here

    value = _("unknown") if words["value"] is None else words["value"]
    return answer_form(
        request,
        Nothing(request.POST or None),
        act,
        template="confirm.html",
        context={
            "page_title": record,
            "title": _("Use this statement"),
            "text": f"{str(label)[:1].upper()}{str(label)[1:]}: {value} ({words['source']})",
            "will": [_("The statistics follow this statement.")],
            "stays": [_("The other statements stay and are shown beside it.")],
            "submit_label": _("Use this statement"),
            "cancel_url": here,
        },
    )
