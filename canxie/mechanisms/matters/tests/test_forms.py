"""The fields of new matters, embedded several at a time in another room's form."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.template import engines

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory
from canxie.mechanisms.matters.clocks import promise
from canxie.mechanisms.matters.forms import matter_forms

HERE = "379900001001"
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def commissioner():
    TownshipFactory(name="榆岭镇")
    PostFactory(path=HERE, role=Role.CHAIR, user__name="刘长河")
    PostFactory(path="379900001", role=Role.TOWNSHIP_CLERK, user__name="吴海峰")
    return PostFactory(path=HERE, user__name="周素琴")


def forms(**typed):
    data = {f"need-1-{name}": value for name, value in typed.items()}
    return matter_forms(data or None, kind="need", path=HERE, at=NOW)


def test_offers_the_offices_and_takes_the_commissioner_unasked(commissioner):
    choices = dict(forms()[0].fields["owner"].choices)

    assert [*choices.values()] == ["请选择", "周素琴（专职委员）", "刘长河（主席）", "榆岭镇残联（吴海峰）"]
    assert choices[forms()[0]["owner"].value()] == "周素琴（专职委员）"


def test_a_township_without_anybody_can_still_be_asked():
    TownshipFactory(name="榆岭镇")

    assert [label for _, label in forms()[0].fields["owner"].choices] == ["请选择", "榆岭镇残联（还没有人在岗）"]


def test_a_row_in_which_nothing_was_typed_is_no_matter(commissioner):
    owner = forms()[0]["owner"].value()

    first, second, third = forms(matter_id=uuid4(), owner=owner, words="", category="")

    assert [form.is_valid() for form in (first, second, third)] == [True] * 3
    assert [form.says_something for form in (first, second, third)] == [False] * 3


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"words": "要轮椅"}, {"category", "owner", "matter_id"}),
        ({"category": "device"}, {"words", "owner", "matter_id"}),
        ({"urgent": "on"}, {"words", "category", "owner", "matter_id"}),
    ],
)
def test_a_row_in_which_something_was_typed_wants_the_rest(commissioner, typed, wrong):
    assert set(forms(**typed)[0].errors) == wrong


def test_says_what_was_typed(commissioner):
    owner, matter_id = forms()[0]["owner"].value(), uuid4()

    form = forms(matter_id=matter_id, words="要轮椅", category="device", owner=owner)[0]

    assert form.is_valid()
    opening = form.opening(source="visit")
    assert (opening.id, opening.words, opening.owner.user_id) == (matter_id, "要轮椅", commissioner.user_id)


def test_promises_an_answer_and_says_what_happens_without_one(commissioner):
    said = promise("need", HERE, NOW)

    assert str(said) == "3 个工作日内答复（11月27日 周五前；到时没答复，自动转榆岭镇残联）"


def test_is_drawn_with_the_first_open_and_the_others_folded(commissioner):
    said = promise("need", HERE, NOW)

    text = engines["jinja2"].get_template("matters/several.html").render({"matter_forms": forms(), "promise": said})

    assert text.count("<details") == text.count("再加一条") == 2
    assert "<details open" not in text
    assert 'name="need-3-words"' in text
