"""Who may do what with topics, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hospitium.accounts.policy import Somebody, may
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.topics.models import Topic


def may_edit_topics(user: Somebody) -> Verdict:
    return may(user, "topic.update")


def may_belong_to(topic: Topic, parent: Topic | None) -> Verdict:
    """Topics have two levels at most: a field, and the parts of a field."""
    if parent is None:
        return ALLOWED
    if parent.pk == topic.pk and topic.pk is not None:
        return Verdict(_("A topic cannot belong to itself."))
    if parent.parent_id is not None:
        return Verdict(
            _("“%(parent)s” is itself part of another topic. Topics have two levels at most.") % {"parent": parent}
        )
    if topic.pk is not None and topic.parts.exists():
        return Verdict(_("This topic has parts of its own. Topics have two levels at most."))
    return ALLOWED
