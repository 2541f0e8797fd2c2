"""Pages of the topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.core.forms import answer_form
from hospitium.core.http import Request
from hospitium.core.records import Button, fact, history, known, reasons
from hospitium.topics import actions, forms, queries, rules
from hospitium.topics.history import SENTENCES
from hospitium.topics.models import Topic


def topics(request: Request) -> HttpResponse:
    context = {
        "fields": queries.fields(Topic.objects.visible_to(request.user).prefetch_related("units")),
        "may_create": rules.may_edit_topics(request.user),
    }
    return render(request, "topics/topics.html", context)


def topic(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Topic.objects.visible_to(request.user).select_related("parent"), key=key)
    verdict = rules.may_edit_topics(request.user)
    buttons = [
        Button(_("Edit"), reverse("topics:topic_edit", args=[key]), "pencil", verdict),
    ]
    if record.parent_id is None:
        new = f"{reverse('topics:topic_new')}?parent={key}"
        buttons.append(Button(_("Add a part"), new, "plus", verdict))
    context = {
        "heading": record,
        "heading_lang": record.name.here.language if record.name.here.is_foreign else "",
        "crumbs": crumbs_of(record),
        "buttons": buttons,
        "reasons": reasons(buttons),
        "facts": facts_of(record),
        "names": names_of(record),
        "parts": record.parts.all(),
        "is_part": record.parent_id is not None,
        "history_lines": history(record, SENTENCES),
    }
    return render(request, "topics/topic.html", context)


def crumbs_of(record: Topic) -> list[Mapping[str, Any]]:
    above = [{"label": record.parent, "url": record.parent.get_absolute_url()}] if record.parent else []
    return [{"label": _("Topics"), "url": reverse("topics:topics")}, *above, {"label": record}]


def facts_of(record: Topic) -> list[Mapping[str, Any]]:
    """What a topic belongs to, who answers for it, and what the common vocabularies call it."""
    parent = record.parent
    return known(
        [
            fact(_("Belongs to"), parent or "", url=parent.get_absolute_url() if parent else ""),
            fact(_("Answered for by"), "\n".join(str(unit) for unit in record.units.all()) or None),
            fact(_("EuroVoc concepts"), ", ".join(record.eurovoc)),
            fact(_("Sustainable development goals"), ", ".join(str(goal) for goal in record.sdg)),
            fact(_("COFOG groups"), ", ".join(record.cofog)),
        ]
    )


def names_of(record: Topic) -> list[tuple[str, str]]:
    """Its name in every language that has one: pairs of language code and name."""
    return sorted(record.name.texts.items())


def topic_new(request: Request) -> HttpResponse:
    parent = Topic.objects.visible_to(request.user).filter(key=request.GET.get("parent", ""), parent=None).first()
    form = forms.NewTopic(request.POST or None, initial={"parent": parent.pk if parent else None})
    form.limit_parents(None)
    return answer_form(
        request,
        form,
        lambda: actions.create_topic(values=form.values, by=request.user),
        context={"page_title": _("New topic"), "cancel_url": reverse("topics:topics")},
    )


def topic_edit(request: Request, key: str) -> HttpResponse:
    record = get_object_or_404(Topic.objects.visible_to(request.user, "topic.update"), key=key)
    form = forms.EditTopic.of(record, request.POST or None)
    form.limit_parents(record)
    return answer_form(
        request,
        form,
        lambda: actions.edit_topic(topic_id=record.pk, version=form.version_seen, values=form.values, by=request.user),
        context={"page_title": record, "cancel_url": record.get_absolute_url()},
    )
