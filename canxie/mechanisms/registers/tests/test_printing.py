"""A printer is no way round the second person: printed rows count as exported ones do."""

import pytest
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.mechanisms.registers import exports
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.tests.conftest import TOWNSHIP, VILLAGE, signed_in
from canxie.mechanisms.registers.tests.test_exports import asks, people

pytestmark = pytest.mark.django_db
PAPER = "/registers/roster/print/"


def prints(client, place=TOWNSHIP):
    return client.post(f"{PAPER}?place={place}", {"purpose": "会议讨论"})


@pytest.fixture
def commissioner(places):
    return signed_in(Role.COMMISSIONER, VILLAGE, "周素琴")


def test_fifty_rows_are_printed_and_one_more_asks_for_a_second_person(clerk):
    people(50)
    assert prints(clerk).status_code == 200

    Copy.objects.all().delete()
    people(1)
    refused = prints(clerk)

    assert refused.status_code == 422
    assert "一份超过 50 人的要批。请改用导出，县残联的另一个人批了，再打印那份文件。" in refused.text
    assert not Copy.objects.exists()
    assert AuditEntry.objects.filter(action="registers.issue").count() == 1


def test_a_day_of_small_papers_is_a_large_one(clerk):
    people(30)
    assert prints(clerk, VILLAGE).status_code == 200

    refused = prints(clerk, VILLAGE)

    assert refused.status_code == 422
    assert "今天已经打印和导出 30 人，一天最多 50 人不用批。" in refused.text
    assert exports.used(User.objects.get(name="吴海峰").pk, timezone.now()) == 30


def test_what_was_printed_counts_when_a_file_is_asked_for_and_the_other_way_round(clerk):
    people(30)
    prints(clerk, VILLAGE)
    second = asks(clerk, place=VILLAGE)
    assert (second.state, second.because) == ("waiting", ["day"])

    assert prints(clerk, VILLAGE).status_code == 422


def test_the_county_says_how_many(clerk, said):
    said("export.approve_above", 3)
    said("export.rows_a_day", 8)
    people(4)

    assert "一份超过 3 人的要批。" in prints(clerk).text
    assert "一份超过 3 人，或者一天里打印和导出加起来超过 8 人的" in clerk.get(f"{PAPER}?place={TOWNSHIP}").text


def test_whoever_has_one_village_prints_it_whole_up_to_its_measure(commissioner, said):
    said("export.most.village", 60)
    people(60)
    assert [prints(commissioner, VILLAGE).status_code for _ in range(2)] == [200, 200]

    people(1)
    refused = prints(commissioner, VILLAGE)

    assert refused.status_code == 422
    assert "这里有 61 人，一份最多 60 人。" in refused.text
    assert "改用导出" not in refused.text


def test_the_day_of_a_printer_begins_at_midnight_here(clerk, time_machine):
    people(30)
    user = User.objects.get(name="吴海峰")
    for moment in ("2026-11-24 23:59+08:00", "2026-11-25 00:01+08:00"):
        time_machine.move_to(moment, tick=False)
        clerk.force_login(user)
        assert prints(clerk, VILLAGE).status_code == 200
