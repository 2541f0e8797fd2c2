"""The demonstration: a record and one sign-in for each role, once, into an empty installation."""

import stat

import pytest

from hospitium.accounts.models import Grant
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.operations import demonstration, place
from hospitium.operations.trouble import Trouble

pytestmark = pytest.mark.django_db


def test_load_makes_one_sign_in_for_each_role(tmp_path):
    loaded = demonstration.load("berlin", data=tmp_path)

    text = (tmp_path / place.SIGN_INS).read_text()
    words = [line.split()[-2:] for line in text.splitlines()[1:]]
    assert (loaded, place.is_demonstration(tmp_path)) == (True, True)
    assert sorted(Grant.objects.values_list("role", flat=True)) == sorted(Role.values)
    assert [User.objects.get(email=email).check_password(word) for email, word in words] == [True] * len(Role)
    assert stat.S_IMODE((tmp_path / place.SIGN_INS).stat().st_mode) == 0o600


def test_load_leaves_a_used_installation_alone(tmp_path):
    User.objects.create_user(email="a@example.org", name="A")

    loaded = demonstration.load("berlin", data=tmp_path)

    assert (loaded, list(tmp_path.iterdir()), User.objects.count()) == (False, [], 1)


def test_load_of_an_unknown_record(tmp_path):
    with pytest.raises(Trouble, match=r"There is no demonstration record “atlantis”\. There is: .*berlin"):
        demonstration.load("atlantis", data=tmp_path)
