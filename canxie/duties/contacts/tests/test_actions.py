"""Everybody has one lead association and one named contact on any day, or it is known why not and since when."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.contacts import actions
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.reading import contact_of
from canxie.duties.contacts.spreading import spread
from canxie.duties.contacts.tasks import reckon_by_night
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.ground.accounts.handovers import owned
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.changes import Renumbering, lines
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.actions import enter_person, record_state
from canxie.ground.registry.choices import State
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.ground.registry.timeline import moments
from canxie.mechanisms.measures.figures import figure
from tests.threads import at_once

pytestmark = pytest.mark.django_db

HERE, BESIDE, ELSEWHERE, TOWN = "379900001001", "379900001002", "379900002001", "379900001"
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
SYSTEMS = Scope(SYSTEM, {})
CLERK = Scope(SYSTEM, {Power.CONTACTS_ASSIGN: (TOWN,), Power.REGISTRY_WRITE: (TOWN,), Power.REGISTRY_READ: (TOWN,)})


def night(day: date = TODAY) -> None:
    """Reckon as the night of that day does, in its last moment."""
    actions.reckon(by=SYSTEMS, at=timezone.make_aware(datetime.combine(day, time.max)))


def now():
    return timezone.now()


@pytest.fixture(autouse=True)
def places():
    TownshipFactory(code=TOWN, name="榆岭镇")
    for code, name in ((HERE, "槐里村"), (BESIDE, "柳湾村"), (ELSEWHERE, "青石村")):
        VillageFactory(code=code, name=name)


@pytest.fixture
def zhou():
    return PostFactory(path=HERE, user__name="周素琴").user


@pytest.fixture
def person(zhou):
    AssociationFactory(path=HERE, name="槐里村残协")
    return PersonFactory(household__path=HERE, name="李秀兰")


class TestByItself:
    def test_how_many_have_begun_is_told_and_stands_on_the_trail(self, person):
        PersonFactory(household__path=BESIDE), PersonFactory(household__path=HERE, state=State.DECEASED)
        ContactAssignment.objects.all().delete()

        assert spread(Q(pk__in=[]), on=TODAY, at=now()) == 0
        assert actions.reckon(by=SYSTEMS, at=now()) == 2
        assert AuditEntry.objects.get(action="contacts.reckon").changes == {"begun": 2}

    def test_the_village_says_who_and_a_past_day_keeps_it(self, person, zhou):
        night(YESTERDAY)

        told = contact_of(person, TODAY)

        assert (told.contact, told.association.name, told.chosen) == (zhou, "槐里村残协", False)
        assert (told.contact_since, told.place) == (YESTERDAY, HERE)
        assert contact_of(person, YESTERDAY - timedelta(1)) is None

    def test_whoever_has_held_the_post_longest_is_named(self, person, zhou):
        PostFactory(path=HERE, since_at=datetime(2026, 2, 1, tzinfo=UTC))
        night()

        assert contact_of(person, TODAY).contact == zhou

    def test_who_has_nobody_is_known_with_the_day_since_which(self, person, zhou):
        night(YESTERDAY)
        zhou.posts.update(until_at=now())
        night()
        night(TOMORROW)

        told = contact_of(person, TOMORROW)

        assert (told.contact, told.contact_since) == (None, TODAY)
        assert (told.association.name, told.association_since) == ("槐里村残协", YESTERDAY)

    def test_one_half_may_change_while_the_other_goes_on(self, zhou):
        person = PersonFactory(household__path=HERE)
        night(YESTERDAY)
        AssociationFactory(path=HERE)
        night()

        told = contact_of(person, TODAY)

        assert (told.contact_since, told.association_since) == (YESTERDAY, TODAY)

    def test_the_dead_drop_out_and_come_back_when_it_was_not_true(self, person):
        night(YESTERDAY)

        record_state(by=CLERK, person=person, state=State.DECEASED, on=TODAY, told_by="村医")
        gone = contact_of(person, TODAY)
        record_state(by=CLERK, person=person, state=State.LIVING, on=TODAY, told_by="本人来了")

        assert gone is None
        assert contact_of(person, TODAY).contact.name == "周素琴"

    def test_a_newcomer_has_one_at_once(self, person, zhou):
        made = enter_person(by=CLERK, household=person.household, name="李小荷")

        assert contact_of(made, TODAY).contact == zhou

    def test_the_county_says_which_address_comes_first_and_the_other_may_be_second(self, person):
        other = PostFactory(path=BESIDE, user__name="孟庆云").user
        person.registered_code = BESIDE
        person.save(update_fields=["registered_code"])
        night()
        actions.choose(by=CLERK, people=[person.pk], kind=Kind.SECONDARY, basis="人户分离", at=now())

        rows = {row.kind: row.contact for row in ContactAssignment.objects.filter(until=None).order_by("kind")}

        assert (rows["lead"].name, rows["secondary"]) == ("周素琴", other)

    def test_the_night_does_it_and_the_trail_knows(self, person):
        reckon_by_night(now())

        assert AuditEntry.objects.get().action == "contacts.reckon"
        assert ContactAssignment.objects.count() == 1

    def test_nothing_changes_when_nothing_has_changed(self, person):
        night(YESTERDAY)
        before = [*ContactAssignment.objects.order_by("pk").values()]

        assert spread(Q(), on=TODAY, at=now()) == 0
        assert [*ContactAssignment.objects.order_by("pk").values()] == before

    def test_a_village_that_is_renumbered_changes_nobodys_contact(self, person, zhou):
        night(YESTERDAY)
        for line in lines(Renumbering(HERE, "379900001099", TODAY)):
            line.apply()
        VillageFactory(code="379900001099")

        assert spread(Q(), on=TODAY, at=now()) == 0
        row = ContactAssignment.objects.get()
        assert (row.path, row.place, row.contact) == ("379900001099", HERE, zhou)


class TestChoice:
    @pytest.fixture
    def meng(self):
        return PostFactory(path=BESIDE, user__name="孟庆云").user

    def choose(self, person, contact=None, **more):
        said = {"by": CLERK, "people": [person.pk], "contact": contact, "basis": "镇残联会议", "at": now()}
        return actions.choose(**said | more)

    def test_it_wins_stays_over_night_and_can_be_taken_back(self, person, meng, zhou):
        night(YESTERDAY)
        self.choose(person, meng)
        night(TOMORROW)
        chosen = contact_of(person, TOMORROW)

        actions.release(by=CLERK, person=person, kind=Kind.LEAD, at=now())

        assert (chosen.contact, chosen.chosen, chosen.contact_since) == (meng, True, TODAY)
        assert ContactChoice.objects.count() == 0, "one that was taken back the same day never was"
        with pytest.raises(ValidationError, match="不用取消"):
            actions.release(by=CLERK, person=person, kind=Kind.LEAD, at=now())

    def test_one_who_left_is_passed_over_until_they_are_back(self, person, meng, zhou):
        self.choose(person, meng)
        post = meng.posts.get()
        meng.posts.update(until_at=now())
        night(TOMORROW)
        assert contact_of(person, TOMORROW).contact == zhou

        meng.posts.filter(pk=post.pk).update(until_at=None)
        night(TOMORROW)

        assert contact_of(person, TOMORROW).contact == meng

    def test_an_association_is_chosen_while_it_covers_something(self, person):
        joint = AssociationFactory(path=BESIDE, name="柳湾村联合残协")

        self.choose(person, association=joint)
        chosen = contact_of(person, TODAY)
        joint.coverages.update(until=TOMORROW)
        night(TOMORROW)

        assert chosen.association == joint
        assert contact_of(person, TOMORROW).association.name == "槐里村残协"

    def test_in_bulk_one_line_goes_on_the_trail(self, person, meng):
        others = [PersonFactory(household__path=HERE) for _ in range(4)]
        night()

        self.choose(person, meng, people=[person.pk, *[one.pk for one in others]])

        entry = AuditEntry.objects.get(action="contacts.choose")
        assert (entry.place, entry.changes["count"], entry.target_id) == (TOWN, 5, "")
        assert {*ContactAssignment.objects.filter(until=None).values_list("contact", flat=True)} == {meng.pk}

    @pytest.mark.parametrize("wrong", ["nothing", "nobody", "works nowhere", "works elsewhere", "ended association"])
    def test_what_cannot_be_is_said_in_one_sentence_and_nothing_is_stored(self, person, wrong):
        match wrong:
            case "nothing":
                said, sentence = {}, "选一下由谁联系"
            case "nobody":
                said, sentence = {"people": [], "contact": UserFactory()}, "先选人"
            case "works nowhere":
                said, sentence = {"contact": UserFactory()}, "没有任职"
            case "works elsewhere":
                said, sentence = {"contact": PostFactory(path=ELSEWHERE).user}, "没有任职"
            case _:
                said, sentence = {"association": AssociationFactory(path=BESIDE, state="dissolved")}, "没有管着村"

        with pytest.raises(ValidationError, match=sentence):
            self.choose(person, **said)

        assert not ContactChoice.objects.exists()

    def test_the_dead_are_not_chosen_for(self, person, meng):
        record_state(by=CLERK, person=person, state=State.DECEASED, on=TODAY, told_by="村医")

        with pytest.raises(ValidationError, match="有 1 人已经不在册"):
            self.choose(person, meng)

    @pytest.mark.parametrize(
        "scope", [Scope(1, {Power.CONTACTS_ASSIGN: ("379900002",)}), Scope(1, {Power.REGISTRY_WRITE: (TOWN,)})]
    )
    def test_the_power_must_cover_everybody(self, person, meng, scope):
        with pytest.raises(OutOfScope):
            self.choose(person, meng, by=scope)
        with pytest.raises(OutOfScope):
            actions.release(by=scope, person=person, kind=Kind.LEAD, at=now())

    def test_a_contact_knows_whom_to_hand_on(self, person, meng):
        night()
        self.choose(person, meng)

        assert [row.person for row in owned["联系的残疾人"](meng.pk)] == [person]

    def test_the_timeline_tells_whenever_it_became_somebody_else(self, person, meng):
        night(YESTERDAY)
        self.choose(person, meng)

        told = [one.title for one in moments(CLERK, person.household) if "联系人" in one.title]

        assert told == ["李秀兰的联系人改为孟庆云", "李秀兰的联系人改为周素琴"]


class TestMeasure:
    def test_counts_who_has_nobody(self, person):
        PersonFactory.create_batch(2, household__path=BESIDE)
        PersonFactory(household__path=BESIDE, state=State.DECEASED)
        night()

        assert (figure("contacts.nobody", TOWN, TODAY).part, figure("contacts.nobody", TOWN, TODAY).of) == (2, 3)
        assert figure("contacts.no_association", TOWN, TODAY).part == 2

    def test_who_was_never_reckoned_has_nobody(self, person):
        assert figure("contacts.nobody", TOWN, TODAY).part == 1


def test_the_tables_hold_one_open_row_of_a_kind(person):
    night()
    row = ContactAssignment.objects.get()

    for again in ({}, {"until": TOMORROW}, {"until": row.since, "since": row.since, "kind": "secondary"}):
        said = {"person": person, "path": HERE, "place": HERE, "since": row.since} | again
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactAssignment.objects.create(**said)


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_choose_for_somebody_at_once_leave_one_contact(person):
    users = [PostFactory(path=BESIDE, user__name=f"委员{number}").user for number in range(16)]
    night(YESTERDAY)

    def choosing(user):
        return lambda: actions.choose(by=CLERK, people=[person.pk], contact=user, basis="镇残联会议", at=now())

    at_once(*[choosing(user) for user in users])

    choice = ContactChoice.objects.get(until=None)
    row = ContactAssignment.objects.get(until=None)
    assert row.contact_id == choice.contact_id
    assert ContactAssignment.objects.count() == 2, "yesterday's, and today's one"


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_reckon_and_change_at_once_agree_in_the_end(person):
    people = [PersonFactory(household__path=HERE) for _ in range(8)]
    users = [PostFactory(path=BESIDE, role=Role.CHAIR).user for _ in range(8)]

    def choosing(one, user):
        return lambda: actions.choose(by=CLERK, people=[one.pk], contact=user, basis="镇残联会议", at=now())

    def reckoning():
        actions.reckon(by=SYSTEMS, at=now())

    at_once(*[choosing(one, user) for one, user in zip(people, users, strict=True)], *[reckoning] * 8)

    found = dict(ContactAssignment.objects.filter(until=None, kind="lead").values_list("person", "contact"))
    assert {one.pk: found[one.pk] for one in people} == {
        one.pk: user.pk for one, user in zip(people, users, strict=True)
    }
    assert len(found) == 9


def test_a_household_that_moves_takes_its_people_along(person):
    HouseholdFactory(path=BESIDE)
    night(YESTERDAY)
    type(person.household).objects.filter(pk=person.household_id).update(path=BESIDE)
    type(person).objects.filter(pk=person.pk).update(path=BESIDE)

    spread(Q(pk=person.pk), on=TODAY, at=now())

    row = ContactAssignment.objects.get(until=None)
    assert (row.path, row.place, row.contact) == (BESIDE, BESIDE, None)
