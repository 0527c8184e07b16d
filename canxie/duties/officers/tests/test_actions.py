"""A term is the only source of a post: proposed by a save, in force by the township's filing, to the second."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.actions import Change, NotYet, Proposed, correct, end, file, join, link, propose
from canxie.duties.officers.choices import Position
from canxie.duties.officers.filing import follow_villages
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.tests.factories import ParticipantFactory, TermFactory
from canxie.engine.audit.trail import recording
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.actions import record_state
from canxie.ground.registry.choices import State
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db

HERE, BESIDE, TOWNSHIP = "379900001001", "379900001002", "379900001"
MARCH = datetime(2026, 2, 28, 16, tzinfo=UTC)  # 1 March, midnight in Shanghai
JUNE = datetime(2026, 5, 31, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)
APRIL_2022 = datetime(2022, 4, 17, 16, tzinfo=UTC)


def township(user_id=SYSTEM):
    return Scope(user_id, {Power.ASSOCIATIONS_PREPARE: (TOWNSHIP,), Power.ASSOCIATIONS_FILE: (TOWNSHIP,)})


def chair_of(path, user_id):
    return Scope(user_id, {Power.ASSOCIATIONS_PREPARE: (path,)})


@pytest.fixture
def association():
    VillageFactory(code=HERE, name="槐里村")
    VillageFactory(code=BESIDE, name="大槐树村")
    return AssociationFactory(path=HERE, villages=[HERE, BESIDE])


def seats(association, *, but=()):
    """The smallest seats that the clause allows, filed; the commissioner and the chair have accounts."""
    classes = {
        "chair": ["two_committee_member"],
        "vice1": ["person"],
        "vice2": ["benefactor"],
        "commissioner": ["person"],
        "member1": ["village_doctor"],
        "member2": ["volunteer"],
    }
    made = {}
    for name, all_of in classes.items():
        if name in but:
            continue
        who = ParticipantFactory(name=name, classes=all_of, with_account=name in {"chair", "commissioner"})
        position = {"c": "chair", "v": "vice_chair"}.get(name[0], "member") if name != "commissioner" else "member"
        made[name] = TermFactory(
            association=association, participant=who, position=position, commissioner=name == "commissioner"
        )
    return made


def moved(association):
    """Tell the room that the villages have changed, as the actions of associations do."""
    with recording():
        follow_villages(township(), association, JUNE)


def posts():
    return [*Post.objects.order_by("path", "since_at", "role").values_list("role", "path", "since_at", "until_at")]


def test_a_proposed_commissioner_has_no_right_and_the_filing_gives_it_in_each_village(association):
    seats(association, but={"commissioner"})
    who = ParticipantFactory(with_account=True, classes=["person"])
    new = Proposed(who, Position.MEMBER, MARCH, commissioner=True)
    propose(by=chair_of(HERE, UserFactory().pk), association=association, change=Change(new=[new], basis="村会议"))

    assert posts() == []
    assert not scope_of(who.user_id, at=JUNE).may(Power.VISITS_RECORD)

    file(by=township(), association=association, at=JUNE)

    assert posts() == [("commissioner", HERE, MARCH, None), ("commissioner", BESIDE, MARCH, None)]
    assert scope_of(who.user_id, at=MARCH).covers(BESIDE, Power.VISITS_RECORD)
    assert not scope_of(who.user_id, at=MARCH - SECOND).may(Power.VISITS_RECORD)


def test_the_chair_reads_and_prepares_in_each_village_and_a_plain_member_nowhere(association):
    made = seats(association)
    file(by=township(), association=association, at=JUNE)
    moved(association)

    chair = made["chair"].participant.user_id
    assert scope_of(chair, at=JUNE).paths(Power.ASSOCIATIONS_PREPARE) == (HERE, BESIDE)
    assert Post.objects.exclude(user__in=[chair, made["commissioner"].participant.user_id]).count() == 0
    assert posts()[0] == ("chair", HERE, APRIL_2022, None)


def test_a_chair_cannot_file(association):
    seats(association)

    with pytest.raises(OutOfScope):
        file(by=chair_of(HERE, UserFactory().pk), association=association, at=JUNE)


def test_nobody_files_ones_own_term(association):
    seats(association, but={"commissioner"})
    clerk = UserFactory()
    who = ParticipantFactory(user=clerk)
    new = Proposed(who, Position.MEMBER, MARCH, commissioner=True)
    propose(by=township(clerk.pk), association=association, change=Change(new=[new]))

    with pytest.raises(ValidationError, match="自己的任期"):
        file(by=township(clerk.pk), association=association, at=JUNE)
    assert posts() == []

    file(by=township(), association=association, at=JUNE)
    assert len(posts()) == 2


def test_what_is_not_met_is_saved_and_not_filed(association):
    seats(association, but={"vice2"})
    who = ParticipantFactory(with_account=True)
    propose(by=township(), association=association, change=Change(new=[Proposed(who, Position.MEMBER, MARCH)]))

    with pytest.raises(NotYet, match="副主席还缺 1 名"):
        file(by=township(), association=association, at=JUNE)
    assert OfficeTerm.objects.proposed().count() == 1


def test_somebody_who_leaves_has_no_right_from_that_second_whatever_the_seats_lack(association):
    made = seats(association, but={"vice2"})
    moved(association)
    term = made["commissioner"]
    propose(by=township(), association=association, change=Change(leaving={term.pk: (MARCH, "本人辞去")}))
    assert posts()[-1][3] is None

    file(by=township(), association=association, at=JUNE, endings_only=True)

    assert [one for one in posts() if one[0] == "commissioner"] == [
        ("commissioner", HERE, APRIL_2022, MARCH),
        ("commissioner", BESIDE, APRIL_2022, MARCH),
    ]
    user = term.participant.user_id
    assert scope_of(user, at=MARCH - SECOND).covers(BESIDE, Power.VISITS_RECORD)
    assert not scope_of(user, at=MARCH).may(Power.VISITS_RECORD)
    term.refresh_from_db()
    assert (term.until_at, term.ending_at, term.ended_reason) == (MARCH, None, "本人辞去")


def test_posts_follow_the_villages(association):
    made = seats(association)
    moved(association)
    association.coverages.filter(path=BESIDE).update(until=date(2026, 3, 1))
    moved(association)

    user = made["commissioner"].participant.user_id
    assert scope_of(user, at=MARCH - SECOND).paths(Power.VISITS_RECORD) == (HERE, BESIDE)
    assert scope_of(user, at=MARCH).paths(Power.VISITS_RECORD) == (HERE,)

    association.coverages.create(path=BESIDE, place=BESIDE, since=date(2026, 6, 1))
    moved(association)

    assert scope_of(user, at=JUNE - SECOND).paths(Power.VISITS_RECORD) == (HERE,)
    assert scope_of(user, at=JUNE).paths(Power.VISITS_RECORD) == (HERE, BESIDE)


def test_a_dissolved_association_has_no_one_in_office(association):
    seats(association)
    moved(association)
    association.coverages.update(until=date(2026, 6, 1))
    association.state, association.ended_on = "dissolved", date(2026, 6, 1)
    association.save()

    moved(association)

    assert {until for *_, until in posts()} == {JUNE}
    assert not OfficeTerm.objects.held_at(JUNE).exists()
    assert OfficeTerm.objects.held_at(JUNE - SECOND).count() == 6


def test_the_first_seats_are_filed_with_their_association():
    VillageFactory(code=HERE)
    association = AssociationFactory(path=HERE, state="preparing")
    who = ParticipantFactory(with_account=True)
    TermFactory(proposed=True, association=association, participant=who, commissioner=True)
    moved(association)
    assert OfficeTerm.objects.get().state == "proposed"

    association.matter.steps.create(number=1, at=JUNE, move="file", to_state="filed")
    moved(association)
    assert (OfficeTerm.objects.get().state, posts()) == ("filed", [])

    association.state, association.active_since = "active", date(2026, 6, 1)
    association.coverages.create(path=HERE, place=HERE, since=date(2026, 6, 1), host=True)
    moved(association)
    assert posts() == [("commissioner", HERE, JUNE, None)]


# --- what cannot be


def test_a_change_of_villages_puts_nothing_into_force_that_was_only_proposed(association):
    who = ParticipantFactory(with_account=True)
    TermFactory(proposed=True, association=association, participant=who, commissioner=True)

    moved(association)

    assert (OfficeTerm.objects.get().state, posts()) == ("proposed", [])


def refused(association, *new, match, leaving=None, staying=()):
    before = OfficeTerm.objects.count()
    with pytest.raises(ValidationError, match=match):
        propose(
            by=township(),
            association=association,
            change=Change(new=new, leaving=leaving or {}, staying=staying),
        )
    assert OfficeTerm.objects.count() == before


def test_there_is_one_chair_at_a_time(association):
    made = seats(association)
    other = ParticipantFactory()
    refused(association, Proposed(other, Position.CHAIR, MARCH), match="这段时间主席是chair（2022年4月18日起）")

    leaving = {made["chair"].pk: (MARCH, "届满")}
    new = Proposed(other, Position.CHAIR, MARCH)
    propose(by=township(), association=association, change=Change(new=[new], leaving=leaving))
    refused(association, staying=[made["chair"].pk], match="这段时间主席是")


def test_one_person_has_one_seat_at_a_time_also_under_another_name(association):
    made = seats(association)
    who = made["commissioner"].participant
    refused(association, Proposed(who, Position.VICE_CHAIR, MARCH), match="已在这里任专职委员")
    twin = ParticipantFactory(user=who.user)
    refused(association, Proposed(twin, Position.MEMBER, MARCH), match="已在这里任专职委员")
    elsewhere = AssociationFactory(path="379900001009")
    refused(elsewhere, Proposed(who, Position.MEMBER, MARCH), match="已在别的残协任专职委员")


def test_other_things_that_cannot_be(association):
    who = ParticipantFactory()
    refused(association, Proposed(who, Position.MEMBER, MARCH, until=MARCH), match="任期止要晚于任期起")
    refused(association, Proposed(who, Position.VICE_CHAIR, MARCH, commissioner=True), match="专职委员要是委员")
    gone = ParticipantFactory(left_on=date(2026, 1, 1))
    refused(association, Proposed(gone, Position.MEMBER, MARCH), match="已经退出")
    term = TermFactory(association=association)
    refused(association, leaving={term.pk: (APRIL_2022, "")}, match="离任日期要晚于任期开始")


def test_a_seat_passes_from_one_to_the_next_in_one_second(association):
    made = seats(association)
    moved(association)
    new = ParticipantFactory(with_account=True, classes=["two_committee_member"])
    change = Change(
        new=[Proposed(new, Position.CHAIR, MARCH)], leaving={made["chair"].pk: (MARCH, "届满")}, basis="换届"
    )
    propose(by=township(), association=association, change=change)
    file(by=township(), association=association, at=JUNE)

    at_last, at_first = OfficeTerm.objects.held_at(MARCH - SECOND), OfficeTerm.objects.held_at(MARCH)
    assert [term.participant.name for term in at_last.filter(position="chair")] == ["chair"]
    assert [term.participant for term in at_first.filter(position="chair")] == [new]
    assert scope_of(new.user_id, at=MARCH).covers(BESIDE, Power.ASSOCIATIONS_PREPARE)
    assert not scope_of(new.user_id, at=MARCH - SECOND).may(Power.ASSOCIATIONS_PREPARE)


# --- the pool


def test_somebody_joins_and_leaves_but_not_out_of_a_seat(association):
    who = join(
        by=township(), path=HERE, name="张万林", name_sort="z", classes=["village_doctor"], joined_on=date(2026, 1, 1)
    )
    assert Participant.objects.taking_part().get() == who
    term = TermFactory(association=association, participant=who)

    with pytest.raises(ValidationError, match="还在班子里"):
        correct(by=township(), participant=who, left_on=date(2026, 6, 1), left_because="搬走")
    end(by=township(), term=term, at=timezone.now(), reason="搬走")
    correct(by=township(), participant=who, left_on=timezone.localdate(), left_because="搬走")

    assert not Participant.objects.taking_part().exists()


def test_an_account_that_comes_later_opens_its_posts_then_and_no_earlier(association):
    made = seats(association, but={"commissioner"})
    who = ParticipantFactory()
    TermFactory(association=association, participant=who, commissioner=True)
    user = UserFactory()

    link(by=township(), participant=who, at=JUNE, user=user)

    assert [one for one in posts() if one[0] == "commissioner"] == [
        ("commissioner", HERE, JUNE, None),
        ("commissioner", BESIDE, JUNE, None),
    ]
    with pytest.raises(ValidationError, match="账号不能换"):
        link(by=township(), participant=who, at=JUNE, user=UserFactory())
    clerk = UserFactory()
    with pytest.raises(ValidationError, match="自己的账号"):
        link(by=township(clerk.pk), participant=made["vice1"].participant, at=JUNE, user=clerk)
    with pytest.raises(OutOfScope):
        link(by=chair_of(HERE, clerk.pk), participant=who, at=JUNE, user=clerk)


def test_a_dead_persons_term_ends_and_one_who_has_moved_away_is_found(association):
    made = seats(association)
    moved(association)
    for name, state in {"commissioner": State.DECEASED, "vice1": State.MOVED_AWAY}.items():
        person = PersonFactory(household=HouseholdFactory(path=HERE))
        Participant.objects.filter(pk=made[name].participant_id).update(person=person)
        by = Scope(SYSTEM, {Power.REGISTRY_WRITE: (HERE,)})
        record_state(by=by, person=person, state=state, on=date(2026, 6, 1), told_by="村委会")

    made["commissioner"].refresh_from_db()
    assert made["commissioner"].ended_reason == "名册记了去世"
    assert not scope_of(made["commissioner"].participant.user_id, at=timezone.now()).may(Power.VISITS_RECORD)
    with pytest.raises(NotYet, match="vice1在名册里已记迁出，先办离任"):
        file(by=township(), association=association, at=timezone.now())
