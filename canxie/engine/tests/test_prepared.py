"""A question that stands prepared is answered as Django would answer it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canxie.engine.prepared import Prepared, of_some
from canxie.ground.registry.models import Person
from canxie.ground.registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
COLUMNS = ("id", "household", "name", "born_on", "degree", "dibao")


@pytest.fixture
def two():
    one = PersonFactory(name="李秀兰", number="", born_on=date(1958, 3, 1), degree=2, dibao=True)
    return one, PersonFactory(name="王大明", number="", born_on=None, degree=None, dibao=None)


def test_each_value_has_its_type(two):
    ask = Prepared(lambda key: Person.objects.filter(pk=key).order_by("pk").values_list(*COLUMNS))

    one, other = two
    assert ask(one.pk) == [(one.pk, one.household_id, "李秀兰", date(1958, 3, 1), 2, True)]
    assert ask(other.pk) == [(other.pk, other.household_id, "王大明", None, None, None)]


def test_about_one_and_about_several_it_says_the_same(two):
    ask = of_some("household", lambda: Person.objects.order_by("name").values_list("household", "name"))
    homes = [one.household_id for one in two]

    assert [*ask(homes[:1]), *ask(homes[1:])] == ask(homes) == [(homes[0], "李秀兰"), (homes[1], "王大明")]
    assert ask([]) == []


def test_the_key_stands_among_the_values_and_never_in_the_text(two):
    ask = Prepared(lambda key: Person.objects.filter(pk=key, name="李秀兰").order_by("pk").values_list("degree"))
    ask(two[1].pk)

    with CaptureQueriesContext(connection) as asked:
        assert [ask(one.pk) for one in two] == [[(2,)], []]
    assert len(asked) == 2
    assert ask._statement.count("%s") == 2
