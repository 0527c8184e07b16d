"""A village is found by whatever somebody has of it."""

from datetime import date

import pytest

from canxie.ground.divisions.models import Division
from canxie.ground.divisions.search import find

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
ROWS = [
    ("3799", "示例市"),
    ("379900", "示例县"),
    ("379900001", "青禾街道"),
    ("379900001001", "槐里社区"),
    ("379900001002", "长清社区"),
    ("379900001003", "3520社区"),
    ("379900109", "榆岭镇"),
    ("379900109201", "槐树底村"),
    ("379900109202", "单家村"),
    ("379901", "邻县"),
    ("379901109202", "槐荫村"),
]


@pytest.fixture(autouse=True)
def country():
    Division.objects.bulk_create([Division.named(code, name, date(2020, 1, 1)) for code, name in ROWS])


def names(text, inside="379900", on=TODAY, **kwargs):
    return [division.name for division in find(text, inside=inside, on=on, **kwargs)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("槐", ["槐里社区", "槐树底村"]),
        (" 槐 树 ", ["槐树底村"]),
        ("社区", ["3520社区", "长清社区", "槐里社区"]),
        ("hl", ["槐里社区"]),
        ("HL", ["槐里社区"]),
        ("ylz", ["榆岭镇"]),
        ("cq", ["长清社区"]),
        ("sj", ["单家村"]),
        ("huaishu", ["槐树底村"]),
        ("huai shu", ["槐树底村"]),
        ("huai", ["槐里社区", "槐树底村"]),
        ("109", ["榆岭镇", "槐树底村", "单家村"]),
        ("109202", ["单家村"]),
        ("379900109202", ["单家村"]),
        ("3520", ["3520社区"]),
        ("3520s", ["3520社区"]),
        ("q h", ["青禾街道"]),
        ("邻", []),
        ("示例县", []),
        ("没有", []),
        ("%", []),
        ("", []),
        ("  ", []),
    ],
)
def test_by_name_initials_sound_and_code(text, found):
    assert names(text) == found


def test_inside_another_place_other_places_are_found():
    assert names("槐", inside="379901") == ["槐荫村"]
    assert names("槐", inside="379900001") == ["槐里社区"]
    assert names("槐", inside="") == ["槐里社区", "槐树底村", "槐荫村"]


def test_what_there_is_on_the_day():
    Division.objects.filter(name="槐里社区").update(valid_to=date(2026, 4, 1))

    assert names("槐里", on=date(2026, 3, 31)) == ["槐里社区"]
    assert names("槐里", on=date(2026, 4, 1)) == []


def test_no_more_than_a_screen_full():
    assert names("社区", most=2) == ["3520社区", "长清社区"]
