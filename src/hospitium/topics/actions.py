"""What people do with topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hospitium.core.editing import write
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import require
from hospitium.topics import rules
from hospitium.topics.models import Topic


@transaction.atomic
def create_topic(*, values: Mapping[str, Any], by: User) -> Topic:
    """Enter a field of urban action, or a part of one; it comes last among its own. Raises Refused when `by` may not.

    `units` in `values` are the departments that answer for it.
    """
    require(rules.may_edit_topics(by))
    parent = fresh(values.get("parent"))
    require(rules.may_belong_to(Topic(), parent))
    topic = Topic(position=last_position(parent) + 1)
    write(topic, values)
    record("topic.created", topic, by=by)
    return topic


@transaction.atomic
def edit_topic(*, topic_id: int, version: int | None, values: Mapping[str, Any], by: User) -> Topic:
    """Change names, identifiers, place or departments. Raises Refused, or Conflict when somebody saved in between."""
    topic = locked(Topic, topic_id, version=version)
    require(rules.may_edit_topics(by))
    require(rules.may_belong_to(topic, fresh(values.get("parent"))))
    changed = write(topic, values)
    if changed:
        record("topic.changed", topic, by=by, fields=changed)
    return topic


def fresh(parent: Topic | None) -> Topic | None:
    """The topic above as it is now: it may have moved under another one since the form was opened."""
    return locked(Topic, parent.pk) if parent else None


def last_position(parent: Topic | None) -> int:
    return max(Topic.objects.filter(parent=parent).values_list("position", flat=True), default=-1)
