"""Tiers and tags. What is expected was written by hand, from the words of the file."""

from datetime import date

import pytest

from canxie.ground.registry.models import DisabilityItem, Guardian, Person
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory
from canxie.mechanisms.criteria.tiers import facts_missing, tagged, tier_cases, tiers_in, why_tier, why_tiers

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def tier_of(person):
    """The tier as it is found for everyone at once; for one household and with the reason for one it is the same."""
    tier = Person.objects.annotate(tier=tier_cases(TODAY)).values_list("tier", flat=True).get(pk=person.pk)
    assert why_tier(person, TODAY).tier == tier
    assert tiers_in(person.household, TODAY).get(person.pk, tier) == tier
    return tier


def certify(person):
    person.refresh_from_db()
    return CertificateFactory(person=person)


def mild(**known):
    """Aged 40, level 4, about whom nothing else is known: a C."""
    number = {"number": ""} if known.get("born_on", TODAY) is None else {}
    return PersonFactory(**{"degree": 4, "born_on": date(1986, 1, 1), **number, **known})


class TestTier:
    @pytest.mark.parametrize(("degree", "tier"), [(1, "B"), (2, "B"), (3, "C"), (4, "C"), (None, "C")])
    def test_by_degree(self, degree, tier):
        assert tier_of(mild(degree=degree)) == tier

    @pytest.mark.parametrize(
        ("known", "tag"),
        [
            ({"household__aged_carer": True}, "由老人照看（以老养残）"),
            ({"degree": 1, "born_on": date(1966, 11, 24)}, "60 岁，肢体一级（老残一体）"),
            ({"degree": 2, "household__lives_alone": True}, "独居，肢体二级（独居重残）"),
            ({"born_on": date(2008, 11, 25), "orphan": True}, "是孤儿，17 岁（孤残儿童）"),
            ({"degree": 2, "dibao": True}, "低保，肢体二级（困难重残）"),
            ({"degree": 1, "destitute": True}, "特困供养，肢体一级（困难重残）"),
            ({"household__shock": "火灾", "household__shock_on": date(2026, 5, 28)}, "180 天前家里有变故（近期变故）"),
            ({"born_on": date(2012, 1, 1), "guarded": False}, "没有监护人，14 岁（无监护人）"),
            ({"category": "6", "degree": 2, "guarded": False}, "没有监护人，精神二级（无监护人）"),
        ],
    )
    def test_a_hardship_makes_an_a_and_says_why(self, known, tag):
        person = mild(**known)

        assert tier_of(person) == "A"
        assert [str(one) for one in why_tier(person, TODAY).tags] == [tag]
        assert why_tier(person, TODAY).leaves == ((True, tag),)

    @pytest.mark.parametrize(
        "known",
        [
            {"born_on": date(1966, 11, 24)},
            {"degree": 3, "household__lives_alone": True},
            {"born_on": date(2008, 11, 24), "orphan": True},
            {"dibao": True},
            {"household__shock": "火灾", "household__shock_on": date(2026, 5, 27)},
            {"household__shock": "火灾"},
            {"guarded": False},
            {"category": "5", "degree": 3, "guarded": False},
            {"category": "", "degree": None, "dibao": True},
        ],
    )
    def test_what_is_nearly_one_is_none(self, known):
        assert tier_of(mild(**known)) == "C"

    def test_two_living_certificate_holders_of_one_household(self):
        home = HouseholdFactory()
        her = certify(mild(household=home)).person
        assert tier_of(her) == "C"

        uncertified = mild(household=home)
        assert tier_of(her) == "C"
        gone = certify(mild(household=home, state="deceased")).person
        assert tier_of(her) == "C"

        certify(uncertified)
        assert tier_of(her) == tier_of(uncertified) == "A"
        assert why_tier(her, TODAY).reason == "家里有 2 位持证残疾人（一户多残）"
        assert gone.household == home

    def test_several_items_stand_for_themselves(self):
        person = mild(category="7", degree=4)
        assert why_tier(person, TODAY).tags == ()
        DisabilityItem.objects.create(person=person, category="1", degree=4)
        DisabilityItem.objects.create(person=person, category="6", degree=1)

        assert tier_of(person) == "B"
        assert why_tier(person, TODAY).reason == "视力四级、精神一级"

    def test_a_guardian_who_is_written_down_counts(self):
        child = mild(born_on=date(2012, 1, 1), guarded=False)
        Guardian.objects.create(person=child, name="王芳")

        assert tier_of(child) == "C"


class TestWhatIsNotKnown:
    def test_never_makes_an_a_and_is_asked(self):
        person = mild(degree=1)

        assert tier_of(person) == "B"
        assert why_tier(person, TODAY).leaves == (
            (True, "肢体一级"),
            (None, "没问过由谁照看（以老养残）"),
            (None, "没问过是否独居（独居重残）"),
            (None, "没问过是否低保（困难重残）"),
            (None, "没问过是否特困（困难重残）"),
        )
        assert [fact.name for fact in facts_missing(person, TODAY)] == ["由老人照看", "独居", "低保", "特困供养"]

    def test_what_cannot_change_the_tier_is_not_asked(self):
        known = {"household__aged_carer": False}
        assert facts_missing(mild(**known), TODAY) == []
        assert [fact.name for fact in facts_missing(mild(born_on=None, **known), TODAY)] == ["孤儿", "年龄", "有监护人"]

    def test_an_a_needs_nothing_more(self):
        assert facts_missing(mild(household__aged_carer=True), TODAY) == []

    def test_a_c_says_what_would_be_asked_for(self):
        why = why_tier(mild(household__aged_carer=False), TODAY)

        assert why.leaves == ((False, "肢体四级（要求：残疾等级一级、二级）"),)


class TestByPlace:
    @pytest.fixture
    def third_level(self, settle):
        settle("severity.third_level", "379900", ["6"])

    def test_a_county_may_count_the_third_level(self, third_level):
        there, elsewhere = (mild(household__path=p, category="6", degree=3) for p in ("379900001001", "379901001001"))

        assert (tier_of(there), tier_of(elsewhere)) == ("B", "C")
        assert why_tier(there, TODAY).told_by({"379900": "示例县"}.get) == (
            "规则 2026-11-24 版；三级也按重度的类别 精神，示例县参数第 1 版，2026年1月1日起"
        )

    def test_an_inner_place_goes_before_the_one_around_it(self, third_level, settle):
        settle("severity.third_level", "379900002", [])
        inner, around = (mild(household__path=p, category="6", degree=3) for p in ("379900002001", "379900001001"))

        assert (tier_of(inner), tier_of(around)) == ("C", "B")

    def test_tagged_obeys_each_place(self, settle):
        settle("hardship.old", "379900", 70)
        settle("hardship.old", "379900002", 65)
        born = {"degree": 1, "born_on": date(1959, 1, 1)}
        here, inner, elsewhere = (
            mild(household__path=p, **born) for p in ("379900001001", "379900002001", "379901001001")
        )

        found = Person.objects.filter(tagged("old_and_severe", TODAY))

        assert {*found} == {inner, elsewhere}
        assert [tier_of(person) for person in (here, inner, elsewhere)] == ["B", "A", "A"]


def test_twenty_people_cost_no_more_queries_than_one(django_assert_num_queries):
    people = [*Person.objects.filter(pk__in=[mild().pk for _ in range(20)]).order_by("pk")]

    with django_assert_num_queries(5):  # parameters, households, items, guardians, counts
        why_tiers(people, TODAY)
