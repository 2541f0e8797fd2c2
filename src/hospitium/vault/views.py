"""The auditor's page of the vault."""

from django.http import HttpResponse

from hospitium.accounts.lists import answer_list
from hospitium.core.http import Request
from hospitium.vault.lists import READINGS


def log(request: Request) -> HttpResponse:
    """Who has read which fields of which record, when and what for."""
    return answer_list(request, READINGS)
