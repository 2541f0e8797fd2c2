"""Two people at one record: nothing typed is lost, nothing saved is overwritten (F-12)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hospitium.core.events import timeline
from hospitium.core.locking import Conflict, locked
from hospitium.core.multilingual import written_in
from hospitium.partners import actions
from hospitium.partners.models import Contact, Partner
from tests import factories

pytestmark = pytest.mark.usefixtures("english")
CANARY = "<script>alert('xss')</script><img src=x onerror=alert(1)>\"'&"


def office():
    """An office with two officers, a partnership that it looks after and a contact there."""
    unit = factories.make_unit()
    officers = [factories.make_user(role="international_officer", unit=unit, name=name) for name in ("Anna", "Bela")]
    partnership = factories.make_partnership(unit=unit)
    return officers, factories.make_contact(partner=partnership.partner, family_name="Nowak", phone="1")


def form_of(response):
    """What a browser would send back: every field of the form as it stands on the page."""
    context = response.context
    form = context["form"]
    sent = {"form_key": context["form_key"]}
    for field in form:
        value = field.value()
        if hasattr(value, "texts"):
            value = dict(value.texts)
        if isinstance(value, dict):
            sent |= {f"{field.html_name}-{code}": text for code, text in value.items()}
        elif value not in (None, ""):
            sent[field.html_name] = field.field.prepare_value(value)
    return sent


def test_locked_moves_the_version_on_only_for_those_who_saw_it(db):
    _officers, contact = office()

    assert locked(Contact, contact.pk).version == 1
    assert locked(Contact, contact.pk, version=1).version == 2
    with pytest.raises(Conflict) as conflict:
        locked(Contact, contact.pk, version=2)
    assert (conflict.value.current, conflict.value.current.version) == (contact, 1)
    assert str(conflict.value) == "Somebody saved this record while you were editing it."


def test_the_second_to_save_is_shown_both_versions_and_overwrites_nothing(db):
    (anna, bela), contact = office()
    actions.edit_contact(contact_id=contact.pk, version=1, values={"phone": "Anna's"}, by=anna)

    with pytest.raises(Conflict) as conflict:
        actions.edit_contact(contact_id=contact.pk, version=1, values={"phone": "Bela's"}, by=bela)

    contact.refresh_from_db()
    assert (contact.phone, contact.version, conflict.value.current.phone) == ("Anna's", 2, "Anna's")
    assert [event.actor for event in timeline(contact)] == [anna]


def test_saving_without_a_change_still_moves_the_version_but_leaves_no_trace(db):
    (anna, _bela), contact = office()

    actions.edit_contact(contact_id=contact.pk, version=1, values={"phone": "1"}, by=anna)

    contact.refresh_from_db()
    assert (contact.version, list(timeline(contact))) == (2, [])


def test_the_page_of_a_conflict_shows_both_versions_and_keeps_what_was_typed(db, sign_in):
    (anna, bela), contact = office()
    hers, his = sign_in(anna), sign_in(bela)
    page = reverse("partners:contact_edit", args=[contact.pk])
    in_her_browser, in_his_browser = form_of(hers.get(page)), form_of(his.get(page))
    saved = hers.post(page, {**in_her_browser, "phone": "22", "note": f"{CANARY} theirs"})

    answer = his.post(page, {**in_his_browser, "phone": "33", "note": f"{CANARY} mine", "met_at": "Only mine"})

    assert (saved.status_code, answer.status_code) == (302, 409)
    assert [(row["label"], row["theirs"], row["mine"]) for row in answer.context["rows"]] == [
        ("Telephone", "22", "33"),
        ("Where we met", "", "Only mine"),
        ("Note", f"{CANARY} theirs", f"{CANARY} mine"),
    ]
    assert (answer.context["theirs_by"], answer.context["current"]) == ("Anna", contact)
    html = answer.content.decode()
    assert "<script>alert(" not in html
    assert "<img src=x" not in html
    assert {f"{CANARY} theirs", f"{CANARY} mine"} <= {unescape(text).strip() for text in re.split(r"<[^>]*>", html)}
    contact.refresh_from_db()
    assert (contact.phone, contact.met_at) == ("22", "")


def test_sending_the_page_of_a_conflict_saves_what_was_typed(db, sign_in):
    (anna, bela), contact = office()
    his = sign_in(bela)
    page = reverse("partners:contact_edit", args=[contact.pk])
    in_his_browser = form_of(his.get(page))
    actions.edit_contact(contact_id=contact.pk, version=1, values={"phone": "22"}, by=anna)
    conflict = his.post(page, {**in_his_browser, "phone": "33"})

    answer = his.post(page, form_of(conflict))

    assert (answer.status_code, answer.url) == (302, contact.get_absolute_url())
    contact.refresh_from_db()
    assert (contact.phone, contact.version) == ("33", 3)
    assert [event.actor.name for event in timeline(contact)] == ["Bela", "Anna"]


def test_a_conflict_in_a_text_of_several_languages_is_shown_language_by_language(db, sign_in):
    unit = factories.make_unit()
    anna, bela = (factories.make_user(role="international_officer", unit=unit) for _ in range(2))
    partnership = factories.make_partnership(
        unit=unit, partner=factories.make_partner(name=written_in("de", "Prag", pl="Praga"), own_name="Praha")
    )
    partner = partnership.partner
    his = sign_in(bela)
    page = reverse("partners:partner_edit", args=[partner.key])
    in_his_browser = form_of(his.get(page))
    actions.edit_partner(
        partner_id=partner.pk, version=1, values={"name": {"de": "Prag", "pl": "Praga", "en": "Prague"}}, by=anna
    )

    answer = his.post(page, {**in_his_browser, "name-de": CANARY})

    assert answer.status_code == 409
    assert [(row["label"], row["theirs"], row["mine"]) for row in answer.context["rows"]] == [
        ("Name", "de: Prag\nen: Prague\npl: Praga", f"de: {CANARY}\npl: Praga")
    ]
    assert "<script>alert(" not in answer.content.decode()
    assert Partner.objects.get(pk=partner.pk).name.texts["de"] == "Prag"


def save(contact, version, phone, by):
    """The conflict, if there is one."""
    try:
        actions.edit_contact(contact_id=contact.pk, version=version, values={"phone": phone}, by=by)
    except Conflict as conflict:
        return conflict
    return None


class Interleavings(TestCase):
    """Three editors open, type and save in any order: whoever saved knows what was there before."""

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["open", "save"])), max_size=14))
    def test_no_interleaving_overwrites_in_silence(self, steps):
        officers, contact = office()
        editors = [
            *officers,
            factories.make_user(role="international_officer", unit=contact.partner.partnerships.get().unit),
        ]
        seen: dict[int, tuple[int, str]] = {}
        saved = ["1"]
        for turn, (who, step) in enumerate(steps):
            stored = Contact.objects.get(pk=contact.pk)
            if step == "open":
                seen[who] = (stored.version, stored.phone)
            elif who in seen:
                version, phone = seen[who]
                typed = f"{who}.{turn}"
                conflict = save(contact, version, typed, editors[who])
                if conflict:
                    assert conflict.current.phone == saved[-1] != phone
                else:
                    assert phone == saved[-1]
                    saved.append(typed)
                    del seen[who]
        assert Contact.objects.get(pk=contact.pk).phone == saved[-1]
        assert timeline(contact).count() == len(saved) - 1
