"""The database out and in again, on PostgreSQL; SQLite's way is in test_backup.py."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from hospitium.core.models import User
from hospitium.operations import backup, databases, place, restore
from hospitium.operations.trouble import Trouble

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL alone")


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_round_trip_brings_back_the_rows_and_keeps_the_schema(tmp_path):
    database = connection.settings_dict
    User.objects.create_user(email="before@example.org", name="Łucja")
    manifest = backup.backup(tmp_path / "b.tar.gz", data=tmp_path, database=database, now=NOW)
    for turn in range(2):
        User.objects.create_user(email=f"after{turn}@example.org", name="B")
        connection.close()

        restore.restore(tmp_path / "b.tar.gz", data=tmp_path, database=database, now=NOW.replace(hour=13 + turn))

        assert list(User.objects.values_list("email", "name")) == [("before@example.org", "Łucja")]
    # The numbers go on where they were.
    assert User.objects.create_user(email="c@example.org", name="C").pk > User.objects.get(name="Łucja").pk
    assert (manifest.database, place.mail_is_held(tmp_path)) == ("postgresql", True)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_a_dump_that_breaks_in_the_middle_changes_nothing(tmp_path):
    User.objects.create_user(email="a@example.org", name="A")
    (tmp_path / "database.sql").write_text("CREATE SCHEMA public; CREATE TABLE public.x (id int); SELECT 1 / 0;")

    with pytest.raises(Trouble, match=r"could not be restored and is as it was before: .*division by zero"):
        databases.load_postgres(connection.settings_dict, tmp_path / "database.sql")

    assert User.objects.count() == 1


def test_the_password_is_not_on_the_command_line():
    database = {
        "ENGINE": "django.db.backends.postgresql", "NAME": "h", "USER": "u", "PASSWORD": "p", "HOST": "db",
        "PORT": 5433, "OPTIONS": {"sslmode": "verify-full", "user": "other"},
    }  # fmt: skip

    environment = databases.postgres_environment(database)

    named = {name: value for name, value in environment.items() if name.startswith("PG")}
    assert named == {
        "PGDATABASE": "h", "PGUSER": "u", "PGPASSWORD": "p", "PGHOST": "db", "PGPORT": "5433",
        "PGSSLMODE": "verify-full",
    }  # fmt: skip


def test_a_missing_tool_is_named():
    with pytest.raises(Trouble, match=r"The program pg_nothing is missing\. Install it: apt-get install"):
        databases.tool("pg_nothing")
