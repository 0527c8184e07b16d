"""Who gets what in this room."""

from uuid import UUID

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.tests.factories import LeadershipFactory, MembershipFactory, PeerGroupFactory
from tests.matrix import HERE, Row

ASSOCIATION = UUID("00000000-0000-4000-8000-0000000000c8")
GROUP = UUID("00000000-0000-4000-8000-0000000000c9")
MEMBERSHIP = UUID("00000000-0000-4000-8000-0000000000ca")
ARGS = {
    "groups:group": [GROUP],
    "groups:new": [ASSOCIATION],
    "groups:leave": [MEMBERSHIP],
    "groups:join": [GROUP],
    "groups:leader": [GROUP],
    "groups:stand_down": [GROUP],
    "groups:tell": [GROUP],
    "groups:close": [GROUP],
    "groups:review": [GROUP],
}
FORMS = {
    "groups:new": {"data": {"name": "第二小组", "basis": "count", "decided": "残协会议", "since": "2026-05-01"}},
    "groups:join": {"data": {"since": "2026-06-01"}},
    "groups:leave": {"data": {"on": "2026-06-01", "why": "本人不想参加了"}},
    "groups:leader": {"data": {"name": "李小军", "chosen": "组员推选"}},
    "groups:stand_down": {"data": {"why": "外出打工"}},
    "groups:tell": {"data": {"people": [str(MEMBERSHIP)], "how": "on_paper", "on": "2026-05-02"}},
    "groups:review": {"data": {"on": "2026-06-01", "took_part": "组员 9 位", "result": "keep"}},
    "groups:close": {"data": {"on": "2026-06-01", "why": "人少了"}},
}


def prepare():
    """A group of the association HERE, with somebody in it and a leader."""
    association = AssociationFactory(id=ASSOCIATION, path=HERE)
    group = PeerGroupFactory(id=GROUP, association=association, name="第一小组")
    MembershipFactory(id=MEMBERSHIP, group=group, person__number="")
    LeadershipFactory(group=group)


# fmt: off
MATRIX = {
    #                                  stranger idle own beside chair clerk both county city system security audit
    ("groups:groups", "GET"): Row(302, 403, 200, 200, 200, 200, 200, 200, 403, 403, 403, 403),
    ("groups:groups", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("groups:group", "GET"): Row(302, 403, 200, 404, 200, 200, 200, 200, 403, 403, 403, 403),
    ("groups:group", "POST"): Row(302, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405, 405),
    ("groups:new", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:new", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("groups:join", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    # the one who lives there is in the group: there is nobody to choose, and the page says so
    ("groups:join", "POST"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:leave", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:leave", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("groups:leader", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:leader", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("groups:stand_down", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:stand_down", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("groups:tell", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:tell", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("groups:review", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:review", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
    ("groups:close", "GET"): Row(302, 403, 403, 403, 200, 200, 200, 403, 403, 403, 403, 403),
    ("groups:close", "POST"): Row(302, 403, 403, 403, 302, 302, 302, 403, 403, 403, 403, 403),
}
# fmt: on
