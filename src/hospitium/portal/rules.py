"""Who may write and release the editorial pages."""

from django.utils.translation import gettext_lazy as _

from hospitium.accounts import policy
from hospitium.accounts.policy import Somebody
from hospitium.core.verdicts import ALLOWED, Verdict
from hospitium.portal.models import EditorialPage


def may_write(user: Somebody) -> Verdict:
    return policy.may(user, "editorial.update")


def may_publish(user: Somebody, page: EditorialPage) -> Verdict:
    verdict = may_write(user)
    if not verdict:
        return verdict
    if page.is_published:
        return Verdict(_("This page is published already."))
    if not page.title or not (page.lead or page.body):
        return Verdict(_("A page needs a title and a text before it can be published."))
    return ALLOWED


def may_withdraw(user: Somebody, page: EditorialPage) -> Verdict:
    verdict = may_write(user)
    if not verdict:
        return verdict
    return ALLOWED if page.is_published else Verdict(_("This page is not published."))
