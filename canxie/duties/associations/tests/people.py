"""Those who bring an association to life in the tests."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from canxie.duties.associations.actions import Draft, Wish, move_on, prepare, propose
from canxie.duties.associations.tests.places import COUNTY, HUAILI, TOWN
from canxie.engine.files.content import Content
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.mechanisms.matters.actions import Said

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTES = Content("纪要.jpg", "image/jpeg", b"minutes")


class Somebody:
    """Someone in office who prepares, files and takes associations."""

    def __init__(self, role, path):
        self.user = PostFactory(role=role, path=path).user
        self.scope = scope_from(self.user.pk, [(Role(role), path)])

    def prepares(self, host=HUAILI, *others, form=None, name="槐里村残协", declared=True, minutes=MINUTES, id_=None):
        form = form or ("joint" if others else "own")
        villages = [Wish(host, minutes=minutes if others else None), *(Wish(one, declared, minutes) for one in others)]
        draft = Draft(id_ or uuid4(), name, form, host, villages, "村里定了要成立。")
        return prepare(by=self.scope, draft=draft, at=NOW)

    def proposes(self, association, host, *others, form="joint"):
        villages = [Wish(host, minutes=MINUTES), *(Wish(one, True, MINUTES) for one in others)]
        propose(by=self.scope, association=association, host=host, villages=villages, name="", form=form)

    def does(self, association, key, successor=None, at=NOW, **said):
        association.refresh_from_db()
        association.matter.refresh_from_db()
        told = {"text": "如此。", "evidence": "示例残备〔2026〕1号", **said}
        seen = association.matter.version
        return move_on(
            by=self.scope, association=association, key=key, said=Said(**told), seen=seen, at=at, successor=successor
        )


def township():
    return Somebody(Role.TOWNSHIP_CLERK, TOWN)


def county():
    return Somebody(Role.COUNTY_CLERK, COUNTY)


def chair(path=HUAILI):
    return Somebody(Role.CHAIR, path)
