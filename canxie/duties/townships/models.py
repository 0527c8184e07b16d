"""What a township has to work with, who looks after whose village for a time, and how long a village has had nobody."""

import uuid
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from canxie.duties.townships.choices import Kind
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.ground.accounts.models import Appointment


class ResourceQuerySet(ScopedQuerySet["Resource"]):
    def on(self, day: date) -> Self:
        """Keep what could be used that day."""
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class Resource(ScopedModel):
    """Somebody or something that a township can send or offer, from a day until just before another.

    `path` is the township, or the village where it stands. `contact` is of the institution and
    may be told to everybody in the office; no disabled person's number stands here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("登记地代码", max_length=12, editable=False)
    kind = models.CharField("类别", max_length=14, choices=Kind)
    name = models.CharField("名称", max_length=60)
    where = models.CharField("在哪里", max_length=100, blank=True)
    amount = models.PositiveIntegerField("多少", null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    hours = models.CharField("什么时间", max_length=60, blank=True)
    contact = models.CharField("联系方式", max_length=60, blank=True)
    since = models.DateField("哪天起")
    until = models.DateField("到哪天止", null=True, blank=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = "工作资源"
        verbose_name_plural = "工作资源"
        indexes = [models.Index(fields=["path", "kind", "name", "id"], name="resource_in_scope")]
        constraints = [
            models.CheckConstraint(
                name="resource_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
                violation_error_message="停用的日子要晚于启用的日子。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def how_many(self) -> str:
        return "" if self.amount is None else f"{self.amount} {self.unit}".strip()


class CoverQuerySet(ScopedQuerySet["Cover"]):
    def held_at(self, moment: datetime) -> Self:
        running = Q(appointment__until_at=None) | Q(appointment__until_at__gt=moment)
        return self.filter(running, appointment__since_at__lte=moment)


class Cover(ScopedModel):
    """That an appointment is a cover: the commissioner of `home` looks after this village too, for a time.

    Times and basis are the appointment's, and the right to act is its post. `home` is, like
    `place`, a code of that day.
    """

    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="cover", verbose_name="任命")
    place = models.CharField("代管村代码", max_length=12, editable=False)
    home = models.CharField("本村代码", max_length=12, editable=False)

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = "代管"
        verbose_name_plural = "代管"
        indexes = [models.Index(fields=["path", "id"], name="cover_in_scope")]

    def __str__(self) -> str:
        return f"{self.appointment.user} {self.place}"


class Vacancy(ScopedModel):
    """How long a village has been without any commissioner, and how far that has climbed: written every night.

    What holds now is read from posts; this is the memory of it. `began_at` is the second at
    which the last post ended, and nothing where there never was one.
    """

    place = models.CharField("空缺村代码", max_length=12, editable=False)
    began_at = models.DateTimeField("空缺起", null=True)
    ended_at = models.DateTimeField("空缺止", null=True)
    step = models.PositiveSmallIntegerField("上报到第几步", default=0)
    stepped_on = models.DateField("上报日期", null=True)

    objects = ScopedQuerySet["Vacancy"].as_manager()

    class Meta:
        verbose_name = "委员空缺"
        verbose_name_plural = "委员空缺"
        indexes = [models.Index(fields=["path", "ended_at", "id"], name="vacancy_in_scope")]
        constraints = [
            models.UniqueConstraint(fields=["path"], condition=Q(ended_at=None), name="vacancy_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.began_at}"
