"""Sixteen people at one village at the same moment: one is first, each of the others is told."""

from datetime import date
from uuid import uuid4

import pytest

from canxie.duties.associations import counting
from canxie.duties.associations.actions import Draft, Wish, move_on, prepare
from canxie.duties.associations.models import Association, Coverage, ProposedVillage
from canxie.duties.associations.rules import Covered
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.associations.tests.people import NOW, county, township
from canxie.duties.associations.tests.places import HUAILI, TODAY, TOWN, province
from canxie.engine.audit.chain import verify
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.actions import renumber
from canxie.ground.divisions.changes import Renumbering
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.mechanisms.matters.actions import Said
from canxie.mechanisms.matters.refusals import Refused
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 16


@pytest.fixture(autouse=True)
def places():
    province()
    for number in range(300, 300 + MANY):
        VillageFactory(code=f"379900100{number}")


def tries(call):
    def trying():
        try:
            call()
        except Refused as told:
            return str(told)
        return "done"

    return trying


def test_of_sixteen_who_prepare_one_village_one_does():
    town = township()

    def begin(number):
        draft = Draft(uuid4(), f"第{number}个残协", "own", HUAILI, [Wish(HUAILI)], "村里还没有残协。")
        return tries(lambda: prepare(by=town.scope, draft=draft, at=NOW))

    answers = at_once(*[begin(number) for number in range(MANY)])

    assert answers.count("done") == 1
    assert sum("已经在筹备" in one for one in answers) == MANY - 1
    assert Association.objects.count() == 1
    assert verify() == {}


def test_of_sixteen_who_take_one_village_in_one_does():
    shire = county()
    codes = [f"379900100{number}" for number in range(300, 300 + MANY)]
    made = [AssociationFactory(path=code, form="joint", state="adjusting", villages=[code]) for code in codes]
    for one in made:
        one.proposed.update(minutes=uuid4())
        ProposedVillage.objects.create(association=one, path=HUAILI, place=HUAILI, declared=True, minutes=uuid4())

    def take(one):
        said = Said(on=TODAY, evidence="示例残备〔2026〕2号")
        return tries(lambda: move_on(by=shire.scope, association=one, key="adjusted", said=said, seen=1, at=NOW))

    answers = at_once(*map(take, made))

    assert answers.count("done") == 1
    assert sum("一个村只能有一个残协" in one for one in answers) == MANY - 1
    assert Coverage.objects.filter(path=HUAILI).count() == 1
    assert Association.objects.filter(state="active").count() == 1
    assert counting.covered(TOWN, TODAY) == Covered(MANY + 4, MANY + 1)
    assert verify() == {}


def test_of_sixteen_who_are_restored_to_one_village_one_is():
    shire = county()
    made = [AssociationFactory(path=HUAILI, name=f"第{n}个残协", state="suspended") for n in range(MANY)]
    for n, one in enumerate(made):
        days = {"since": date(2020, 1, n + 1), "until": date(2020, 1, n + 2)}
        Coverage.objects.create(association=one, path=HUAILI, place=HUAILI, host=True, **days)

    def restore(one):
        said = Said(on=TODAY, evidence="示例残备〔2026〕3号")
        return tries(lambda: move_on(by=shire.scope, association=one, key="restore", said=said, seen=1, at=NOW))

    answers = at_once(*map(restore, made))

    assert answers.count("done") == 1
    assert sum("一个村同一天只能有一个残协" in one for one in answers) == MANY - 1
    assert Coverage.objects.filter(path=HUAILI, until=None).count() == 1


def test_a_village_that_gets_another_code_meanwhile_is_covered_by_one_code():
    town, shire = township(), county()
    made = town.prepares()
    town.does(made, "file")
    made.refresh_from_db()
    made.matter.refresh_from_db()
    new, by = "379900100999", Scope(0, {Power.DIVISIONS_CHANGE: ("379900",)})
    said = Said(on=TODAY, evidence="示例残备〔2026〕4号")

    at_once(
        tries(lambda: renumber(by=by, change=Renumbering(HUAILI, new, TODAY))),
        tries(lambda: move_on(by=shire.scope, association=made, key="take", said=said, seen=2, at=NOW)),
    )

    made.refresh_from_db()
    assert made.path == new
    assert {*made.coverages.filter(until=None).values_list("path", flat=True)} <= {new}
    assert {*made.proposed.values_list("path", flat=True)} <= {new}
    assert counting.covered(TOWN, TODAY) == Covered(MANY + 4, int(made.state == "active"))
