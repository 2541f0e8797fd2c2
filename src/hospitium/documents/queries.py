"""Who may have which file."""

from __future__ import annotations

from django.db.models import ForeignKey, ManyToOneRel

from hospitium.core.models import User
from hospitium.documents.models import StoredFile


def may_have(user: User, stored: StoredFile) -> bool:
    """Whoever uploaded the file, and whoever may read a record that keeps it.

    Which records keep files is read from the models: this app lies below those that have them.
    """
    if stored.uploaded_by_id == user.pk:
        return True
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or not isinstance(relation.field, ForeignKey):
            continue
        visible = getattr(relation.related_model._default_manager, "visible_to", None)
        if visible and visible(user).filter(**{relation.field.name: stored}).exists():
            return True
    return False
