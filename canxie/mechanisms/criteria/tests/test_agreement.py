"""Random trees about random people: three readings of one tree, one answer (yes, no, unknown) for each person."""

from datetime import date
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from canxie.ground.registry.models import Certificate, DisabilityItem, Guardian, Household, Person
from canxie.mechanisms.criteria.people import gather
from canxie.mechanisms.criteria.published import facts
from canxie.mechanisms.criteria.rulebooks import Reader
from canxie.mechanisms.criteria.tests import plain
from canxie.mechanisms.criteria.trees import annotated, because, leaves

pytestmark = pytest.mark.django_db

maybe = st.sampled_from([None, True, False])
days = st.dates(date(2023, 12, 1), date(2029, 3, 31)) | st.sampled_from([date(2024, 2, 29), date(2027, 2, 28)])
birthdays = (
    st.dates(date(1930, 1, 1), date(2026, 12, 31))
    | st.sampled_from([date(2008, 2, 29), date(2008, 3, 1), date(1964, 2, 29)])
    | st.none()
)
categories = st.sampled_from(["1", "2", "3", "4", "5", "6"])
degrees = st.sampled_from([1, 2, 3, 4])
people = st.fixed_dictionaries(
    {
        "born_on": birthdays,
        "sex": st.sampled_from(["", "1", "2"]),
        "state": st.sampled_from(["living", "living", "deceased", "moved_away"]),
        "category": categories | st.sampled_from(["", "7"]),
        "degree": degrees | st.none(),
        "certified_until": days | st.none(),
        **dict.fromkeys(("dibao", "destitute", "living_subsidy", "nursing_subsidy", "orphan", "guarded"), maybe),
        "items": st.lists(
            st.fixed_dictionaries({"category": categories, "degree": degrees}),
            max_size=2,
            unique_by=lambda i: i["category"],
        ),
        "certificates": st.lists(st.sampled_from(["active", "frozen", "cancelled"]), max_size=2, unique=True),
        "guardian": st.booleans(),
    }
)
homes = st.fixed_dictionaries(
    {
        "lives_alone": maybe,
        "aged_carer": maybe,
        "shock": st.sampled_from(["", "火灾"]),
        "shock_on": days | st.none(),
        "people": st.lists(people, min_size=1, max_size=3),
    }
)

NUMBERS = {
    "age": st.integers(0, 100) | st.sampled_from([18, 60, 62]),
    "certificate_days_left": st.integers(-400, 400),
    "days_since_shock": st.integers(0, 800),
    "disabled_at_home": st.integers(0, 4),
    "certified_at_home": st.integers(0, 4),
}
WHOLE = ["is", "at_least", "at_most", "above", "below"]
SUBSIDIES = ["living_subsidy", "nursing_subsidy"]
YES_NO = ["certified", "dibao", "destitute", "orphan", "guarded", "lives_alone", "aged_carer", *SUBSIDIES]
numbers = st.sampled_from([*NUMBERS]).flatmap(
    lambda fact: st.tuples(st.sampled_from(WHOLE), NUMBERS[fact]).map(lambda asked: {"fact": fact, asked[0]: asked[1]})
)
yes_no = st.builds(lambda fact, wanted: {"fact": fact, "is": wanted}, st.sampled_from(YES_NO), st.booleans())
choices = st.sampled_from(
    [("sex", ["1"]), ("sex", ["1", "2"]), ("state", ["living"]), ("state", ["deceased", "moved_away"])]
)
wanted_items = st.fixed_dictionaries(
    {}, optional={"category": st.lists(categories, max_size=3), "degree": st.lists(degrees, min_size=1, max_size=3)}
).filter(bool)
leaf = (
    numbers
    | yes_no
    | choices.map(lambda asked: {"fact": asked[0], "in": asked[1]})
    | wanted_items.map(lambda wanted: {"fact": "kind", "has": wanted})
)
trees = st.recursive(
    leaf,
    lambda part: (
        st.lists(part, min_size=1, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(part, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | part.map(lambda inner: {"not": inner})
    ),
    max_leaves=8,
)


def written(some_homes):
    """Write the dicts into the tables and give each person its row's key; returns the people."""
    numbers, everyone = count(1), []
    tables = {table: [] for table in (Household, Person, Certificate, DisabilityItem, Guardian)}
    for home in some_homes:
        columns = {name: home[name] for name in ("lives_alone", "aged_carer", "shock", "shock_on")}
        row = Household(id=UUID(int=next(numbers)), path="379900001001", head="张", **columns)
        tables[Household].append(row)
        for person in home["people"]:
            more = {"items", "certificates", "guardian"}
            columns = {name: value for name, value in person.items() if name not in more}
            who = Person(id=UUID(int=next(numbers)), path="379900001001", household=row, name="李", **columns)
            tables[Person].append(who)
            tables[Certificate] += [
                Certificate(person=who, number="0", category="4", degree=2, state=state)
                for state in person["certificates"]
            ]
            tables[DisabilityItem] += [DisabilityItem(person=who, **item) for item in person["items"]]
            tables[Guardian] += [Guardian(person=who, name="王")] if person["guardian"] else []
            everyone.append(person | {"id": who.pk, "home": home})
    for table, rows in tables.items():
        table.objects.bulk_create(rows)
    return everyone


@settings(max_examples=200, deadline=None, database=None)
@given(tree=trees, some_homes=st.lists(homes, min_size=1, max_size=3), on=days)
def test_everyone_at_once_and_one_by_one_and_by_hand(tree, some_homes, on):
    reader = Reader("random")
    node = reader.node(tree)
    assert reader.faults == []
    with transaction.atomic():
        everyone = written(some_homes)
        sides = node.sides(on, {})
        found = {
            pk: truth
            for truth, side in zip([True, False, None], sides, strict=True)
            for pk in Person.objects.filter(side).values_list("pk", flat=True)
        }
        counted = sum(Person.objects.filter(side).count() for side in sides)
        known = gather(Person.objects.order_by("pk"), {one.fact for one in leaves(node)}, on)
        transaction.set_rollback(True)

    judged = {person["id"]: node.judge(known[person["id"]], {}) for person in everyone}
    by_hand = {person["id"]: plain.holds(person, tree, on) for person in everyone}
    assert judged == by_hand
    assert found == by_hand
    assert counted == len(everyone), "each person stands on one side and no other"
    for pk, values in known.items():
        told = because(node, values, {})
        assert {*told} <= {*annotated(node, values, {})}
        if [] not in [one.wanted.get("category") for one in leaves(node) if one.question == "has"]:
            assert told, f"{pk} is told why"


def test_the_trees_ask_every_fact():
    assert {*NUMBERS, *YES_NO, "sex", "state", "kind"} == {*facts}
