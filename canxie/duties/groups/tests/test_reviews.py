"""The yearly review of groups: what it keeps, what is late, what a large village without groups counts for."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.choices import Result
from canxie.duties.groups.models import PeerGroup, Review
from canxie.duties.groups.reviewing import overdue, review, undone
from canxie.duties.groups.rules import Refused
from canxie.duties.groups.tests.factories import LeadershipFactory, PeerGroupFactory, ReviewFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory
from canxie.mechanisms.measures.figures import figure
from tests.matrix import BESIDE, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 11, 24, 2, tzinfo=UTC), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    for code, name in ((HERE, "槐里村"), (BESIDE, "大槐树村")):
        VillageFactory(code=code, name=name)


@pytest.fixture
def group():
    return PeerGroupFactory(association=AssociationFactory(path=HERE, name="槐里村残协"), name="第一小组")


def chair(path=HERE):
    return scope_from(UserFactory().pk, [(Role.CHAIR, path)])


def last_of(group):
    return group.reviews.order_by("-on").first()


def reviewing(group, by=None, **more):
    told = {"on": TODAY, "took_part": "组员 9 位", "result": Result.KEEP, "said": "接着办", "at": NOW} | more
    return review(by=by or chair(), group=group, **told)


def says(key, value, place=COUNTY):
    told = {"reason": "试行", "set_by": 1, "valid_from": date(2026, 1, 1), "version": 1}
    ParameterValue.objects.create(key=key, place=place, value=value, **told)


# --- the action


def test_a_review_is_kept_and_noted(group):
    reviewing(group)

    kept = Review.objects.get()
    assert (kept.on, kept.took_part, kept.result, kept.said) == (TODAY, "组员 9 位", "keep", "接着办")
    assert AuditEntry.objects.get().action == "groups.review"


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"on": date(2026, 11, 25)}, "on", "不能晚于今天"),
        ({"on": date(2026, 4, 30)}, "on", "要在小组设立以后"),
        ({"on": date(2026, 6, 1)}, "on", "2026年6月1日已经评议过"),
        ({"said": "聋人都来了"}, "said", "这里不能有“聋”"),
        ({"took_part": "精神科医生"}, "took_part", "这里不能有“精神”"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(group, said, field, sentence):
    ReviewFactory(group=group, on=date(2026, 6, 1))

    with pytest.raises(Refused, match=sentence) as refused:
        reviewing(group, **said)

    assert refused.value.field == field
    assert Review.objects.count() == 1


def test_a_closed_group_and_one_elsewhere_are_not_reviewed(group):
    with pytest.raises(OutOfScope):
        reviewing(group, chair(BESIDE))
    PeerGroup.objects.update(until=date(2026, 11, 1))
    with pytest.raises(Refused, match="已经撤销"):
        reviewing(group)


def test_what_was_decided_is_asked_for_until_it_is_done(group):
    ReviewFactory(group=group, on=date(2026, 6, 1), result="leader")
    LeadershipFactory(group=group, since_at=datetime(2026, 5, 2, tzinfo=UTC), until_at=datetime(2026, 6, 3, tzinfo=UTC))
    assert undone(group, last_of(group)).result == "leader"
    LeadershipFactory(group=group, since_at=datetime(2026, 6, 3, tzinfo=UTC))
    assert undone(group, last_of(group)) is None
    last = ReviewFactory(group=group, on=date(2026, 7, 1), result="dissolve")
    assert undone(group, last_of(group)) == last
    group.until = date(2026, 7, 2)
    assert undone(group, last_of(group)) is None


# --- what is late


@pytest.mark.parametrize(
    ("since", "reviewed", "days"),
    [
        (date(2025, 11, 24), None, None),  # a year ago to the day: it is due today, not late
        (date(2025, 11, 23), None, 1),
        (date(2024, 1, 1), date(2025, 11, 24), None),
        (date(2024, 1, 1), date(2025, 11, 1), 23),
    ],
)
def test_a_group_is_late_when_its_year_has_passed(group, since, reviewed, days):
    PeerGroup.objects.update(since=since)
    if reviewed:
        ReviewFactory(group=group, on=reviewed)
        ReviewFactory(group=group, on=date(2024, 6, 1))

    found = overdue(PeerGroup.objects.order_by("pk"), TODAY)

    assert [one.days for one in found] == ([] if days is None else [days])


def test_the_countys_own_number_of_days_counts_and_closed_groups_do_not(group):
    PeerGroup.objects.update(since=date(2026, 5, 1))
    assert overdue(PeerGroup.objects.order_by("pk"), TODAY) == []
    says("group.review_days", 180)
    assert [(one.group, one.days) for one in overdue(PeerGroup.objects.order_by("pk"), TODAY)] == [(group, 27)]
    PeerGroup.objects.update(until=date(2026, 11, 1))
    assert overdue(PeerGroup.objects.order_by("pk"), TODAY) == []


def test_the_township_finds_late_groups_on_its_desk_and_in_the_list(client, group):
    client.force_login(PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWNSHIP).user)
    assert "小组该评议了" not in client.get("/").text
    assert "没有该评议的小组" in client.get("/groups/?late=1").text
    PeerGroup.objects.update(since=date(2025, 11, 1))
    PeerGroupFactory(association=group.association, name="第二小组")
    for number in range(5):
        PeerGroupFactory(association=group.association, name=f"老{number}组", since=date(2025, 1, 1))

    home = client.get("/").text
    assert "小组该评议了" in home
    assert "槐里村残协，过了 327 天" in home
    assert "看全部该评议的小组" in home
    text = client.get("/groups/?late=1").text
    assert "第一小组" in text
    assert "第二小组" not in text


# --- the page


def test_a_review_is_written_down_and_leads_on_to_what_it_decided(client, group):
    client.force_login(PostFactory(role=Role.CHAIR, path=HERE).user)
    door = reverse("groups:review", args=[group.pk])
    wrong = client.post(door, {"on": "2026-11-24", "took_part": "组员 9 位", "said": "听听大家的"})
    assert wrong.status_code == 422
    assert "请选结果。" in wrong.text
    assert "听听大家的" in wrong.text
    refused = client.post(door, {"on": "2026-12-24", "took_part": "组员 9 位", "result": "keep"})
    assert (refused.status_code, "不能晚于今天" in refused.text) == (422, True)

    sent = {"on": "2026-11-24", "took_part": "组员 9 位", "result": "leader", "said": "组长要外出"}
    answer = client.post(door, sent)

    assert answer["Location"] == reverse("groups:leader", args=[group.pk])
    text = client.get(reverse("groups:group", args=[group.pk])).text
    assert "11月24日的评议定了“接着办，换组长”，还没办。" in text
    assert "参加的：组员 9 位" in text
    assert "组长要外出" in text
    assert "下次评议在 2027年11月24日前" in text
    PeerGroup.objects.update(since=date(2024, 1, 1))
    Review.objects.update(on=date(2025, 11, 1), result="keep")
    assert "该评议了，过了 23 天" in client.get(reverse("groups:group", args=[group.pk])).text


# --- the measure


def holders(path, count):
    for _ in range(count):
        CertificateFactory(person=PersonFactory(household=HouseholdFactory(path=path)))


def test_of_the_large_villages_those_count_whose_association_has_groups(group):
    holders(HERE, 3)
    holders(BESIDE, 4)
    VillageFactory(code="379900001003")
    holders("379900001003", 2)
    assert figure("groups.large", COUNTY, TODAY).value is None
    says("assoc.group_suggest_above", 2)

    assert (figure("groups.large", COUNTY, TODAY).part, figure("groups.large", COUNTY, TODAY).of) == (1, 2)
    assert str(figure("groups.large", COUNTY, TODAY).value) == "50.0"
    AssociationFactory(path=BESIDE)
    assert figure("groups.large", COUNTY, TODAY).part == 1
    says("assoc.group_suggest_above", 3, place=TOWNSHIP)
    assert (figure("groups.large", COUNTY, TODAY).part, figure("groups.large", COUNTY, TODAY).of) == (0, 1)
