"""A group by category shows its category to nobody outside: two counties that differ in it alone look alike to them.

Every address of the house is asked, as by everyone of the matrix and by the leader of the group beside, and every form
of groups is sent. What comes back, what it leads to, and what stands on the trail must not differ by one character.
"""

import re
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from canxie.duties.associations.tests import matrix as associations
from canxie.duties.groups.models import PeerGroup
from canxie.duties.groups.tests.factories import LeadershipFactory, PeerGroupFactory
from canxie.duties.groups.tests.matrix import ASSOCIATION, GROUP, MEMBERSHIP
from canxie.duties.officers.tests import matrix as officers
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.roles import POWERS, Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.powers import Power
from canxie.ground.registry.tests.factories import HouseholdFactory
from tests.architecture import test_matrix as house
from tests.matrix import HERE, HOUSEHOLD, POSTS

pytestmark = pytest.mark.django_db
OUTSIDE = ["idle", "beside", "chair", "city", "system", "security", "audit"]
INSIDE = ["own", "clerk", "county"]
MADE_ANEW = re.compile(
    r'name="(?:csrfmiddlewaretoken|drawn_for)" value="[\w=-]+"|'
    r'"X-CSRFToken": ?"\w+"|&#34;X-CSRFToken&#34;: &#34;\w+&#34;'
)
OF_ITSELF = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ONESELF = ("ui:", "desk:sign", "desk:factor", "desk:passkey", "desk:healthz", "desk:password")
OTHERS = {associations.ASSOCIATION, officers.ASSOCIATION}
KNOWN = {str(GROUP), str(MEMBERSHIP), str(HOUSEHOLD)}


@pytest.fixture(autouse=True)
def county(time_machine):
    """Somebody in a group by category of the association HERE, somebody in none, and one more group beside."""
    time_machine.move_to("2026-11-24 10:00:00+08:00", tick=False)
    HouseholdFactory(id=HOUSEHOLD, path=HERE)
    for room in ("desk", "groups"):
        house.PREPARE[room]()
    group = PeerGroup.objects.get(pk=GROUP)
    user = UserFactory(name="李小军")
    PostFactory(user=user, role=Role.GROUP_LEADER, path=HERE)
    LeadershipFactory(group=PeerGroupFactory(association=group.association, name="第九小组"), user=user)
    return user


def clients(county, names):
    found = {}
    for who in names:
        client, user = Client(), UserFactory(name=f"某{who}")
        for role, path in POSTS[who]:
            PostFactory(user=user, role=role, path=path)
        client.force_login(user)
        found[who] = client
    return found


def args_of(name):
    """Ask the rooms that speak of an association about the one with the group."""
    return [ASSOCIATION if one in OTHERS else one for one in house.ARGS.get(name, [])]


def seen(client, category):
    """Ask every address while the group is of this category, and say what comes back and what the trail keeps."""
    PeerGroup.objects.filter(pk=GROUP).update(basis="category", category=category)
    answers = {}
    client.cookies.pop("messages", None)
    posted = [name for name in house.NAMES if name.startswith(("groups:", "associations:"))]
    asked = [name for name in house.NAMES if not name.startswith(ONESELF)]
    for name, method in [*product(asked, ["GET"]), *product(posted, ["POST"])]:
        url, form = reverse(name, args=args_of(name)), house.FORMS.get(name, {})
        before = AuditEntry.objects.count()
        with house.undone():
            response = client.get(url) if method == "GET" else client.post(url, **form)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            text = OF_ITSELF.sub(lambda one: one[0] if one[0] in KNOWN else "", content.decode(errors="replace"))
            entries = AuditEntry.objects.order_by("done_at", "county", "number")[before:]
            trail = [(one.action, one.place, str(one.changes)) for one in entries]
            answers[name, method] = (
                response.status_code,
                OF_ITSELF.sub("", response.headers.get("Location", "")),
                MADE_ANEW.sub("", text),
                OF_ITSELF.sub("", str(trail)) if "groups" in name else [action for action, *_ in trail],
            )
    return answers


@pytest.mark.parametrize("who", OUTSIDE)
def test_to_whoever_stands_outside_it_looks_like_any_other(county, who):
    client = clients(county, [who])[who]

    mental, vision = seen(client, "6"), seen(client, "1")

    assert [address for address in mental if mental[address] != vision[address]] == []


def test_to_the_leader_of_another_group_too(county):
    client = Client()
    client.force_login(county)

    mental, vision = seen(client, "6"), seen(client, "1")

    assert [address for address in mental if mental[address] != vision[address]] == []
    assert mental["desk:home", "GET"][2].count("我的小组：第九小组") == 1


@pytest.mark.parametrize("who", INSIDE)
def test_whoever_reads_the_files_there_sees_it_so_the_test_looks_in_the_right_place(county, who):
    client = clients(county, [who])[who]

    mental, vision = seen(client, "6"), seen(client, "1")

    assert ("groups:group", "GET") in [address for address in mental if mental[address] != vision[address]]
    assert "按残疾类别：精神" in mental["groups:group", "GET"][2]


def test_the_chair_may_change_it_and_is_told_nothing_by_it(county):
    """Not even by what cannot be done: the same people can join whatever the category is."""
    client = clients(county, ["chair"])["chair"]
    joining = reverse("groups:join", args=[GROUP])

    offered = []
    for basis, category in [("category", "6"), ("category", "1"), ("count", "")]:
        PeerGroup.objects.filter(pk=GROUP).update(basis=basis, category=category)
        offered.append(MADE_ANEW.sub("", client.get(joining).text))

    assert offered[0] == offered[1] == offered[2]
    assert "还没有编进小组的有 " in offered[0]
    assert "按残疾类别" not in client.get(reverse("groups:new", args=[house.ARGS["groups:new"][0]])).text


def test_no_power_of_those_outside_reads_files():
    outside = {role for who in OUTSIDE for role, path in POSTS[who] if HERE.startswith(path)}
    assert all(Power.REGISTRY_READ not in POWERS[role] for role in outside | {Role.GROUP_LEADER})
