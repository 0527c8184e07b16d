"""The seats of the invented county: every commissioner holds a term, and nothing in it is impossible."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import F, Q
from django.utils import timezone

from canxie.duties.associations.models import Association
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.models import Leadership
from canxie.duties.officers.actions import due_of, spans_of
from canxie.duties.officers.cards import findings, seats
from canxie.duties.officers.demo import run
from canxie.duties.officers.models import Contribution, OfficeTerm, Participant
from canxie.duties.officers.reading import findings_of, seat, staying, vacancies
from canxie.engine.demos import Demo
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import Appointment, Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def county(time_machine, tmp_path):
    """A small county in which each village has an association; where the demo made some, those stay."""
    time_machine.move_to(f"{TODAY} 08:30:00+08:00")
    call_command("demo", "--yes", people=300, files=tmp_path)
    if not OfficeTerm.objects.exists():
        for code in Division.objects.filter(level=12).order_by("code").values_list("code", flat=True):
            AssociationFactory(path=code, name=f"{code}残协", since=date(2022, 4, 18))
        run(Demo("379900", 300, 1, TODAY, tmp_path), lambda share: None)


def test_posts_are_terms_times_villages_and_no_second_was_lost(county):
    assert OfficeTerm.objects.count() > 100
    for term in OfficeTerm.objects.select_related("association", "participant").order_by("id"):
        due = {(one.place, one.since, one.until) for one in due_of(term, spans_of(term.association))}
        held = Post.objects.filter(source=f"officers.OfficeTerm#{term.pk}").order_by("id")
        assert {(post.path, post.since_at, post.until_at) for post in held} == due
    went_over = Appointment.objects.filter(ended_reason="转为残协任期")
    assert went_over.filter(role=Role.COMMISSIONER).count() > 10
    for one in went_over.order_by("id"):
        assert Post.objects.filter(user=one.user, role=one.role, path=one.path, since_at=one.until_at).count() == 1


def test_nobody_holds_two_seats_and_no_association_has_two_chairs(county):
    now = timezone.now()
    held = OfficeTerm.objects.held_at(now)
    chairs = Counter(held.filter(position="chair").values_list("association", flat=True))
    assert set(chairs.values()) == {1}
    assert max(Counter(held.values_list("participant", flat=True)).values()) == 1
    assert not held.filter(Q(participant__left_on__lt=TODAY) | Q(until_at__lt=F("since_at"))).exists()
    assert Participant.objects.filter(person__isnull=False).exists()


def test_the_village_of_the_pictures_lacks_a_vice_chair_for_52_days_and_seven_suit(county):
    association = Association.objects.active_on(TODAY).get(path=Division.objects.get(name="槐里村").code)
    powers = (Power.ASSOCIATIONS_READ, Power.ASSOCIATIONS_PREPARE, Power.ASSOCIATIONS_FILE)
    scope = Scope(1, dict.fromkeys(powers, (association.path[:9],)))

    rows = seats(scope, association).shows["rows"]
    names = [{seat.name for seat in row.seats} for row in rows]
    assert names[:2] == [{"刘长河"}, {"陈建国", "缺 1 名"}]
    assert names[2] >= {"周素琴", "何玉珍", "张万林", "董海燕"}  # and the neighbour's commissioner, who goes over too
    assert rows[1].seats[1].text == "已 52 天"
    late = [one for one in findings(scope, association).shows["findings"] if one.blocks]
    assert [(one.sentence, one.link) for one in late] == [("副主席还缺 1 名", "提名副主席：参与人员里有 7 人合适")]


def test_a_vacant_village_is_vacant_for_fifteen_days(county):
    village = Division.objects.filter(name="柳湾村").first()
    found = {(one.association.path, one.label): one.days for one in vacancies(["379900"], timezone.now())}

    assert village is None or found[village.code, "专职委员"] == 15


def test_each_village_of_a_joint_association_has_somebody_or_the_finding_says_so(county):
    """2.2.3, counted here from the terms and leaderships themselves."""
    joint = 0
    now = timezone.now()
    for association in Association.objects.active_on(TODAY).filter(form="joint").order_by("path"):
        villages = {*association.coverages.filter(until=None).values_list("path", flat=True)}
        held = OfficeTerm.objects.held_at(now).filter(association=association)
        homes = {*held.values_list("participant__home", flat=True)}
        led = Leadership.objects.held_at(now).filter(group__association=association, person__isnull=False)
        missing = villages - homes - {*led.values_list("person__path", flat=True)}
        name = Names(villages)
        seats_held = [seat(term) for term in staying(association)]
        said = [one.sentence for one in findings_of(association, seats_held, TODAY) if "班子里没有" in one.sentence]
        assert sorted(said) == sorted(f"班子里没有{name(code, TODAY)}的人，也没有住在那里的小组长" for code in missing)
        joint += 1
    assert joint > 0


def test_the_demo_leader_leads_by_the_leadership_of_a_group(county):
    post = Post.objects.get(role=Role.GROUP_LEADER)
    leadership = Leadership.objects.get(user=post.user)

    assert post.user.username == "leader"
    assert post.source == f"groups.Leadership#{leadership.pk}"
    assert (post.path, post.since_at, post.until_at) == (leadership.group.path, leadership.since_at, None)
    assert not Appointment.objects.filter(role=Role.GROUP_LEADER).exists()


def test_some_did_something_this_year_and_some_were_thanked(county):
    done = Contribution.objects.filter(kind="task", done_on__isnull=False)
    assert done.count() > 20
    assert Contribution.objects.filter(kind="task", done_on=None).count() > 2
    assert Contribution.objects.filter(kind="thanks").count() > 2
    there = Division.objects.get(name="槐里村").code
    assert done.filter(participant__path=there).exists()
    assert not Contribution.objects.filter(on__lt=F("participant__joined_on")).exists()
