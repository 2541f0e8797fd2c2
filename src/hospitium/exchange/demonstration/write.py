"""The whole of it, as the sign-ins of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from django.utils import translation

from hospitium.accounts.models import Unit
from hospitium.accounts.roles import Role
from hospitium.core.models import User
from hospitium.exchange.demonstration.invented import HOSTS
from hospitium.exchange.demonstration.rounds import DECIDING, PEOPLE, Stage
from hospitium.exchange.demonstration.stays import last_year
from hospitium.exchange.models import Round
from hospitium.topics.models import Topic


def write_rounds() -> Round:
    """Last year's round and this year's, which is assessed and ready for a run.

    Needs the sign-ins of the demonstration. Raises Refused where a rule is against it.
    """
    with translation.override("de"):  # so that units and topics in a German text have their German names
        return written()


def written() -> Round:
    officer = holder(Role.OFFICER)
    units = list(Unit.objects.filter(kind__in=[Unit.Kind.DEPARTMENT, Unit.Kind.DISTRICT]).order_by("pk"))
    stage = Stage(
        officer=officer,
        head=holder(Role.HEAD),
        employee=holder(Role.EMPLOYEE),
        unit=Unit.objects.get(grants__user=officer, grants__role=Role.OFFICER),
        units=units,
        topics=list(Topic.objects.filter(parent=None).order_by("pk")[:12]),
    )
    made = stage.follow(last_year(stage))
    here = stage.places_here(made)
    places = stage.places(made, [known[0] for known in HOSTS])
    people = [*stage.ours(made, places, PEOPLE), *stage.both_ways(made, here)]
    made = stage.move(made, stage.today + timedelta(days=DECIDING))
    stage.assess(made, people)
    return made


def holder(role: Role) -> User:
    return User.objects.filter(grants__role=role, email__endswith="@example.org").earliest("pk")
