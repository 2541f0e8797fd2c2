"""What waits to be sent, what was sent, what failed: without subject and text."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitium.accounts import actions, forms, policy, queries
from hospitium.core.http import Request, new_form_key
from hospitium.core.models import Mail


def outbox(request: Request) -> HttpResponse:
    """The messages of the installation by state."""
    form = forms.OutboxFilter(request.GET or None)
    status = form.cleaned_data["status"] if form.is_valid() else ""
    return render(
        request,
        "accounts/outbox.html",
        {
            "form": form,
            "page": Paginator(queries.outbox(status=status), queries.PAGE).get_page(request.GET.get("page")),
            "may_retry": policy.may(request.user, "outbox.retry"),
            "form_key": new_form_key(),
        },
    )


def mail_retry(request: Request, pk: int) -> HttpResponse:
    """Put one failed message back."""
    mail = get_object_or_404(Mail, pk=pk)
    actions.retry_mail(mail_id=mail.pk, by=request.user)
    messages.success(request, _("The message will be tried again."))
    return HttpResponseRedirect(reverse("accounts:outbox"))
