"""The pages of what runs in the background."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

import canxie.engine.jobs.tests.kinds  # noqa: F401  # declares the jobs of these tests
from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs.models import Job, ScheduledRun, State
from canxie.engine.jobs.progress import Progress, wants_to_stop
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from tests.matrix import COUNTY, HERE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def clerk(client):
    post = PostFactory(user__name="吴海峰", at_township=True)
    client.force_login(post.user)
    return post


def a_job(by, **fields):
    said = {"kind": "test.count", "title": "榆岭镇名册.xls", "place": HERE, "subject": "", "started_by": by.user_id}
    return Job.objects.create(**said | fields)


def opens(client, job, **query):
    return client.get(reverse("desk:job", args=[job.pk]), query)


class TestOne:
    def test_says_how_far_it_is(self, client, clerk):
        job = a_job(clerk, state=State.RUNNING)
        progress = Progress(job.pk)
        progress.mark("新增 14 人，写完")
        progress(24, 37, unit="人", doing="改 23 人")

        text = opens(client, job).text

        assert "<h1>正在数数</h1>" in text
        assert '<progress id="progress" max="37" value="24">' in text
        assert text.index("新增 14 人，写完") < text.index("改 23 人")
        assert 'hx-trigger="every 2s"' in text
        assert "停下来，全部退回" in text
        assert "看现在到哪了" in text

    def test_gives_htmx_the_middle_alone_and_the_whole_page_when_the_state_has_changed(self, client, clerk):
        job = a_job(clerk, state=State.RUNNING)
        asks = {"headers": {"HX-Request": "true"}}

        same = client.get(reverse("desk:job", args=[job.pk]), {"state": "running"}, **asks)
        assert "<html" not in same.text
        assert "HX-Refresh" not in same
        changed = client.get(reverse("desk:job", args=[job.pk]), {"state": "waiting"}, **asks)
        assert changed["HX-Refresh"] == "true"

    @pytest.mark.parametrize(
        ("state", "result", "said"),
        [
            (State.WAITING, {}, ["数数：等着开始", "停下来，全部退回", "every 2s"]),
            (State.DONE, {}, ["数数：做完了", "看结果"]),
            (State.FAILED, {"reason": "第 3 行没有姓名。"}, ["数数：没有做成", "第 3 行没有姓名。", "再做一次"]),
            (State.CANCELLED, {}, ["数数：停下了", "没有留一半", "再做一次"]),
            (State.INTERRUPTED, {"reason": "中途断了。"}, ["数数：中断了", "中途断了。", "再做一次"]),
        ],
    )
    def test_says_how_it_ended_and_what_can_be_done(self, client, clerk, state, result, said):
        job = a_job(clerk, state=state, result=result)
        Job.objects.update(subject=job.pk)

        text = opens(client, job).text

        for words in said:
            assert words in text
        assert ("every 2s" in text) == (state == State.WAITING)

    def test_a_kind_that_is_known_no_more_still_has_a_page(self, client, clerk):
        assert "old.kind：做完了" in opens(client, a_job(clerk, kind="old.kind", state=State.DONE)).text

    def test_is_stopped_with_a_button(self, client, clerk):
        job = a_job(clerk, state=State.RUNNING)

        response = client.post(reverse("desk:job_stop", args=[job.pk]))

        assert response.url == reverse("desk:job", args=[job.pk])
        assert wants_to_stop(job.pk)
        assert AuditEntry.objects.get().action == "jobs.cancel"

    def test_is_begun_again_with_a_button(self, client, clerk):
        job = a_job(clerk, state=State.CANCELLED)

        client.post(reverse("desk:job_again", args=[job.pk]))

        job.refresh_from_db()
        assert job.state == State.WAITING

    def test_is_not_there_for_others(self, client, clerk):
        job = a_job(PostFactory())

        assert opens(client, job).status_code == 404
        for view in ("desk:job_stop", "desk:job_again"):
            assert client.post(reverse(view, args=[job.pk])).status_code == 404


class TestList:
    def test_shows_my_own_newest_first(self, client, clerk):
        a_job(clerk, title="旧的.xls")
        a_job(clerk, title="新的.xls", state=State.DONE)
        a_job(PostFactory(), title="别人的.xls")

        text = client.get(reverse("desk:jobs")).text

        assert text.index("新的.xls") < text.index("旧的.xls")
        assert "别人的.xls" not in text
        assert "定时任务" not in text

    def test_shows_the_administrator_those_of_the_county_and_the_schedule(self, client, clerk):
        a_job(clerk, title="镇里的.xls")
        a_job(clerk, title="外县的.xls", place="379901001001")
        now = timezone.now()
        ScheduledRun.objects.create(name="audit.heads", period=now - timedelta(days=1), done_at=now)
        ScheduledRun.objects.create(name="jobs.tidy", period=now, tries=1, error="OSError", next_try_at=now)
        client.force_login(PostFactory(role=Role.SYSTEM_ADMIN, path=COUNTY).user)

        text = client.get(reverse("desk:jobs")).text

        assert "镇里的.xls" in text
        assert "外县的.xls" not in text
        assert "吴海峰" in text
        assert "记下操作记录的链尾" in text
        assert "OSError" in text
        assert "还没有做过" in text

    def test_goes_on_where_the_page_before_ended(self, client, clerk):
        for number in range(35):
            a_job(clerk, title=f"第{number}份.xls")
        Job.objects.update(created_at=timezone.now())  # all at the same moment

        first = client.get(reverse("desk:jobs")).text
        after = first.split("?before=")[1].split('"')[0]
        second = client.get(f"{reverse('desk:jobs')}?before={after}").text

        assert [first.count("份.xls"), second.count("份.xls")] == [30, 5]
        assert 'href="?before=' not in second

    @pytest.mark.parametrize("before", ["x", "2026-11-24T08:00:00~x", "~"])
    def test_a_page_that_is_none_is_not_there(self, client, clerk, before):
        assert client.get(reverse("desk:jobs"), {"before": before}).status_code == 404

    def test_asks_the_database_once_whatever_the_number_of_rows(self, client, clerk, django_assert_num_queries):
        for _ in range(20):
            a_job(clerk)

        with django_assert_num_queries(7):  # session, user, posts, jobs, starters; names, open needs
            client.get(reverse("desk:jobs"))

    def test_teaches_what_it_is_for_when_there_is_nothing(self, client, clerk):
        assert "没有后台任务" in client.get(reverse("desk:jobs")).text
