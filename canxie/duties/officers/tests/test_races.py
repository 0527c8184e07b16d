"""Many officers at once: one chair, one seat a person, each of the others told in one sentence."""

from datetime import UTC, datetime, timedelta

import pytest

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.actions import Change, Proposed, end, file, propose
from canxie.duties.officers.choices import Position
from canxie.duties.officers.models import OfficeTerm
from canxie.duties.officers.tests.factories import ParticipantFactory, TermFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from tests.threads import at_once, trying

pytestmark = pytest.mark.django_db(transaction=True)

HERE, BESIDE, TOWNSHIP = "379900001001", "379900001002", "379900001"
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
TOWN = Scope(SYSTEM, {Power.ASSOCIATIONS_PREPARE: (TOWNSHIP,), Power.ASSOCIATIONS_FILE: (TOWNSHIP,)})
THREADS = 16


@pytest.fixture
def association():
    for code in (HERE, BESIDE):
        VillageFactory(code=code)
    return AssociationFactory(path=HERE, villages=[HERE, BESIDE])


def proposing(association, who, position=Position.CHAIR, since=MARCH):
    change = Change(new=[Proposed(who, position, since)])
    return trying(lambda: propose(by=TOWN, association=association, change=change))


def test_of_sixteen_chairs_at_once_one_is_kept_and_fifteen_are_told(association):
    people = [ParticipantFactory(name=f"赵{number:02d}") for number in range(THREADS)]

    said = at_once(*[proposing(association, who, since=MARCH + timedelta(days=n)) for n, who in enumerate(people)])

    chair = OfficeTerm.objects.get()
    assert said.count("") == 1
    assert said[people.index(chair.participant)] == ""
    assert {sentence[:8] for sentence in said if sentence} == {"这段时间主席是赵"}
    assert AuditEntry.objects.filter(action="officers.propose_term").count() == 1


def test_of_sixteen_seats_in_sixteen_associations_one_person_gets_one():
    """They do not share an association, so they meet at the person."""
    user = UserFactory()
    calls = []
    for number in range(THREADS):
        code = f"3799000010{number + 10}"
        VillageFactory(code=code)
        calls.append(
            proposing(AssociationFactory(path=code), ParticipantFactory(path=code, user=user), Position.MEMBER)
        )

    said = at_once(*calls)

    assert said.count("") == 1
    assert OfficeTerm.objects.count() == 1
    assert {sentence.partition("已在")[2] for sentence in said if sentence} == {
        "别的残协任委员，一个人同时只任一个职务。"
    }


def test_filing_and_ending_at_once_leave_posts_that_agree_with_the_terms(association):
    """Whoever comes second sees what the first has done: never a post without its term."""
    classes = {"chair": ["two_committee_member"], "vice_chair": ["person"], "member": ["volunteer"]}
    for position, count in {"chair": 1, "vice_chair": 2, "member": 3}.items():
        for _ in range(count):
            who = ParticipantFactory(classes=classes[position], with_account=position == "chair")
            TermFactory(association=association, participant=who, position=position)
    new = ParticipantFactory(with_account=True)
    term = TermFactory(association=association, participant=new, commissioner=True, proposed=True, since_at=MARCH)
    at = MARCH + timedelta(days=9)

    def ending():
        end(by=TOWN, term=term, at=at, reason="辞去")

    filing = [trying(lambda: file(by=TOWN, association=association, at=at))] * 8
    at_once(*filing, *[trying(ending)] * 8)

    term.refresh_from_db()
    posts = Post.objects.filter(user=new.user).order_by("path")
    expected = [(HERE, MARCH, at), (BESIDE, MARCH, at)] if term.filed_at else []
    assert [(post.path, post.since_at, post.until_at) for post in posts] == expected
