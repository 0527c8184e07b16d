"""What hangs on a person or a household: certificates, phones, family, the six clears, what was changed."""

from django.db import models
from django.db.models import Q

from canxie.engine.sealing.fields import SealedField
from canxie.ground.registry.choices import Category, CertificateState, Clear, Degree, Source, State
from canxie.ground.registry.models.people import Household, Person


class Certificate(models.Model):
    """One 残疾人证, past or present. Its number holds the citizen's and is sealed like it (domain.md 3.1)."""

    reached_through = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="certificates", verbose_name="残疾人")
    number = SealedField("残疾人证号")
    number_index = models.CharField("残疾人证号索引", max_length=40, editable=False)
    category = models.CharField("残疾类别", max_length=1, choices=Category)
    degree = models.PositiveSmallIntegerField("残疾等级", choices=Degree)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    issuer = models.CharField("发证机关", max_length=60, blank=True)
    state = models.CharField("证件状态", max_length=10, choices=CertificateState, default=CertificateState.ACTIVE)
    ended_on = models.DateField("失效日期", null=True, blank=True)
    reason = models.CharField("失效原因", max_length=60, blank=True)

    class Meta:
        verbose_name = "残疾人证"
        verbose_name_plural = "残疾人证"
        indexes = [models.Index(fields=["number_index"], name="certificate_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=CertificateState.ACTIVE),
                name="certificate_in_force_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()}{self.get_degree_display()}"


class DisabilityItem(models.Model):
    """One category with its level; several stand behind a 多重, and behind a diagnosis without certificate."""

    reached_through = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="disabilities", verbose_name="残疾人")
    category = models.CharField("残疾类别", max_length=1, choices=Category)
    degree = models.PositiveSmallIntegerField("残疾等级", choices=Degree)

    class Meta:
        verbose_name = "残疾项目"
        verbose_name_plural = "残疾项目"
        constraints = [models.UniqueConstraint(fields=["person", "category"], name="disability_once")]

    def __str__(self) -> str:
        return f"{self.get_category_display()}{self.get_degree_display()}"


class Phone(models.Model):
    """A number by which a person is reached, or their family. An old one is ended, not deleted."""

    reached_through = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="phones", verbose_name="残疾人")
    number = SealedField("电话")
    number_index = models.CharField("电话索引", max_length=40, editable=False)
    whose = models.CharField("谁的电话", max_length=30, blank=True)
    main = models.BooleanField("常用", default=True)
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "联系电话"
        verbose_name_plural = "联系电话"
        indexes = [models.Index(fields=["number_index"], name="phone_by_number")]

    def __str__(self) -> str:
        return self.whose or "本人"


class Relative(models.Model):
    """Someone of the family who is not in the registry: who lives there, or is called in an emergency."""

    reached_through = "household"

    household = models.ForeignKey(Household, models.CASCADE, related_name="relatives", verbose_name="家庭")
    name = models.CharField("姓名", max_length=60)
    relation = models.CharField("与户主关系", max_length=30, blank=True)
    phone = SealedField("电话", null=True, blank=True)
    lives_here = models.BooleanField("同住", default=True)
    emergency = models.BooleanField("紧急联系人", default=False)

    class Meta:
        verbose_name = "家属"
        verbose_name_plural = "家属"

    def __str__(self) -> str:
        return self.name


class Guardian(models.Model):
    """Who answers for a minor, or for someone who cannot for themselves."""

    reached_through = "person"

    person = models.OneToOneField(Person, models.CASCADE, related_name="guardian", verbose_name="残疾人")
    name = models.CharField("监护人", max_length=60)
    relation = models.CharField("与本人关系", max_length=30, blank=True)
    phone = SealedField("电话", null=True, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)

    class Meta:
        verbose_name = "监护人"
        verbose_name_plural = "监护人"

    def __str__(self) -> str:
        return self.name


class Block(models.Model):
    """One of the six clears (六清) as it was last told: four are a household's, two a person's (requirement 2.4.3).

    A new text ends the old row and opens another, so what was known on a day stays known.
    Asked again and unchanged, only `confirmed_on` moves.
    """

    reached_through = "household"

    household = models.ForeignKey(Household, models.CASCADE, related_name="blocks", verbose_name="家庭")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="blocks", verbose_name="残疾人"
    )
    clear = models.CharField("哪一清", max_length=10, choices=Clear)
    text = models.CharField("内容", max_length=300, blank=True)
    confirmed_on = models.DateField("核实日期")
    confirmed_by_id = models.BigIntegerField("核实人")
    source = models.CharField("来源", max_length=10, choices=Source)
    ended_on = models.DateField("被替换日期", null=True, blank=True)

    class Meta:
        verbose_name = "六清"
        verbose_name_plural = "六清"
        constraints = [
            models.UniqueConstraint(
                fields=["household", "clear"],
                condition=Q(person=None, ended_on=None),
                name="block_of_household_once",
            ),
            models.UniqueConstraint(
                fields=["person", "clear"],
                condition=Q(person__isnull=False, ended_on=None),
                name="block_of_person_once",
            ),
        ]

    def __str__(self) -> str:
        return self.get_clear_display()


class LifeEvent(models.Model):
    """A person's state from a day on, with where that is known from; the latest one holds."""

    reached_through = "person"

    person = models.ForeignKey(Person, models.CASCADE, related_name="life_events", verbose_name="残疾人")
    state = models.CharField("状态", max_length=12, choices=State)
    on = models.DateField("发生日期")
    told_by = models.CharField("依据", max_length=100)
    recorded_by_id = models.BigIntegerField("登记人")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "状态变化"
        verbose_name_plural = "状态变化"

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.on}"


class Change(models.Model):
    """What one correction or import changed: the fields by name, old and new values sealed as JSON."""

    reached_through = "household"

    household = models.ForeignKey(Household, models.CASCADE, related_name="changes", verbose_name="家庭")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="changes", verbose_name="残疾人"
    )
    changed_at = models.DateTimeField("时间")
    changed_by_id = models.BigIntegerField("操作人")
    source = models.CharField("来源", max_length=10, choices=Source)
    batch = models.UUIDField("批次", null=True, blank=True)
    fields = models.JSONField("项目", default=list)
    values = SealedField("原值和新值")

    class Meta:
        verbose_name = "资料变更"
        verbose_name_plural = "资料变更"
        indexes = [
            models.Index(fields=["household", "-changed_at"], name="change_of_household"),
            models.Index(fields=["batch"], name="change_of_batch", condition=~Q(batch=None)),
        ]

    def __str__(self) -> str:
        return "、".join(self.fields)
