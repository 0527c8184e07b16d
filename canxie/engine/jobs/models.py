"""What runs in the background, and what has been done on schedule."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from canxie.engine.jobs.declarations import kinds
from canxie.engine.scoping.scope import Scope, subtree

READ = "jobs.read"
"""The power to see others' jobs. The list of powers stands above the engine; a test compares the two."""


class State(models.TextChoices):
    WAITING = "waiting", "等着开始"
    RUNNING = "running", "正在做"
    DONE = "done", "做完了"
    FAILED = "failed", "没有做成"
    CANCELLED = "cancelled", "停下了"
    INTERRUPTED = "interrupted", "中断了"


ENDED = (State.DONE, State.FAILED, State.CANCELLED, State.INTERRUPTED)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, scope: Scope) -> Self:
        """One's own jobs; those of others where one may read them."""
        reach = Q(started_by=scope.user_id)
        for path in scope.paths(READ):
            first, beyond = subtree(path) if path else ("", "")
            reach |= Q(place__gte=first, place__lt=beyond) if path else Q(place__gte="")
        return self.filter(reach)


class Job(models.Model):
    """One piece of work that somebody has started and need not wait for.

    Its row says where it stands between transactions; how far it is meanwhile says a file
    (see `progress`). Arguments and result are ids and figures: what is personal lies sealed
    in tables of its own, which they name.
    """

    reached_through = "place"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=60)
    title = models.CharField("标题", max_length=120, blank=True)
    subject = models.CharField("对象编号", max_length=40, blank=True)
    place = models.CharField("区划代码", max_length=12, blank=True)
    started_by = models.BigIntegerField("发起人")
    arguments = models.JSONField("参数", default=dict)
    state = models.CharField("状态", max_length=12, choices=State, default=State.WAITING)
    result = models.JSONField("结果", default=dict)
    worker = models.CharField("执行进程", max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        indexes = [
            models.Index(fields=["started_by", "-created_at", "id"], name="job_of_user"),
            models.Index(fields=["place", "-created_at", "id"], name="job_at_place"),
            models.Index(fields=["state"], condition=Q(state="running"), name="job_running"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @property
    def label(self) -> str:
        """What it does; a kind that a newer version no longer knows shows its key."""
        return kinds[self.kind].label if self.kind in kinds else self.kind

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def reason(self) -> str:
        """Why it was not done, in one sentence."""
        said: dict[str, Any] = self.result
        return str(said.get("reason", ""))


class ScheduledRun(models.Model):
    """That a piece of scheduled work had its effect for one period, or is to be tried again."""

    public = "names of tasks and times, no person"

    name = models.CharField("任务", max_length=60)
    period = models.DateTimeField("周期")
    done_at = models.DateTimeField("完成时间", null=True)
    tries = models.PositiveIntegerField("次数", default=0)
    next_try_at = models.DateTimeField("下次再试", null=True)
    error = models.CharField("出错", max_length=200, blank=True)

    class Meta:
        verbose_name = "定时任务"
        verbose_name_plural = "定时任务"
        constraints = [models.UniqueConstraint(fields=["name", "period"], name="effect_once_a_period")]

    def __str__(self) -> str:
        return f"{self.name} {self.period}"
