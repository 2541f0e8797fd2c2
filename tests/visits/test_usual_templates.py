"""The usual templates keep the rules of the check, as far as a template can."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hospitium.algorithms.timetable.check import check
from hospitium.visits.actions.filling import fill
from hospitium.visits.models import Template
from hospitium.visits.queries.timetable import programme_of
from hospitium.visits.usual import usual_templates
from tests import factories_visits as made

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 4, 12)
# What only the office can do: book interpreters, get answers and lists.
LATER = {"interpreter_missing", "unconfirmed", "diets_unknown", "mode_missing"}


@pytest.mark.parametrize("key", [usual.key for usual in usual_templates()])
def test_a_usual_template_keeps_the_rules(key):
    template = Template.objects.get(key=key)
    understood = ["de"] if template.is_outgoing else []
    ends = MONDAY + timedelta(days=template.days - 1)
    visit = made.make_visit(starts_on=MONDAY, ends_on=ends, understood=understood)

    fill(visit, template)

    found = check(programme_of(visit, today=date(2027, 1, 4)))
    assert [(one.code, dict(one.facts)) for one in found if one.code not in LATER] == []
    assert visit.items.filter(day=None).count() == 0
