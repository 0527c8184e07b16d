"""Associations, the villages each of them covers from one day until another, and the villages that are proposed."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from canxie.duties.associations.choices import AssociationState, Form
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.mechanisms.matters.models import Matter


class AssociationQuerySet(ScopedQuerySet["Association"]):
    """The questions people ask about associations."""

    def active_on(self, day: date) -> Self:
        """Keep those that cover a village that day."""
        return self.filter(pk__in=Coverage.objects.on(day).values("association"))

    def not_over(self) -> Self:
        return self.exclude(state__in=(AssociationState.MERGED, AssociationState.DISSOLVED))


class Association(ScopedModel):
    """An association of disabled persons of a village, or of several together (0.1, 2.2.3).

    Its life is its matter; `state` is a copy for lists. `path` is the code of the host
    village today, `place` what it was at founding. It runs from `active_since` until just before
    `ended_on`. `wider_basis` is where the county allowed villages of several townships.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="association", verbose_name="事项")
    name = models.CharField("名称", max_length=60)
    form = models.CharField("设置方式", max_length=8, choices=Form)
    place = models.CharField("成立地代码", max_length=12, editable=False)
    state = models.CharField("状态", max_length=12, choices=AssociationState, default=AssociationState.PREPARING)
    active_since = models.DateField("运行起", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="接续的残协"
    )
    wider_basis = models.CharField("跨乡镇的依据", max_length=200, blank=True)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = "残协"
        verbose_name_plural = "残协"
        indexes = [
            models.Index(fields=["path", "name", "id"], name="association_by_name"),
            models.Index(fields=["path", "state", "id"], name="association_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="association_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(active_since=None) | Q(ended_on__gte=F("active_since")),
                violation_error_message="结束日期不能早于运行起的日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def township(self) -> str:
        return self.path[:9]


class CoverageQuerySet(ScopedQuerySet["Coverage"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def overlapping(self, since: date, until: date | None) -> Self:
        """Keep what shares a day with a span; an empty span shares none, and `until=None` never ends."""
        begun = self.filter(Q(until=None) | Q(until__gt=since) & Q(until__gt=F("since")))
        return begun if until is None else begun.filter(since__lt=until)


class Coverage(ScopedModel):
    """One village that an association covers, in force from `since` until just before `until`.

    `place` is the village's code throughout these days, and `path` today's: a village that gets
    another code ends one row and begins the next, so that any day is counted by the codes of
    that day. A village is covered once on any day (design decision 10): by the action, which
    holds the village; by this table for open rows; by PostgreSQL for all.
    """

    association = models.ForeignKey(Association, models.CASCADE, related_name="coverages", verbose_name="残协")
    place = models.CharField("当时的村代码", max_length=12, editable=False)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)
    host = models.BooleanField("牵头村", default=False)
    declared = models.BooleanField("申明相邻", default=False)
    minutes = models.UUIDField("会议纪要", null=True, blank=True, db_index=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = "残协管的村"
        verbose_name_plural = "残协管的村"
        indexes = [
            models.Index(fields=["path", "since", "id"], name="coverage_in_scope"),
            models.Index(fields=["place", "since", "until"], name="coverage_by_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["path"],
                condition=Q(until=None),
                name="coverage_open_once",
                violation_error_message="这个村已经有残协在管。",
            ),
            models.CheckConstraint(
                name="coverage_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="止不能早于起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.since}"


class ProposedVillage(ScopedModel):
    """A village that an association is to cover once the county has taken its filing, or its adjustment."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="proposed", verbose_name="残协")
    place = models.CharField("当时的村代码", max_length=12, editable=False)
    host = models.BooleanField("牵头村", default=False)
    declared = models.BooleanField("申明相邻", default=False)
    minutes = models.UUIDField("会议纪要", null=True, blank=True, db_index=True)

    objects = ScopedQuerySet["ProposedVillage"].as_manager()

    class Meta:
        verbose_name = "拟由残协管的村"
        verbose_name_plural = "拟由残协管的村"
        indexes = [models.Index(fields=["path", "id"], name="proposed_in_scope")]
        constraints = [
            models.UniqueConstraint(fields=["association", "path"], name="proposed_once"),
            models.UniqueConstraint(fields=["association"], condition=Q(host=True), name="proposed_one_host"),
        ]

    def __str__(self) -> str:
        return self.path


class GapPlan(ScopedModel):
    """Why a village is in a gap, and what its township means to do by when. The latest one holds."""

    place = models.CharField("当时的村代码", max_length=12, editable=False)
    reason = models.CharField("为什么还没有", max_length=100)
    form = models.CharField("打算怎么设", max_length=8, choices=Form, blank=True)
    beside = models.CharField("和哪个村联合", max_length=12, blank=True)
    due_on = models.DateField("打算哪天前", null=True, blank=True)
    said_on = models.DateField("登记日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = ScopedQuerySet["GapPlan"].as_manager()

    class Meta:
        verbose_name = "补设残协的打算"
        verbose_name_plural = "补设残协的打算"
        indexes = [models.Index(fields=["path", "-said_on", "id"], name="gap_plan_latest")]

    def __str__(self) -> str:
        return f"{self.path} {self.reason}"


class Meeting(ScopedModel):
    """A meeting of an association: planned with its agenda, then held, with who came and what was said.

    What was resolved are matters of the kind `resolution`, whose source it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="meetings", verbose_name="残协")
    place = models.CharField("发生地代码", max_length=12, editable=False)
    title = models.CharField("会议", max_length=60)
    planned_on = models.DateField("定在哪天")
    held_on = models.DateField("哪天开的", null=True, blank=True)
    agenda = models.JSONField("议题", default=list, blank=True)
    minutes = models.TextField("会议记录", blank=True)
    minutes_file = models.UUIDField("会议记录照片", null=True, blank=True, db_index=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ScopedQuerySet["Meeting"].as_manager()

    class Meta:
        verbose_name = "残协会议"
        verbose_name_plural = "残协会议"
        indexes = [
            models.Index(fields=["path", "-planned_on", "id"], name="meeting_in_scope"),
            models.Index(fields=["association", "-planned_on"], name="meeting_of_association"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether somebody came to a meeting, by name and office as they were that day."""

    reached_through = "meeting"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance", verbose_name="会议")
    name = models.CharField("姓名", max_length=30)
    office = models.CharField("职务", max_length=30, blank=True)
    came = models.BooleanField("到会", default=True)

    class Meta:
        verbose_name = "到会"
        verbose_name_plural = "到会"
        constraints = [models.UniqueConstraint(fields=["meeting", "name", "office"], name="attendance_once")]

    def __str__(self) -> str:
        return self.name


class Paper(ScopedModel):
    """A paper of an association, photographed or scanned: a filing form, a letter, minutes of a village."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="papers", verbose_name="残协")
    place = models.CharField("发生地代码", max_length=12, editable=False)
    title = models.CharField("文件名称", max_length=60)
    dated = models.DateField("文件日期")
    file = models.UUIDField("文件", unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="存入人")

    objects = ScopedQuerySet["Paper"].as_manager()

    class Meta:
        verbose_name = "残协文件"
        verbose_name_plural = "残协文件"
        indexes = [models.Index(fields=["path", "-dated", "id"], name="paper_in_scope")]

    def __str__(self) -> str:
        return self.title
