"""Who takes part in an association, and who sits in its seats from when until when."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from canxie.duties.associations.models import Association
from canxie.duties.officers.choices import DOINGS, POSITIONS, TERM_STATES, Doing, Position, TermState
from canxie.engine.files.models import StoredFile
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.ground.registry.models import Person


class ParticipantQuerySet(ScopedQuerySet["Participant"]):
    def taking_part(self) -> Self:
        return self.filter(left_on=None)


class Participant(ScopedModel):
    """Somebody of a village's pool (2.3.1). Whoever sits in a seat is one.

    `path` is the village in whose pool they are, `home` the code of the one they live in.
    `person` is their own row of the registry and `relative_of` that of somebody whose relative
    they are: both only the township sees, and only it sets them. `user_since` is set when the
    account came after a term had begun: posts follow from that moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.CharField("登记地代码", max_length=12, editable=False)
    home = models.CharField("居住村代码", max_length=12, blank=True)
    name = models.CharField("姓名", max_length=60)
    name_sort = models.CharField("姓名排序", max_length=120, editable=False)
    about = models.CharField("身份", max_length=60, blank=True)
    classes = models.JSONField("来自哪些人", default=list)
    skills = models.CharField("会做什么", max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField("每月能出几小时", null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="账号"
    )
    user_since = models.DateTimeField("账号起", null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="名册里的本人"
    )
    relative_of = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="谁的亲友"
    )
    joined_on = models.DateField("参加日期")
    left_on = models.DateField("退出日期", null=True, blank=True)
    left_because = models.CharField("退出原因", max_length=100, blank=True)
    brought_by = models.ForeignKey(
        "OfficerImport", models.PROTECT, related_name="participants", null=True, blank=True, verbose_name="导入"
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "参与人员"
        verbose_name_plural = "参与人员"
        indexes = [models.Index(fields=["path", "name_sort", "id"], name="participant_by_name")]
        constraints = [
            models.CheckConstraint(
                name="participant_leaves_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                violation_error_message="退出日期不能早于参加日期。",
            ),
            models.UniqueConstraint(
                fields=["path", "person"],
                condition=Q(left_on=None, person__isnull=False),
                name="participant_once_as_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def standing(self) -> Self:
        return self.filter(struck_out=False)

    def still_to_do(self) -> Self:
        return self.standing().filter(kind=Doing.TASK, done_on=None)


class Contribution(models.Model):
    """A task that a participant took on, or a word of thanks (2.3.1: tasks, yearly thanks).

    A task is for the day `on` and open until `done_on`; `hours` are those it took. One that was
    written down wrongly is struck out: it is read, and counted nowhere.
    """

    reached_through = "participant"

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="contributions", verbose_name="参与人员")
    kind = models.CharField("种类", max_length=8, choices=DOINGS)
    on = models.DateField("日期")
    text = models.CharField("什么事", max_length=200)
    where = models.CharField("在哪里", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    done_on = models.DateField("做完日期", null=True, blank=True)
    hours = models.PositiveSmallIntegerField("几小时", null=True, blank=True)
    done = models.CharField("做了什么", max_length=200, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="登记做完的人"
    )
    struck_out = models.BooleanField("作废", default=False)
    struck_because = models.CharField("为什么作废", max_length=100, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="作废人"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "参与记录"
        verbose_name_plural = "参与记录"
        constraints = [
            models.CheckConstraint(
                name="contribution_done_with_hours",
                condition=Q(done_on=None, hours=None) | Q(done_on__isnull=False, hours__isnull=False),
                violation_error_message="做完的任务要有日期和小时数。",
            )
        ]

    def __str__(self) -> str:
        return self.text


class OfficeTermQuerySet(ScopedQuerySet["OfficeTerm"]):
    def filed(self) -> Self:
        return self.filter(state=TermState.FILED)

    def proposed(self) -> Self:
        return self.filter(state=TermState.PROPOSED)

    def held_at(self, moment: datetime) -> Self:
        """Those in force at a moment: a proposed term never is."""
        return self.filed().filter(Q(until_at=None) | Q(until_at__gt=moment), since_at__lte=moment)

    def not_over_at(self, moment: datetime) -> Self:
        """Those in force, still to begin, or proposed; one that has been called off is none."""
        lasting = Q(until_at=None) | Q(until_at__gt=moment) & Q(until_at__gt=F("since_at"))
        return self.filter(lasting)

    def overlapping(self, since: datetime, until: datetime | None) -> Self:
        """Those that share a moment with a span; one that is proposed to end ends when that is proposed."""
        begun = self.filter(
            Q(until_at=None) | Q(until_at__gt=since) & Q(until_at__gt=F("since_at")),
            Q(ending_at=None) | Q(ending_at__gt=since),
        )
        return begun if until is None else begun.filter(since_at__lt=until)


class OfficeTerm(ScopedModel):
    """A seat held from one second until just before another (2.3.2 – 2.3.5).

    It is proposed by whoever changes the seats and in force by the township's filing; only then
    does a post follow, in each covered village, of a chair and of a commissioner. `ending_at`
    is an end that is proposed and not filed yet. `path` is the host village's code today, `place`
    that of the day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey(Association, models.PROTECT, related_name="terms", verbose_name="残协")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="terms", verbose_name="参与人员")
    place = models.CharField("任职地代码", max_length=12, editable=False)
    position = models.CharField("职务", max_length=12, choices=POSITIONS)
    commissioner = models.BooleanField("专职委员", default=False)
    rank = models.GeneratedField(
        verbose_name="次序",
        expression=Case(
            When(position=Position.CHAIR.value, then=1),
            When(position=Position.VICE_CHAIR.value, then=2),
            When(commissioner=True, then=3),
            default=4,
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    since_at = models.DateTimeField("任期起")
    until_at = models.DateTimeField("任期止", null=True, blank=True)
    basis = models.CharField("任职依据", max_length=200, blank=True)
    source_class = models.CharField("来自哪些人", max_length=24, blank=True)
    state = models.CharField("状态", max_length=8, choices=TERM_STATES, default=TermState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="提名登记人"
    )
    proposed_at = models.DateTimeField("提名登记时间", auto_now_add=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="备案人"
    )
    filed_at = models.DateTimeField("备案时间", null=True, blank=True)
    ending_at = models.DateTimeField("拟离任", null=True, blank=True)
    ended_reason = models.CharField("离任原因", max_length=200, blank=True)
    brought_by = models.ForeignKey(
        "OfficerImport", models.PROTECT, related_name="terms", null=True, blank=True, verbose_name="导入"
    )

    objects = OfficeTermQuerySet.as_manager()

    class Meta:
        verbose_name = "任期"
        verbose_name_plural = "任期"
        indexes = [
            models.Index(fields=["path", "rank", "id"], name="term_in_scope"),
            models.Index(fields=["association", "since_at"], name="term_of_association"),
        ]
        constraints = [
            models.CheckConstraint(
                name="term_ends_after_it_begins",
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")),
                violation_error_message="任期止不能早于任期起。",
            ),
            models.CheckConstraint(
                name="commissioner_is_a_member",
                condition=Q(commissioner=False) | Q(position=Position.MEMBER.value),
                violation_error_message="专职委员要是委员。",
            ),
            models.CheckConstraint(
                name="term_is_filed_at_a_time",
                condition=Q(state=TermState.FILED.value, filed_at__isnull=False)
                | Q(state=TermState.PROPOSED.value, filed_at=None),
            ),
            models.UniqueConstraint(
                fields=["association", "state"],
                condition=Q(position=Position.CHAIR.value, until_at=None),
                name="chair_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} {self.title}"

    @property
    def title(self) -> str:
        return "专职委员" if self.commissioner else self.get_position_display()


class OfficerImport(ScopedModel):
    """One list of office-holders that came in from a file, for the place `path` and all below it.

    Its terms are proposed, like all others. It can be taken back whole while nothing has been
    built on it.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人")
    written_at = models.DateTimeField("写入时间", auto_now_add=True)
    rows = models.PositiveIntegerField("几人")
    undone_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = ScopedQuerySet["OfficerImport"].as_manager()

    class Meta:
        verbose_name = "班子名单导入"
        verbose_name_plural = "班子名单导入"
        indexes = [models.Index(fields=["path", "-written_at", "id"], name="officer_import_at_place")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class LetterTemplate(ScopedModel):
    """A county's own Word template for letters of appointment, in force from the moment it was brought."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    brought_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = ScopedQuerySet["LetterTemplate"].as_manager()

    class Meta:
        verbose_name = "聘任书模板"
        verbose_name_plural = "聘任书模板"
        indexes = [models.Index(fields=["path", "-brought_at", "id"], name="letter_template_of_place")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.path}"
