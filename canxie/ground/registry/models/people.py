"""Households, and the disabled people in them."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.engine.sealing.fields import SealedField
from canxie.ground.registry.choices import Category, Degree, Relation, Sex, State
from canxie.kernel.masking import masked_name

CATEGORIES = dict[str, Any](Category.choices)
DEGREES = dict[int | None, Any](Degree.choices)
"""Long lists ask for the words of each row: a dictionary gives them twenty times faster than Django's display."""


def kind_of(category: str, degree: int | None) -> str:
    """Say category and level in words, "" while nothing is known."""
    return f"{CATEGORIES[category]}{DEGREES.get(degree, '')}" if category else ""


class Household(ScopedModel):
    """A family with at least one disabled member: the unit of "一户一档", and of a visit.

    `group` and `door` are what its plate says: 三组, 17号. A fact that nobody has asked is
    None and never taken for a no.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("户号", max_length=30, blank=True)
    head = models.CharField("户主", max_length=60)
    group = models.CharField("村民小组", max_length=20, blank=True)
    door = models.CharField("门牌", max_length=20, blank=True)
    address = models.CharField("现住地址", max_length=200, blank=True)
    lives_alone = models.BooleanField("独居", null=True, blank=True)
    aged_carer = models.BooleanField("以老养残", null=True, blank=True)
    shock = models.CharField("近期变故", max_length=100, blank=True)
    shock_on = models.DateField("变故日期", null=True, blank=True)

    objects = ScopedQuerySet["Household"].as_manager()

    class Meta:
        verbose_name = "残疾人家庭"
        verbose_name_plural = "残疾人家庭"
        indexes = [
            models.Index(fields=["path", "id"], name="household_by_place"),
            models.Index(fields=["path", "number"], name="household_by_number", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return f"{self.head}家"

    def shown(self, *, clear: bool) -> str:
        """Name it in a list: whole to its contact, masked to everyone else."""
        return str(self) if clear else f"{masked_name(self.head)}家"


class PersonQuerySet(ScopedQuerySet["Person"]):
    def living(self) -> "PersonQuerySet":
        """Those whom plans, counts and lists are about."""
        return self.filter(state=State.LIVING)


class Person(ScopedModel):
    """Someone with a disability, certified or not. Never identified by a certificate's number: that changes.

    `category`, `degree` and `certified_until` are those of the certificate in force (of the
    diagnosis, without one), kept here because every list and every criterion asks for them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="people", verbose_name="家庭")
    relation = models.CharField("与户主关系", max_length=12, choices=Relation, default=Relation.OTHER)
    name = models.CharField("姓名", max_length=60)
    name_key = models.CharField("姓名检索", max_length=60, editable=False)
    name_sort = models.CharField("姓名排序", max_length=120, editable=False)
    initials = models.CharField("拼音首字母", max_length=60, editable=False)
    sex = models.CharField("性别", max_length=1, choices=Sex, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    identifier = SealedField("身份证号", null=True, blank=True)
    identifier_index = models.CharField("身份证号索引", max_length=40, blank=True, editable=False)
    tail_index = models.CharField("尾号索引", max_length=40, blank=True, editable=False)
    registered_address = models.CharField("户籍地址", max_length=200, blank=True)
    registered_code = models.CharField("户籍地代码", max_length=12, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.LIVING)
    category = models.CharField("残疾类别", max_length=1, choices=Category, blank=True)
    degree = models.PositiveSmallIntegerField("残疾等级", choices=Degree, null=True, blank=True)
    certified_until = models.DateField("残疾人证有效期至", null=True, blank=True)
    dibao = models.BooleanField("低保", null=True, blank=True)
    destitute = models.BooleanField("特困供养", null=True, blank=True)
    living_subsidy = models.BooleanField("困难残疾人生活补贴", null=True, blank=True)
    nursing_subsidy = models.BooleanField("重度残疾人护理补贴", null=True, blank=True)
    orphan = models.BooleanField("孤残儿童", null=True, blank=True)
    guarded = models.BooleanField("有监护人", null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "残疾人"
        verbose_name_plural = "残疾人"
        indexes = [
            models.Index(fields=["path", "name_sort", "id"], name="person_by_name"),
            models.Index(fields=["path", "initials", "id"], name="person_by_initials"),
            models.Index(fields=["path", "name_key", "id"], name="person_by_key"),
            models.Index(fields=["path", "certified_until", "id"], name="person_by_certificate"),
            # Whole, not in part: SQLite reads a partial index for no query whose values are bound.
            models.Index(fields=["tail_index"], name="person_by_tail"),
            models.Index(fields=["identifier_index"], name="person_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier_index"],
                condition=~Q(identifier_index=""),
                name="person_number_once",
                violation_error_message="这个身份证号已经在册。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def shown(self, *, clear: bool) -> str:
        """Name the person in a list: whole to the contact, masked to everyone else."""
        return self.name if clear else masked_name(self.name)

    def neighbours(self) -> models.QuerySet[Household]:
        """The other households of the village, one of which may be the person's own in truth."""
        return Household.objects.filter(path=self.path).exclude(pk=self.household_id)

    @property
    def kind(self) -> str:
        """Category and level in words: 肢体二级; empty while nothing is known."""
        return kind_of(self.category, self.degree)


class Standing(ScopedModel):
    """Where a person stands with their visitors: a narrow row that is written often, beside the wide one that is not.

    Only the visiting system writes it; every list of persons sorts and filters by it. `due_on`
    is the household's.
    """

    person = models.OneToOneField(
        Person, models.CASCADE, primary_key=True, related_name="standing", verbose_name="残疾人"
    )
    tier = models.CharField("层级", max_length=1, blank=True)
    tier_since = models.DateField("层级起", null=True)
    due_on = models.DateField("下次走访", null=True)
    last_visit_on = models.DateField("上次走访", null=True)
    last_seen_on = models.DateField("上次见到本人", null=True)
    last_contact_on = models.DateField("上次联系", null=True)

    objects = ScopedQuerySet["Standing"].as_manager()

    class Meta:
        verbose_name = "走访状态"
        verbose_name_plural = "走访状态"
        indexes = [
            models.Index(fields=["path", "due_on", "person"], name="standing_by_due"),
            models.Index(fields=["path", "last_contact_on", "person"], name="standing_by_contact"),
            models.Index(fields=["path", "last_visit_on", "person"], name="standing_by_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.tier}"
