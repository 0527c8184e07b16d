"""What lies one level down, today or on another day."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory

pytestmark = pytest.mark.django_db

HERE, THERE = "379900001001", "379900001002"
RENAMED = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def township():
    TownshipFactory()
    TownshipFactory(code="379900002", name="榆岭镇")
    VillageFactory(code=THERE, name="沙河村")
    VillageFactory(code=HERE, name="槐里村", valid_to=RENAMED, successors=[HERE])
    Division.named(HERE, "槐里社区", RENAMED).save()
    VillageFactory(code="379900002001")


def asked(capsys, *args):
    call_command("divisions", "--parent", *args, "--json")
    return json.loads(capsys.readouterr().out)


def row(code, name, valid_from, valid_to=None):
    return {"code": code, "name": name, "level": 12, "valid_from": valid_from, "valid_to": valid_to}


def test_on_a_day(capsys):
    old, new = row(HERE, "槐里村", "2020-01-01", "2026-04-01"), row(HERE, "槐里社区", "2026-04-01")
    beside = row(THERE, "沙河村", "2020-01-01")

    assert asked(capsys, "379900001", "--on", "2026-03-31") == {"divisions": [old, beside]}
    assert asked(capsys, "379900001", "--on", "2026-04-01") == {"divisions": [new, beside]}
    assert asked(capsys, "379900001") == {"divisions": [new, beside]}


def test_a_village_has_nothing_below_it(capsys):
    assert asked(capsys, THERE) == {"divisions": []}


def test_in_words(capsys):
    call_command("divisions", "--parent", "379900001")

    assert capsys.readouterr().out.splitlines() == [f"{HERE}\t槐里社区", f"{THERE}\t沙河村", "共 2 个"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["379900009"], "没有代码为 379900009"),
        (["x"], "没有代码为 x"),
        ([""], "没有代码为"),
        (["379900001", "--on", "2019-12-31"], "2019-12-31 没有"),
        (["379900001", "--on", "2026-13-01"], "看不懂"),
        (["379900001", "--on", "昨天"], "看不懂"),
    ],
)
def test_what_cannot_be_answered_says_why(args, says):
    with pytest.raises(CommandError, match=says) as refusal:
        call_command("divisions", "--parent", *args, "--json")

    assert refusal.value.returncode == 2
