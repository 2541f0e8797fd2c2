"""The policy table as a page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hospitium.accounts import rights
from hospitium.core.http import Request


def roles_and_rights(request: Request) -> HttpResponse:
    """Who may do what, for everybody who works here."""
    chips = {word: chip_of(word) for word in rights.RELATIONS.values()}
    sections = [
        (
            section,
            [(line.action, [[chips[word] for word in cell] for cell in line.cells]) for line in section.lines],
        )
        for section in rights.sections()
    ]
    return render(
        request,
        "accounts/roles_and_rights.html",
        {
            "roles": rights.roles(),
            "sections": sections,
            "words": [(chip, word.meaning) for word, chip in chips.items()],
        },
    )


def chip_of(word: rights.Word) -> SafeString:
    """Drawn once for each word: the table has five hundred cells."""
    return render_to_string("components/chip.html", {"text": word.short, "tone": word.tone, "icon": word.icon})
