"""What the office knows about a member, as a PDF for that person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hospitium.core import wording
from hospitium.delegations.models import Member
from hospitium.delegations.queries.notices import notice_of
from hospitium.delegations.queries.own import passport_of, readings_of
from hospitium.documents.rendering import render_pdf


def own_pdf(member: Member, facts: Sequence[Mapping[str, Any]]) -> bytes:
    """The person's data, the days on which passport data were given and read, and the notice; nothing is kept."""
    return render_pdf("own_data", content_of(member, facts), made_at=timezone.now())


def content_of(member: Member, facts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    language = get_language() or "en"
    today = wording.day(timezone.localdate(), language=language, style="long")
    return {
        "language": language,
        "office": settings.INSTALLATION["name"],
        "title": _("What we know about you"),
        "name": str(member),
        "lead": f"{member.delegation.visit} · {member.delegation.partnership}",
        "as_of": _("As of %(day)s") % {"day": today},
        "unknown": _("unknown"),
        "page": _("Page"),
        "facts": [[fact["label"], fact["text"]] for fact in facts],
        "passport_title": _("Passport data"),
        "passport": [
            [one.label, _("given on %(day)s") % {"day": wording.day(one.given_on, language=language, style="long")}]
            for one in passport_of(member)
            if one.given_on
        ],
        "readings_title": _("Who has read your passport data"),
        "nobody": _("Nobody has read them."),
        "readings": [
            [
                wording.day(timezone.localtime(one.at).date(), language=language, style="long"),
                one.role,
                one.purpose,
                one.fields,
            ]
            for one in readings_of(member)
        ],
        "notice_title": _("How your data are treated"),
        "notice": [list(part) for part in notice_of(member.delegation).parts],
    }
