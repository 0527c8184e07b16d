"""Plans follow what happens. Days are counted on a calendar by hand; intervals are the shipped 30, 90 and 180."""

from datetime import date

import pytest
import time_machine
from django.db import connection

from canxie.duties.visits import actions
from canxie.duties.visits.models import Plan, Visit
from canxie.duties.visits.rules import spread
from canxie.duties.visits.spreading import replan
from canxie.duties.visits.tasks import replan_by_night
from canxie.duties.visits.tests.doors import HERE, TODAY, commissioner, household, noon, visit
from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.registry.models import Person, Standing
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db

OCT_12 = date(2026, 10, 12)


@pytest.fixture
def by():
    return commissioner(UserFactory().pk)


def due(home):
    return Plan.objects.get(household=home).due_on


def standing(home):
    return Standing.objects.filter(person__household=home).order_by("pk").first()


@pytest.mark.parametrize(
    ("people", "manner", "day"),
    [
        (1, "at_home", date(2027, 5, 23)),  # C: 180 days after 24 November
        (1, "outside", date(2027, 5, 23)),
        (1, "phone", date(2027, 4, 10)),  # no visit: 180 days after 12 October stay
        (1, "not_met", date(2027, 4, 10)),
        (2, "at_home", date(2026, 12, 24)),  # A, two certified people: 30 days
        (2, "outside", date(2026, 11, 11)),  # counts for B and C alone: 30 days after 12 October stay
    ],
)
def test_what_counts_for_a_tier_moves_its_plan(by, people, manner, day):
    home = household(people=people, on=OCT_12)
    visit(home, by=by, on=OCT_12)

    visit(home, by=by, manner=manner)

    assert due(home) == day


def test_seen_reached_and_visited_are_three_things(by):
    home = household(on=OCT_12)
    visit(home, by=by, on=OCT_12)
    visit(home, by=by, on=date(2026, 11, 1), how="relative")
    visit(home, by=by, on=date(2026, 11, 10), manner="phone")
    visit(home, by=by, on=date(2026, 11, 20), manner="not_met")

    row = standing(home)

    assert (row.last_seen_on, row.last_visit_on, row.last_contact_on) == (
        OCT_12,
        date(2026, 11, 1),
        date(2026, 11, 10),
    )


def test_a_county_says_which_manner_reaches_somebody(by):
    """Where calls are no contact, 20 November was none; the door on 12 October stays the last."""
    told = {"reason": "试", "set_by": 1, "valid_from": date(2026, 1, 1), "version": 1}
    ParameterValue.objects.create(key="visit.contact_manners", place="379900", value=["at_home", "outside"], **told)
    home = household(on=OCT_12)
    visit(home, by=by, on=OCT_12)

    visit(home, by=by, on=date(2026, 11, 20), manner="phone")

    assert standing(home).last_contact_on == OCT_12


def test_a_visit_that_is_struck_out_is_read_and_counted_nowhere(by):
    home = household(on=OCT_12)
    first = visit(home, by=by, on=OCT_12)
    wrong = visit(home, by=by)
    before = due(home)

    actions.amend(by=by, visit=wrong, text="记错了人家", strikes_out=True, today=TODAY)

    assert (before, due(home)) == (date(2027, 5, 23), date(2027, 4, 10))
    assert standing(home).last_seen_on == OCT_12
    assert Visit.objects.get(pk=wrong.pk).findings == wrong.findings
    assert [*Visit.objects.counted()] == [first]


def test_what_was_written_first_is_never_touched(by):
    told = visit(household(), by=by, findings="门口台阶湿滑。")

    actions.amend(by=by, visit=told, text="那天在姐姐家。", strikes_out=False, today=TODAY)

    told.refresh_from_db()
    assert told.findings == "门口台阶湿滑。"
    assert not told.struck_out
    assert told.amendments.get().text == "那天在姐姐家。"


def test_a_household_that_is_away_waits_until_the_next_visit(by):
    home = household(on=OCT_12)
    visit(home, by=by, on=OCT_12)

    actions.postpone(
        by=by, household=home, until=date(2027, 5, 1), reason="hospital", text="", today=date(2026, 10, 20)
    )

    assert due(home) == date(2027, 5, 1)
    visit(home, by=by)
    assert due(home) == date(2027, 5, 23)


def test_an_answer_at_the_door_can_make_an_a_and_a_death_ends_the_plan(by, time_machine):
    time_machine.move_to(noon(TODAY), tick=False)
    home = household()
    assert Plan.objects.get(household=home).tier == "C"

    visit(home, by=by, facts={None: {"aged_carer": True}})

    plan = Plan.objects.get(household=home)
    assert (plan.tier, plan.tier_since, plan.due_on) == ("A", TODAY, date(2026, 12, 24))
    Person.objects.filter(household=home).update(state="deceased")
    replan(HERE, TODAY)
    assert not Plan.objects.filter(household=home).exists()
    assert (standing(home).tier, standing(home).due_on) == ("", None)


def test_a_visit_sent_twice_is_there_once(by):
    home = household()
    told = actions.Told(home.pk, TODAY, "at_home", {person.pk: "self" for person in home.people.all()})

    answers = [actions.record(by=by, household=home, told=told, at=noon(TODAY)) for _ in range(2)]

    assert [new for _, new in answers] == [True, False]
    assert Visit.objects.count() == 1
    assert [*AuditEntry.objects.order_by("number").values_list("action", flat=True)][-2:] == [
        "visits.record",
        "visits.record.repeated",
    ]


def test_nobody_records_where_the_power_does_not_hold(by):
    home = household(path="379900001002")

    with pytest.raises(OutOfScope):
        visit(home, by=by)

    assert not Visit.objects.exists()


class TestSpread:
    """First dates of a whole village, as an import leaves them, against a list counted by hand."""

    def test_lie_evenly_over_the_interval_and_nobody_is_late(self):
        for number in range(5):
            home = HouseholdFactory(path=HERE, group=f"{number}组")
            CertificateFactory.create_batch(2, person__household=home)

        replan(HERE, TODAY)

        days = Plan.objects.order_by("household__group").values_list("due_on", flat=True)
        assert [f"{day:%m-%d}" for day in days] == ["11-30", "12-06", "12-12", "12-18", "12-24"]
        assert {*Standing.objects.values_list("due_on", flat=True)} == {*days}

    def test_is_for_a_village_what_the_rule_says_of_one(self):
        """The rule is plain Python, the plan of a place one statement: they say the same days."""
        for _ in range(37):
            CertificateFactory.create_batch(2, person__household=HouseholdFactory(path=HERE))
        PersonFactory.create_batch(11, household__path=HERE, degree=4)

        replan(HERE, TODAY)

        for tier, count, interval in (("A", 37, 30), ("C", 11, 180)):
            days = sorted(Plan.objects.filter(tier=tier).values_list("due_on", flat=True))
            assert days == spread(count, interval_days=interval, begins=TODAY)

    def test_follows_what_a_county_has_set(self):
        told = {"reason": "试", "set_by": 1, "valid_from": date(2026, 1, 1), "version": 1}
        ParameterValue.objects.create(key="visit.interval.tier_c", place="379900", value=10, **told)
        for path in (HERE, "379901001001"):
            PersonFactory(household__path=path, degree=4)

        replan("", TODAY)

        days = dict(Plan.objects.values_list("path", "due_on"))
        assert days == {HERE: date(2026, 12, 4), "379901001001": date(2027, 5, 23)}

    def test_a_second_run_changes_nothing(self, by):
        homes = [household(), household(people=2)]
        visit(homes[0], by=by)
        PersonFactory(household__path=HERE)
        replan(HERE, TODAY)
        before = [*Plan.objects.order_by("pk").values()], [*Standing.objects.order_by("pk").values()]

        replan(HERE, TODAY)

        assert before == ([*Plan.objects.order_by("pk").values()], [*Standing.objects.order_by("pk").values()])

    def test_takes_as_many_questions_for_fifty_households_as_for_five(self, django_assert_max_num_queries):
        asked = []
        for _ in range(2):
            PersonFactory.create_batch(5 if not asked else 50, household__path=HERE)
            with django_assert_max_num_queries(60) as captured:
                replan(HERE, TODAY)
            asked.append(len(captured))

        assert asked[0] == asked[1]
        assert connection.vendor in {"sqlite", "postgresql"}


def test_a_night_makes_an_a_of_who_turned_old():
    """老残一体 from sixty on: born on 24 November 1966, not yet on the 23rd, so on the 24th."""
    person = PersonFactory(household__path=HERE, born_on=date(1966, 11, 24), degree=1)
    tiers = []

    for day in (date(2026, 11, 23), TODAY):
        with time_machine.travel(noon(day), tick=False):
            replan_by_night(noon(day))
        tiers.append(Plan.objects.get(household=person.household).tier)

    assert tiers == ["B", "A"]
    assert AuditEntry.objects.filter(action="visits.replan").count() == 2
