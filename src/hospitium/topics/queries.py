"""The topics on their two levels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hospitium.topics.models import Topic


@dataclass
class Field:
    """A topic of the first level, and its parts."""

    topic: Topic
    parts: list[Topic] = field(default_factory=list)


def fields(topics: Iterable[Topic]) -> list[Field]:
    """The topics of the first level in their order, each with its parts."""
    rows = list(topics)
    found = {topic.pk: Field(topic) for topic in rows if topic.parent_id is None}
    for topic in rows:
        if topic.parent_id in found:
            found[topic.parent_id].parts.append(topic)
    return list(found.values())
