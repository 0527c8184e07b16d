"""Groups of an association, who is in one from one day until another, and who leads it."""

import uuid
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from canxie.duties.associations.models import Association
from canxie.duties.groups.choices import Basis, How, Result
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.ground.registry.choices import Category
from canxie.ground.registry.models import Person


class PeerGroupQuerySet(ScopedQuerySet["PeerGroup"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)


class PeerGroup(ScopedModel):
    """A group of an association, from `since` until just before `until`.

    `basis` and `category` tell of everybody who is in it. Only whoever reads the files there may
    see them; the `name` says neither (rules.name_refused). `path` is the association's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="groups", verbose_name="残协")
    name = models.CharField("名称", max_length=20)
    basis = models.CharField("怎么分的", max_length=8, choices=Basis)
    category = models.CharField("残疾类别", max_length=1, choices=Category, blank=True)
    area = models.CharField("哪一片", max_length=60, blank=True)
    decided = models.CharField("怎么定的", max_length=200)
    since = models.DateField("设立日期")
    until = models.DateField("撤销日期", null=True, blank=True)

    objects = PeerGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "残疾人小组"
        verbose_name_plural = "残疾人小组"
        indexes = [models.Index(fields=["path", "name", "id"], name="group_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "name"],
                condition=Q(until=None),
                name="group_name_once",
                violation_error_message="这个残协已经有同名的小组。",
            ),
            models.CheckConstraint(
                name="group_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="撤销日期不能早于设立日期。",
            ),
            models.CheckConstraint(
                name="group_category_when_by_category",
                condition=Q(basis=Basis.CATEGORY) & ~Q(category="") | ~Q(basis=Basis.CATEGORY) & Q(category=""),
                violation_error_message="按类别设的小组要选一个类别。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    def on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def after(self, day: date) -> Self:
        """Keep what shares a day with the time from that day on; an empty span shares none."""
        return self.filter(Q(until=None) | Q(until__gt=day) & Q(until__gt=F("since")))


class Membership(ScopedModel):
    """Somebody in a group, from `since` until just before `until`; in one group of an association on any day at most.

    The action sees to that with the person's row held, and this table for open rows. `path` is
    the person's village. `told_how` says how the person heard of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="memberships", verbose_name="小组")
    association = models.ForeignKey(Association, models.PROTECT, related_name="+", verbose_name="残协")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="组员")
    place = models.CharField("当时的村代码", max_length=12, editable=False)
    since = models.DateField("加入日期")
    until = models.DateField("退出日期", null=True, blank=True)
    ended_why = models.CharField("为什么退出", max_length=100, blank=True)
    told_how = models.CharField("怎么告诉的", max_length=12, choices=How, blank=True)
    told_on = models.DateField("哪天告诉的", null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="谁告诉的"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "小组成员"
        verbose_name_plural = "小组成员"
        indexes = [
            models.Index(fields=["path", "since", "id"], name="membership_in_scope"),
            models.Index(fields=["person", "since"], name="membership_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "person"],
                condition=Q(until=None),
                name="membership_open_once",
                violation_error_message="这个人已经在一个小组里。",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="退出日期不能早于加入日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.group_id}"


class LeadershipQuerySet(models.QuerySet["Leadership"]):
    def held_at(self, moment: datetime) -> Self:
        return self.filter(Q(until_at=None) | Q(until_at__gt=moment), since_at__lte=moment)


class Leadership(models.Model):
    """Who leads a group, from one second until just before another. With an account it is the source of a post."""

    reached_through = "group"

    group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="leaderships", verbose_name="小组")
    name = models.CharField("组长", max_length=60)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="leaderships", verbose_name="组员"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="leaderships", verbose_name="账号"
    )
    chosen = models.CharField("怎么选的", max_length=100)
    since_at = models.DateTimeField("任组长起")
    until_at = models.DateTimeField("任组长止", null=True, blank=True)
    ended_why = models.CharField("为什么不当了", max_length=100, blank=True)

    objects = LeadershipQuerySet.as_manager()

    class Meta:
        verbose_name = "小组长任期"
        verbose_name_plural = "小组长任期"
        constraints = [
            models.UniqueConstraint(fields=["group"], condition=Q(until_at=None), name="leadership_one_at_a_time"),
            models.CheckConstraint(
                name="leadership_ends_after_it_begins",
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")),
                violation_error_message="任组长止不能早于任组长起。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One yearly review of a group: on which day, who took part, what it came to. Whoever reads groups reads it."""

    reached_through = "group"

    group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="reviews", verbose_name="小组")
    on = models.DateField("评议日期")
    took_part = models.CharField("谁参加", max_length=200)
    result = models.CharField("结果", max_length=8, choices=Result)
    said = models.CharField("怎么说的", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "小组评议"
        verbose_name_plural = "小组评议"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "on"], name="review_once_a_day", violation_error_message="这一天已经评议过。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.on}"
