"""Names that mix alphabets are pointed out after they were saved (corpus B-13)."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from hospitium.accounts.roles import Role
from hospitium.core.letters import doubts_about
from hospitium.core.multilingual import written_in
from hospitium.partners.models import Contact
from tests.factories import make_partnership, make_unit, make_user

MIXED = "\u0412erlin"
LETTERS = "\u0412 (U+0412 CYRILLIC CAPITAL LETTER VE)"
SENTENCE = f"“{MIXED}” mixes letters of several alphabets: {LETTERS}. Check how it is written."


@pytest.mark.parametrize(
    "value", [MIXED, f"{MIXED}, {MIXED}", {"de": "Stadt", "en": MIXED}, written_in("de", "Stadt", en=MIXED)]
)
def test_odd_letters_of_a_name_are_said_once(value, english):
    assert doubts_about([value, None, "", "Stadt"]) == [SENTENCE]


@pytest.mark.parametrize(("family_name", "said"), [(MIXED, [SENTENCE]), ("Георгиева", [])])
def test_contact_with_odd_letters_is_saved_and_they_are_pointed_out(client, db, family_name, said):
    unit = make_unit()
    partner = make_partnership(unit=unit).partner
    client.force_login(make_user(role=Role.OFFICER, unit=unit))
    client.cookies["language"] = "en"
    url = reverse("partners:contact_new")
    form = client.get(url).context

    answer = client.post(url, {"partner": partner.pk, "family_name": family_name, "form_key": form["form_key"]})

    assert (answer.status_code, Contact.objects.get().family_name) == (302, family_name)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == said
