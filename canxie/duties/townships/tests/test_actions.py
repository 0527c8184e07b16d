"""A vacancy begins and ends with posts; a township covers it, and can do nothing else to anybody's office."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from canxie.duties.townships import actions
from canxie.duties.townships.models import Cover, Resource, Vacancy
from canxie.duties.townships.reading import villages
from canxie.duties.townships.tasks import reckon_by_night
from canxie.duties.townships.tests.factories import ResourceFactory
from canxie.duties.townships.tests.places import (
    BASIS,
    COUNTY_OFFICE,
    EMPTY,
    FAR,
    NEAR,
    NOW,
    TODAY,
    TOWN,
    clerk,
    commissioner,
    cover,
    noon,
    town,
)
from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts import actions as accounts
from canxie.ground.accounts.models import Appointment, Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.models import Neighbour
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.tests.factories import PersonFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def places():
    town()


@pytest.fixture
def zhou():
    return commissioner(NEAR, "周素琴").user


def vacant_at(moment):
    return [one.code for one in villages(TOWN, at=moment) if one.vacant]


class TestVacancy:
    def test_it_begins_the_second_the_last_post_ends(self, zhou):
        first, second = commissioner(EMPTY, "高明礼"), commissioner(EMPTY, "董海燕")
        accounts.end(by=COUNTY_OFFICE, appointment=first, at=noon(date(2026, 11, 1)), reason="辞职")
        accounts.end(by=COUNTY_OFFICE, appointment=second, at=noon(date(2026, 11, 9)), reason="辞职")

        assert EMPTY not in vacant_at(noon(date(2026, 11, 9)) - SECOND)
        assert EMPTY in vacant_at(noon(date(2026, 11, 9)))
        gap = next(one for one in villages(TOWN, at=NOW) if one.code == EMPTY)
        assert (gap.left_at, gap.days_vacant(NOW)) == (noon(date(2026, 11, 9)), 15)
        assert gap.days_vacant(NOW - SECOND) == 14

    def test_one_that_was_never_filled_has_no_beginning(self):
        gap = next(one for one in villages(TOWN, at=NOW) if one.code == EMPTY)

        assert (gap.vacant, gap.left_at, gap.days_vacant(NOW)) == (True, None, None)

    def test_a_post_called_off_before_it_began_is_none(self, zhou):
        made = commissioner(EMPTY, "高明礼", since=date(2026, 12, 1))
        accounts.end(by=COUNTY_OFFICE, appointment=made, at=NOW, reason="改派")

        assert next(one for one in villages(TOWN, at=noon(date(2026, 12, 2)))).left_at is None

    def test_asks_the_database_the_same_for_every_number_of_villages(self, zhou, django_assert_num_queries):
        for number in range(100, 120):
            VillageFactory(code=f"{TOWN}{number}")

        # villages, people, covers, posts, the last that ended
        with django_assert_num_queries(5):
            villages(TOWN, at=NOW)


class TestCover:
    def test_it_opens_a_dated_post_of_a_commissioner_there_and_says_so(self, zhou):
        made = cover(zhou)

        post = Post.objects.get(user=zhou, path=EMPTY)
        assert (post.role, post.since_at) == (Role.COMMISSIONER, NOW)
        assert timezone.localtime(post.until_at) == timezone.make_aware(datetime(2027, 1, 1))  # noqa: DTZ001  # made aware here
        assert (made.path, made.home, made.appointment.basis) == (EMPTY, NEAR, BASIS)
        assert vacant_at(NOW) == [FAR]
        assert AuditEntry.objects.order_by("-number")[0].action == "townships.cover"

    def test_its_powers_begin_and_end_to_the_second(self, zhou):
        cover(zhou, since=date(2026, 12, 1))
        begin, end = (timezone.make_aware(datetime(*day)) for day in ((2026, 12, 1), (2027, 1, 1)))  # noqa: DTZ001  # made aware here

        at = [begin - SECOND, begin, end - SECOND, end]
        assert [scope_of(zhou.pk, at=one).covers(EMPTY, Power.VISITS_RECORD) for one in at] == [
            False,
            True,
            True,
            False,
        ]

    def test_a_village_that_has_somebody_is_not_covered(self, zhou):
        commissioner(EMPTY, "高明礼")

        with pytest.raises(ValidationError, match="不用代管"):
            cover(zhou)

    def test_a_successor_who_is_known_bounds_it(self, zhou):
        commissioner(EMPTY, "高明礼", since=date(2026, 12, 10))

        with pytest.raises(ValidationError, match="12月10日起有人接任"):
            cover(zhou)
        cover(zhou, last=date(2026, 12, 9))

    def test_it_lasts_no_longer_than_the_county_says(self, zhou):
        with pytest.raises(ValidationError, match="最长 180 天，最晚到5月22日"):
            cover(zhou, last=date(2027, 5, 23))
        cover(zhou, last=date(2027, 5, 22))

    def test_it_lasts_no_longer_than_the_own_post(self):
        li = commissioner(NEAR, "李有才", until=date(2026, 12, 15)).user

        with pytest.raises(ValidationError, match="在本村任职到12月15日"):
            cover(li)
        cover(li, last=date(2026, 12, 14))

    def test_it_ends_with_the_own_post_the_same_second(self):
        own = commissioner(NEAR, "周素琴")
        cover(own.user)
        resigned = noon(date(2026, 12, 3))

        accounts.end(by=COUNTY_OFFICE, appointment=own, at=resigned, reason="辞职")

        assert Post.objects.get(path=EMPTY).until_at == resigned
        assert Cover.objects.get().appointment.ended_reason == "本村的任职结束了"

    def test_it_stays_while_another_own_post_does(self, zhou):
        second = accounts.appoint(
            by=COUNTY_OFFICE, user=zhou, role=Role.COMMISSIONER, place=FAR, since=noon(date(2026, 2, 1)), basis=BASIS
        )
        cover(zhou)

        accounts.end(by=COUNTY_OFFICE, appointment=second, at=NOW, reason="调整")

        assert Post.objects.get(path=EMPTY).until_at > NOW

    def test_who_only_covers_covers_no_second_village(self, zhou):
        """Made by hand: whoever has lost the own post has lost the covers too."""
        cover(zhou)
        Post.objects.filter(user=zhou, path=NEAR).update(until_at=NOW)

        with pytest.raises(ValidationError, match="别的村的专职委员"):
            cover(zhou, village=FAR)

    def test_an_end_takes_it_back_now(self, zhou):
        made = cover(zhou)

        actions.end_cover(by=clerk(), cover=made, at=NOW + SECOND, reason="新委员到岗")

        assert EMPTY in vacant_at(NOW + SECOND)
        with pytest.raises(ValidationError, match="已经结束"):
            actions.end_cover(by=clerk(), cover=made, at=NOW + 2 * SECOND, reason="再来一次")


class TestEscalation:
    """What a township could try with the power to cover, and gets nowhere."""

    @pytest.mark.parametrize(
        "scope",
        [
            clerk(path="379900002"),
            Scope(1, {Power.TOWNSHIPS_CHANGE: (EMPTY,)}),
            Scope(1, {Power.TOWNSHIPS_READ: (TOWN,), Power.CONTACTS_ASSIGN: (TOWN,)}),
            Scope(1, {}),
        ],
        ids=["another township", "a village alone", "other powers of the township", "nobody"],
    )
    @pytest.mark.parametrize("how", ["the room", "accounts"])
    def test_the_power_is_held_at_the_township_or_not_at_all(self, zhou, scope, how):
        said = {"by": scope, "user": zhou, "village": EMPTY, "basis": BASIS}
        times = {"since": TODAY, "last": TODAY, "now": NOW}
        if how == "accounts":
            times = {"since": NOW, "until": NOW + timedelta(9)}
        act = actions.cover if how == "the room" else accounts.cover

        with pytest.raises(OutOfScope):
            act(**said, **times)

        assert Appointment.objects.count() == 1

    def test_it_appoints_nobody_to_anything_else(self, zhou):
        for role, place in ((Role.COMMISSIONER, EMPTY), (Role.CHAIR, EMPTY), (Role.TOWNSHIP_CLERK, TOWN)):
            with pytest.raises(OutOfScope):
                accounts.appoint(by=clerk(), user=zhou, role=role, place=place, since=NOW, basis=BASIS)

        assert Post.objects.count() == 1

    def test_never_oneself(self, zhou):
        with pytest.raises(ValidationError, match="不能给自己任职"):
            cover(zhou, by=clerk(user_id=zhou.pk))

    def test_not_somebody_who_works_nowhere_or_in_another_township(self):
        TownshipFactory(code="379900002", name="青石镇")
        VillageFactory(code="379900002001")
        outside = commissioner("379900002001", "孙玉洁").user

        for user in (UserFactory(), outside, PostFactory(role=Role.CHAIR, path=NEAR).user):
            with pytest.raises(ValidationError, match="别的村的专职委员"):
                cover(user)

    @pytest.mark.parametrize("place", [TOWN, "379900", "379900001009"])
    def test_not_a_place_that_is_no_village(self, zhou, place):
        with pytest.raises((ValidationError, OutOfScope)):
            cover(zhou, village=place)

        assert Post.objects.count() == 1

    def test_a_township_ends_no_appointment_of_the_county(self, zhou):
        with pytest.raises(OutOfScope):
            accounts.end(by=clerk(), appointment=Appointment.objects.get(), at=NOW, reason="不要了")

        assert Post.objects.get().until_at is None

    def test_another_township_ends_no_cover(self, zhou):
        made = cover(zhou)

        with pytest.raises(OutOfScope):
            actions.end_cover(by=clerk(path="379900002"), cover=made, at=NOW, reason="不要了")

    def test_nobody_but_the_township_writes_its_means_or_neighbours(self):
        for scope in (clerk(path="379900002"), Scope(1, {Power.TOWNSHIPS_READ: (TOWN,)})):
            with pytest.raises(OutOfScope):
                actions.add_resource(by=scope, path=TOWN, kind="doctor", name="李文斌", since=TODAY)
            with pytest.raises(OutOfScope):
                actions.declare_neighbours(by=scope, village=EMPTY, others=[NEAR])
        with pytest.raises(OutOfScope):
            actions.declare_neighbours(by=clerk(), village=EMPTY, others=["379900002001"])


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_cover_a_village_at_once_make_one_cover():
    users = [commissioner(f"{TOWN}{number}", f"委员{number}").user for number in village_codes(16)]

    def trying(user):
        def call():
            try:
                return cover(user)
            except ValidationError:
                return None

        return call

    made = at_once(*[trying(user) for user in users])

    assert len([one for one in made if one]) == Cover.objects.count() == 1
    assert Post.objects.filter(path=EMPTY).count() == 1


def village_codes(count):
    for number in range(101, 101 + count):
        VillageFactory(code=f"{TOWN}{number}")
        yield number


class TestReckoning:
    def reckon(self, day):
        return actions.reckon(by=Scope(0, {}), at=noon(day))

    @pytest.fixture(autouse=True)
    def somebody_everywhere_but_one(self, zhou):
        TownshipFactory(code="379900", name="示例县")
        commissioner(FAR, "孟庆云")
        leaving = commissioner(EMPTY, "高明礼")
        accounts.end(by=COUNTY_OFFICE, appointment=leaving, at=noon(date(2026, 11, 9)), reason="辞职")

    @pytest.mark.parametrize(
        ("day", "step"),
        [
            (date(2026, 11, 9), 0),
            (date(2026, 11, 15), 0),
            (date(2026, 11, 16), 1),
            (date(2026, 11, 23), 1),
            (date(2026, 11, 24), 2),
            (date(2026, 12, 9), 3),
        ],
    )
    def test_a_vacancy_climbs_after_seven_fifteen_and_thirty_days(self, day, step):
        self.reckon(day)

        assert Vacancy.objects.get().step == step

    def test_it_climbs_night_by_night_in_one_row(self):
        for day in (10, 16, 17, 24):
            self.reckon(date(2026, 11, day))

        row = Vacancy.objects.get()
        assert (row.step, row.stepped_on, row.ended_at) == (2, date(2026, 11, 24), None)
        assert AuditEntry.objects.filter(action="townships.reckon").count() == 4

    def test_it_ends_when_somebody_covers_and_begins_anew_afterwards(self, zhou):
        self.reckon(date(2026, 11, 10))
        cover(zhou, last=date(2026, 11, 30))
        self.reckon(date(2026, 11, 25))
        assert Vacancy.objects.get().ended_at == noon(date(2026, 11, 25))

        self.reckon(date(2026, 12, 2))

        again = Vacancy.objects.get(ended_at=None)
        assert timezone.localdate(again.began_at) == date(2026, 12, 1)
        assert again.step == 0

    def test_the_county_sets_the_days(self):
        ParameterValue.objects.create(
            key="vacancy.escalate_days",
            place="379900",
            version=1,
            value=[1, 2, 3],
            valid_from=TODAY,
            reason="县里定",
            set_by=0,
        )

        self.reckon(TODAY)

        assert Vacancy.objects.get().step == 3

    def test_the_night_does_it(self):
        reckon_by_night(NOW)

        assert Vacancy.objects.filter(path=EMPTY).exists()


class TestMeans:
    def test_what_is_added_and_changed_is_on_the_trail(self):
        made = actions.add_resource(by=clerk(), path=TOWN, kind="doctor", name="李文斌", since=TODAY)

        actions.change_resource(by=clerk(), resource=made, path=NEAR, name="李文斌", until=date(2027, 1, 1))

        made.refresh_from_db()
        assert (made.path, made.place, made.until) == (NEAR, TOWN, date(2027, 1, 1))
        entry = AuditEntry.objects.order_by("-number")[0]
        assert [*entry.changes] == ["path", "until"]

    def test_it_is_not_carried_off_to_another_township(self):
        with pytest.raises(OutOfScope):
            actions.change_resource(by=clerk(), resource=ResourceFactory(), path="379900002")

    @pytest.mark.parametrize(("day", "there"), [(1, False), (2, True), (3, True), (4, False)])
    def test_it_is_there_from_its_first_day_until_before_its_last(self, day, there):
        ResourceFactory(since=date(2026, 3, 2), until=date(2026, 3, 4))

        assert Resource.objects.on(date(2026, 3, day)).exists() == there

    def test_neighbours_are_so_from_both_sides_and_can_be_taken_back(self):
        actions.declare_neighbours(by=clerk(), village=EMPTY, others=[NEAR, FAR])
        actions.declare_neighbours(by=clerk(), village=FAR, others=[])

        assert {*Neighbour.objects.values_list("path", "other")} == {(EMPTY, NEAR), (NEAR, EMPTY)}


def test_people_are_counted_where_they_live(zhou):
    PersonFactory.create_batch(3, household__path=EMPTY)
    PersonFactory(household__path=EMPTY, state="deceased")

    assert {one.name: one.people for one in villages(TOWN, at=NOW)} == {"柳湾村": 3, "槐里村": 0, "磨盘村": 0}
