"""The register of visits and the measures of visiting: expected values by hand."""

from datetime import date

import pytest
import time_machine

from canxie.duties.visits.models import Amendment, Encounter, Plan
from canxie.duties.visits.tests.factories import VisitFactory
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.models import Standing
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.measures.figures import figure

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
HERE, BESIDE = "379900001001", "379900001002"
REGISTER = "/registers/visits/"


@pytest.fixture(autouse=True)
def village():
    with time_machine.travel("2026-11-24 09:00+08:00", tick=False):
        VillageFactory(code=HERE, name="槐里村")
        yield


@pytest.fixture
def reader(client):
    client.force_login(PostFactory(role=Role.COMMISSIONER, path=HERE).user)
    return client


def paid(*hows, on=TODAY, path=HERE, **told):
    """A visit at which people were met, or not."""
    visit = VisitFactory(household__path=path, household__head="赵德顺", visited_on=on, **told)
    for how in hows:
        Encounter.objects.create(visit=visit, person=PersonFactory(household=visit.household), how=how)
    return visit


def text_of(response):
    return " ".join(response.text.split())


class TestRegister:
    def test_tells_each_visit(self, reader):
        visit = paid("self", "relative", visitor=UserFactory(name="周素琴"), observed=["worse"], findings="要护理垫")

        told = text_of(reader.get(REGISTER))

        for words in [
            "槐里村，1 次。",
            "赵德顺",
            "11月24日",
            "入户",
            "2 人，见到 1 人",
            "身体明显变差；要护理垫",
            "周素琴",
        ]:
            assert words in told
        assert f'href="/people/households/{visit.household_id}/"' in told

    def test_says_why_nobody_was_met_and_what_was_struck_out(self, reader):
        paid(manner="not_met", not_met_because="away")
        struck = paid(struck_out=True)
        Amendment.objects.create(visit=struck, text="记错了户", by=struck.visitor)
        amended = paid()
        Amendment.objects.create(visit=amended, text="补一句", by=amended.visitor)

        told = text_of(reader.get(REGISTER))

        assert "没见到人（外出）" in told
        assert '<div class="table__v">作废</div>' in told
        assert '<div class="table__v">有补充</div>' in told

    def test_the_newest_first_and_only_of_the_days_asked_for(self, reader):
        for day in (1, 9, 20):
            paid(on=date(2026, 10, day), findings=f"第{day}次")

        everything = reader.get(REGISTER).text
        some = text_of(reader.get(f"{REGISTER}?from=2026-10-02&to=2026-10-20"))

        assert everything.index("第20次") < everything.index("第9次") < everything.index("第1次")
        assert "槐里村，2026年10月2日到2026年10月20日，2 次。" in some
        assert "第1次" not in some

    def test_a_village_is_called_as_on_the_day(self, client):
        client.force_login(PostFactory(role=Role.TOWNSHIP_CLERK, path="379900001").user)
        visit = paid()
        visit.place = BESIDE
        visit.save(update_fields=["place"])
        VillageFactory(code=BESIDE, name="旧槐里")

        told = text_of(client.get(REGISTER))

        assert '<div class="table__v">旧槐里</div>' in told
        assert "赵*顺" in told

    def test_prints(self, reader):
        paid("self")

        told = text_of(reader.post(f"{REGISTER}print/", {"purpose": "年度归档"}))

        assert "<h1>槐里村入户走访记录</h1>" in told
        assert "编号 ZF-379900001001-20261124-01" in told


def planned(tier, due_on, path=HERE):
    since = {"tier_since": date(2026, 1, 1), "first_due_on": due_on}
    return Plan.objects.create(household=HouseholdFactory(path=path), path=path, tier=tier, due_on=due_on, **since)


class TestMeasures:
    def test_a_on_time(self):
        for tier, day in [("A", 23), ("A", 24), ("A", 30), ("B", 1)]:
            planned(tier, date(2026, 11, day))

        on_time = figure("visits.on_time", HERE, TODAY)

        assert (on_time.part, on_time.of, str(on_time.value)) == (2, 3, "66.7")
        assert figure("visits.on_time", BESIDE, TODAY).value is None

    def test_seen_in_person_in_the_month_of_the_day(self):
        paid("self", "relative", on=date(2026, 11, 1))
        paid("absent", manner="not_met")
        paid("self", manner="phone")
        paid("self", struck_out=True)
        paid("self", on=date(2026, 10, 31))
        paid("self", on=date(2026, 11, 25))

        seen = figure("visits.seen", HERE, TODAY)

        assert (seen.part, seen.of, str(seen.value)) == (1, 3, "33.3")
        assert figure("visits.seen", HERE, date(2026, 10, 31)).part == 1

    def silent_for(self, last, known=date(2026, 1, 1), path=HERE, **person):
        one = PersonFactory(household__path=path, **person)
        Standing.objects.create(person=one, path=path, tier="C", tier_since=known, last_contact_on=last)

    def test_out_of_touch(self):
        self.silent_for(date(2026, 8, 25))
        self.silent_for(date(2026, 8, 26))
        self.silent_for(None)
        self.silent_for(None, known=date(2026, 11, 1))
        self.silent_for(date(2026, 1, 1), state="deceased")

        silent = figure("visits.silent", HERE, TODAY)

        assert (silent.part, silent.of, silent.value) == (2, 4, 2)

    def test_out_of_touch_after_as_many_days_as_each_place_has_set(self):
        for place, days in [("379900", 200), (BESIDE, 30)]:
            said = {"valid_from": date(2026, 1, 1), "reason": "试", "set_by": 1, "version": 1}
            ParameterValue.objects.create(key="contact.silent_days", place=place, value=days, **said)
        for path in (HERE, BESIDE, "379901001001"):
            self.silent_for(date(2026, 8, 1), path=path)

        found = [figure("visits.silent", path, TODAY).value for path in (HERE, BESIDE, "379901001001")]
        assert found == [0, 1, 1]
