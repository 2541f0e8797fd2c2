"""The list of ranks: the usual one, the order, what is in use."""

from __future__ import annotations

import pytest
from django.conf import settings

from hospitium.accounts.roles import Role
from hospitium.core.events import timeline
from hospitium.core.multilingual import written_in
from hospitium.core.verdicts import Refused
from hospitium.delegations.actions import ranks as actions
from hospitium.delegations.models import Rank
from hospitium.delegations.usual_ranks import usual_ranks
from tests.factories import make_unit, make_user
from tests.factories_delegations import make_member, make_rank

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return make_user(role=Role.HEAD, unit=make_unit())


def order() -> list[str]:
    return [rank.name.texts["de"] for rank in Rank.objects.all()]


def test_the_usual_list_is_written_in_every_language():
    languages = {code for code, _name in settings.LANGUAGES}

    assert {frozenset(name.texts) for name in usual_ranks()} == {frozenset(languages)}
    assert all(all(name.texts.values()) for name in usual_ranks())


def test_an_office_begins_with_the_usual_list_once(head, english):
    count = actions.add_usual_ranks(by=head)

    assert (count, [str(rank) for rank in Rank.objects.all()][:3]) == (
        16,
        ["head of state", "head of government", "ambassador"],
    )
    with pytest.raises(Refused, match="There is a list of ranks already"):
        actions.add_usual_ranks(by=head)


def test_ranks_change_places_with_their_neighbours(head):
    first, second, third = (make_rank(name=written_in("de", name), position=n) for n, name in enumerate("ABC", 1))

    actions.move_rank(rank_id=third.pk, step=actions.Step.UP, by=head)
    actions.move_rank(rank_id=first.pk, step=actions.Step.DOWN, by=head)
    actions.move_rank(rank_id=third.pk, step=actions.Step.UP, by=head)

    assert order() == ["C", "A", "B"]
    assert [event.code for event in timeline(second)] == ["rank.moved"]


def test_a_rank_that_somebody_has_stays(head, english):
    used, unused = make_rank(), make_rank()
    make_member(rank=used)

    actions.remove_rank(rank_id=unused.pk, by=head)

    with pytest.raises(Refused, match="Members of delegations have this rank"):
        actions.remove_rank(rank_id=used.pk, by=head)
    assert list(Rank.objects.all()) == [used]


def test_officers_read_the_list_and_heads_change_it(head, sign_in, english):
    officer = make_user(role=Role.OFFICER, unit=make_unit())
    reader, writer = sign_in(officer), sign_in(head)

    page = reader.get("/desk/ranks/").content.decode()
    assert ("No ranks yet" in page, "/desk/new/rank/" in page) == (True, False)
    assert reader.post("/desk/new/rank/", {"name-en": "x"}).status_code == 403
    with pytest.raises(Refused):
        actions.create_rank(values={"name": {"en": "x"}}, by=officer)
    assert "clerk" in writer.get("/desk/ranks/usual/").content.decode()
    writer.post("/desk/ranks/usual/", {"sent": "1"})
    writer.post("/desk/new/rank/", {"name-en": "apprentice", "name-de": "Azubi"})
    last = Rank.objects.last()
    writer.post(f"/desk/ranks/{last.pk}/move/", {"step": "up"})
    writer.post(f"/desk/ranks/{last.pk}/edit/", {"name-en": "trainee", "name-de": "Azubi", "version": last.version})
    page = writer.get("/desk/ranks/").content.decode()
    assert (page.index("trainee") < page.index("clerk"), Rank.objects.count()) == (True, 17)
    writer.post(f"/desk/ranks/{last.pk}/remove/", {"sent": "1"})
    assert Rank.objects.count() == 16
    assert writer.post("/desk/new/rank/", {}).status_code == 422
