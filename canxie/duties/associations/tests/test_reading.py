"""What other rooms may ask of an association, and that its villages are covered once on any day."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.associations.published import Finding, filing_checks, findings
from canxie.duties.associations.reading import covering, last_villages, villages_of, villages_or_proposed
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.actions import renumber
from canxie.ground.divisions.changes import Renumbering
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power

pytestmark = pytest.mark.django_db

HERE, BESIDE, NEW = "379900001001", "379900001002", "379900001099"
SINCE = date(2022, 4, 18)
TODAY = date(2026, 11, 24)


@pytest.fixture
def joint():
    return AssociationFactory(path=HERE, form="joint", villages=[HERE, BESIDE], since=SINCE)


def test_a_village_is_covered_from_its_first_day_on(joint):
    assert covering(BESIDE, SINCE) == joint
    assert covering(BESIDE, date(2022, 4, 17)) is None
    assert covering("379900001003", TODAY) is None


def test_a_village_is_covered_until_just_before_the_last(joint):
    joint.coverages.filter(path=BESIDE).update(until=date(2024, 1, 1))

    assert covering(BESIDE, date(2023, 12, 31)) == joint
    assert covering(BESIDE, date(2024, 1, 1)) is None
    assert [row.path for row in villages_of(joint, TODAY)] == [HERE]
    assert [row.path for row in villages_of(joint, date(2023, 12, 31))] == [HERE, BESIDE]


def test_one_in_preparation_has_its_proposed_villages():
    draft = AssociationFactory(path=HERE, state="preparing", villages=[BESIDE, HERE])

    assert [row.path for row in villages_or_proposed(draft, TODAY)] == [HERE, BESIDE]
    assert villages_of(draft, TODAY) == []
    assert covering(HERE, TODAY) is None
    assert list(Association.objects.active_on(TODAY)) == []


def test_a_suspended_one_still_knows_its_last_villages(joint):
    joint.coverages.filter(path=BESIDE).update(until=date(2023, 1, 1))
    joint.coverages.filter(path=HERE).update(until=date(2025, 6, 1))
    Association.objects.filter(pk=joint.pk).update(state="suspended")
    joint.refresh_from_db()

    assert [row.path for row in last_villages(joint)] == [HERE]
    assert [row.path for row in villages_or_proposed(joint, TODAY)] == [HERE]


def test_the_last_villages_of_one_that_runs_are_those_in_force(joint):
    joint.coverages.filter(path=BESIDE).update(until=date(2023, 1, 1))

    assert [row.path for row in last_villages(joint)] == [HERE]


def test_two_open_rows_for_a_village_are_refused_by_the_table(joint):
    with pytest.raises(IntegrityError):
        Coverage.objects.create(association=AssociationFactory(path=NEW), path=HERE, place=HERE, since=TODAY)


def test_overlapping_days_in_the_past_are_refused_by_postgresql(joint):
    joint.coverages.filter(path=BESIDE).update(until=date(2024, 1, 1))
    other = AssociationFactory(path=NEW)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError, match="coverage_once_on_any_day"):
            Coverage.objects.create(association=other, path=BESIDE, place=BESIDE, since=date(2023, 12, 31))
    else:
        Coverage.objects.create(association=other, path=BESIDE, place=BESIDE, since=date(2024, 1, 1))


def test_a_village_that_gets_another_code_is_covered_on_by_the_codes_of_each_day(joint):
    VillageFactory(code=HERE)
    by = Scope(SYSTEM, {Power.DIVISIONS_CHANGE: ("379900",)})

    renumber(by=by, change=Renumbering(HERE, NEW, date(2026, 3, 1)))

    rows = joint.coverages.filter(path=NEW).order_by("since")
    assert [(row.place, row.since, row.until, row.host) for row in rows] == [
        (HERE, SINCE, date(2026, 3, 1), True),
        (NEW, date(2026, 3, 1), None, True),
    ]
    joint.refresh_from_db()
    assert (joint.path, joint.place) == (NEW, HERE)
    assert covering(NEW, TODAY) == joint


def test_what_blocks_stands_first(joint, monkeypatch):
    def check(association, on):
        return [
            Finding("good", "主席有 1 名。", "二（三）", "一般设主席1名", blocks=False),
            Finding("late", "副主席还缺 1 名。", "二（三）", "副主席2至3名", blocks=True),
        ]

    monkeypatch.setattr(filing_checks, "_declared", {"officers": check})

    assert [(one.tone, one.blocks) for one in findings(joint, TODAY)] == [("late", True), ("good", False)]
