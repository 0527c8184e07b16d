"""A week's reading: what is odd is written down for the superior, what has its reason is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from canxie.duties.visits.models import Plan
from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.actions import show_person
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.ground.registry.watch.finding import find
from canxie.ground.registry.watch.models import OddReading
from canxie.ground.registry.watch.tasks import weekly
from tests.matrix import COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
DAY = datetime(2026, 11, 18, 2, tzinfo=UTC)  # 10 in the morning here
NIGHT = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)  # half past eleven


@pytest.fixture(autouse=True)
def place():
    VillageFactory(code=HERE, name="槐里村")


def reader(name="周素琴", role=Role.COMMISSIONER, path=HERE):
    post = PostFactory(user__name=name, role=role, path=path, since_at=datetime(2026, 1, 1, tzinfo=UTC), until_at=None)
    return post.user


def reads(time_machine, user, *people, at=DAY, times=3):
    for number in range(times):
        time_machine.move_to(at + timedelta(minutes=number), tick=False)
        for person in people:
            show_person(by=Scope(user.pk, {"registry.read": (person.path[:6],)}), person=person)


def someone(name="李秀兰", due=None):
    person = PersonFactory(path=HERE, household__path=HERE, name=name)
    if due:
        days = {"tier_since": due, "first_due_on": due, "due_on": due}
        Plan.objects.create(household=person.household, path=HERE, tier="A", **days)
    return person


def found():
    return [(one.why, one.times, one.path) for one in OddReading.objects.order_by("why", "path")]


def test_reading_with_a_reason_by_day_is_nobody_s_business(time_machine):
    reads(time_machine, reader(), someone(due=date(2026, 11, 20)))

    assert (find(MONDAY), found()) == (0, [])


def test_reading_at_night_is_asked_about_even_with_a_reason(time_machine):
    reads(time_machine, reader(), someone(due=date(2026, 11, 20)), at=NIGHT)

    assert (find(MONDAY), found()) == (1, [("night", 3, TOWNSHIP)])
    one = OddReading.objects.get()
    assert (one.office, len(one.people)) == ("槐里村专职委员", 1)


@pytest.mark.parametrize(
    ("due", "asked"),
    [(date(2026, 11, 2), False), (date(2026, 11, 1), True), (date(2026, 12, 6), False), (date(2026, 12, 7), True)],
)
def test_reading_without_any_business_around_that_week_is_asked_about(time_machine, due, asked):
    reads(time_machine, reader(), someone(due=due))
    find(MONDAY)

    assert found() == ([("idle", 3, TOWNSHIP)] if asked else [])


def test_a_namesake_without_business_is_told_apart(time_machine):
    reads(time_machine, reader("李桂英"), someone("李秀兰"), someone("王芳"))
    find(MONDAY)

    assert found() == [("idle", 3, TOWNSHIP), ("namesake", 3, TOWNSHIP)]


def test_a_clerk_of_a_township_is_asked_about_by_the_county_and_who_stands_above_by_nobody(time_machine):
    reads(time_machine, reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP), someone())
    reads(time_machine, reader("林静", Role.COUNTY_CLERK, COUNTY), someone())
    find(MONDAY)

    assert found() == [("idle", 3, COUNTY)]


def test_a_few_times_other_weeks_and_the_machine_are_nobody_s_business(time_machine):
    user = reader()
    reads(time_machine, user, someone(), times=2)
    reads(time_machine, user, someone(), at=DAY - timedelta(days=7))
    reads(time_machine, user, someone(), at=DAY + timedelta(days=7))
    AuditEntry.objects.filter(actor_id=99).update(actor_id=0)

    assert (find(MONDAY), found()) == (0, [])


def test_a_county_may_set_other_hours_and_numbers(time_machine):
    for key, value in (("watch.night_from", 23), ("watch.least", 2)):
        said = {"place": COUNTY, "version": 1, "valid_from": date(2026, 1, 1), "reason": "试", "set_by": 0}
        ParameterValue.objects.create(key=key, value=value, **said)
    reads(time_machine, reader(), someone(due=date(2026, 11, 20)), at=NIGHT - timedelta(hours=1), times=2)
    assert find(MONDAY) == 0

    reads(time_machine, reader("王芳"), someone(due=date(2026, 11, 20)), at=NIGHT, times=2)
    assert find(MONDAY) == 1


def test_looked_at_anew_it_stays_one_line_and_keeps_what_was_said(time_machine):
    reads(time_machine, reader(), someone(), at=NIGHT)
    find(MONDAY)
    OddReading.objects.update(words="问过")
    find(MONDAY)

    assert [*OddReading.objects.order_by("why").values_list("why", "words")] == [("idle", "问过"), ("night", "问过")]


def test_a_job_does_it_on_monday_for_the_week_before(time_machine, settings, tmp_path):
    settings.VAR = tmp_path
    reads(time_machine, reader(), someone(), at=NIGHT)
    weekly(datetime(2026, 11, 22, 16, tzinfo=UTC))  # Monday, midnight here
    run(Job.objects.get().pk)

    assert Job.objects.get().result == {"found": 2}


class TestPages:
    @pytest.fixture
    def odd(self):
        fields = {"reader_id": reader().pk, "office": "槐里村专职委员", "times": 4, "first_at": NIGHT, "last_at": NIGHT}
        people = [str(someone().pk)]
        return OddReading.objects.create(path=TOWNSHIP, week=MONDAY, why="night", people=people, **fields)

    @pytest.fixture
    def clerk(self, client, odd):
        user = reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP)
        client.force_login(user)
        return user

    def test_the_superior_sees_it_with_masked_names_and_says_what_came_of_asking(self, client, clerk, odd):
        text = client.get(reverse("desk:odd")).text
        assert "1 条等着问" in text
        assert "周素琴" in text

        one = reverse("desk:odd_one", args=[odd.pk])
        text = client.get(one).text
        assert "李*兰" in text
        assert "李秀兰" not in text
        assert client.post(one, {"words": ""}).status_code == 422
        client.post(one, {"words": "问过本人，家属夜里来电话。"})
        odd.refresh_from_db()
        assert (odd.words, odd.looked_by_id) == ("问过本人，家属夜里来电话。", clerk.pk)
        assert AuditEntry.objects.filter(action="watch.look", actor_id=clerk.pk).exists()
        assert "0 条等着问" in client.get(reverse("desk:odd")).text

    def test_nobody_looks_at_their_own(self, client, clerk, odd):
        OddReading.objects.update(reader_id=clerk.pk)

        assert client.get(reverse("desk:odd_one", args=[odd.pk])).status_code == 404
        assert "0 条等着问" in client.get(reverse("desk:odd")).text

    def test_another_township_does_not_see_it(self, client, odd):
        client.force_login(reader("马东", Role.TOWNSHIP_CLERK, "379900002"))

        assert client.get(reverse("desk:odd_one", args=[odd.pk])).status_code == 404

    def test_many_cost_what_few_do(self, client, clerk, odd, django_assert_max_num_queries):
        for number in range(20):
            OddReading.objects.create(
                path=TOWNSHIP,
                week=MONDAY - timedelta(7 * number + 7),
                why="idle",
                reader_id=odd.reader_id,
                office="",
                times=3,
                first_at=NIGHT,
                last_at=NIGHT,
            )
        with django_assert_max_num_queries(22):
            client.get(reverse("desk:odd"))
