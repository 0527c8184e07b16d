"""备份 as the system administrator sees it: how old, how large, whether it was shown to come back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from canxie.engine.backups.models import BackupRun
from canxie.engine.backups.tasks import nightly
from canxie.engine.jobs.models import Job, State
from canxie.engine.jobs.running import run
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from tests.matrix import COUNTY

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(time_machine, settings, tmp_path):
    settings.VAR, settings.BACKUPS = tmp_path, tmp_path / "backups"
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def keeper(client):
    client.force_login(PostFactory(role=Role.SYSTEM_ADMIN, path=COUNTY).user)


def was(kind, ago, **said):
    fields = {"file": "canxie-20261124-013000.backup", "seconds": 4.2, "size": 3_250_000, "rows": 1835, "files": 3}
    return BackupRun.objects.create(kind=kind, began_at=NOW - ago, **fields | said)


@pytest.mark.parametrize(
    ("runs", "words"),
    [
        ([], "还没有备份过"),
        ([("made", timedelta(hours=27), {})], "最近一次备份是 27 小时以前，超过 26 小时"),
        ([("made", timedelta(hours=5), {})], "还没有做过恢复演练"),
        (
            [("made", timedelta(hours=5), {}), ("drilled", timedelta(days=91), {})],
            "上一次恢复演练是 91 天以前，超过 90 天",
        ),
        (
            [("made", timedelta(hours=5), {}), ("drilled", timedelta(days=1), {"trouble": "少了 1 行。"})],
            "上一次恢复演练没有通过（少了 1 行）",
        ),
        ([("made", timedelta(hours=5), {}), ("drilled", timedelta(days=9), {})], "备份是新的，也演练过，能恢复。"),
        ([("made", timedelta(hours=5), {"trouble": "磁盘满"})], "还没有备份过"),
    ],
)
def test_says_what_is_wrong_and_what_to_do(client, keeper, runs, words):
    for kind, ago, said in runs:
        was(kind, ago, **said)

    assert words in client.get(reverse("desk:backups")).text


def test_lists_what_was_done(client, keeper):
    was("made", timedelta(hours=5))
    was("drilled", timedelta(hours=3))
    text = client.get(reverse("desk:backups")).text

    assert "1835 行，3 个文件，3.1 MB" in text
    assert "今天 9:00，用了 4.2 秒" in text
    assert "恢复演练</div>" in text


def test_its_cost_does_not_grow(client, keeper, django_assert_max_num_queries):
    for hours in range(20):
        was("made", timedelta(hours=hours))

    with django_assert_max_num_queries(14):
        client.get(reverse("desk:backups"))


def test_is_begun_from_the_page_as_a_job(client, keeper):
    answer = client.post(reverse("desk:backup_make"))

    job = Job.objects.get(kind="backups.make")
    assert answer["Location"] == reverse("desk:job", args=[job.pk])


def test_the_night_makes_one_unless_the_timer_has(keeper):
    nightly(NOW)
    assert Job.objects.count() == 1

    was("made", timedelta(hours=2))
    nightly(NOW)
    assert Job.objects.count() == 1


def test_a_job_that_may_not_says_why(keeper, settings):
    settings.BACKUPS = settings.KEYS.folder.parent
    nightly(NOW)
    run(Job.objects.get().pk)

    job = Job.objects.get()
    assert (job.state, "密钥不能放在一起" in job.reason) == (State.FAILED, True)
