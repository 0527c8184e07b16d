"""Matters, the hops they made from office to office, and every step of them."""

import uuid
from datetime import UTC, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.ground.registry.models import Household, Person
from canxie.kernel.masking import masked_name
from canxie.mechanisms.matters.kinds import Kind, State, kinds

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""No clock runs. A day and not a null, because the two databases sort nulls to different ends."""

COUNTY = 6


class Confirmation(models.TextChoices):
    """How the person said so."""

    IN_PERSON = "in_person", "当面问了本人"
    BY_PHONE = "by_phone", "打电话问了本人"
    BY_RELATIVE = "by_relative", "家人或监护人代答"


class FoundBy(models.TextChoices):
    ASKED = "asked", "本人或家人提出"
    FOUND = "found", "工作人员发现"


class MatterQuerySet(ScopedQuerySet["Matter"]):
    """The questions people ask about matters."""

    def under_way(self) -> Self:
        return self.filter(closed_at=None)

    def overdue(self, moment: datetime) -> Self:
        return self.filter(due_at__lte=moment)

    def owned_by(self, user_id: int) -> Self:
        return self.filter(owner=user_id)

    def sent_to(self, paths: tuple[str, ...]) -> Self:
        return self.filter(sent_to__in=paths)

    def climbing(self, moment: datetime) -> Self:
        """Those whose clock has run out below the county, the last place they can climb to."""
        waits_at = Q(sent_to="", owner_path_length__gt=COUNTY) | Q(sent_to_length__gt=COUNTY)
        lengths = {"owner_path_length": Length("owner_path"), "sent_to_length": Length("sent_to")}
        return self.annotate(**lengths).filter(waits_at, due_at__lte=moment)

    def for_listing(self) -> Self:
        """Everything one row shows."""
        return self.select_related("household", "person", "owner")


class Matter(ScopedModel):
    """Something that somebody asked for, and that an office owes an answer.

    Whoever sends it makes the id, so sending it twice stores it once. `words` are the
    person's own and never edited; the category stands beside them. `owner_path` is the
    place whose office owns it; while it is `sent_to` another, the first owner keeps it.
    `due_at` is the end of the clock that runs now, until just before that moment; `version`
    goes up with every step, so that of two people at once one is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("事项种类", max_length=20)
    place = models.CharField("发生地代码", max_length=12, editable=False)
    state = models.CharField("办到哪一步", max_length=20)
    version = models.PositiveIntegerField("版本", default=1)
    title = models.CharField("要办的事", max_length=60)
    words = models.TextField("本人的原话")
    category = models.CharField("哪一类", max_length=20)
    category_class = models.CharField("大类", max_length=20)
    urgent = models.BooleanField("紧急", default=False)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="家庭"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="本人"
    )
    source = models.CharField("从哪里来", max_length=20, blank=True)
    source_id = models.UUIDField("来源编号", null=True, blank=True)
    found_by = models.CharField("谁提出的", max_length=10, choices=FoundBy, default=FoundBy.ASKED)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="负责人"
    )
    owner_path = models.CharField("负责单位代码", max_length=12)
    first_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="首个负责人"
    )
    sent_to = models.CharField("转往单位代码", max_length=12, blank=True)
    opened_at = models.DateTimeField("提出时间")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    ack_due = models.DateTimeField("答复期限")
    close_due = models.DateTimeField("办结期限")
    due_at = models.DateTimeField("当前期限", default=NEVER)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    delivered_on = models.DateField("送到日期", null=True, blank=True)
    confirmed_by = models.CharField("本人怎么确认的", max_length=12, choices=Confirmation, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    reopened = models.PositiveSmallIntegerField("重新打开次数", default=0)
    why = models.CharField("没办成的原因", max_length=20, blank=True)
    reason = models.TextField("原因说明", blank=True)
    evidence = models.TextField("凭据", blank=True)
    evidence_file = models.UUIDField("凭据照片", null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项"
        indexes = [
            models.Index(fields=["path", "due_at", "id"], name="matter_by_due", condition=Q(closed_at=None)),
            models.Index(fields=["path", "-opened_at", "id"], name="matter_by_opening"),
            models.Index(fields=["path", "state", "due_at", "id"], name="matter_by_state"),
            models.Index(fields=["due_at", "id"], name="matter_running_out"),
            models.Index(fields=["sent_to"], name="matter_sent_to", condition=~Q(sent_to="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="matter_closes_after_it_opens",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                violation_error_message="办结时间不能早于提出时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> Kind:
        return kinds[self.kind]

    @property
    def stands(self) -> State:
        return self.rules.states[self.state]

    @property
    def about(self) -> str:
        """Whose matter it is, in clear: for the named contact alone."""
        return str(self.person or self.household or "")

    def whose(self, *, clear: bool) -> str:
        """Name the household (or the person) in a list: whole to the contact, masked to everyone else."""
        if self.household:
            return self.household.shown(clear=clear)
        return (self.about if clear else masked_name(self.about)) if self.person else ""


class Hop(models.Model):
    """One way from an office to the next above it. The first owner stays until somebody there accepts."""

    reached_through = "matter"

    class Ending(models.TextChoices):
        ACCEPTED = "accepted", "已接收"
        RETURNED = "returned", "退回"
        CLIMBED = "climbed", "到时没接收，再往上转"
        SETTLED = "settled", "原负责人已经处理"

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="hops", verbose_name="事项")
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="转出人"
    )
    from_path = models.CharField("转出单位代码", max_length=12)
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="接收人"
    )
    to_path = models.CharField("接收单位代码", max_length=12)
    by_system = models.BooleanField("到时自动转", default=False)
    reason = models.TextField("转办原因")
    sent_at = models.DateTimeField("转出时间")
    due_at = models.DateTimeField("接收期限")
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ending = models.CharField("结果", max_length=10, choices=Ending, blank=True)

    class Meta:
        verbose_name = "事项转办"
        verbose_name_plural = "事项转办"
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(ended_at=None), name="hop_one_under_way"),
        ]

    def __str__(self) -> str:
        return f"{self.from_path} → {self.to_path}"


class Step(models.Model):
    """One move of a matter: who, when, from where to where, and what was said. Written once."""

    reached_through = "matter"

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="steps", verbose_name="事项")
    number = models.PositiveIntegerField("第几步")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    move = models.CharField("做了什么", max_length=20)
    from_state = models.CharField("原来", max_length=20, blank=True)
    to_state = models.CharField("变成", max_length=20)
    text = models.TextField("说明", blank=True)
    evidence = models.TextField("凭据", blank=True)
    evidence_file = models.UUIDField("凭据照片", null=True, blank=True)
    consent = models.BooleanField("本人同意拍照", null=True, blank=True)
    on = models.DateField("生效日期", null=True, blank=True)

    class Meta:
        verbose_name = "事项经过"
        verbose_name_plural = "事项经过"
        indexes = [models.Index(fields=["evidence_file"], name="step_by_photo", condition=~Q(evidence_file=None))]
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="step_number_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.number}"
