"""Those who move matters in the tests, and the clock on their wall."""

from datetime import UTC, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.mechanisms.matters.actions import Opening, Said, move, open_matter
from canxie.mechanisms.matters.offices import offices_for

HERE, TOWNSHIP, COUNTY = "379900001001", "379900001", "379900"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(month, day, hour=10, year=2026, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


def midnight_after(month, day, year=2026):
    return datetime(year, month, day, 16, tzinfo=UTC)


TUESDAY, NEXT_DAY = at(3, 10), at(3, 11)


class Office:
    """Someone in office, who moves matters."""

    def __init__(self, role, path):
        self.post = PostFactory(role=role, path=path, since_at=at(1, 1, year=2025))
        self.user = self.post.user
        self.scope = scope_from(self.user.pk, [(Role(role), path)])

    def does(self, matter, key, at=NEXT_DAY, **said):
        matter.refresh_from_db()
        return move(by=self.scope, matter=matter, key=key, said=Said(**said), seen=matter.version, at=at)


def opening(when, path=HERE, owner=0, **changes):
    told = {"id": uuid4(), "words": "门口给安个把手，我扶着他下台阶。", "category": "retrofit"}
    return Opening(**told | {"owner": offices_for(path, when)[owner]} | changes)


def told(village, household, when=TUESDAY, **changes):
    """Have somebody of the household tell the village's commissioner what they need."""
    said = opening(when, **changes)
    return open_matter(by=village.scope, kind="need", household=household, person=None, opening=said, at=when)
