"""Publishing a state of the programme, and telling those whom the changes concern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hospitium.core import mails
from hospitium.core.events import record
from hospitium.core.locking import locked
from hospitium.core.models import User
from hospitium.core.verdicts import Refused, require
from hospitium.visits import rules
from hospitium.visits.models import Notice, Release, Visit
from hospitium.visits.queries.release_words import sentences_of
from hospitium.visits.queries.releases import (
    Concerned,
    concerned_by,
    content_of,
    differences,
    digest_of,
    net_changes,
    waiting_addresses,
    waiting_notices,
)

# Who publishes three times in a row sends one mail.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Published:
    """The version, who will be told by mail, and who has no address."""

    release: Release
    told: Sequence[Concerned]
    without_address: Sequence[Concerned]


@transaction.atomic
def publish_programme(*, visit_id: int, note: str, seen: str = "", by: User) -> Published:
    """Keep the programme as it stands as the next version, and note whom its changes concern.

    `seen` is the digest of what was shown before (queries.releases.digest_of); "" asks nothing. The first version
    tells nobody: those who take part were asked. Raises Refused when there is nothing to publish, or it has changed.
    """
    visit = locked(Visit, visit_id)
    require(rules.may_publish_visit(by, visit))
    content = content_of(visit)
    if not content["items"]:
        raise Refused(_("No item has a day and a time yet. Place one, then publish."))
    if seen and seen != digest_of(content):
        raise Refused(_("The programme was changed in the meantime. Look at the changes again, then publish."))
    before = visit.releases.order_by("-number").first()
    changes = differences(before.content, content) if before else []
    if before and not changes:
        raise Refused(_("Nothing has changed since version %(number)s.") % {"number": before.number})
    now = timezone.now()
    release = Release.objects.create(
        visit=visit,
        number=before.number + 1 if before else 1,
        content=content,
        changes=changes,
        note=note,
        published_at=now,
        published_by=by,
    )
    concerned = concerned_by(visit, before.content, content, changes) if before else []
    told = [one for one in concerned if one.email]
    Notice.objects.bulk_create(
        Notice(
            release=release,
            email=one.email,
            language=one.language,
            name=one.name,
            changes=list(one.changes),
            due_at=now + PATIENCE,
        )
        for one in told
    )
    about = [visit.activity, *visit.activity.partnerships.all()]
    record("visit.published", visit, by=by, about=about, number=release.number, changes=len(changes), told=len(told))
    return Published(release, told, [one for one in concerned if not one.email])


def post_notices(*, now: datetime) -> int:
    """Mail what is due: one mail for each person and visit, with what is different after all waiting versions.

    Returns how many mails went into the outbox.
    """
    return sum(post_to(visit, email, now) for visit, email in waiting_addresses(now))


@transaction.atomic
def post_to(visit: int, email: str, now: datetime) -> int:
    """One person, one transaction: what waits is read again inside, so that nobody is told twice."""
    locked(Visit, visit)
    notices = waiting_notices(visit, email)
    sent = post(notices) if notices else 0
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(posted_at=now)
    return sent


def post(notices: Sequence[Notice]) -> int:
    last = notices[-1]
    visit, changes = last.release.visit, net_changes(notices)
    if not changes:
        return 0
    with translation.override(last.language):
        sentences = sentences_of(changes)
        title = visit.activity.title.here.text or gettext("Visit")
    mails.post(
        to=last.email,
        language=last.language,
        template="visits/mail/notice",
        context={
            "name": last.name,
            "title": title,
            "sentences": sentences,
            "notes": list(dict.fromkeys(notice.release.note for notice in notices if notice.release.note)),
            "officer": visit.officer or visit.unit,
            "installation": settings.INSTALLATION["name"],
        },
        about=visit,
    )
    record("visit.participant_told", visit, by=None, number=last.release.number, changes=len(changes))
    return 1


@transaction.atomic
def forget_notice(*, notice_id: str) -> int:
    """Remove what one person was told of a release, when its time is over; returns how many there were."""
    count, _each = Notice.objects.filter(pk=notice_id).delete()
    return count
