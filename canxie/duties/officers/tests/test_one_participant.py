"""Sixteen officers at one participant at the same moment: one is first, the others see what it did, nothing is lost."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from canxie.duties.officers.actions import Change, Proposed, correct, link, propose
from canxie.duties.officers.choices import Position
from canxie.duties.officers.contributing import finish_task, give_task, strike_out
from canxie.duties.officers.models import Contribution, OfficeTerm, Participant
from canxie.duties.officers.tests.conftest import HERE, NOW
from canxie.duties.officers.tests.factories import ContributionFactory, ParticipantFactory
from canxie.engine.audit.chain import verify
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.powers import Power
from tests.threads import at_once, trying

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]

TOWNSHIP = "379900001"
TODAY = date(2026, 11, 24)
THREADS = 16
KEPT = {"name": "董海燕", "path": HERE, "home": HERE, "classes": ["volunteer"], "joined_on": "2022-04-01"}


@pytest.fixture
def by(association):
    powers = (Power.ASSOCIATIONS_PREPARE, Power.ASSOCIATIONS_FILE)
    return Scope(UserFactory().pk, dict.fromkeys(powers, (TOWNSHIP,)))


@pytest.fixture
def who(association):
    return ParticipantFactory(name="董海燕", name_sort="dong hai yan", skills="会手语")


def officer():
    client = Client()
    client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user)
    return client


def seen(page):
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def test_of_sixteen_who_change_one_participant_one_is_kept_and_fifteen_see_both_texts(association, who):
    """All opened the same page; each writes down another skill, and every second one another number of hours."""
    address = reverse("officers:change", args=[association.pk, who.pk])
    clients = [officer() for _ in range(THREADS)]
    typed = [
        KEPT | {"skills": f"第{n}样", "hours": str(n) if n % 2 else "", "seen": seen(client.get(address).text)}
        for n, client in enumerate(clients)
    ]

    answers = at_once(*[lambda n=n: clients[n].post(address, typed[n]) for n in range(THREADS)])

    assert sorted(answer.status_code for answer in answers) == [302, *[409] * (THREADS - 1)]
    first = next(n for n, answer in enumerate(answers) if answer.status_code == 302)
    who.refresh_from_db()
    assert (who.skills, who.hours) == (f"第{first}样", first if first % 2 else None)
    assert AuditEntry.objects.filter(action="officers.correct").count() == 1
    for n in {*range(THREADS)} - {first}:
        page = re.sub(r"\s+", " ", answers[n].text)
        assert f"<dt>会做什么</dt> <dd> 别人存的：第{first}样 <br> 这里填的：第{n}样 </dd>" in page
        assert f'value="第{n}样"' in page, "nothing typed is lost"
    second = (first + 1) % THREADS

    again = clients[second].post(address, typed[second] | {"seen": seen(answers[second].text)})

    assert again.status_code == 302
    who.refresh_from_db()
    assert who.skills == f"第{second}样"
    assert verify() == {}


def test_whoever_leaves_while_sixteen_tasks_are_given_leaves_none_behind(by, who):
    """Half of them record that somebody left, half ask them to do something more."""

    def leaving():
        correct(by=by, participant=who, left_on=TODAY, left_because="搬走")

    def asking(n):
        return lambda: give_task(by=by, participant=who, text=f"第{n}件", on=TODAY)

    said = at_once(*[trying(leaving)] * 8, *[trying(asking(n)) for n in range(8)])

    who.refresh_from_db()
    open_tasks = Contribution.objects.still_to_do().count()
    assert (who.left_on, open_tasks) in {(TODAY, 0), (None, 8)}
    if who.left_on:
        assert said[:8] == [""] * 8
        assert {*said[8:]} == {"董海燕已经退出，不能再派任务。先请本人重新参加。"}
    else:
        assert said[8:] == [""] * 8
        assert all(
            re.fullmatch(r"董海燕还有 \d 件任务没做完（第\d件）。先记做完了，或者作废，再记退出。", s) for s in said[:8]
        )
    assert AuditEntry.objects.filter(action="officers.give_task").count() == open_tasks


def test_one_task_is_done_once_or_struck_out_once(by, who):
    task = ContributionFactory(participant=who)

    def finishing(n):
        return lambda: finish_task(by=by, task=task, done_on=TODAY, hours=n, done=f"第{n}位记的", today=TODAY)

    def striking(n):
        return lambda: strike_out(by=by, contribution=task, why=f"第{n}位说错了")

    calls = [finishing(n) if n % 2 else striking(n) for n in range(1, THREADS + 1)]
    said = at_once(*map(trying, calls))

    task.refresh_from_db()
    done, struck = [said[n] for n in range(0, THREADS, 2)].count(""), [said[n] for n in range(1, THREADS, 2)].count("")
    assert (done, struck) in {(0, 1), (1, 1)}, "whoever strikes out after it was done strikes out what was done"
    assert (task.done_on, task.struck_out) == (TODAY if done else None, True)
    if done:
        assert task.done == f"第{task.hours}位记的"
        assert said[task.hours - 1] == ""
    assert (
        AuditEntry.objects.filter(action__in=["officers.finish_task", "officers.strike_out"]).count() == done + struck
    )


def test_nobody_sits_in_a_seat_who_has_just_left(by, association, who):
    change = Change(new=[Proposed(who, Position.MEMBER, datetime(2026, 12, 1, tzinfo=UTC))])

    def leaving():
        correct(by=by, participant=who, left_on=TODAY)

    def proposing():
        propose(by=by, association=association, change=change)

    said = at_once(*[trying(leaving)] * 8, *[trying(proposing)] * 8)

    who.refresh_from_db()
    assert (who.left_on, OfficeTerm.objects.count()) in {(TODAY, 0), (None, 1)}
    if who.left_on:
        assert {*said[8:]} == {"董海燕已经退出，先请本人重新参加。"}
    else:
        assert said[8:].count("") == 1
        assert {*said[:8]} == {"董海燕还在班子里，先办离任，再记退出。"}


def test_an_account_and_a_seat_at_once_neither_wait_in_a_circle_nor_differ(by, association, who):
    """Eight link accounts, eight propose a chair: whoever links holds the association first, as the others do."""
    users = [UserFactory() for _ in range(8)]
    since = datetime(2026, 12, 1, tzinfo=UTC)

    def linking(user):
        return lambda: link(by=by, participant=who, at=NOW, user=user)

    def proposing():
        propose(by=by, association=association, change=Change(new=[Proposed(who, Position.CHAIR, since)]))

    for _ in range(5):
        Participant.objects.update(user=None)
        OfficeTerm.objects.all().delete()
        said = at_once(*[trying(linking(user)) for user in users], *[trying(proposing)] * 8)

        who.refresh_from_db()
        assert said[8:].count("") == 1
        assert OfficeTerm.objects.get().participant == who
        assert [user for user, told in zip(users, said, strict=False) if not told].count(who.user) == bool(who.user)
        assert {*said[:8]} <= {
            "",
            "董海燕正在任职，账号不能换。先办离任。",
            "刚才有人给董海燕提名了职务，再按一次保存。",
        }
    assert not Post.objects.filter(user__in=users).exists(), "a term that is proposed opens no post"
    assert verify() == {}
